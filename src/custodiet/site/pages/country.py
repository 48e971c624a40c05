"""The page of a country: its law on purchases and information, what was read of it, and what was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.find import FacetValue, Found, counts, find
from custodiet.site.open_points import open_points
from custodiet.site.query import Query
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site


@dataclass(frozen=True, slots=True)
class CountryPage:
    """A country; `profile` is None where nobody has written one."""

    code: str
    profile: Any
    query: Query
    found: Found
    technologies: tuple[FacetValue, ...]
    places: tuple[FacetValue, ...]
    states: tuple[FacetValue, ...]
    coverage: Sequence[Mapping[str, Any]]
    cases: Sequence[Mapping[str, Any]]
    not_known: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CountriesPage:
    """Every country of which something was read or written."""

    rows: tuple[tuple[str, int, int, int, bool], ...]
    """Code, processes read, purchases, cases, and whether it has a profile."""
    register: int


def country_page(site: Site, code: str) -> CountryPage | None:
    """The page of a country; None where the register knows nothing of it."""
    profile = site.definitions.countries.get(code)
    if profile is None and code not in site.store.countries:
        return None
    coverage = [row for row in site.store.coverage() if row["country"] == code]
    cases = [one for one in site.store.cases() if code in (one["countries"] or ())]
    query = Query(country=(code,))
    return CountryPage(
        code=code,
        profile=profile,
        query=query,
        found=find(site.store, query, limit=10),
        technologies=counts(site.store, query, "technology"),
        places=tuple(one for one in counts(site.store, query, "place") if one.value != "none")[:30],
        states=counts(site.store, query, "state"),
        coverage=sorted(coverage, key=lambda row: row["year"] or ""),
        cases=cases,
        not_known=tuple(_not_known(profile, coverage)),
    )


def countries_page(site: Site, _name: str = "", _pairs: object = ()) -> CountriesPage:
    """The list of countries."""
    read: dict[str, int] = {}
    for row in site.store.coverage():
        if row["country"]:
            read[row["country"]] = read.get(row["country"], 0) + row["processes"]
    bought = {one.value: one.count for one in counts(site.store, Query(), "country") if one.value != "none"}
    cases: dict[str, int] = {}
    for one in site.store.cases():
        for code in one["countries"] or ():
            cases[code] = cases.get(code, 0) + 1
    codes = sorted({*read, *bought, *cases})
    rows = (
        (code, read.get(code, 0), bought.get(code, 0), cases.get(code, 0), code in site.definitions.countries)
        for code in codes
    )
    return CountriesPage(tuple(rows), site.store.purchases)


def _not_known(profile: Any, coverage: Sequence[Mapping[str, Any]]) -> Iterator[Sentence]:
    if not coverage:
        yield say("No procurement data of this country were read.")
    if any(row["held_back"] for row in coverage):
        yield say("Some processes are held back by a rule of this country; they are counted and not shown.")
    if profile is None:
        yield say("Nobody has written a profile of its laws yet.")
    else:
        yield from open_points(profile.open_points())
