"""Makes registers to search."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.model.declared import declared_tables
from custodiet.model.tables import PROCESSES
from custodiet.register.manifest import write_manifest
from custodiet.register.search import write_search

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
