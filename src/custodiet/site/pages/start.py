"""The start: what the register holds, how much was read for it, and what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.find import Found, counts, find
from custodiet.site.query import Query
from custodiet.site.site import Site

_NEWEST, _CHANGES = 5, 8


@dataclass(frozen=True, slots=True)
class StartPage:
    """Counts of the whole register, its newest purchases, and what changed since the register before."""

    found: Found
    rows: Mapping[str, int]
    coverage: Mapping[str, Any]
    countries: int
    groups: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    """Groups of technologies with the count of each technology."""
    changes: Sequence[Mapping[str, Any]]
    cases: Sequence[Mapping[str, Any]]


def start_page(site: Site, _name: str = "", _pairs: object = ()) -> StartPage:
    """The start page."""
    found = find(site.store, Query(), limit=_NEWEST)
    by_technology = {one.value: one.count for one in counts(site.store, Query(), "technology")}
    countries = [one for one in counts(site.store, Query(), "country") if one.value != "none"]
    return StartPage(
        found=found,
        rows=site.store.manifest.rows,
        coverage=coverage_totals(site),
        countries=len(countries),
        groups=grouped(site, by_technology),
        changes=site.store.changes()[:_CHANGES],
        cases=site.store.cases(),
    )


def grouped(
    site: Site, by_technology: Mapping[str, int], *, empty: bool = False
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """The technologies by group, in the order of the groups; those without purchases only where asked for."""
    found = []
    for group in site.definitions.groups:
        members = [
            (key, by_technology.get(key, 0))
            for key, one in site.definitions.technologies.items()
            if one.group == group and (empty or by_technology.get(key))
        ]
        if members:
            found.append((group, tuple(sorted(members, key=lambda one: (-one[1], one[0])))))
    return tuple(found)


TOTALS = (
    "processes",
    "with_text",
    "with_buyer",
    "with_amount",
    "with_suppliers",
    "held_back",
    "purchases",
    "for_review",
)


def coverage_totals(site: Site) -> dict[str, int]:
    """How much was read in all."""
    rows = site.store.coverage()
    return {column: sum(row[column] or 0 for row in rows) for column in TOTALS}
