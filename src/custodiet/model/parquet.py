"""Writes the tables of a register as Parquet: batches in, one file a table out, the same bytes for the same rows."""

from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.model.tables import Table

ROW_GROUP = 65_536
"""Rows of a row group: enough to pack well, few enough for a reader with little memory."""

# Columns whose values repeat, kept as a dictionary; for the others trying costs time and gains nothing.
_REPEATED = frozenset(
    {
        "document_id", "ocid", "scheme", "code", "stage", "status", "method", "method_details", "category", "unit",
        "language", "country", "region", "locality", "award_criteria", "type", "format", "kind", "action", "detail",
        "buyer_id", "buyer_name", "procuring_entity_id", "procuring_entity_name", "code_description", "technology",
        "label", "role", "state", "question", "indicator", "basis", "maker", "year",
    }
)  # fmt: skip


class TableWriter:
    """Takes batches of one table and writes them in row groups of a fixed size, whatever the size of the batches."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.rows = 0
        self._table = table
        self._waiting: list[pa.RecordBatch] = []
        self._written_ocids: list[pa.Array] = []
        self._waiting_rows = 0
        path = folder / f"{table.name}.parquet"
        path.unlink(missing_ok=True)  # it may have a second name in the readings, under which it stays
        self._writer = pq.ParquetWriter(
            path,
            table.schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=[name for name in table.names if name in _REPEATED or name.endswith("_currency")],
            write_statistics=[name for name in table.names if name in {"ocid", "document_id"}],
            store_schema=True,
        )

    def write(self, data: pa.RecordBatch | pa.Table) -> None:
        """Adds the rows of a batch or table."""
        for batch in data.to_batches() if isinstance(data, pa.Table) else [data]:
            self._waiting.append(batch)
            self._waiting_rows += batch.num_rows
            self.rows += batch.num_rows
        while self._waiting_rows >= ROW_GROUP:
            self._flush(ROW_GROUP)

    @property
    def ocids(self) -> pa.ChunkedArray:
        """The ocids of all rows so far, of a table that has one row for each."""
        waiting = [batch.column("ocid") for batch in self._waiting]
        return pa.chunked_array([*self._written_ocids, *waiting], pa.string())

    def close(self) -> None:
        """Writes what is left; the file is complete."""
        if self._waiting_rows:
            self._flush(self._waiting_rows)
        self._writer.close()

    def __enter__(self) -> Self:
        """Write inside a `with` block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Complete the file."""
        self.close()

    def _flush(self, rows: int) -> None:
        gathered = pa.Table.from_batches(self._waiting, self._table.schema)
        group = gathered.slice(0, rows).combine_chunks()
        self._writer.write_table(group, row_group_size=ROW_GROUP)
        if self._table.key == ("ocid",):
            self._written_ocids += group.column("ocid").chunks
        rest = gathered.slice(rows)
        self._waiting = rest.to_batches()
        self._waiting_rows = rest.num_rows
