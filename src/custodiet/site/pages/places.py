"""The list of settlements with purchases, for the map and for reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.site import Site


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """Settlements by country, each with its purchases; `elsewhere` counts those without a certain settlement."""

    countries: tuple[tuple[str, tuple[tuple[Mapping[str, Any], int], ...]], ...]
    rows: Sequence[tuple[Mapping[str, Any], int]]
    placed: int
    elsewhere: int
    register: int


def places_page(site: Site, _name: str = "", _pairs: object = ()) -> PlacesPage:
    """The list of places."""
    rows = [(row, count) for row, count in site.store.places() if row["kind"] == "settlement"]
    codes = sorted({row["country"] for row, _ in rows})
    countries = tuple(
        (
            code,
            tuple(
                sorted((one for one in rows if one[0]["country"] == code), key=lambda one: (-one[1], one[0]["name"]))
            ),
        )
        for code in codes
    )
    placed = sum(count for _, count in rows)
    return PlacesPage(countries, rows, placed, site.store.purchases - placed, site.store.purchases)
