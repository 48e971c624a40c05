"""How many were flagged of how many that could be judged, one bar a signal, country or year."""

from collections.abc import Iterable
from dataclasses import dataclass

from custodiet.site.languages import Language
from custodiet.site.pictures.columns import WIDTH
from custodiet.site.pictures.drawing import Drawing, Mark, rect, words
from custodiet.site.pictures.lettering import broken, width_of
from custodiet.site.pictures.picture import Picture

_MOST = 60
_LINE, _BAR = 17.0, 12.0


@dataclass(frozen=True, slots=True)
class Judged:
    """How many subjects are in which state, for one signal, country or year, by the name that a reader sees."""

    label: str
    flagged: int
    judged: int
    not_computable: int


def shares_flagged(
    language: Language, name: str, judged: Iterable[Judged], source: str, column: str | None = None
) -> Picture | None:
    """The picture, in the order given; None where nothing was judged.

    Args:
        language: the language of the words.
        name: whose signals, as a reader calls it; empty for the whole register.
        judged: one for each bar.
        source: where the numbers come from.
        column: what the bars are, as head of the first column of the table: a signal where nothing else is given.
    """
    given = list(judged)
    shown = given[:_MOST]
    if not any(one.judged for one in shown):
        return None
    bars = [one for one in shown if one.judged or one.not_computable]
    could, every = sum(one.judged for one in bars), sum(one.judged + one.not_computable for one in bars)
    return Picture(
        name="shares-flagged",
        title=language.text("Flagged of those judged: %(name)s", name=name)
        if name
        else language.text("Flagged of those judged"),
        about=_about(language, bars),
        unit=language.text("Flagged of all that could be judged, each bar a whole; a signal is no accusation"),
        source=source,
        counted=could,
        of=every,
        said=language.text(
            "%(judged)s of %(every)s questions could be judged; for the others a value is missing in the documents.",
            judged=language.number(could),
            every=language.number(every),
        ),
        header=(
            language.text("Signal") if column is None else column,
            language.text("flagged"),
            language.text("judged"),
            language.text("not computable"),
            language.text("flagged of judged"),
        ),
        rows=tuple((one.label, one.flagged, one.judged, one.not_computable, _share(language, one)) for one in bars),
        drawing=_drawing(language, bars),
    )


def _share(language: Language, one: Judged) -> str | None:
    return language.percent(one.flagged / one.judged) if one.judged else None


def _about(language: Language, bars: list[Judged]) -> str:
    return "; ".join(f"{one.label}: {_said(language, one)}" for one in bars) + "."


def _said(language: Language, one: Judged) -> str:
    if not one.judged:
        return language.text("none of %(number)s could be judged", number=language.number(one.not_computable))
    return language.text(
        "%(flagged)s of %(judged)s", flagged=language.number(one.flagged), judged=language.number(one.judged)
    )


def _drawing(language: Language, bars: list[Judged]) -> Drawing:
    marks: list[Mark] = []
    y = 0.0
    for one in bars:
        for text in broken(one.label, WIDTH, 13, 2):
            y += _LINE
            marks.append(words("ink", 0, y - 4, text))
        marks += _bar(language, one, y + 2)
        y += _BAR + 18
    return Drawing(WIDTH, y, tuple(marks))


def _bar(language: Language, one: Judged, y: float) -> list[Mark]:
    """The bar on a rail of the whole, and the counts behind it."""
    said = _said(language, one)
    room = WIDTH - max(width_of(said, 12) + 10, 110)
    if not one.judged:
        return [words("soft", 0, y + _BAR - 2, said, 12)]
    share = one.flagged / one.judged
    return [
        rect("rail", 0, y, room, _BAR),
        rect("marked", 0, y, room * share, _BAR, f"{one.label}: {said}"),
        words("ink", room + 8, y + _BAR - 2, said, 12),
    ]
