"""What a place spends on what, as it is shown: one table for each state and currency, which are never added."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from custodiet.site.languages import marked

PURPOSES = {
    "surveillance": marked("surveillance technology"),
    "surveillance_part": marked("contracts with surveillance as a stated part, at their whole amount"),
    "roads": marked("roads, streets and their lighting and signs"),
    "public_transport": marked("buses, trams, underground, and their service"),
    "water": marked("water supply and sewage"),
    "air": marked("air quality"),
    "health": marked("health care and medicines"),
    "schools": marked("schools and education"),
    "parks": marked("parks, green areas, playgrounds"),
    "several": marked("goods of several of these purposes in one purchase"),
    "other": marked("a code that is told and is for none of these"),
    "untold": marked("not told by its code"),
}
STATES = ("paid", "contracted", "awarded", "tendered", "planned")
_MOST = 4  # tables of one place


@dataclass(frozen=True, slots=True)
class Line:
    """The money for one purpose."""

    purpose: str
    label: str
    amount: Decimal
    processes: int
    with_amount: int
    per_inhabitant: Decimal | None


@dataclass(frozen=True, slots=True)
class Balance:
    """The money of one state in one currency over all years, by purpose in a fixed order."""

    state: str
    currency: str
    lines: tuple[Line, ...]
    processes: int
    years: tuple[str, str]


def balances(rows: Iterable[Mapping[str, Any]]) -> tuple[Balance, ...]:
    """The tables of a place, those of most processes first; cancelled purchases are in none."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["state"] in STATES and row["currency"] and row["spent_amount"] is not None:
            groups[row["state"], row["currency"]].append(row)
    made = [_balance(state, currency, group) for (state, currency), group in groups.items()]
    made.sort(key=lambda one: (-one.processes, STATES.index(one.state), one.currency))
    return tuple(made[:_MOST])


def _balance(state: str, currency: str, rows: list[Mapping[str, Any]]) -> Balance:
    by_purpose: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_purpose[row["purpose"]].append(row)
    order = list(PURPOSES)
    known = sorted(by_purpose, key=lambda one: (order.index(one) if one in order else len(order), one))
    years = sorted(row["year"] for row in rows if row["year"])
    return Balance(
        state,
        currency,
        tuple(_line(purpose, by_purpose[purpose]) for purpose in known),
        sum(row["processes"] for row in rows),
        (years[0], years[-1]) if years else ("", ""),
    )


def _line(purpose: str, rows: list[Mapping[str, Any]]) -> Line:
    per_inhabitant = [row["per_inhabitant"] for row in rows]
    stated = [one for one in per_inhabitant if one is not None]
    return Line(
        purpose,
        PURPOSES.get(purpose, purpose),
        sum((row["spent_amount"] for row in rows), Decimal(0)),
        sum(row["processes"] for row in rows),
        sum(row["with_amount"] for row in rows),
        sum(stated, Decimal(0)) if len(stated) == len(rows) else None,
    )
