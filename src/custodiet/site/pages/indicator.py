"""The page of a signal: why it can matter, how it is computed, when it says nothing, and how often it is raised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.definitions import Indicator
from custodiet.site.find import Found, counts, find
from custodiet.site.query import Query
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site


@dataclass(frozen=True, slots=True)
class Judged:
    """How many subjects of one kind were judged in one country."""

    subject_kind: str
    country: str | None
    flagged: int
    judged: int
    not_computable: int
    warning: str | None


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """A signal with its counts over everything read, and the purchases in which it is raised."""

    indicator: Indicator
    judged: tuple[Judged, ...]
    query: Query
    found: Found
    not_known: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """All signals, with the purchases in which each is raised."""

    indicators: tuple[tuple[Indicator, int], ...]
    register: int


def indicator_page(site: Site, code: str) -> IndicatorPage | None:
    """The page of a signal; None where there is none of that code."""
    indicator = site.definitions.indicators.get(code)
    if indicator is None:
        return None
    query = Query(flag=(code,))
    judged = tuple(_summed(site.store.indicator_counts(code)))
    return IndicatorPage(indicator, judged, query, find(site.store, query, limit=10), tuple(_not_known(judged)))


def indicators_page(site: Site, _name: str = "", _pairs: object = ()) -> IndicatorsPage:
    """The list of all signals."""
    raised = {one.value: one.count for one in counts(site.store, Query(), "flag")}
    listed = tuple((one, raised.get(code, 0)) for code, one in site.definitions.indicators.items())
    return IndicatorsPage(listed, site.store.purchases)


def _summed(rows: Sequence[Mapping[str, Any]]) -> Iterator[Judged]:
    """The counts of all years together, by kind of subject and country."""
    keys = sorted({(row["subject_kind"], row["country"] or "") for row in rows})
    for kind, country in keys:
        mine = [row for row in rows if row["subject_kind"] == kind and (row["country"] or "") == country]
        flagged, judged, silent = (
            sum(row[column] for row in mine) for column in ("flagged", "judged", "not_computable")
        )
        warning = next((row["warning"] for row in mine if row["warning"]), None)
        yield Judged(kind, country or None, flagged, judged, silent, warning)


def _not_known(judged: Sequence[Judged]) -> Iterator[Sentence]:
    if not any(one.judged for one in judged):
        yield say("It could be judged for none of the processes read: the data that it needs are not published.")
    yield say("Why a signal is raised in one case is not told by the data: look at its innocent explanations.")
