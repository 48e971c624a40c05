"""Folders of flat tables made of a few rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.engine import Engine, open_engine
from custodiet.model.organisation_tables import LIST_HITS, ORGANISATION_TABLES
from custodiet.model.tables import RELEASE_TABLES, TECHNOLOGIES, Table

TABLES = {table.name: table for table in (*RELEASE_TABLES, *ORGANISATION_TABLES, LIST_HITS, TECHNOLOGIES)}

Given = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with open_engine("duckdb", "300MiB", threads=2, folder=tmp_path / "spill") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[Given], Path]:
    """A folder of Parquet tables from rows with only the columns that matter."""

    def write(given: Given) -> Path:
        place = tmp_path / "tables"
        place.mkdir(exist_ok=True)
        for name, rows in given.items():
            pq.write_table(arrow(TABLES[name], rows), place / f"{name}.parquet")
        return place

    return write


def arrow(table: Table, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows with every declared column; an unknown column is a slip in the example."""
    for row in rows:
        assert set(row) <= set(table.names), f"{table.name} has no column {set(row) - set(table.names)}"
    columns = {
        column.name: pa.array([_cell(row, n, column.name, column.type) for n, row in enumerate(rows)], column.type)
        for column in table.columns
    }
    return pa.table(columns, schema=table.schema)


def _cell(row: Mapping[str, Any], n: int, name: str, kind: pa.DataType) -> Any:
    if name not in row:
        return {"document_id": "doc", "pointer": f"/{n}"}.get(name)
    return Decimal(str(row[name])) if pa.types.is_decimal(kind) and row[name] is not None else row[name]
