"""The boundaries that are shipped: by internationally recognised borders, and whole."""

import json
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SETTLEMENTS = [
    ("Simferopol", 34.10, 44.95, "UA"),
    ("Sevastopol", 33.53, 44.60, "UA"),
    ("Kerch", 36.45, 45.36, "UA"),
    ("Yalta", 34.16, 44.50, "UA"),
    ("Yevpatoria", 33.37, 45.20, "UA"),
    ("Feodosia", 35.36, 45.04, "UA"),
    ("Dzhankoi", 34.39, 45.71, "UA"),
    ("Krasnoperekopsk", 33.79, 45.96, "UA"),
    ("Donetsk", 37.80, 48.02, "UA"),
    ("Luhansk", 39.30, 48.57, "UA"),
    ("Mariupol", 37.54, 47.15, "UA"),
    ("Kherson", 32.61, 46.65, "UA"),
    ("Kyiv", 30.52, 50.45, "UA"),
    ("Krasnodar", 38.98, 45.04, "RU"),
    ("Bilibino", 166.44, 68.05, "RU"),
    ("Uelen", -170.60, 66.20, "RU"),
    ("Wrangel Island", 179.40, 71.20, "RU"),
    ("Moscow", 37.62, 55.75, "RU"),
    ("Grozny", 45.70, 43.32, "RU"),
    ("Tiraspol", 29.64, 46.84, "MD"),
    ("Sokhumi", 41.02, 43.01, "GE"),
    ("Tskhinvali", 43.97, 42.23, "GE"),
    ("Stepanakert", 46.75, 39.82, "AZ"),
    ("Nakhchivan", 45.41, 39.21, "AZ"),
    ("Baikonur", 63.30, 45.62, "KZ"),
    ("Bishkek", 74.59, 42.87, "KG"),
    ("Osh", 72.80, 40.53, "KG"),
    ("Kyrenia", 33.32, 35.32, "CY"),
    ("Hargeisa", 44.06, 9.56, "SO"),
    ("Asuncion", -57.62, -25.29, "PY"),
]


def inside(x: float, y: float, ring: list[list[float]]) -> bool:
    crossed = False
    for (a_x, a_y), (b_x, b_y) in pairwise(ring):
        if (a_y > y) != (b_y > y) and x < (b_x - a_x) * (y - a_y) / (b_y - a_y) + a_x:
            crossed = not crossed
    return crossed


def countries_at(world: dict[str, Any], x: float, y: float) -> list[str]:
    """Every country with a polygon around the point that is not in a hole of it."""
    return [
        country["properties"]["code"]
        for country in world["features"]
        for outer, *holes in country["geometry"]["coordinates"]
        if inside(x, y, outer) and not any(inside(x, y, hole) for hole in holes)
    ]


def polygons(world: dict[str, Any]) -> dict[str, list[Any]]:
    return {country["properties"]["code"]: country["geometry"]["coordinates"] for country in world["features"]}


def borders(world: dict[str, Any], code: str) -> set[frozenset[tuple[float, float]]]:
    """The stretches between two points on the rings of a country."""
    country = next(one for one in world["features"] if one["properties"]["code"] == code)
    rings = [ring for polygon in country["geometry"]["coordinates"] for ring in polygon]
    return {frozenset((tuple(a), tuple(b))) for ring in rings for a, b in pairwise(ring)}


