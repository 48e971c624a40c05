"""A purchase in few words, as a list of search results shows it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from custodiet.register.money import Converted, convert

STATES = ("paid", "contracted", "awarded", "tendered", "planned")
"""The states of money from the furthest to the first."""
_YEAR_DIGITS = 4


class Card(msgspec.Struct, frozen=True, array_like=True):
    """One purchase as a list shows it."""

    ocid: str
    title: str | None
    language: str | None
    country: str | None
    place_id: str | None
    place: str | None
    """Name of the settlement in Latin letters; None where no settlement is known."""
    settlement: str | None
    """Settlement as printed."""
    buyer: str | None
    buyer_name: str | None
    suppliers: tuple[tuple[str | None, str], ...]
    """Id and name of each supplier of an award that stands."""
    makers: tuple[str, ...]
    technologies: tuple[str, ...]
    label: str
    confidence: float | None
    state: str
    date: str | None
    year: str | None
    method: str | None
    tenderers: int | None
    amount: Decimal | None
    """What is stated of the furthest state that states an amount."""
    currency: str | None
    amount_state: str | None
    usd: Decimal | None
    """The amount in US dollars of its year, where an average rate is known."""
    usd_rate: str | None
    usd_note: str | None
    """Source of the rate, or why there is no conversion."""
    flags: tuple[str, ...]
    """Indicators that flag the process."""
    notice_url: str | None


def card(
    purchase: Mapping[str, Any],
    place: Mapping[str, Any] | None,
    suppliers: tuple[tuple[str | None, str], ...],
    flags: tuple[str, ...],
) -> Card:
    """The card of a row of `purchases`, with its place, its suppliers by name, and the indicators that flag it."""
    settlement = place if place is not None and place["kind"] == "settlement" else None
    year = year_of(purchase["date"])
    state = next((one for one in STATES if purchase[f"{one}_amount"] is not None), None)
    amount = purchase[f"{state}_amount"] if state else None
    currency = purchase[f"{state}_currency"] if state else None
    found = convert(amount, currency, int(year) if year else None) if amount is not None else None
    known = found if isinstance(found, Converted) else None
    note = None if found is None else found.source if isinstance(found, Converted) else found.reason
    return Card(
        purchase["ocid"],
        purchase["title"],
        purchase["language"],
        purchase["country"] or (place["country"] if place else None),
        place["place_id"] if place else None,
        settlement["name"] if settlement else None,
        purchase["settlement"],
        purchase["buyer"],
        purchase["buyer_name"],
        suppliers,
        tuple(purchase["makers"] or ()),
        tuple(purchase["technologies"] or ()),
        purchase["label"] or "",
        purchase["confidence"],
        purchase["state"] or "",
        purchase["date"],
        year,
        purchase["method"],
        purchase["tenderers"],
        amount,
        currency,
        state,
        known.amount if known else None,
        f"{known.rate:f}" if known else None,
        note,
        flags,
        purchase["notice_url"],
    )


def year_of(date: str | None) -> str | None:
    """The year of a date as published; None where it states none."""
    year = (date or "")[:_YEAR_DIGITS]
    return year if len(year) == _YEAR_DIGITS and year.isascii() and year.isdigit() else None
