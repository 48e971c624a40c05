"""Whether a source of a question was law for a purchase: a benchmark is never a breach, nor is a rule of later date."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from custodiet.discovery import load
from custodiet.safeguards._question import Reference
from custodiet.safeguards._vocabulary import FOLDER, LegalSource


class Standing(StrEnum):
    """What a source was for a purchase on its own date."""

    BINDING = "binding"
    NOT_YET = "not yet in force"
    DATE_UNKNOWN = "binding, but the date of the rule or of the purchase is not known"
    BENCHMARK = "good-practice benchmark"


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The countries in which the law of a region binds, and those in which it did until a day."""

    countries: tuple[str, ...]
    until: dict[str, dt.date] = {}

    def holds(self, country: str, on: dt.date | None) -> bool:
        """Whether the law of the region bound in a country on a day."""
        left = self.until.get(country)
        return country in self.countries or (left is not None and on is not None and on <= left)


def load_regions() -> dict[str, Region]:
    """The regions that sources name in `binding_in`."""
    return load(FOLDER / "_regions.toml", dict[str, Region])


def standing(
    reference: Reference,
    source: LegalSource,
    regions: Mapping[str, Region],
    *,
    country: str,
    on: dt.date | None,
    city: str | None = None,
) -> Standing:
    """What the reference was for a purchase in a country (and city) on a day; unconfirmed reach counts as none."""
    reached = any(
        place in {country, city} or (place in regions and regions[place].holds(country, on))
        for place in source.binding_in
    )
    since = reference.applies_from or source.applies_from
    if not reached or source.binding_confirmed != "page":
        return Standing.BENCHMARK
    if since is None or on is None:
        return Standing.DATE_UNKNOWN
    return Standing.BINDING if on >= since else Standing.NOT_YET
