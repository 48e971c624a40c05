"""Purchases by year, each counted once in the state that it has reached; cancelled ones apart and in no total."""

from collections import Counter
from collections.abc import Iterable

from custodiet.site.languages import Language, marked
from custodiet.site.pictures.columns import Column, Part, columns, legend
from custodiet.site.pictures.drawing import Drawing
from custodiet.site.pictures.picture import Picture, moved

STATES = {
    "planned": marked("planned"),
    "tendered": marked("tendered"),
    "awarded": marked("awarded"),
    "contracted": marked("contracted"),
    "paid": marked("paid"),
}
CANCELLED = "cancelled"
_MOST_YEARS = 40  # more columns than this cannot be told apart at the width of a telephone


def purchases_by_year(
    language: Language, name: str, counts: Iterable[tuple[str | int | None, str, int]], source: str
) -> Picture | None:
    """The picture; None where no two years are known: one number alone is told in words.

    Args:
        language: the language of the words.
        name: whose purchases, as a reader calls it: a place, a country, a technology; empty for the whole register.
        counts: year, state and number of purchases, several rows for one year and state being added up.
        source: where the numbers come from.
    """
    by_year: dict[int, Counter[str]] = {}
    undated = 0
    for year, state, number in counts:
        if _is_year(year):
            by_year.setdefault(int(str(year)), Counter())[state] += number
        else:
            undated += number
    if len(by_year) < 2:  # noqa: PLR2004
        return None
    years = list(range(min(by_year), max(by_year) + 1))[-_MOST_YEARS:]
    tallies = [(year, by_year.get(year, Counter())) for year in years]
    shown = sum(tally[state] for _, tally in tallies for state in STATES)
    cancelled = sum(tally[CANCELLED] for tally in by_year.values())
    every = sum(tally.total() for tally in by_year.values()) + undated
    title = language.text("Purchases by year: %(name)s", name=name) if name else language.text("Purchases by year")
    return Picture(
        name="purchases-by-year",
        title=title,
        about=_about(language, tallies),
        unit=language.text("Number of purchases, each counted once in the state that it has reached"),
        source=source,
        counted=shown,
        of=every,
        said=_said(language, shown, every, cancelled, undated),
        header=(language.text("Year"), *(language.text(STATES[state]) for state in STATES), language.text("cancelled")),
        rows=tuple((str(year), *(tally[state] for state in (*STATES, CANCELLED))) for year, tally in tallies),
        drawing=_drawing(language, tallies),
    )


def _is_year(year: str | int | None) -> bool:
    return year is not None and str(year).isascii() and str(year).isdigit() and len(str(year)) == len("2020")


def _drawing(language: Language, tallies: list[tuple[int, Counter[str]]]) -> Drawing:
    present = [state for state in STATES if any(tally[state] for _, tally in tallies)]
    key, top = legend([(state, language.text(STATES[state])) for state in present], 0)
    drawn = columns(language, [_column(language, year, tally, present) for year, tally in tallies])
    return Drawing(drawn.width, drawn.height + top, (*key, *(moved(mark, 0, top) for mark in drawn.marks)))


def _column(language: Language, year: int, tally: Counter[str], present: list[str]) -> Column:
    parts = (
        Part(state, tally[state], f"{year}: {language.text(STATES[state])}, {tally[state]}") for state in present[::-1]
    )
    return Column(str(year), tuple(parts))


def _about(language: Language, tallies: list[tuple[int, Counter[str]]]) -> str:
    most = max(tallies, key=lambda one: (sum(one[1][state] for state in STATES), -one[0]))
    return language.text(
        "From %(first)s to %(last)s; most in %(year)s: %(number)s. The table beside the picture has every number.",
        first=tallies[0][0],
        last=tallies[-1][0],
        year=most[0],
        number=sum(most[1][state] for state in STATES),
    )


def _said(language: Language, shown: int, every: int, cancelled: int, undated: int) -> str:
    said = [
        language.text(
            "%(shown)s of %(every)s purchases are shown.", shown=language.number(shown), every=language.number(every)
        )
    ]
    if cancelled:
        said.append(
            language.plural(
                "%(number)s cancelled purchase is in the table only.",
                "%(number)s cancelled purchases are in the table only.",
                cancelled,
            )
        )
    if undated:
        said.append(
            language.plural(
                "%(number)s purchase has no year.",
                "%(number)s purchases have no year.",
                undated,
            )
        )
    return " ".join(said)
