"""Purchases leave as points of settlements, and those without one are counted and not placed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from custodiet.errors import RegisterError
from custodiet.exports.export import export

MakeRegister = Callable[..., Path]

TABLES: dict[str, list[dict[str, Any]]] = {
    "purchases": [
        {"ocid": "b-lviv", "state": "awarded", "technologies": ["cctv", "anpr"]},
        {"ocid": "a-lviv", "state": "cancelled", "technologies": ["drone"]},
        {"ocid": "ukraine", "state": "awarded"},
        {"ocid": "nowhere", "state": "awarded"},
    ],
    "process_places": [
        {"ocid": "a-lviv", "place_id": "geonames:702550"},
        {"ocid": "b-lviv", "place_id": "geonames:702550"},
        {"ocid": "chairs", "place_id": "geonames:703448"},
        {"ocid": "ukraine", "place_id": "UA"},
    ],
    "places": [
        {"place_id": "UA", "kind": "country", "name": "UA", "latitude": 49.0, "longitude": 32.0},
        {
            "place_id": "geonames:702550",
            "kind": "settlement",
            "name": "Lviv",
            "country": "UA",
            "latitude": 49.83826,
            "longitude": 24.02324,
        },
        {"place_id": "geonames:703448", "kind": "settlement", "name": "Kyiv", "latitude": 50.45, "longitude": 30.52},
    ],
}


@pytest.fixture
def collection(make_register: MakeRegister, tmp_path: Path) -> dict[str, Any]:
    (entry,) = export(make_register(**TABLES), "geojson", tmp_path / "map.geojson")
    content: dict[str, Any] = json.loads(entry.path.read_text(encoding="utf-8"))
    assert entry.rows == len(content["features"])
    return content


def test_a_settlement_with_purchases_is_one_point_longitude_first(collection: dict[str, Any]) -> None:
    (lviv,) = collection["features"]
    assert lviv["id"] == "geonames:702550"
    assert lviv["geometry"] == {"type": "Point", "coordinates": [24.02324, 49.83826]}


def test_a_cancelled_purchase_is_counted_apart(collection: dict[str, Any]) -> None:
    properties = collection["features"][0]["properties"]
    assert (properties["purchases"], properties["cancelled"]) == (1, 1)
    assert properties["technologies"] == ["anpr", "cctv"]
    assert properties["ocids"] == ["a-lviv", "b-lviv"]


def test_purchases_without_a_settlement_are_counted_and_not_placed(collection: dict[str, Any]) -> None:
    assert collection["not_on_the_map"] == 2


def test_a_folder_gets_the_map_and_its_account(make_register: MakeRegister, tmp_path: Path) -> None:
    export(make_register(**TABLES), "geojson", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["EXPORT.json", "purchases.geojson"]


def test_a_register_without_places_is_told(make_register: MakeRegister, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="has no table places, process_places"):
        export(make_register(purchases=TABLES["purchases"]), "geojson", tmp_path / "out")
