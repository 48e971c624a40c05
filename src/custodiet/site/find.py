"""Finds purchases by words and values, with totals, facets and pages.

Values of one facet widen a question, facets and words narrow it. The counts of a facet tell how many purchases a
further value of it would show. A cursor names the last purchase of a page, so that every purchase of a result is on
exactly one page, whatever was shown before; it holds as long as that purchase is in the register.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_
from typing import Any

import msgspec
import numpy as np
from pyroaring import BitMap

from custodiet.register.card import Card
from custodiet.register.index_layout import FACETS, NONE
from custodiet.site.query import Query, QueryError
from custodiet.site.sentences import say
from custodiet.site.store import Store
from custodiet.site.words import hits

SHOWN = 20
"""Values of a facet that are listed."""
MOST_ROWS = 100
_BLOCK = 8_192


class FacetValue(msgspec.Struct, frozen=True):
    """A value of a facet, its name where it has one, and how many purchases have it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of a facet, those asked for always among them, and how many more there are."""

    name: str
    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of purchases, and what is known of all that answer the question."""

    rows: tuple[Card, ...]
    total: int
    facets: Mapping[str, Facet]
    next: str | None
    """Cursor of the next page; None on the last."""
    understood: tuple[str, ...]
    """Classes of technology of which words of the question are terms."""
    register: int
    """Purchases in the register."""


def find(
    store: Store, query: Query, limit: int = 20, cursor: str | None = None, facets: Sequence[str] = FACETS
) -> Found:
    """The purchases that answer a question: a page of at most `limit` behind the one that `cursor` names.

    Raises:
        QueryError: the cursor names no purchase of the result.
    """
    result = _Result(store, query)
    limit = max(1, min(limit, MOST_ROWS))
    numbers = list(islice(result.numbers(_after(store, cursor)), limit + 1))
    rows = store.index.cards(numbers[:limit])
    return Found(
        tuple(rows),
        len(result.all),
        {name: result.facet(name, SHOWN) for name in facets},
        rows[-1].ocid if len(numbers) > limit else None,
        result.understood,
        store.purchases,
    )


def counts(store: Store, query: Query, facet: str) -> tuple[FacetValue, ...]:
    """Every value of a facet among the purchases that answer a question, most frequent first."""
    return _Result(store, query).facet(facet, None).values


def matching(store: Store, query: Query) -> Iterator[str]:
    """The ocids of all purchases that answer a question, in its order."""
    numbers = _Result(store, query).numbers(None)
    while some := list(islice(numbers, _BLOCK)):
        yield from store.index.ocids(some)


def number(store: Store, query: Query) -> int:
    """How many purchases answer a question."""
    return len(_Result(store, query).all)


def _after(store: Store, cursor: str | None) -> int | None:
    if cursor is None:
        return None
    found = store.index.number(cursor)
    if found is None:
        raise QueryError(say("the page asked for begins behind a purchase that is not in the register: begin anew"))
    return found


class _Result:
    """The purchases that answer one question."""

    def __init__(self, store: Store, query: Query) -> None:
        self._store, self._query = store, query
        found = hits(store.index.connection, store.terms, store.facets, query.words)
        self.understood = found.understood if found else ()
        self._hits = found
        self._words = [found.all] if found else []
        self._chosen = {
            name: BitMap().union(*(store.facets.purchases(name, value) for value in values))
            for name, values in query.filtered.items()
        }
        self.all = self._common([*self._words, *self._chosen.values()])

    def _common(self, sets: Sequence[BitMap]) -> BitMap:
        return reduce(and_, sets) if sets else self._store.facets.all

    def facet(self, name: str, limit: int | None) -> Facet:
        """The values of a facet among the purchases that answer the rest of the question."""
        others = [chosen for facet, chosen in self._chosen.items() if facet != name]
        among = self._common([*self._words, *others]) if name in self._chosen else self.all
        listed, more = self._store.facets.counted(name, among, limit)
        wanted = self._query.values(name)
        values = [FacetValue(value, label or value, count, value in wanted) for value, label, count in listed]
        for value in sorted(set(wanted) - {one.value for one in values}):
            label, count = self._store.facets.count(name, value, among)
            values.append(FacetValue(value, label or value, count, selected=True))
            more -= count > 0
        return Facet(name, tuple(values), more)

    def numbers(self, after: int | None) -> Iterator[int]:
        """The numbers of the purchases in order, those behind one of them."""
        if after is not None and after not in self.all:
            raise QueryError(say("the page asked for does not belong to this question: begin anew"))
        order = self._query.order
        if order == "oldest":
            return self._oldest(after)
        if order == "amount":
            return self._by_amount(after)
        if order == "relevance" and self._hits is not None:
            return self._by_relevance(after)
        return _following(self.all, after)

    def _by_relevance(self, after: int | None) -> Iterator[int]:
        """Those first whose headings hold the words, then those of a class that the words name, then all others."""
        best, good = self._tiers()
        for tier in (best, good - best, self.all - good - best):
            if after is None or after in tier:
                yield from _following(tier, after)
                after = None

    def _tiers(self) -> tuple[BitMap, BitMap]:
        if self._hits is None:
            return BitMap(), BitMap()
        return self.all & self._hits.best, self.all & self._hits.good

    def _oldest(self, after: int | None) -> Iterator[int]:
        end = len(self.all) if after is None else self.all.rank(after) - 1
        for start in range(end, 0, -_BLOCK):
            yield from reversed(self.all[max(0, start - _BLOCK) : start])

    def _by_amount(self, after: int | None) -> Iterator[int]:
        """By falling amount: in the one currency asked for, else in dollars; those without an amount last, by date."""
        facets = self._store.facets
        order = (
            facets.by_amount
            if len(self._query.currency) == 1 and NONE not in self._query.currency
            else facets.by_dollars
        )
        among = np.zeros(self._store.purchases, dtype=bool)
        among[np.frombuffer(self.all.to_array(), dtype=np.uintc)] = True
        start = 0
        if after is not None:
            found = np.flatnonzero(order == after)
            start = int(found[0]) + 1 if len(found) else len(order)
        for block in range(start, len(order), _BLOCK):
            some = order[block : block + _BLOCK]
            yield from some[among[some]].tolist()
        rest = self.all - BitMap(order[among[order]].astype(np.uintc)) if len(order) else self.all
        yield from _following(rest, after if after is not None and after in rest else None)


def _following(numbers: BitMap, after: Any) -> Iterator[int]:
    """The numbers in rising order, those behind one of them."""
    start = 0 if after is None else numbers.rank(after)
    for first in range(start, len(numbers), _BLOCK):
        yield from numbers[first : min(first + _BLOCK, len(numbers))]
