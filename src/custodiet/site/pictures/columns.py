"""Columns over years: parts stacked on each other that count each thing once, or one series."""

from collections.abc import Sequence
from dataclasses import dataclass

from custodiet.site.languages import Language
from custodiet.site.pictures.drawing import Drawing, Mark, line, rect, words
from custodiet.site.pictures.lettering import width_of
from custodiet.site.pictures.scales import short, top_and_step

WIDTH = 400.0
_RIGHT, _TOP, _FOOT = 6.0, 10.0, 22.0
_WIDEST = 46.0
_LETTER = 12.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a column: how it is painted, how much it is, and what is told when a pointer rests on it."""

    paint: str
    amount: float
    about: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the word under it."""

    label: str
    parts: tuple[Part, ...]

    @property
    def amount(self) -> float:
        """The height of the whole column."""
        return sum(part.amount for part in self.parts)


def columns(language: Language, shown: Sequence[Column], height: float = 170, top: float | None = None) -> Drawing:
    """The columns above a common line from zero, with round numbers at the left."""
    end, step = top_and_step(max((column.amount for column in shown), default=0) if top is None else top)
    numbers = [step * at for at in range(round(end / step) + 1)]
    left = max(width_of(short(language, number), _LETTER) for number in numbers) + 8
    high = height - _TOP - _FOOT
    marks = [
        mark for number in numbers for mark in _line_at(language, number, left, height - _FOOT - high * number / end)
    ]
    room = (WIDTH - left - _RIGHT) / max(len(shown), 1)
    for at, column in enumerate(shown):
        wide = min(room, _WIDEST)
        marks += _column(column, left + room * (at + 0.5) - wide / 2, wide, height - _FOOT, high / end)
    marks.append(line("axis", left, height - _FOOT, WIDTH - _RIGHT, height - _FOOT))
    return Drawing(WIDTH, height, (*marks, *_labels(shown, left, room, height)))


def _line_at(language: Language, number: float, left: float, y: float) -> list[Mark]:
    label = words("soft", left - 6, y + 4, short(language, number), _LETTER, "end")
    return [label, line("grid", left, y, WIDTH - _RIGHT, y)] if number else [label]


def _column(column: Column, x: float, room: float, ground: float, scale: float) -> list[Mark]:
    """The parts from below, a hair of ground between them."""
    marks, y = [], ground
    for part in column.parts:
        if part.amount > 0:
            high = part.amount * scale
            gap = 1.0 if high > 2 else 0.0  # noqa: PLR2004  (a thinner part would vanish)
            marks.append(rect(part.paint, x + room * 0.14, y - high, room * 0.72, high - gap, part.about))
            y -= high
    return marks


def _labels(shown: Sequence[Column], left: float, room: float, height: float) -> list[Mark]:
    """The words under the columns: as many as have room, the last one always."""
    widest = max((width_of(column.label, _LETTER) for column in shown), default=0) + 6
    every = max(1, -(-int(widest) // max(int(room), 1)))
    return [
        words("soft", left + room * (at + 0.5), height - 6, column.label, _LETTER, "middle")
        for at, column in enumerate(shown)
        if (len(shown) - 1 - at) % every == 0
    ]


def legend(entries: Sequence[tuple[str, str]], y: float, width: float = WIDTH) -> tuple[list[Mark], float]:
    """A swatch and a word for each paint, in rows from `y` on, and where they end."""
    marks: list[Mark] = []
    x = 0.0
    for paint, label in entries:
        wide = 16 + width_of(label, _LETTER) + 14
        if x and x + wide - 14 > width:
            x, y = 0.0, y + 18
        marks += [rect(paint, x + 0.5, y + 0.5, 10, 10), words("ink", x + 16, y + 10, label, _LETTER)]
        x += wide
    return marks, y + 18
