"""The values of facets and how many purchases of a set have each.

Facets of few values are held as compressed sets; of the wide ones (places, buyers, suppliers) a set is read when it is
asked for, and counts come from a column that gives the values of each purchase.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from custodiet.register.index_layout import FACETS, WIDE
from custodiet.site.index import Index

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its place by falling count, its name if it has one, how often it occurs, and where."""

    value: str
    label: str | None
    count: int
    purchases: BitMap


@dataclass(frozen=True, slots=True)
class _Column:
    """The places of the values of each purchase: those from `starts[n]` to below `starts[n + 1]`."""

    starts: Numbers
    places: Numbers
    single: bool
    """Whether every purchase has exactly one value: then its place stands at the number of the purchase."""


class Facets:
    """The facets of one register."""

    def __init__(self, index: Index, purchases: int) -> None:
        self._index = index
        self.all = BitMap(range(purchases))
        self._held: dict[str, list[Value]] = {name: self._read(name) for name in FACETS}
        self._by_value = {(name, one.value): one.purchases for name, held in self._held.items() for one in held}
        self._columns = {name: self._column(name) for name in WIDE}
        self.by_dollars = self._numbers("order.usd")
        self.by_amount = self._numbers("order.amount")
        self.sizes = dict(index.connection.execute("SELECT facet, count(*) FROM facet GROUP BY facet").fetchall())

    def purchases(self, facet: str, value: str) -> BitMap:
        """The purchases with a value."""
        held = self._by_value.get((facet, value))
        if held is not None:
            return held
        found = self._index.connection.execute(
            "SELECT purchases FROM facet WHERE facet = ? AND value = ?", (facet, value)
        ).fetchone()
        return BitMap() if found is None else BitMap.deserialize(found[0])

    def listed(self, facet: str, limit: int = -1) -> list[tuple[str, str | None, int]]:
        """The values of a facet with name and count over the whole register, most frequent first."""
        query = "SELECT value, label, count FROM facet WHERE facet = ? ORDER BY place LIMIT ?"
        return self._index.connection.execute(query, (facet, limit)).fetchall()

    def counted(self, facet: str, among: BitMap, limit: int | None) -> tuple[list[tuple[str, str | None, int]], int]:
        """The most frequent values among some purchases with name and count, and how many further values there are.

        Ties are in the order of the frequency in the whole register.
        """
        if len(among) == len(self.all):
            found = self.listed(facet, -1 if limit is None else limit)
            return found, self.sizes.get(facet, 0) - len(found)
        if facet in WIDE:
            return self._counted_wide(facet, among, limit)
        counts = [(among.intersection_cardinality(one.purchases), place) for place, one in enumerate(self._held[facet])]
        chosen = sorted((-count, place) for count, place in counts if count)
        held = self._held[facet]
        cut = chosen if limit is None else chosen[:limit]
        return [(held[place].value, held[place].label, -count) for count, place in cut], len(chosen) - len(cut)

    def count(self, facet: str, value: str, among: BitMap) -> tuple[str | None, int]:
        """Name of one value, and how many purchases of a set have it."""
        label = self._index.connection.execute(
            "SELECT label FROM facet WHERE facet = ? AND value = ?", (facet, value)
        ).fetchone()
        return label and label[0], among.intersection_cardinality(self.purchases(facet, value))

    def _counted_wide(
        self, facet: str, among: BitMap, limit: int | None
    ) -> tuple[list[tuple[str, str | None, int]], int]:
        column = self._columns[facet]
        numbers = np.frombuffer(among.to_array(), dtype=np.uintc)
        counts = np.bincount(_places(column, numbers), minlength=self.sizes.get(facet, 0))
        number = int(np.count_nonzero(counts))
        cut = _most_frequent(counts, number if limit is None else min(limit, number)).tolist()
        values = self._values(facet, cut)
        return [(*values[place], int(counts[place])) for place in cut], number - len(cut)

    def _values(self, facet: str, places: list[int]) -> dict[int, tuple[str, str | None]]:
        """Value and name by place."""
        found: dict[int, tuple[str, str | None]] = {}
        for start in range(0, len(places), 500):
            some = places[start : start + 500]
            marks = ", ".join("?" * len(some))
            query = f"SELECT place, value, label FROM facet WHERE facet = ? AND place IN ({marks})"  # noqa: S608 - question marks
            for place, value, label in self._index.connection.execute(query, (facet, *some)):
                found[place] = (value, label)
        return found

    def _read(self, facet: str) -> list[Value]:
        query = "SELECT value, label, count, purchases FROM facet WHERE facet = ? ORDER BY place LIMIT ?"
        rows = self._index.connection.execute(query, (facet, 0 if facet in WIDE else -1))
        return [Value(value, label, count, BitMap.deserialize(packed)) for value, label, count, packed in rows]

    def _column(self, name: str) -> _Column:
        starts, places = self._numbers(f"{name}.starts"), self._numbers(f"{name}.places")
        return _Column(starts, places, single=bool((np.diff(starts) == 1).all()))

    def _numbers(self, name: str) -> Numbers:
        found = self._index.connection.execute("SELECT numbers FROM column WHERE name = ?", (name,)).fetchone()
        return np.frombuffer(found[0], dtype="<i4")


def _places(column: _Column, numbers: Any) -> Any:
    """The places of the values of these purchases, one behind the other."""
    if column.single:
        return column.places[numbers]
    starts, ends = column.starts[numbers], column.starts[numbers + 1]
    sizes = ends - starts
    if not len(sizes) or not sizes.any():
        return np.zeros(0, dtype=np.int32)
    behind = np.cumsum(sizes)
    return column.places[np.arange(behind[-1]) + np.repeat(starts - (behind - sizes), sizes)]


def _most_frequent(counts: Any, number: int) -> Any:
    """The places of so many highest counts, highest first, ties by place."""
    if not number:
        return np.zeros(0, dtype=np.int64)
    least = np.partition(counts, len(counts) - number)[len(counts) - number]
    above = np.flatnonzero(counts > least)
    chosen = np.concatenate([above, np.flatnonzero(counts == least)[: number - len(above)]])
    return chosen[np.lexsort((chosen, -counts[chosen]))]
