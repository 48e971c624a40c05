"""Makes `world.json`, the boundaries of the map, from the package `world-atlas`: GeoJSON, one feature per country.

TopoJSON holds each border once, as an arc that the countries on both sides share. So a part is given to another
country by moving its rings and taking out the arc between them: no point of a border is changed.
"""

import json
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

RULES = Path(__file__).with_name("world.toml")
HALF_TURN = 180.0
DECIMALS = 3  # 110 m at the equator: finer than the source, whose scale is 1 to 50 million

Ring: TypeAlias = list[int]
Polygon: TypeAlias = list[Ring]
Points: TypeAlias = list[tuple[float, float]]


def world(topology: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    """The countries as a GeoJSON feature collection, ordered by code; `rules` are those of `world.toml`."""
    arcs = decoded(topology)
    shapes = by_code(topology, {*rules["apart"], *(part["name"] for part in rules["joined"])})
    for part in rules["moved"]:
        move(shapes, arcs, part)
    for part in rules["joined"]:
        shapes[part["to"]] = joined(shapes[part["to"]] + shapes.pop(part["name"]))
    codes = alpha_2(rules)
    features = [feature(codes.get(code, code), polygons, arcs) for code, polygons in shapes.items() if code in codes]
    return {"type": "FeatureCollection", "features": sorted(features, key=lambda one: str(one["properties"]["code"]))}


def alpha_2(rules: dict[str, Any]) -> dict[str, str]:
    """The code that a feature gets, by the key of its shape; what is left out has none."""
    pairs = rules["codes"]["pairs"].split()
    codes = dict(zip(pairs[::2], pairs[1::2], strict=True)) | rules["apart"]
    return {key: code for key, code in codes.items() if key not in rules["left_out"]}


def decoded(topology: dict[str, Any]) -> list[Points]:
    """The arcs in degrees: the source states each point by its distance from the one before."""
    (x_scale, y_scale), (x_start, y_start) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            points.append((x * x_scale + x_start, y * y_scale + y_start))
        arcs.append(points)
    return arcs


def by_code(topology: dict[str, Any], named: set[str]) -> dict[str, list[Polygon]]:
    """The polygons of each country by its numeric code, or by its name where the source has no code for it."""
    shapes: dict[str, list[Polygon]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        key = shape.get("id") or shape["properties"]["name"]
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        shapes.setdefault(key, []).extend(polygons)
    unknown = [key for key in shapes if not key.isdigit() and key not in named]
    if unknown:
        raise SystemExit(f"world.toml says nothing about {', '.join(unknown)}: name them there")
    return shapes


def move(shapes: dict[str, list[Polygon]], arcs: list[Points], part: dict[str, Any]) -> None:
    """Take the polygon around a point from one country and join it to another."""
    point = (part["longitude"], part["latitude"])
    found = [polygon for polygon in shapes[part["from"]] if inside(point, ring_points(polygon[0], arcs))]
    if len(found) != 1:
        raise SystemExit(f"{part['name']}: {len(found)} polygons of {part['from']} lie around the point, expected one")
    shapes[part["from"]] = [polygon for polygon in shapes[part["from"]] if polygon is not found[0]]
    shapes[part["to"]] = joined(shapes[part["to"]] + found)


def joined(polygons: list[Polygon]) -> list[Polygon]:
    """The polygons with every border between two of them taken out: an arc that is walked in both directions."""
    walked = Counter(arc for polygon in polygons for ring in polygon for arc in ring)
    inner = {arc for arc in walked if ~arc in walked}
    touched = [polygon for polygon in polygons if any(arc in inner for ring in polygon for arc in ring)]
    if not touched:
        return polygons
    if any(len(polygon) > 1 for polygon in touched):
        raise SystemExit("a polygon with a hole is to be joined: which ring is the outer one has to be told")
    return [polygon for polygon in polygons if polygon not in touched] + [[ring] for ring in stitched(touched, inner)]


def stitched(touched: list[Polygon], inner: set[int]) -> list[Ring]:
    """The rings left when each walk crosses to the neighbour where the arc between them was."""
    after: dict[int, int] = {}
    for polygon in touched:
        ring = polygon[0]
        after |= dict(zip(ring, ring[1:] + ring[:1], strict=True))
    waiting = [arc for arc in after if arc not in inner]
    rings: list[Ring] = []
    while waiting:
        ring, arc = [], waiting[0]
        while arc not in ring:
            ring.append(arc)
            arc = after[arc]
            while arc in inner:
                arc = after[~arc]
        rings.append(ring)
        waiting = [arc for arc in waiting if arc not in ring]
    return rings


def feature(code: str, polygons: list[Polygon], arcs: list[Points]) -> dict[str, Any]:
    """A country as GeoJSON, its outer rings counter-clockwise and cut at 180 degrees as RFC 7946 asks."""
    whole = [[ring_points(ring, arcs) for ring in polygon] for polygon in polygons]
    parts = [part for polygon in whole for part in cut_at_180(polygon)]
    rounded = [[closed(ring, outer=not at) for at, ring in enumerate(part)] for part in parts]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[ring for ring in part if ring] for part in rounded if part[0]],
        },
    }


