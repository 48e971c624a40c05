"""The rows of the processes in which something was found, laid beside the whole tables while these are written.

Later rooms ask for the rows of purchases again and again, of every table; few processes are purchases, so that reading
whole tables for them would be most of what these rooms do.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.parquet import TableWriter
from custodiet.model.tables import PROCESSES, RELEASE_TABLES, TECHNOLOGIES

_LARGEST_SHARE = 0.25
"""Of all processes: where more are found the whole tables are read as quickly, and stand on the disk once."""
_ENOUGH = 10_000
"""Processes from which on their share tells; an extract of fewer takes no room to speak of."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The release tables in `folder` hold all rows of the processes in `ocids`, in the order of the whole tables."""

    folder: Path
    ocids: pa.Array

    def holds(self, ocids: pa.Array | pa.ChunkedArray) -> bool:
        """Whether the rows of all these processes are here."""
        return bool(pc.all(pc.is_in(ocids, self.ocids), skip_nulls=False, min_count=0).as_py())


class ExtractWriter:
    """Takes rows of the tables as these are written, and keeps those of the processes in which something was found."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder, self._files = folder, ExitStack()
        self._writers = {table.name: self._files.enter_context(TableWriter(table, folder)) for table in RELEASE_TABLES}
        self._ocids: list[pa.Array] = []
        self._processes = self._found = 0
        self._too_much = False

    def add(self, tables: Mapping[str, pa.RecordBatch]) -> None:
        """Keeps what is to be kept of the tables of a chunk, which come with what was found in it."""
        found = [tables[TECHNOLOGIES.name].column("ocid")] if TECHNOLOGIES.name in tables else []
        self.find(found, tables[PROCESSES.name].num_rows if PROCESSES.name in tables else 0)
        for name, rows in tables.items() if found else ():
            self.keep(name, rows, self._ocids[-1])

    def find(self, found: Sequence[pa.Array], processes: int) -> None:
        """Takes note of processes in which something was found, and of how many others were looked at for it."""
        self._ocids.append(pc.unique(pa.chunked_array(found, pa.string())))
        self._found += len(self._ocids[-1])
        self._processes += processes
        self._too_much |= self._processes >= _ENOUGH and self._found > _LARGEST_SHARE * self._processes

    def keep(self, name: str, rows: pa.RecordBatch | pa.Table, ocids: pa.Array | None = None) -> None:
        """Keeps, of the next rows of a table, those of these processes, or of all in which something was found."""
        if name in self._writers and not self._too_much:
            wanted = pa.chunked_array(self._ocids, pa.string()) if ocids is None else ocids
            chosen = rows.filter(pc.is_in(rows.column("ocid"), wanted))
            if chosen.num_rows:
                self._writers[name].write(chosen)

    def extract(self) -> Extract | None:
        """The finished extract; None where so much was found that it would be as long as the tables."""
        if self._too_much:
            return None
        return Extract(self._folder, pa.chunked_array(self._ocids, pa.string()).combine_chunks())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._files.close()