@pytest.fixture(scope="module")
def shipped(assets: Path) -> dict[str, Any]:
    return json.loads((assets / "world.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def maker(script: Callable[[str], ModuleType]) -> ModuleType:
    """The script that makes the file."""
    return script("world")


@pytest.fixture(scope="module")
def source(project: Path) -> dict[str, Any]:
    return json.loads((project / "node_modules/world-atlas/countries-50m.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "longitude", "latitude", "code"), SETTLEMENTS)
def test_a_settlement_lies_in_one_country_only(
    shipped: dict[str, Any], name: str, longitude: float, latitude: float, code: str
) -> None:
    assert countries_at(shipped, longitude, latitude) == [code], name


def test_no_border_is_drawn_between_crimea_and_the_rest_of_ukraine(shipped: dict[str, Any]) -> None:
    isthmus = [one for one in borders(shipped, "UA") if all(33.4 < x < 34.0 and 46.0 < y < 46.3 for x, y in one)]
    twice = [one for one in borders(shipped, "UA") & borders(shipped, "RU") if all(x < 36 and y < 47 for x, y in one)]
    crossing = [one for one in isthmus if crosses_perekop(one)]
    assert (twice, crossing) == ([], [])


def crosses_perekop(stretch: frozenset[tuple[float, float]]) -> bool:
    """Whether the stretch cuts the line along the isthmus, from the mainland to the peninsula."""
    (a_x, a_y), (b_x, b_y) = tuple(stretch)
    at = 33.7
    return (a_x > at) != (b_x > at) and 46.0 < (a_y + b_y) / 2 < 46.3


def test_the_source_as_it_comes_would_fail_this(source: dict[str, Any], maker: ModuleType, project: Path) -> None:
    rules = tomllib.loads((project / "scripts/world.toml").read_text(encoding="utf-8"))
    made = maker.world(source, rules | {"moved": []})
    assert countries_at(made, 34.10, 44.95) == ["RU"]


def test_nothing_but_the_named_parts_changes_hands(
    source: dict[str, Any], maker: ModuleType, project: Path, shipped: dict[str, Any]
) -> None:
    rules = tomllib.loads((project / "scripts/world.toml").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(maker.world(source, rules | {"moved": []})))
    before, after = polygons(plain), polygons(shipped)
    assert {code for code in before if before[code] != after[code]} == {"RU", "UA"}
    assert len(after["RU"]) == len(before["RU"]) - 1
    assert len(after["UA"]) == len(before["UA"])


def test_the_file_is_what_the_script_makes_of_the_package(
    source: dict[str, Any], maker: ModuleType, project: Path, assets: Path, tmp_path: Path
) -> None:
    maker.write(project / "node_modules/world-atlas/countries-50m.json", tmp_path / "world.json")
    assert (tmp_path / "world.json").read_bytes() == (assets / "world.json").read_bytes()


def test_every_ring_is_closed_and_runs_as_geojson_asks(shipped: dict[str, Any], maker: ModuleType) -> None:
    wrong = [
        country["properties"]["code"]
        for country in shipped["features"]
        for polygon in country["geometry"]["coordinates"]
        for at, ring in enumerate(polygon)
        if ring[0] != ring[-1] or (maker.area(ring) > 0) != (at == 0)
    ]
    assert wrong == []


def test_no_shape_reaches_around_the_world(shipped: dict[str, Any]) -> None:
    wide = [
        country["properties"]["code"]
        for country in shipped["features"]
        for outer, *_ in country["geometry"]["coordinates"]
        if max(x for x, _ in outer) - min(x for x, _ in outer) > 170
    ]
    assert wide == []


def test_a_ring_across_180_degrees_is_cut_in_two(maker: ModuleType) -> None:
    ring = [(179.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (179.0, 1.0), (179.0, 0.0)]
    near, far = maker.cut_at_180([ring])
    assert (sorted({x for x, _ in near[0]}), sorted({x for x, _ in far[0]})) == ([179.0, 180.0], [-180.0, -179.0])


def test_every_country_of_the_source_is_there_once(shipped: dict[str, Any], source: dict[str, Any]) -> None:
    codes = [country["properties"]["code"] for country in shipped["features"]]
    named = [code for code in codes if code]
    numbered = {shape["id"] for shape in source["objects"]["countries"]["geometries"] if "id" in shape}
    assert len(named) == len(set(named)) == len(numbered - {"010"}) + 1  # Kosovo has no number, Antarctica is left out
    assert codes.count("") == 2


def test_a_shape_that_the_rules_do_not_name_stops_the_making(source: dict[str, Any], maker: ModuleType) -> None:
    rules = {"moved": [], "joined": [], "apart": {}, "left_out": {}, "codes": {"pairs": ""}}
    with pytest.raises(SystemExit, match="says nothing about"):
        maker.world(source, rules)
