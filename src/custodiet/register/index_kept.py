"""The rows of an index that belong to no single purchase: documents, organisations, places, cases, problems."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.model.organisation_tables import SOLE_TRADER
from custodiet.register.index_layout import KEPT, columns, plain
from custodiet.register.rows import above, concerned

_COUNTS = (
    *("processes", "with_text", "with_buyer", "with_amount", "with_award", "with_suppliers"),
    *("held_back", "purchases", "for_review"),
)
_ROWS = 65_536


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
    links = [row for batch in _batches(tables, "links") for row in batch.filter(_linked(batch, known)).to_pylist()]
    sides = {row[side] for row in links for side in ("organisation_a", "organisation_b")}
    neighbours = pa.array(sorted(organisations | sides), pa.string())
    cases = pa.array([row["case"] for row in _rows(tables, "cases")], pa.string())
    chosen: dict[str, Callable[[pa.RecordBatch], Any]] = {
        "organisations": lambda rows: pc.and_(
            pc.is_in(rows["organisation_id"], neighbours),
            pc.fill_null(pc.not_equal(rows["kind"], SOLE_TRADER), fill_value=True),
        ),
        "links": lambda rows: _linked(rows, known),
        "list_hits": lambda rows: pc.is_in(rows["organisation_id"], known),
        "flags": lambda rows: pc.and_(
            pc.not_equal(rows["subject_kind"], "process"), pc.is_in(rows["subject_id"], known)
        ),
        "safeguards": lambda rows: pc.is_in(rows["ocid"], cases),
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


def _linked(links: pa.RecordBatch, organisations: pa.Array) -> Any:
    """Whether one of the organisations stands on either side."""
    return pc.or_(*(pc.is_in(links[side], organisations) for side in ("organisation_a", "organisation_b")))


def _rows(tables: Path, name: str, chosen: Callable[[pa.RecordBatch], Any] | None = None) -> Iterator[dict[str, Any]]:
    for batch in _batches(tables, name):
        yield from (batch if chosen is None else batch.filter(chosen(batch))).to_pylist()


def _batches(tables: Path, name: str) -> Iterator[pa.RecordBatch]:
    file = tables / f"{name}.parquet"
    if file.is_file():
        with pq.ParquetFile(file) as table:
            yield from table.iter_batches(_ROWS)
