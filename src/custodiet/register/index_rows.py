"""Gathers the rows of each purchase from the tables of a register, newest purchase first, so many at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.model.chosen_rows import file_in, rows_of
from custodiet.register.index_layout import PURCHASE_TABLES, columns_without_ocid

AT_ONCE = 13_000
"""Purchases gathered together: each table is read once for so many."""
_ROWS = 2_048
_DAY = r"^\d{4}-\d{2}-\d{2}"


@dataclass(slots=True)
class Gathered:
    """A purchase with its rows: for each of PURCHASE_TABLES the values of every row but its ocid."""

    at: int
    ocid: str
    rows: dict[str, list[Sequence[Any]]] = field(default_factory=dict)

    def dicts(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table by the names of their columns."""
        names = columns_without_ocid(table)
        return [dict(zip(names, row, strict=True)) | {"ocid": self.ocid} for row in self.rows.get(table, ())]

    def values(self, table: str, *names: str) -> list[tuple[Any, ...]]:
        """The values of some columns, row by row."""
        chosen = _chosen(table, names)
        return [chosen(row) for row in self.rows.get(table, ())]


def numbered(tables: Path) -> list[str]:
    """The ocids of all purchases, newest first, those of one day by ocid, those without a day last."""
    purchases = pq.read_table(tables / "purchases.parquet", columns=["ocid", "date"])
    day = pc.if_else(
        pc.match_substring_regex(purchases["date"], _DAY), pc.utf8_slice_codeunits(purchases["date"], 0, 10), ""
    )
    days = pa.table({"ocid": purchases["ocid"], "day": pc.fill_null(day, "")})
    order = pc.sort_indices(days, sort_keys=[("day", "descending"), ("ocid", "ascending")])
    ocids: list[str] = days["ocid"].take(order).to_pylist()
    return ocids


def gathered(
    tables: Path, ocids: Sequence[str], at_once: int = AT_ONCE, beside: Path | None = None
) -> Iterator[Gathered]:
    """Each purchase in turn, with the rows of each table in the order in which they stand there."""
    passes = -(-len(ocids) // at_once)
    at_once = -(-len(ocids) // max(passes, 1))  # in equal parts: a small last one would read every table for itself
    for start in range(0, len(ocids), max(at_once, 1)):
        some = ocids[start : start + at_once]
        parts = {name: _grouped(file_in(name, tables, beside), name, some) for name in PURCHASE_TABLES}
        waiting = {name: next(groups, None) for name, groups in parts.items()}
        pa.default_memory_pool().release_unused()  # what was held while the tables were unpacked
        for number, ocid in enumerate(some):
            one = Gathered(start + number, ocid)
            for name, group in waiting.items():
                if group is not None and group[0] == number:
                    one.rows[name] = group[1]
                    waiting[name] = next(parts[name], None)
            yield one


@cache
def _chosen(table: str, names: tuple[str, ...]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """From a row to the values of some of its columns."""
    at = [columns_without_ocid(table).index(name) for name in names]
    return itemgetter(*at) if len(at) > 1 else lambda row: (row[at[0]],)


def _grouped(file: Path, table: str, ocids: Sequence[str]) -> Iterator[tuple[int, list[Sequence[Any]]]]:
    """Number of a purchase and its rows, in the order of the numbers."""
    if not file.is_file():
        return
    wanted = pa.array(ocids, pa.string())
    rows = rows_of(file, wanted)
    numbers = pc.index_in(rows["ocid"], value_set=wanted).to_numpy()
    columns = [_read_from(rows[name]) for name in columns_without_ocid(table)]
    del rows  # the columns hold what waits, most of it in a shorter form
    order = np.argsort(numbers, kind="stable")
    in_order = numbers[order]
    start = 0
    while start < len(order):
        last = in_order[min(start + _ROWS, len(order)) - 1]
        end = int(np.searchsorted(in_order, last, "right"))  # a purchase is never torn apart
        values: list[Sequence[Any]] = list(zip(*(read(order[start:end]) for read in columns), strict=True))
        numbers, starts = np.unique(in_order[start:end], return_index=True)
        for number, (first, behind) in zip(numbers.tolist(), pairwise([*starts.tolist(), len(values)]), strict=True):
            yield number, values[first:behind]
        start = end


def _read_from(column: pa.ChunkedArray) -> Callable[[npt.NDArray[np.int64]], list[Any]]:
    """From places to the values there; a column waits for its purchases with each text once where that is shorter."""
    waiting = _short(column.combine_chunks())
    if waiting.null_count == len(waiting):
        return lambda places: [None] * len(places)
    if not pa.types.is_dictionary(waiting.type):
        return lambda places: waiting.take(pa.array(places)).to_pylist()
    texts = [*waiting.dictionary.to_pylist(), None]
    codes = pc.fill_null(waiting.indices, len(texts) - 1).to_numpy()
    return lambda places: [texts[code] for code in codes[places].tolist()]


def _short(column: pa.Array) -> pa.Array:
    encoded = column.dictionary_encode() if pa.types.is_string(column.type) else column
    return encoded if encoded.nbytes < column.nbytes / 2 else column
