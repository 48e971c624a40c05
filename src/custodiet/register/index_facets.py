"""The facets of purchases: for each value the compressed set of purchases that have it, and orders by amount."""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import numpy as np
from pyroaring import BitMap

from custodiet.register.card import Card
from custodiet.register.index_layout import FACETS, NONE, WIDE

_UNCOUNTED = frozenset({"not_applicable", "not_checked"})
"""States of a safeguard that are no values of a facet: nobody looked."""


class Facets:
    """Collects the values of purchases, which come in the order of their numbers."""

    def __init__(self) -> None:
        self._purchases: dict[str, defaultdict[str, array[int]]] = {
            name: defaultdict(lambda: array("I")) for name in FACETS
        }
        self._amounts: list[tuple[str, Decimal, int]] = []
        self._dollars: list[tuple[Decimal, int]] = []
        self._number = 0

    def add(self, at: int, card: Card, safeguards: Iterable[tuple[str, str]]) -> None:
        """Takes in a purchase; `safeguards` are its questions with their states."""
        self._number = at + 1
        for name, values in _values(card, safeguards):
            for value in sorted(values):
                self._purchases[name][value].append(at)
        if card.amount is not None and card.currency is not None:
            self._amounts.append((card.currency, card.amount, at))
        if card.usd is not None:
            self._dollars.append((card.usd, at))

    def write(self, index: sqlite3.Connection, label: Callable[[str, str], str | None]) -> None:
        """Writes the values of each facet by falling count; `label` gives the name behind an id."""
        for name in FACETS:
            ordered = sorted(self._purchases[name].items(), key=lambda item: (-len(item[1]), item[0]))
            index.executemany(
                "INSERT INTO facet VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (name, value, place, len(purchases), label(name, value), _serialized(purchases))
                    for place, (value, purchases) in enumerate(ordered)
                ),
            )
            if name in WIDE:
                self._write_column(index, name, [purchases for _value, purchases in ordered])
        self._write_orders(index)

    def _write_column(self, index: sqlite3.Connection, name: str, by_place: "list[array[int]]") -> None:
        """Where the places of each purchase begin, and these places, purchase by purchase."""
        sizes = [len(purchases) for purchases in by_place]
        purchases = np.concatenate([np.frombuffer(one, dtype=np.uintc) for one in by_place] or [np.zeros(0, np.uintc)])
        places = np.repeat(np.arange(len(by_place), dtype="<i4"), sizes)
        order = np.lexsort((places, purchases))
        starts = np.searchsorted(purchases[order], np.arange(self._number + 1)).astype("<i4")
        for part, numbers in ((f"{name}.starts", starts), (f"{name}.places", places[order])):
            index.execute("INSERT INTO column VALUES (?, ?)", (part, numbers.astype("<i4").tobytes()))

    def _write_orders(self, index: sqlite3.Connection) -> None:
        """The numbers of purchases by falling amount: in dollars, and in the currency of each."""
        dollars = [at for _amount, at in sorted(self._dollars, key=lambda one: (-one[0], one[1]))]
        amounts = [at for _currency, _amount, at in sorted(self._amounts, key=lambda one: (one[0], -one[1], one[2]))]
        for name, numbers in (("order.usd", dollars), ("order.amount", amounts)):
            index.execute("INSERT INTO column VALUES (?, ?)", (name, np.array(numbers, dtype="<i4").tobytes()))


def band(amount: Decimal) -> str:
    """The power of ten from which the band of an amount goes to below the next."""
    return str(10 ** max(amount.adjusted(), 0)) if amount > 0 else "0"


def _values(card: Card, safeguards: Iterable[tuple[str, str]]) -> Iterator[tuple[str, set[str]]]:
    """The values of a purchase by facet."""
    yield "technology", set(card.technologies) or {NONE}
    yield "country", {card.country or NONE}
    yield "place", {card.place_id} if card.place_id and card.place else {NONE}
    yield "buyer", {card.buyer or NONE}
    yield "supplier", {one for one, _name in card.suppliers if one} or {NONE}
    yield "maker", set(card.makers) or {NONE}
    yield "state", {card.state}
    yield "year", {card.year or NONE}
    yield "currency", {NONE if card.amount is None else card.currency or "not stated"}
    stated = card.amount is not None and card.currency is not None
    yield "amount", {f"{card.currency}:{band(card.amount)}" if stated and card.amount is not None else NONE}
    yield "usd", {NONE if card.usd is None else band(card.usd)}
    yield "flag", set(card.flags) or {NONE}
    yield "safeguard", {f"{question}:{state}" for question, state in safeguards if state not in _UNCOUNTED} or {NONE}


def _serialized(numbers: "array[int]") -> bytes:
    purchases = BitMap(numbers)
    purchases.run_optimize()
    found: bytes = purchases.serialize()
    return found
