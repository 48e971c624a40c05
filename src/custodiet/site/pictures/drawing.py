"""A drawing as data, and its SVG: no style, no id, no reference, every word of a publisher made harmless."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from custodiet.site.pictures.themes import GROUND, PAINTS, ThemeName

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
# What XML cannot hold, and the marks that turn the direction of the text behind them.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile("[^\\S\u00a0\u202f]+")  # a number keeps its parts together


@dataclass(frozen=True, slots=True)
class Mark:
    """One part of a drawing; `about` is told when a pointer rests on it."""

    tag: str
    paint: str
    place: tuple[tuple[str, str], ...]
    words: str = ""
    about: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks on a ground of a width and height in the unit of one CSS pixel."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def rect(paint: str, x: float, y: float, width: float, height: float, about: str = "") -> Mark:
    """A filled rectangle."""
    return Mark("rect", paint, _placed(x=x, y=y, width=max(width, 0), height=max(height, 0)), about=about)


def line(paint: str, x1: float, y1: float, x2: float, y2: float) -> Mark:
    """A straight line."""
    return Mark("line", paint, _placed(x1=x1, y1=y1, x2=x2, y2=y2))


def circle(paint: str, x: float, y: float, radius: float, about: str = "", href: str = "") -> Mark:
    """A filled circle, a link where it has an address."""
    return Mark("circle", paint, _placed(cx=x, cy=y, r=radius), about=about, href=href)


def path(paint: str, steps: str, width: float = 1, about: str = "") -> Mark:
    """A path; `steps` is its SVG path data, made of numbers and not of anybody's words."""
    return Mark("path", paint, (("d", steps), ("stroke-width", _number(width))), about=about)


def words(
    paint: str, x: float, y: float, text: str, size: float = 13, anchor: str = "start", *, bold: bool = False
) -> Mark:
    """Words on one line, from, around or up to the point `x`."""
    placed = (*_placed(x=x, y=y), ("font-size", _number(size)))
    placed += (("text-anchor", anchor),) if anchor != "start" else ()
    placed += (("font-weight", "600"),) if bold else ()
    return Mark("text", paint, placed, words=text)


def within_page(drawing: Drawing, title: str, about: str) -> str:
    """The SVG for inside a page: its colours follow the style sheet, the light ones where there is none."""
    return _svg(drawing, "light", title, about, classes=True, ground=False)


def alone(drawing: Drawing, theme: ThemeName, title: str, about: str) -> str:
    """The SVG as a file of its own, on a ground of its own, in one theme."""
    return _svg(drawing, theme, title, about, classes=False, ground=True)


def harmless(text: str) -> str:
    """The text as it may stand in XML: escaped, one line, without control characters and marks of direction."""
    plain = _SPACES.sub(" ", _UNFIT.sub("", text)).strip()
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _svg(drawing: Drawing, theme: ThemeName, title: str, about: str, *, classes: bool, ground: bool) -> str:
    width, height = _number(drawing.width), _number(drawing.height)
    size = f' width="{width}" height="{height}"' if ground else ' class="pic"'
    role = "group" if any(mark.href for mark in drawing.marks) else "img"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{size} role="{role}" '
        f'aria-label="{harmless(title)}" font-family="{FONT}">'
        f"<title>{harmless(title)}</title><desc>{harmless(about)}</desc>"
    )
    under = [f'<rect width="{width}" height="{height}" fill="{getattr(GROUND, theme)}"/>'] if ground else []
    return "".join([head, *under, *_written(drawing.marks, theme, classes=classes), "</svg>"])


def _written(marks: Iterable[Mark], theme: ThemeName, *, classes: bool) -> list[str]:
    return [_mark(mark, theme, classes=classes) for mark in marks]


def _mark(mark: Mark, theme: ThemeName, *, classes: bool) -> str:
    placed = "".join(f' {name}="{value}"' for name, value in mark.place)
    about = f"<title>{harmless(mark.about)}</title>" if mark.about else ""
    inner = about + harmless(mark.words)
    drawn = f"<{mark.tag}{_painted(mark.paint, theme, classes=classes)}{placed}"
    drawn += f">{inner}</{mark.tag}>" if inner else "/>"
    return f'<a href="{harmless(mark.href)}">{drawn}</a>' if mark.href and classes else drawn


def _painted(name: str, theme: ThemeName, *, classes: bool) -> str:
    paint = PAINTS[name]
    colour = getattr(paint, theme)
    named = f' class="pic-{name}"' if classes else ""
    if paint.kind in ("fill", "words"):
        edge = f' stroke="{getattr(PAINTS[paint.edge], theme)}"' if paint.edge else ""
        return f'{named} fill="{colour}"{edge}'
    wide = f' stroke-width="{_number(paint.width)}" stroke-linejoin="round"' if paint.width else ""
    return f'{named} fill="none" stroke="{colour}"{wide}'


def _placed(**numbers: float) -> tuple[tuple[str, str], ...]:
    return tuple((name, _number(value)) for name, value in numbers.items())


def _number(value: float) -> str:
    """A number with at most two digits behind the point, the same on every machine."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def outline(ring: Iterable[tuple[float, float]]) -> str:
    """Path data of a closed ring, each point told from the one before, a tenth of a pixel fine."""
    steps, before = [], (0.0, 0.0)
    for x, y in ring:
        right, down = round(x - before[0], 1), round(y - before[1], 1)
        before = (round(before[0] + right, 1), round(before[1] + down, 1))
        steps.append(f"{_number(right)}{'' if down < 0 else ' '}{_number(down)}")
    return f"M{steps[0]}l{' '.join(steps[1:])}z".replace(" -", "-") if steps else ""


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """Path data of a soft line from left to right."""
    left, middle, right = _number(x1), _number((x1 + x2) / 2), _number(x2)
    start, end = _number(y1), _number(y2)
    return f"M{left} {start}C{middle} {start} {middle} {end} {right} {end}"
