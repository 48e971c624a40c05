"""The map of settlements with purchases: centres only, never finer, within internationally recognised borders."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from custodiet.site.languages import Language
from custodiet.site.pictures.boundaries import Window, seen, shapes
from custodiet.site.pictures.columns import WIDTH
from custodiet.site.pictures.drawing import Drawing, Mark, circle, outline, path, rect, words
from custodiet.site.pictures.lettering import shortened, width_of
from custodiet.site.pictures.picture import Picture

_LETTER = 11.5
_LEAST_SPAN = 3.0  # degrees: a single settlement is shown with its surroundings
_FLATTEST, _TALLEST = 0.5, 1.15  # height of the map as a share of its width
_FURTHEST = 180.0, 78.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A settlement: its name in the reader's letters, where its centre lies, and how many purchases lie in it.

    A spot without a centre stands for purchases of which the country alone is known: counted, never drawn.
    """

    name: str
    country: str
    longitude: float | None
    latitude: float | None
    purchases: int
    address: str = ""


def settlements(
    language: Language, name: str, spots: Iterable[Spot], source: str, country: str | None = None
) -> Picture | None:
    """The map; None where no settlement is known.

    Args:
        language: the language of the words.
        name: whose settlements, as a reader calls it; empty for the whole register.
        spots: one for each settlement, and for each country without a known settlement.
        source: where the numbers come from.
        country: code of the country that fills the map, where it is about one.
    """
    given = sorted(spots, key=lambda spot: (-spot.purchases, spot.name, spot.country, spot.longitude or 0))
    drawn = [spot for spot in given if spot.longitude is not None and spot.latitude is not None]
    if not drawn:
        return None
    shown, every = (sum(spot.purchases for spot in some) for some in (drawn, given))
    most = drawn[0]
    return Picture(
        name="settlements",
        title=language.text("Where: %(name)s", name=name) if name else language.text("Where purchases are"),
        about=language.text(
            "%(number)s settlements; most purchases in %(name)s: %(purchases)s. The table beside the map lists all.",
            number=language.number(len(drawn)),
            name=most.name,
            purchases=language.number(most.purchases),
        ),
        unit=language.text("Purchases by settlement: the centre of the settlement, not the place of any device"),
        source=source,
        counted=shown,
        of=every,
        said=language.text(
            "%(shown)s of %(every)s purchases are on the map; of the others no settlement is known. Internationally"
            " recognised borders, after Natural Earth.",
            shown=language.number(shown),
            every=language.number(every),
        ),
        header=(language.text("Settlement"), language.text("Country"), language.text("Purchases")),
        rows=tuple((spot.name, language.country(spot.country), spot.purchases) for spot in given),
        drawing=_drawing(language, drawn, country),
    )


def geojson(spots: Iterable[Spot]) -> str:
    """The settlements for the map that can be moved: GeoJSON with name, purchases and address of the page."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
            "properties": {"name": spot.name, "purchases": spot.purchases, "address": spot.address},
        }
        for spot in sorted(spots, key=lambda spot: (-spot.purchases, spot.name, spot.country))
        if spot.longitude is not None and spot.latitude is not None
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def _drawing(language: Language, drawn: Sequence[Spot], country: str | None) -> Drawing:
    window = _window(drawn, country)
    own = {country} if country else {spot.country for spot in drawn}
    rings: dict[str, list[str]] = {"other_land": [], "land": []}
    for code, ring in seen(window):
        rings["land" if code in own else "other_land"].append(outline(ring.tolist()))
    land = [path(paint, "".join(steps), 0.6) for paint, steps in rings.items() if steps]
    dots, taken = [], []
    for spot in drawn:
        x, y = window.placed(spot.longitude or 0, spot.latitude or 0)
        if 0 <= x <= window.width and 0 <= y <= window.height:
            radius = 2.5 + min(math.sqrt(spot.purchases), 14)
            about = f"{spot.name}: {language.number(spot.purchases)}"
            dots += [circle("halo", x, y, radius), circle("point", x, y, radius, about, spot.address)]
            taken.append((x, y, radius, spot.name))
    frame = rect("frame", 0, 0, WIDTH, window.height)
    return Drawing(WIDTH, window.height, (*land, frame, *dots, *_names(taken, window.height)))


def _window(drawn: Sequence[Spot], country: str | None) -> Window:
    """The part of the world that holds the settlements and the country with ground around it, in a calm shape."""
    west, south, east, north = _box(drawn, country)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    high = max((north - south) * 1.2, _LEAST_SPAN)
    squeeze = math.cos(math.radians(min(abs(middle_y), 75)))
    wide = max((east - west) * 1.2 * squeeze, _LEAST_SPAN)
    high, wide = max(high, wide * _FLATTEST), max(wide, high / _TALLEST)
    span = min(wide / squeeze, 2 * _FURTHEST[0])
    half_x, half_y = span / 2, min(high, 2 * _FURTHEST[1]) / 2
    middle_x = min(max(middle_x, half_x - _FURTHEST[0]), _FURTHEST[0] - half_x)
    middle_y = min(max(middle_y, half_y - _FURTHEST[1]), _FURTHEST[1] - half_y)
    return Window(middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y, WIDTH)


def _box(drawn: Sequence[Spot], country: str | None) -> tuple[float, float, float, float]:
    """West, south, east and north of the settlements, and of the largest part of the country."""
    places = [(spot.longitude or 0.0, spot.latitude or 0.0) for spot in drawn]
    own = [shape for shape in shapes() if country and shape.country == country]
    if own:
        largest = max(own, key=lambda shape: (shape.box[2] - shape.box[0]) * (shape.box[3] - shape.box[1]))
        places += [(largest.box[0], largest.box[1]), (largest.box[2], largest.box[3])]
    corners = np.asarray(places)
    west, south = corners.min(0)
    east, north = corners.max(0)
    return float(west), float(south), float(east), float(north)


def _names(taken: Sequence[tuple[float, float, float, str]], height: float) -> list[Mark]:
    """The names that find room beside their dots, those with most purchases first."""
    used = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius, _ in taken]
    marks = []
    for x, y, radius, name in taken:
        text = shortened(name, 120, _LETTER)
        wide = width_of(text, _LETTER)
        for left in (x + radius + 3, x - radius - 3 - wide):
            box = (left, y - 7, left + wide, y + 7)
            within = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height
            if within and not any(_meet(box, other, (x, y, radius)) for other in used):
                used.append(box)
                marks += [words("halo_words", left, y + 4, text, _LETTER), words("ink", left, y + 4, text, _LETTER)]
                break
    return marks


def _meet(box: tuple[float, ...], other: tuple[float, ...], own: tuple[float, float, float]) -> bool:
    """Whether two boxes overlap; the dot that the name belongs to does not count."""
    x, y, radius = own
    if other == (x - radius, y - radius, x + radius, y + radius):
        return False
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
