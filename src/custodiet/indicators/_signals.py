"""What an indicator says: rows of `flags` for readers, and of how many subjects for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.indicators._found import COUNTED, KINDS, Found
from custodiet.model.indicator_tables import FLAGS, INDICATOR_COUNTS

WANTED = "wanted_processes"
"""Name of the table of processes of which all three states are kept; one column, `wanted`."""
FOUND_PREFIX, LAID_BESIDE = "found_", ("processes", "lots", "items")
"""Tables of which some indicators ask for the rows alone of processes in which something was found, and their names."""
WARN_SHARE = 0.6
"""A signal that most subjects show is no signal: the data or the threshold need a look."""
WARN_FEWEST = 30
"""Subjects judged before a share means anything."""

_WARNING = "more than 60% are flagged: check threshold and data before reading anything into it"
Counted = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signals:
    """What one indicator says: rows of `flags` and of `indicator_counts`, both in the order of their keys."""

    code: str
    flags: pa.Table
    counts: pa.Table


def wanted_table(purchases: Iterable[str]) -> pa.Table:
    """The table WANTED."""
    return pa.table({"wanted": pa.array(sorted(set(purchases)), pa.string())})


def signals_of(found: Found) -> Signals:
    """The rows of one query, told apart."""
    counted: list[Counted] = []
    flags = pa.Table.from_batches(flags_in(found, counted), FLAGS.schema)
    return Signals(found.code, flags, count_table(counted))


def flags_in(found: Found, counted: list[Counted]) -> Iterator[pa.RecordBatch]:
    """The rows of flags among those of one query, batch by batch; what counts is added to `counted`."""
    for batch in found.rows:
        is_count = pc.is_valid(batch["flagged"])
        for row in batch.filter(is_count).select(["kind", "cohort", *COUNTED]).to_pylist():
            cohort = found.names.cohort(row["cohort"])
            counted.append({**row, **cohort, "indicator": found.code, "subject_kind": KINDS[row["kind"]]})
        yield found.names.told(found.code, batch.filter(pc.invert(is_count)))


def count_table(counted: Iterable[Counted]) -> pa.Table:
    """The rows of `indicator_counts`, with a warning where most subjects are flagged."""
    rows = [{name: row.get(name) for name in INDICATOR_COUNTS.names} | _shares(row) for row in counted]
    return pa.Table.from_pylist(rows, INDICATOR_COUNTS.schema)


def _shares(states: Counted) -> dict[str, Any]:
    judged = states["flagged"] + states["not_flagged"]
    share = states["flagged"] / judged if judged else None
    doubtful = share is not None and share > WARN_SHARE and judged >= WARN_FEWEST
    return {"judged": judged, "share": share, "warning": _WARNING if doubtful else None}
