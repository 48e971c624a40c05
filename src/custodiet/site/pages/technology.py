"""The page of a technology: what is meant, by which words it is found, and who buys it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from custodiet.site.definitions import Group, Technology
from custodiet.site.find import FacetValue, Found, counts, find
from custodiet.site.pages.start import grouped
from custodiet.site.query import Query
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site

_MOST_TERMS = 60


@dataclass(frozen=True, slots=True)
class TechnologyPage:
    """A class of technology with its purchases."""

    technology: Technology
    group: Group
    query: Query
    found: Found
    countries: tuple[FacetValue, ...]
    years: tuple[FacetValue, ...]
    states: tuple[FacetValue, ...]
    terms: Sequence[str]
    not_known: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class TechnologiesPage:
    """All classes by group, with the number of purchases of each."""

    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    register: int


def technology_page(site: Site, key: str) -> TechnologyPage | None:
    """The page of a class; None where there is none of that key."""
    technology = site.definitions.technologies.get(key)
    if technology is None:
        return None
    query = Query(technology=(key,))
    return TechnologyPage(
        technology=technology,
        group=site.definitions.groups[technology.group],
        query=query,
        found=find(site.store, query, limit=10),
        countries=counts(site.store, query, "country"),
        years=tuple(sorted(counts(site.store, query, "year"), key=lambda one: one.value)),
        states=counts(site.store, query, "state"),
        terms=technology.terms[:_MOST_TERMS],
        not_known=tuple(_not_known()),
    )


def technologies_page(site: Site, _name: str = "", _pairs: object = ()) -> TechnologiesPage:
    """The list of all classes."""
    by_technology = {one.value: one.count for one in counts(site.store, Query(), "technology")}
    return TechnologiesPage(grouped(site, by_technology, empty=True), site.store.purchases)


def _not_known() -> Iterator[Sentence]:
    yield say("Purchases whose texts use none of the words looked for are not found.")
    yield say("What stands only in attached files was not read.")
    yield say("Whether what was bought is in use is not told by a purchase.")
