"""The rows of an index that belong to no single purchase: documents, organisations, places, cases, problems."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.model.chosen_rows import Column, groups_where
from custodiet.model.organisation_tables import SOLE_TRADER
from custodiet.model.pointer import above
from custodiet.register.index_layout import KEPT, columns, plain
from custodiet.register.rows import concerned

_COUNTS = (
    *("processes", "with_text", "with_buyer", "with_amount", "with_award", "with_suppliers"),
    *("held_back", "purchases", "for_review"),
)
_SIDES = ("organisation_a", "organisation_b")
_ROWS = 65_536
_Choice: TypeAlias = tuple[tuple[str, ...], Callable[[pa.Table], Column]]
"""The columns by which rows are chosen, and how."""


def write_problems(tables: Path, index: sqlite3.Connection, bases: Mapping[tuple[str, str], int]) -> None:
    """Writes the problems at or below the places that purchases were read from, in the order of their table."""
    documents = pa.array(sorted({document for document, _pointer in bases}), pa.string())
    at = 0
    for batch in _batches(tables, "problems"):
        some = batch.append_column("at", pa.array(range(at, at + len(batch)), pa.int64()))
        at += len(batch)
        chosen = some.filter(pc.is_in(some["document_id"], documents)).to_pylist()
        kept = [
            row for row in chosen if any((row["document_id"], part) in bases for part in above(row["pointer"] or ""))
        ]
        index.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?)",
            [(row["at"], row["document_id"], row["pointer"], _packed("problems", row)) for row in kept],
        )


def write_decisions(tables: Path, index: sqlite3.Connection) -> None:
    """Writes each decision once for everything it is on."""
    at = 0
    for batch in _batches(tables, "decisions"):
        for row in batch.to_pylist():
            subjects = sorted({f"ocid:{row['ocid']}"} if row["ocid"] else set()) + sorted(set(concerned(row)))
            packed = _packed("decisions", row)
            index.executemany("INSERT INTO decision VALUES (?, ?, ?)", [(at, one, packed) for one in subjects])
            at += 1


def write_kept(tables: Path, index: sqlite3.Connection, organisations: set[str]) -> None:
    """Writes the tables of KEPT; of organisations, and what is on them, those of purchases and their neighbours."""
    known = pa.array(sorted(organisations), pa.string())
    linked = _SIDES, lambda rows: pc.or_(*(pc.is_in(rows[side], known) for side in _SIDES))
    links = list(_rows(tables, "links", linked))
    sides = {row[side] for row in links for side in _SIDES}
    neighbours = pa.array(sorted(organisations | sides), pa.string())
    cases = pa.array([row["case"] for row in _rows(tables, "cases")], pa.string())
    chosen: dict[str, _Choice] = {
        "organisations": (("organisation_id", "kind"), lambda rows: _shown(rows, neighbours)),
        "links": linked,
        "list_hits": (("organisation_id",), lambda rows: pc.is_in(rows["organisation_id"], known)),
        "flags": (("subject_kind", "subject_id"), lambda rows: _on_organisations(rows, known)),
        "safeguards": (("ocid",), lambda rows: pc.is_in(rows["ocid"], cases)),
    }
    for table, keys in KEPT.items():
        rows = _coverage(tables) if table == "coverage" else _rows(tables, table, chosen.get(table))
        index.executemany(
            f"INSERT INTO kept_{table} VALUES (NULL, {'?, ' * len(keys)}?)",  # noqa: S608 - names of our own layout
            ((*(row[key] for key in keys), _packed(table, row)) for row in rows),
        )


def _coverage(tables: Path) -> Iterator[dict[str, Any]]:
    """Coverage of all documents together by country and year."""
    file = tables / "coverage.parquet"
    if not file.is_file():
        return
    whole = pq.read_table(file)
    by = whole.group_by(["country", "year"]).aggregate([(name, "sum") for name in _COUNTS])
    recall = whole.group_by(["country", "year"]).aggregate([("estimated_recall", "max"), ("recall_basis", "max")])
    told = {(row["country"], row["year"]): row for row in recall.to_pylist()}
    for row in sorted(by.to_pylist(), key=lambda one: (one["country"] or "", one["year"] or "")):
        other = told[row["country"], row["year"]]
        yield {
            "document_id": None,
            "country": row["country"],
            "year": row["year"],
            **{name: row[f"{name}_sum"] for name in _COUNTS},
            "estimated_recall": other["estimated_recall_max"],
            "recall_basis": other["recall_basis_max"],
        }


def _packed(table: str, row: Mapping[str, Any]) -> bytes:
    return plain([row[name] for name in columns(table)[0]])


def _shown(organisations: pa.Table, wanted: pa.Array) -> Column:
    own_page = pc.fill_null(pc.not_equal(organisations["kind"], SOLE_TRADER), fill_value=True)
    return pc.and_(pc.is_in(organisations["organisation_id"], wanted), own_page)


def _on_organisations(flags: pa.Table, wanted: pa.Array) -> Column:
    return pc.and_(pc.not_equal(flags["subject_kind"], "process"), pc.is_in(flags["subject_id"], wanted))


def _rows(tables: Path, name: str, choice: _Choice | None = None) -> Iterator[dict[str, Any]]:
    """The rows of a table, or those chosen by some of its columns; none where there is no such table."""
    file = tables / f"{name}.parquet"
    if choice is None:
        groups: Iterable[pa.RecordBatch | pa.Table] = _batches(tables, name)
    else:
        groups = groups_where(file, *choice, columns(name)[0]) if file.is_file() else ()
    for group in groups:
        yield from group.to_pylist()


def _batches(tables: Path, name: str) -> Iterator[pa.RecordBatch]:
    file = tables / f"{name}.parquet"
    if file.is_file():
        with pq.ParquetFile(file) as table:
            yield from table.iter_batches(_ROWS)
