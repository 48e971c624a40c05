"""What happened when: the steps of a purchase from planning to payment, with the days between them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from custodiet.site.languages import Language
from custodiet.site.pictures.columns import WIDTH
from custodiet.site.pictures.drawing import Drawing, Mark, circle, line, words
from custodiet.site.pictures.lettering import broken
from custodiet.site.pictures.picture import Picture

_RAIL, _LEFT = 8.0, 26.0
_LONGEST_DAY = len("2020-01-31")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the date as published, what it is, and what is known of it; both in the language of the reader."""

    date: str | None
    label: str
    detail: str = ""


def timeline(language: Language, name: str, steps: Iterable[Step], source: str) -> Picture | None:
    """The picture, the earliest step first, steps without a date last; None where no step has a date."""
    given = list(steps)
    dated = sorted((step for step in given if step.date), key=lambda step: (step.date or "", step.label, step.detail))
    if not dated:
        return None
    ordered = dated + [step for step in given if not step.date]
    return Picture(
        name="timeline",
        title=language.text("Timeline: %(name)s", name=name),
        about="; ".join(f"{_date(language, step)}: {step.label}" for step in ordered) + ".",
        unit=language.text("Dates as published"),
        source=source,
        counted=len(dated),
        of=len(ordered),
        said=language.text(
            "%(dated)s of %(every)s steps have a date.",
            dated=language.number(len(dated)),
            every=language.number(len(ordered)),
        ),
        header=(language.text("Date"), language.text("Step"), language.text("What is known of it")),
        rows=tuple((step.date, step.label, step.detail or None) for step in ordered),
        drawing=_drawing(language, ordered),
    )


def _date(language: Language, step: Step) -> str:
    return language.date(step.date[:_LONGEST_DAY]) if step.date else language.text("date not stated")


def _drawing(language: Language, ordered: list[Step]) -> Drawing:
    marks: list[Mark] = []
    dots: list[float] = []
    y, before = 0.0, None
    for step in ordered:
        day = _day(step.date)
        if before is not None and day is not None and day > before:
            y += 20
            marks.append(words("soft", _LEFT, y - 5, _days(language, (day - before).days), 11.5))
        before = day if day is not None else before
        dots.append(y + 10)
        for size, paint, bold, text in _lines(language, step):
            y += size * 1.35
            marks.append(words(paint, _LEFT, y - size * 0.28, text, size, bold=bold))
        y += 10
    rail = [line("axis", _RAIL, dots[0], _RAIL, dots[-1])] if len(dots) > 1 else []
    rounds = [circle("bar" if step.date else "rest", _RAIL, at, 5) for step, at in zip(ordered, dots, strict=True)]
    return Drawing(WIDTH, y, (*rail, *rounds, *marks))


def _lines(language: Language, step: Step) -> list[tuple[float, str, bool, str]]:
    """Size, paint, weight and words of each line of a step."""
    room = WIDTH - _LEFT
    lines = [(13.0, "ink", True, text) for text in broken(step.label, room, 13.5, 2)]
    lines.append((12.5, "ink", False, _date(language, step)))
    return lines + [(12.0, "soft", False, text) for text in broken(step.detail, room, 12, 3)]


def _day(date: str | None) -> dt.date | None:
    """The day, where the date has one that exists."""
    try:
        return dt.date.fromisoformat((date or "")[:_LONGEST_DAY])
    except ValueError:
        return None


def _days(language: Language, number: int) -> str:
    return language.plural("%(number)s day later", "%(number)s days later", number)
