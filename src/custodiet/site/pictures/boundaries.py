"""The boundaries of countries as they are shipped, cut to a window and made as coarse as the eye sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from custodiet.errors import UsageError

FILE = Path(__file__).parent.parent / "assets" / "world.json"
Points = NDArray[np.float64]
_SPECK = 3.0  # pixels: what is smaller is not seen as land


@dataclass(frozen=True, slots=True)
class Shape:
    """The outer ring of a part of a country, in degrees, and the box around it: west, south, east, north."""

    country: str
    ring: Points
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world and the size in which it is drawn; degrees of longitude are shortened by `squeeze`."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude in the middle of the window."""
        return float(np.cos(np.radians((self.south + self.north) / 2)))

    @property
    def scale(self) -> float:
        """Pixels for a degree of latitude."""
        return self.width / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """The height that goes with the width."""
        return (self.north - self.south) * self.scale

    def placed(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The point on the drawing."""
        return (longitude - self.west) * self.squeeze * self.scale, (self.north - latitude) * self.scale


@cache
def shapes() -> tuple[Shape, ...]:
    """All shapes of the shipped file, read once: a constant of the program, as its texts are."""
    if not FILE.is_file():
        raise UsageError(f"no map without {FILE.name}; `make assets` makes it")
    found = []
    for country in orjson.loads(FILE.read_bytes())["features"]:
        for outer, *_ in country["geometry"]["coordinates"]:
            ring = np.asarray(outer)
            (west, south), (east, north) = ring.min(0), ring.max(0)
            found.append(
                Shape(country["properties"]["code"], ring, (float(west), float(south), float(east), float(north)))
            )
    return tuple(found)


def seen(window: Window) -> Iterator[tuple[str, Points]]:
    """The code and the ring, in pixels, of each shape in the window that is not smaller than a speck."""
    for shape in shapes():
        west, south, east, north = shape.box
        apart = west > window.east or east < window.west or south > window.north or north < window.south
        speck = max((east - west) * window.squeeze, north - south) * window.scale < _SPECK
        if not apart and not speck:
            ring = coarse(np.column_stack(window.placed(shape.ring[:, 0], shape.ring[:, 1])))  # type: ignore[arg-type]
            cut = clipped(ring, window.width, window.height)
            if len(cut) > 2:  # noqa: PLR2004  (fewer points have no area)
                yield shape.country, cut


def coarse(ring: Points, distance: float = 1.6) -> Points:
    """The ring without points that lie in the same square, about one and a half pixels wide, as the one kept before."""
    cells = np.floor(ring / distance)
    kept = np.any(np.diff(cells, axis=0, prepend=cells[:1] - 1) != 0, axis=1)
    return ring[kept]


def clipped(ring: Points, width: float, height: float) -> Points:
    """The ring cut at the edges of a rectangle (Sutherland and Hodgman, Communications of the ACM 17, 1974)."""
    for axis, bound, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        if len(ring) and ((ring[:, axis] - bound) * sign).min() < 0:
            ring = _cut(ring, axis, bound, sign)
    return ring


def _cut(ring: Points, axis: int, bound: float, sign: int) -> Points:
    """The ring on one side of a line."""
    depth = (ring[:, axis] - bound) * sign
    after, after_depth = np.roll(ring, -1, 0), np.roll(depth, -1)
    inside, crossing = depth >= 0, (depth >= 0) != (after_depth >= 0)
    span = np.where(crossing, depth - after_depth, 1.0)
    met = ring + (after - ring) * (depth / span)[:, None]
    both = np.stack([ring, met], 1).reshape(-1, 2)
    kept: Points = both[np.stack([inside, crossing], 1).reshape(-1)]
    return kept