def cut_at_180(polygon: list[Points]) -> list[list[Points]]:
    """The polygon, in two where it lies on both sides of the line on which longitude jumps from 180 to -180."""
    outer = unrolled(polygon[0])
    if all(-HALF_TURN <= x <= HALF_TURN for x, _ in outer):
        return [polygon]
    if len(polygon) > 1:
        raise SystemExit("a polygon with a hole lies across 180 degrees: where the hole belongs has to be told")
    line = HALF_TURN if any(x > HALF_TURN for x, _ in outer) else -HALF_TURN
    turn = -2 * line
    west, east = one_side(outer, line, below=True), one_side(outer, line, below=False)
    near, far = (west, east) if line > 0 else (east, west)
    return [[near], [[(x + turn, y) for x, y in far]]]


def unrolled(points: Points) -> Points:
    """The ring with longitudes that go on where the line of 180 degrees is crossed."""
    made, turns, before = [], 0.0, points[0][0]
    for x, y in points:
        turns += -2 * HALF_TURN if x - before > HALF_TURN else 2 * HALF_TURN if before - x > HALF_TURN else 0
        made.append((x + turns, y))
        before = x
    return made


def one_side(points: Points, line: float, *, below: bool) -> Points:
    """The part of a ring on one side of a meridian, closed along it."""
    kept: Points = []
    for (x, y), (next_x, next_y) in pairwise(points):
        inner, next_inner = (x <= line) == below or x == line, (next_x <= line) == below or next_x == line
        if inner:
            kept.append((x, y))
        if inner != next_inner:
            kept.append((line, y + (next_y - y) * (line - x) / (next_x - x)))
    return [*kept, kept[0]] if kept else []


def ring_points(ring: Ring, arcs: list[Points]) -> Points:
    """The points of a ring; an arc with a negative number is walked backwards."""
    points: Points = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def closed(points: Points, *, outer: bool) -> Points:
    """The ring rounded, without repeated points, in the right direction; empty where nothing is left of it."""
    kept: Points = []
    for x, y in points:
        point = (round(x, DECIMALS), round(y, DECIMALS))
        if not kept or kept[-1] != point:
            kept.append(point)
    smallest = 4  # the first point stands again at the end
    if len(kept) < smallest:
        return []
    return kept if (area(kept) > 0) == outer else kept[::-1]


def area(points: Points) -> float:
    """Twice the area; above zero where the ring runs counter-clockwise."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(points))


def inside(point: tuple[float, float], points: Points) -> bool:
    """Whether the point lies in the ring: a ray from it crosses the ring an odd number of times."""
    x, y = point
    crossed = 0
    for (from_x, from_y), (to_x, to_y) in zip(points, points[1:] + points[:1], strict=True):
        crossed += (from_y > y) != (to_y > y) and x < (to_x - from_x) * (y - from_y) / (to_y - from_y) + from_x
    return crossed % 2 == 1


def write(source: Path, to: Path) -> None:
    """Write the boundaries of the map, made from the TopoJSON file of the package."""
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))
    made = world(json.loads(source.read_text(encoding="utf-8")), rules)
    to.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
