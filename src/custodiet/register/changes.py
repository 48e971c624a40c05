"""What differs between two registers: purchases that appeared, changed, were cancelled, were corrected, disappeared.

A value that differs because the source has published anew since is a change; one that differs although the source's
statement is the same is a correction: of the register, or of a document that was altered without a new release.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.errors import RegisterError
from custodiet.model.place_tables import CHANGES
from custodiet.model.register_tables import PURCHASES
from custodiet.model.tables import PROCESSES, Table

WHAT = ("appeared", "cancelled", "changed", "corrected", "disappeared")
_CANCELLED = "cancelled"
# Where a statement stands is no part of it: a file fetched again has other bytes.
_NOT_COMPARED = frozenset({"ocid", "document_id", "pointer"})
_STATED = ("release_id", "release_date")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences: `rows` in the columns of CHANGES, ordered by purchase and column."""

    rows: pa.Table

    def lines(self) -> list[str]:
        """The differences for a person: one line a difference, then one line of counts."""
        counts = Counter(self.rows["what"].to_pylist())
        summed = ", ".join(f"{counts[what]:,} {what}" for what in WHAT)
        return [*(_line(row) for row in self.rows.to_pylist()), summed]


def changes(old: Path, new: Path) -> Changes:
    """What differs between the purchases of two registers; raises RegisterError where a folder is none."""
    before, after = _purchases(old), _purchases(new)
    stated_before, stated_after = _statements(old, before, after), _statements(new, before, after)
    rows: list[dict[str, Any]] = []
    for ocid in sorted(before.keys() | after.keys()):
        then, now = before.get(ocid), after.get(ocid)
        published, publishes = stated_before.get(ocid), stated_after.get(ocid)
        if then is None or now is None:
            rows.append(_came_or_went(ocid, then, now, published, publishes))
        else:
            rows += _differences(ocid, then, now, anew=published != publishes)
    return Changes(pa.Table.from_pylist(rows, schema=CHANGES.schema))


def _came_or_went(ocid: str, then: Row | None, now: Row | None, published: Any, publishes: Any) -> dict[str, Any]:
    """The row of a purchase that is in one register alone."""
    if then is None:
        why = "published since" if published is None else "read before, found to be such a purchase now"
        return {"what": "appeared", "ocid": ocid, "column": "", "from": None, "to": _title(now), "why": why}
    why = "its process is not in the data any more" if publishes is None else "not found to be such a purchase any more"
    return {"what": "disappeared", "ocid": ocid, "column": "", "from": _title(then), "to": None, "why": why}


def _differences(ocid: str, then: Row, now: Row, *, anew: bool) -> Iterator[dict[str, Any]]:
    """A row for each column that differs."""
    why = "the source published anew" if anew else "the source's release is the same"
    for column in PURCHASES.names:
        was, is_now = _text(then.get(column)), _text(now.get(column))
        if column in _NOT_COMPARED or was == is_now:
            continue
        cancelled = column == "state" and is_now == _CANCELLED
        what = "cancelled" if cancelled else "changed" if anew else "corrected"
        yield {"what": what, "ocid": ocid, "column": column, "from": was, "to": is_now, "why": why}


def _line(row: Row) -> str:
    what, ocid, column = row["what"], row["ocid"], row["column"]
    if not column:
        return f"{what} {ocid}: {row['to'] or row['from'] or 'no title'} ({row['why']})"
    return f"{what} {ocid}: {column} {_shown(row['from'])} -> {_shown(row['to'])} ({row['why']})"


def _shown(value: str | None) -> str:
    return "not stated" if value is None else repr(value)


def _title(row: Row | None) -> str | None:
    return row["title"] if row else None


def _text(value: Any) -> str | None:
    """A value as it is compared and shown; an empty list says as much as none."""
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _purchases(register: Path) -> dict[str, Row]:
    return {row["ocid"]: row for row in _table(register, PURCHASES).to_pylist()}


def _statements(register: Path, before: Mapping[str, Row], after: Mapping[str, Row]) -> dict[str, tuple[Any, ...]]:
    """By ocid of either register's purchases: the release that the process was read from."""
    wanted = pa.array(sorted(before.keys() | after.keys()), pa.string())
    rows = _table(register, PROCESSES, ("ocid", *_STATED), wanted).to_pylist()
    return {row["ocid"]: tuple(row[name] for name in _STATED) for row in rows}


def _table(
    register: Path, table: Table, columns: tuple[str, ...] | None = None, ocids: pa.Array | None = None
) -> pa.Table:
    file = register / "tables" / f"{table.name}.parquet"
    if not file.is_file():
        raise RegisterError(f"{register}: no register with the table {table.name}; give the folder that a build made")
    filters = None if ocids is None else [("ocid", "in", ocids.to_pylist())]
    return pq.read_table(file, columns=columns and list(columns), filters=filters)
