"""The page of a settlement: what was bought there, what is spent on what, and how much of it is known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.find import FacetValue, Found, counts, find
from custodiet.site.query import Query
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site
from custodiet.site.spending import Balance, balances


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place with its purchases, its money by purpose, and its cases."""

    place: Mapping[str, Any]
    query: Query
    found: Found
    technologies: tuple[FacetValue, ...]
    states: tuple[FacetValue, ...]
    years: tuple[FacetValue, ...]
    balances: tuple[Balance, ...]
    spending: Sequence[Mapping[str, Any]]
    cases: Sequence[Mapping[str, Any]]
    others: tuple[FacetValue, ...]
    """Other places, to compare with."""
    not_known: tuple[Sentence, ...]

    @property
    def read(self) -> int:
        """How many processes of this place were read; each row of one year and state tells the same number."""
        return sum({(row["year"], row["state"]): row["read"] for row in self.spending}.values())


def place_page(site: Site, place_id: str) -> PlacePage | None:
    """The page of a place; None where the register has no such place."""
    place = site.store.place(place_id)
    if place is None:
        return None
    query = Query(place=(place_id,))
    spending = site.store.spending(place_id)
    found = find(site.store, query)
    return PlacePage(
        place=place,
        query=query,
        found=found,
        technologies=counts(site.store, query, "technology"),
        states=counts(site.store, query, "state"),
        years=tuple(sorted(counts(site.store, query, "year"), key=lambda one: one.value)),
        balances=balances(spending),
        spending=spending,
        cases=[one for one in site.store.cases() if _lies_in(one, place)],
        others=tuple(one for one in counts(site.store, Query(), "place") if one.value not in {place_id, "none"})[:12],
        not_known=tuple(_not_known(place, spending, found)),
    )


def _lies_in(case: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    return place["country"] in (case["countries"] or ()) and place["name"] in (case["settlements"] or ())


def _not_known(place: Mapping[str, Any], spending: Sequence[Mapping[str, Any]], found: Found) -> Iterator[Sentence]:
    yield say("Only purchases whose documents name this place are counted; others may lie here too.")
    if place["population"] is None:
        yield say("How many people live here is not known, so nothing is told per inhabitant.")
    if not spending:
        yield say("Nothing was read about what is spent here on other purposes.")
    if not any(row["state"] == "paid" for row in spending):
        yield say("What was paid in the end is not stated for any purchase here.")
    if found.total:
        yield say(
            "Where the devices stand is not told, and this register does not show it: never finer than a settlement."
        )
