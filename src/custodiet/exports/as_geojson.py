"""Purchases on a map as GeoJSON (RFC 7946): one point a settlement, never finer.

A purchase whose settlement is not known has no point; how many these are stands in `not_on_the_map`. Cancelled
purchases are counted apart. The register states no place of a camera, and none can be had from this file.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from custodiet.errors import RegisterError

NEEDED = ("purchases", "process_places", "places")
_STATED = ("name", "country", "region", "region_name", "population", "disputed", "source")


def write_geojson(tables: Mapping[str, Path], to: Path) -> int:
    """The number of settlements written to `to`."""
    missing = sorted(set(NEEDED) - set(tables))
    if missing:
        raise RegisterError(f"the register has no table {', '.join(missing)}, of which the map is made: build it again")
    place_of = dict(_pairs(tables["process_places"], "ocid", "place_id"))
    settlements = {row["place_id"]: row for row in _rows(tables["places"]) if _is_point(row)}
    purchases: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    nowhere = 0
    for purchase in sorted(_rows(tables["purchases"]), key=lambda row: str(row["ocid"])):
        place_id = place_of.get(purchase["ocid"])
        if place_id is None or place_id not in settlements:
            nowhere += 1
        else:
            purchases[place_id].append(purchase)
    features = [_feature(settlements[place_id], purchases[place_id]) for place_id in sorted(purchases)]
    collection = {"type": "FeatureCollection", "features": features, "not_on_the_map": nowhere}
    to.write_bytes(msgspec.json.encode(collection) + b"\n")
    return len(features)


def _feature(place: Mapping[str, Any], purchases: list[dict[str, Any]]) -> dict[str, Any]:
    """A settlement with its purchases."""
    standing = [purchase for purchase in purchases if purchase["state"] != "cancelled"]
    return {
        "type": "Feature",
        "id": place["place_id"],
        "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
        "properties": {
            **{name: place[name] for name in _STATED},
            "purchases": len(standing),
            "cancelled": len(purchases) - len(standing),
            "technologies": sorted({technology for row in standing for technology in row["technologies"] or []}),
            "ocids": [purchase["ocid"] for purchase in purchases],
        },
    }


def _is_point(place: Mapping[str, Any]) -> bool:
    return place["kind"] == "settlement" and place["latitude"] is not None and place["longitude"] is not None


def _rows(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return rows


def _pairs(file: Path, key: str, value: str) -> list[tuple[str, str | None]]:
    table = pq.read_table(file, columns=[key, value])
    return list(zip(table[key].to_pylist(), table[value].to_pylist(), strict=True))
