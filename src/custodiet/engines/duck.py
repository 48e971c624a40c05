"""The embedded engine: DuckDB inside this process.

The one module that knows DuckDB. It works with the memory, the threads and the folder to spill into that the run
allows. Nothing is downloaded: extensions are neither installed nor loaded beyond those inside the package.
"""

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from custodiet.engines.interface import ROWS_PER_GROUP, Engine, Expression
from custodiet.engines.prepared import DIALECT
from custodiet.errors import UsageError

if TYPE_CHECKING:
    import duckdb

Answer = TypeVar("Answer")

START_MIB = 400
"""Memory with which a session begins where none is given: a million releases fit beside it into one GiB."""
_KEPT = "kept"
"""Name of the database of the tables that are kept: in memory, as any, but packed, which temporary tables are not."""
_SHARE_OF_MACHINE = 0.6  # the rest is for Python, Arrow and the cache of files


class DuckEngine(Engine):
    """A session of DuckDB."""

    dialect = DIALECT

    def __init__(self, memory: str = "", threads: int = 0, folder: Path | None = None) -> None:
        """Opens the session.

        Args:
            memory: how much it may hold before it spills to disk, such as `600MiB`; without one as little as its
                statements allow: one that does not fit is asked again with half as much more.
            threads: how many threads it may use; 0 for as many as the machine has.
            folder: where it may spill; without one it stops at the memory limit.
        """
        super().__init__()
        self._may_grow, self._allowed_mib = not memory, START_MIB
        self._connection = _connect(memory or f"{START_MIB}MiB", threads, folder)

    def close(self) -> None:
        """Forgets all tables and gives the memory back."""
        self._connection.close()

    def _sql(self, rows: Expression) -> str:
        import ibis  # noqa: PLC0415

        return str(ibis.to_sql(rows, dialect="duckdb", pretty=False))

    def _view(self, name: str, path: Path) -> None:
        self._connection.read_parquet(str(path)).create_view(name)

    def _keep_given(self, name: str, rows: pa.Table) -> None:
        self._connection.register("given_rows", rows)
        self._make(name, "FROM given_rows")
        self._connection.unregister("given_rows")

    def _keep_found(self, name: str, sql: str) -> None:
        self._make(name, sql)

    def _make(self, name: str, sql: str) -> None:
        self._fitting(lambda: self._connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {sql}'))
        # Only now are the rows packed, into a tenth of the room, from which they are read as fast.
        self._fitting(lambda: self._connection.execute(f"CHECKPOINT {_KEPT}"))

    def _define(self, name: str, sql: str) -> None:
        self._connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {sql}')

    def _drop(self, name: str) -> None:
        self._connection.execute(f'DROP TABLE "{name}"')

    def _read(self, sql: str) -> pa.Table:
        return self._fitting(lambda: self._connection.sql(sql).to_arrow_table())

    def _batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        def begun() -> tuple[pa.RecordBatchReader, list[pa.RecordBatch]]:
            reader = self._connection.sql(sql).to_arrow_reader(ROWS_PER_GROUP)
            return reader, list(islice(reader, 1))

        reader, first = self._fitting(begun)
        yield from first
        yield from reader

    def _fitting(self, ask: Callable[[], Answer]) -> Answer:
        """The answer; where it needs more memory than the session began with, that holds until the next one."""
        import duckdb  # noqa: PLC0415  (loaded by now)

        if self._may_grow and self._allowed_mib != START_MIB:
            self._allow(START_MIB)
        while True:
            try:
                return ask()
            except duckdb.OutOfMemoryException:
                most_mib = int(_memory_of_machine_mib() * _SHARE_OF_MACHINE)
                if not self._may_grow or self._allowed_mib >= most_mib:
                    raise
                self._allow(min(self._allowed_mib * 3 // 2, most_mib))

    def _allow(self, mib: int) -> None:
        self._connection.execute(f"SET memory_limit = '{mib}MiB'")
        self._allowed_mib = mib


def _memory_of_machine_mib() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20


def _connect(memory: str, threads: int, folder: Path | None) -> "duckdb.DuckDBPyConnection":
    try:
        import duckdb  # noqa: PLC0415  (heavy, and only needed once an engine is opened)
    except ImportError as error:
        raise UsageError(f"the engine cannot be loaded ({error}); install it with `pip install custodiet`") from error
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": "" if folder is None else str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # Every order that matters is stated, so rows may travel in any.
        "preserve_insertion_order": False,
    }
    if threads:
        settings["threads"] = threads
    try:
        connection = duckdb.connect(":memory:", config=settings)
    except duckdb.Error as error:
        raise UsageError(f"the engine refuses memory {memory!r}, threads {threads}: {error}") from error
    connection.execute(f"ATTACH ':memory:' AS {_KEPT} (COMPRESS)")
    connection.execute(f"USE {_KEPT}")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # standard error belongs to the command line
    connection.execute("SET python_enable_replacements = false")  # a table is never a variable of the caller
    return connection
