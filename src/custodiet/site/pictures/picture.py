"""A picture with all that a reader needs beside it: title, unit, source, what is counted of how many, and its table."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from custodiet.site.pictures.drawing import Drawing, Mark, alone, within_page, words
from custodiet.site.pictures.lettering import broken
from custodiet.site.pictures.themes import ThemeName
from custodiet.text.formulas import neutralised

Cell: TypeAlias = str | int | float | Decimal | None
_SIDE = 16.0  # ground left free around the drawing in a file
_TITLE, _SMALL = 17.0, 12.0


@dataclass(frozen=True, slots=True)
class Picture:
    """What is seen, what it says in words and numbers, and where the numbers come from.

    Attributes:
        name: what kind of picture it is, in letters that may stand in an address.
        title: what it shows, as a line of text.
        about: the same for a reader who does not see it: the main numbers in one or two sentences.
        unit: what the numbers count or measure.
        source: where the numbers come from.
        counted: how many things are in the picture.
        of: of how many such things.
        said: the last two as a sentence, and what was left out.
        header: names of the columns of the table behind it.
        rows: its rows.
        drawing: the marks.
    """

    name: str
    title: str
    about: str
    unit: str
    source: str
    counted: int
    of: int
    said: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawing: Drawing

    def svg(self) -> str:
        """The picture for inside a page that says title, unit, source and counts around it."""
        return within_page(self.drawing, self.title, self.about)

    def file(self, theme: ThemeName = "light") -> str:
        """The picture as an SVG file that stands alone: title, unit, source and counts are in it."""
        return alone(framed(self), theme, self.title, self.about)

    def png(self, theme: ThemeName = "light") -> bytes:
        """The same as PNG, two pixels for each of CSS."""
        from custodiet.site.pictures.raster import png  # noqa: PLC0415  (a compiled library, only for this)

        return png(self.file(theme))

    def csv(self) -> str:
        """The table behind the picture as CSV, after its title, unit, source and counts as rows of their own."""
        notes = [(self.title,), (self.unit,), (self.source,), (self.said,)]
        lines = [*[note for note in notes if note[0]], (), self.header, *self.rows]
        return "\ufeff" + "".join(",".join(map(_cell, line)) + "\r\n" for line in lines)


def framed(picture: Picture) -> Drawing:
    """The drawing with its title and unit above and its counts and source below."""
    room = picture.drawing.width
    above = [words("ink", _SIDE, 0, text, _TITLE, bold=True) for text in broken(picture.title, room, _TITLE * 1.05, 3)]
    above += [words("soft", _SIDE, 0, text, _SMALL) for text in broken(picture.unit, room, _SMALL, 2)]
    below = [words("soft", _SIDE, 0, text, _SMALL) for text in broken(picture.said, room, _SMALL, 4)]
    below += [words("soft", _SIDE, 0, text, _SMALL) for text in broken(picture.source, room, _SMALL, 3)]
    top, head = _stacked(above, _SIDE)
    foot_at = top + 8 + picture.drawing.height + 6
    bottom, foot = _stacked(below, foot_at)
    marks = (*head, *(moved(mark, _SIDE, top + 8) for mark in picture.drawing.marks), *foot)
    return Drawing(room + 2 * _SIDE, bottom + _SIDE, marks)


def _stacked(lines: list[Mark], top: float) -> tuple[float, list[Mark]]:
    """The lines below each other from `top` on, and where they end."""
    made = []
    for mark in lines:
        size = float(dict(mark.place)["font-size"])
        top += size * 1.35
        made.append(moved(mark, 0, top - size * 0.3))
    return top, made


def moved(mark: Mark, right: float, down: float) -> Mark:
    """The mark at another place; a path is moved as a whole."""
    if mark.tag == "path":
        return replace(mark, place=(*mark.place, ("transform", f"translate({right:g} {down:g})")))
    steps = {"x": right, "x1": right, "x2": right, "cx": right, "y": down, "y1": down, "y2": down, "cy": down}
    return replace(
        mark, place=tuple((name, _added(value, steps[name]) if name in steps else value) for name, value in mark.place)
    )


def _added(value: str, step: float) -> str:
    return f"{float(value) + step:.2f}".rstrip("0").rstrip(".")


def _cell(value: Cell) -> str:
    """A value as a cell of CSV: numbers plain, texts quoted and never a formula, nothing where nothing is stated."""
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + neutralised(" ".join(value.replace("\0", "").split())).replace('"', '""') + '"'
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
