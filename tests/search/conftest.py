"""Small registers to search."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.classification.term_table import term_table
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.model.declared import declared_tables
from custodiet.model.tables import PROCESSES
from custodiet.places import places_of
from custodiet.register.manifest import write_manifest
from custodiet.register.search import write_search
from custodiet.site.store import Store

sys.path[:0] = [str(Path(__file__).parent.parent)]  # importlib mode leaves the import path alone

Rows = list[dict[str, Any]]


def make_register(folder: Path, terms: pa.Table, **tables: Rows) -> Path:
    """A register of the named tables, with its index; a process is made for each purchase that has none."""
    (folder / "tables").mkdir(parents=True)
    purchases = [{"label": "yes", "state": "tendered", **row} for row in tables.pop("purchases", [])]
    given = {row["ocid"]: row for row in tables.pop("processes", [])}
    processes = [{"document_id": "d", "pointer": f"/{row['ocid']}", **row} for row in purchases]
    processes = [{key: row[key] for key in PROCESSES.names if key in row} for row in processes]
    tables["processes"] = [given.get(row["ocid"], row) for row in processes]
    tables["purchases"] = purchases
    for name, rows in tables.items():
        pq.write_table(
            pa.Table.from_pylist(rows, schema=declared_tables()[name].schema), folder / "tables" / f"{name}.parquet"
        )
    pq.write_table(terms, folder / "tables" / "terms.parquet")
    write_search(folder)
    counts = {name: len(rows) for name, rows in tables.items()} | {"terms": terms.num_rows}
    write_manifest(folder, version="0.1.0", settings={}, inputs=[], rows=counts, totals={}, problems={})
    return folder


@pytest.fixture(scope="session")
def terms() -> pa.Table:
    """The terms of the vocabulary."""
    return term_table(load_vocabulary())


@pytest.fixture
def register_of(tmp_path: Path, terms: pa.Table) -> Callable[..., Path]:
    """What makes a register of tables."""
    return lambda **tables: make_register(tmp_path / f"register{len(list(tmp_path.iterdir()))}", terms, **tables)


@pytest.fixture
def store_of(register_of: Callable[..., Path]) -> Iterator[Callable[..., Store]]:
    """What makes a register of tables and opens it."""
    with ExitStack() as stack:
        yield lambda **tables: stack.enter_context(Store(register_of(**tables), places_of))
