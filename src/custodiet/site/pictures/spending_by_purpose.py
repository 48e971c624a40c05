"""Money by purpose side by side: surveillance beside roads, water, health, schools, on one scale, never added up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from custodiet.site.languages import Language, marked
from custodiet.site.pictures.columns import WIDTH
from custodiet.site.pictures.drawing import Drawing, Mark, line, rect, words
from custodiet.site.pictures.lettering import broken
from custodiet.site.pictures.picture import Picture
from custodiet.site.pictures.purchases_by_year import CANCELLED, STATES
from custodiet.site.pictures.scales import short

# In the order in which they stand side by side, as in `purposes.toml`; the rest says nothing about a purpose.
PURPOSES = {
    "surveillance": marked("surveillance technology"),
    "surveillance_part": marked("contracts with surveillance technology as a part, whole amount"),
    "roads": marked("roads, streets and their lighting and signs"),
    "public_transport": marked("buses, trams, underground, and their service"),
    "water": marked("water supply and sewage"),
    "air": marked("air quality"),
    "health": marked("health care and medicines"),
    "schools": marked("schools and education"),
    "parks": marked("parks, green areas, playgrounds"),
}
_WITH_MONEY = (*STATES, CANCELLED)
_GAP, _PANEL, _HEAD = 20.0, 66.0, 34.0
_MOST_YEARS = 20

Row = Mapping[str, Any]


def spending_choices(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The pairs of state and currency of which a picture can be made, that with most processes first."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["purpose"] in PURPOSES and row["currency"] and row["spent_amount"] and row["year"]:
            found[row["state"], row["currency"]] += row["with_amount"] or 0
    return [choice for choice, _ in sorted(found.items(), key=lambda one: (-one[1], one[0]))]


def spending_by_purpose(
    language: Language, name: str, rows: Iterable[Row], state: str, currency: str, source: str
) -> Picture | None:
    """A panel for each purpose, all with the same years and the same scale; None where no amount is stated.

    Args:
        language: the language of the words.
        name: the place, as a reader calls it.
        rows: rows of the table `spending` of one place.
        state: planned, tendered, awarded, contracted, paid or cancelled; the money of one state alone is shown.
        currency: the currency; the money of one currency alone is shown.
        source: where the numbers come from.
    """
    dated = [row for row in rows if row["state"] == state and row["year"]]
    told = [row for row in dated if row["currency"] == currency and row["purpose"] in PURPOSES and row["spent_amount"]]
    if not told:
        return None
    years = [
        str(year) for year in range(min(int(row["year"]) for row in told), max(int(row["year"]) for row in told) + 1)
    ]
    years = years[-_MOST_YEARS:]
    amounts = {(row["purpose"], row["year"]): row["spent_amount"] for row in told}
    present = [purpose for purpose in PURPOSES if any((purpose, year) in amounts for year in years)]
    shown = sum(row["with_amount"] or 0 for row in told if row["year"] in years)
    read = sum({row["year"]: row["read"] or 0 for row in dated}.values())
    return Picture(
        name="spending-by-purpose",
        title=language.text("Money by purpose: %(name)s", name=name),
        about=_about(language, present, amounts, currency),
        unit=language.text(
            "%(currency)s a year, %(state)s; all panels have the same scale",
            currency=currency,
            state=language.text(STATES.get(state, state)),
        ),
        source=source,
        counted=shown,
        of=read,
        said=language.text(
            "%(shown)s of %(every)s processes are shown: those whose code tells one of these purposes and that state an"
            " amount in %(currency)s. Money in other states and currencies is not added.",
            shown=language.number(shown),
            every=language.number(read),
            currency=currency,
        ),
        header=(language.text("Year"), *(language.text(PURPOSES[purpose]) for purpose in present)),
        rows=tuple((year, *(amounts.get((purpose, year)) for purpose in present)) for year in years),
        drawing=_panels(language, present, years, amounts),
    )


def _about(
    language: Language, present: Sequence[str], amounts: Mapping[tuple[str, str], Decimal], currency: str
) -> str:
    """The largest year of each purpose, in words."""
    peaks = []
    for purpose in present:
        amount, year = max((amount, year) for (one, year), amount in amounts.items() if one == purpose)
        peaks.append(f"{language.text(PURPOSES[purpose])}: {language.money(amount, currency)} ({year})")
    return language.text("Largest year of each purpose: %(listed)s.", listed="; ".join(peaks))


def _panels(
    language: Language, present: Sequence[str], years: Sequence[str], amounts: Mapping[tuple[str, str], Decimal]
) -> Drawing:
    wide = (WIDTH - _GAP) / 2
    tall = _HEAD + _PANEL + 30
    top = float(max(amounts.values()))
    marks: list[Mark] = []
    for at, purpose in enumerate(present):
        x, y = (at % 2) * (wide + _GAP), (at // 2) * tall
        series = [amounts.get((purpose, year)) for year in years]
        marks += _panel(language, purpose, years, series, (x, y, wide, top))
    return Drawing(WIDTH, -(-len(present) // 2) * tall, tuple(marks))


def _panel(
    language: Language,
    purpose: str,
    years: Sequence[str],
    series: Sequence[Decimal | None],
    place: tuple[float, float, float, float],
) -> list[Mark]:
    """The name of the purpose, its columns, the number of the largest, and the first and last year."""
    x, y, wide, top = place
    label = language.text(PURPOSES[purpose])
    lines = broken(label, wide, 12.5, 2)
    marks = [words("ink", x, y + 13 + 15 * at, text, 12, bold=True) for at, text in enumerate(lines)]
    ground = y + _HEAD + _PANEL + 12
    room = wide / len(years)
    paint = "marked" if purpose.startswith("surveillance") else "bar"
    largest = max((amount for amount in series if amount is not None), default=None)
    for at, amount in enumerate(series):
        if amount is None:
            continue
        high = max(float(amount) / top * (_PANEL - 8), 0.75)
        about = f"{label}, {years[at]}: {language.number(amount)}"
        marks.append(rect(paint, x + room * at + room * 0.12, ground - high, room * 0.76, high, about))
        if amount == largest:
            marks.append(_value(short(language, amount), (x + room * (at + 0.5), ground - high - 4), (x, x + wide)))
            largest = None
    marks.append(line("axis", x, ground, x + wide, ground))
    ends = [(x, "start", years[0])] + ([(x + wide, "end", years[-1])] if len(years) > 1 else [])
    return marks + [words("soft", at, ground + 14, year, 11, anchor) for at, anchor, year in ends]


def _value(text: str, at: tuple[float, float], edges: tuple[float, float]) -> Mark:
    """A number above its column, turned inwards where it would cross the edge of the panel."""
    x, y = at
    near = 30.0
    if x - edges[0] < near:
        return words("ink", edges[0], y, text, 12)
    if edges[1] - x < near:
        return words("ink", edges[1], y, text, 12, "end")
    return words("ink", x, y, text, 12, "middle")
