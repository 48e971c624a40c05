"""What an indicator says: rows of `flags` for readers, and of how many subjects for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.indicator_tables import FLAGGED, FLAGS, INDICATOR_COUNTS, NOT_COMPUTABLE, NOT_FLAGGED
from custodiet.model.tables import COUNT, TEXT

WANTED = "wanted_processes"
"""Name of the table of processes of which all three states are kept; one column, `wanted`."""
WARN_SHARE = 0.6
"""A signal that most subjects show is no signal: the data or the threshold need a look."""
WARN_FEWEST = 30
"""Subjects judged before a share means anything."""

_WARNING = "more than 60% are flagged: check threshold and data before reading anything into it"
Found = tuple[str, Iterator[pa.RecordBatch]]
"""A code, and the rows of its query."""
Counted = Mapping[str, Any]
_COUNTED = [*INDICATOR_COUNTS.key, "state", "number"]
FOUND = pa.schema([*FLAGS.schema, ("source", TEXT), ("country", TEXT), ("year", COUNT), ("number", COUNT)])
"""What the one query of an indicator gives: rows of flags, and rows that count, which alone have a `number`."""
ROW = tuple(FOUND.names)
ORDER = (*FLAGS.key, "source", "country", "year", "state")


@dataclass(frozen=True, slots=True)
class Signals:
    """What one indicator says: rows of `flags` and of `indicator_counts`, both in the order of their keys."""

    code: str
    flags: pa.Table
    counts: pa.Table


def wanted_table(purchases: Iterable[str]) -> pa.Table:
    """The table WANTED."""
    return pa.table({"wanted": pa.array(sorted(set(purchases)), pa.string())})


def signals_of(code: str, found: Iterable[pa.RecordBatch]) -> Signals:
    """The rows of one query, told apart."""
    counted: list[Counted] = []
    flags = pa.Table.from_batches(flags_in(found, counted), FLAGS.schema)
    return Signals(code, flags, count_table(counted))


def flags_in(found: Iterable[pa.RecordBatch], counted: list[Counted]) -> Iterator[pa.RecordBatch]:
    """The rows of flags among those of one query, batch by batch; what counts is added to `counted`."""
    for batch in found:
        is_count = pc.is_valid(batch["number"])
        counted += batch.filter(is_count).select(_COUNTED).to_pylist()
        yield batch.filter(pc.invert(is_count)).select(FLAGS.names).cast(FLAGS.schema)


def count_table(counted: Iterable[Counted]) -> pa.Table:
    """The rows of `indicator_counts`, with a warning where most subjects are flagged."""
    states: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in counted:
        states.setdefault(tuple(row[name] for name in INDICATOR_COUNTS.key), {})[row["state"]] = row["number"]
    rows = [dict(zip(INDICATOR_COUNTS.key, key, strict=True)) | _shares(found) for key, found in states.items()]
    return pa.Table.from_pylist(rows, INDICATOR_COUNTS.schema)


def _shares(states: Mapping[str, int]) -> dict[str, Any]:
    flagged, not_flagged = states.get(FLAGGED, 0), states.get(NOT_FLAGGED, 0)
    judged = flagged + not_flagged
    share = flagged / judged if judged else None
    doubtful = share is not None and share > WARN_SHARE and judged >= WARN_FEWEST
    return {
        "flagged": flagged,
        "not_flagged": not_flagged,
        "not_computable": states.get(NOT_COMPUTABLE, 0),
        "judged": judged,
        "share": share,
        "warning": _WARNING if doubtful else None,
    }
