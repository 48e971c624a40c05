"""The embedded engine: DuckDB inside this process.

The one module that knows DuckDB. It works with the memory, the threads and the folder to spill into that the run
allows. Nothing is downloaded: extensions are neither installed nor loaded beyond those inside the package.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from custodiet.engines.interface import ROWS_PER_GROUP, Engine, Expression
from custodiet.engines.prepared import DIALECT
from custodiet.errors import UsageError

if TYPE_CHECKING:
    import duckdb


class DuckEngine(Engine):
    """A session of DuckDB."""

    dialect = DIALECT

    def __init__(self, memory: str = "600MiB", threads: int = 0, folder: Path | None = None) -> None:
        """Opens the session.

        Args:
            memory: how much it may hold before it spills to disk, such as `600MiB`.
            threads: how many threads it may use; 0 for as many as the machine has.
            folder: where it may spill; without one it stops at the memory limit.
        """
        super().__init__()
        self._connection = _connect(memory, threads, folder)

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
        self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS FROM given_rows')
        self._connection.unregister("given_rows")

    def _keep_found(self, name: str, sql: str) -> None:
        self._connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql}')

    def _define(self, name: str, sql: str) -> None:
        self._connection.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {sql}')

    def _drop(self, name: str) -> None:
        self._connection.execute(f'DROP TABLE "{name}"')

    def _read(self, sql: str) -> pa.Table:
        return self._connection.sql(sql).to_arrow_table()

    def _batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        yield from self._connection.sql(sql).to_arrow_reader(ROWS_PER_GROUP)


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
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # standard error belongs to the command line
    connection.execute("SET python_enable_replacements = false")  # a table is never a variable of the caller
    return connection
