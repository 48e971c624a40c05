"""The engine for more than one machine: Apache Spark.

Rows that are kept, and those that leave in order, are laid in Parquet files below the folder of the run, which every
worker has to reach: so a plan stays small, nothing is computed twice, and a lost executor costs no more than its task.
"""

import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.engines.interface import ROWS_PER_GROUP, Engine, Expression
from custodiet.engines.session import quiet, session

_GLOB = re.compile(r"([\\\[\]{}*?])")


class SparkEngine(Engine):
    """A session of Spark's application."""

    dialect = "spark"

    def __init__(self, memory: str = "600MiB", threads: int = 0, folder: Path | None = None, master: str = "") -> None:
        """Opens the session.

        Args:
            memory: heap of the driver and of each executor where Spark is not set up otherwise; at least 1 GiB.
            threads: cores to use where this machine works alone; 0 for all.
            folder: where rows are laid aside; every worker has to reach it under this path.
            master: address of Spark's master; as Spark is set up, or this machine alone, where none is given.
        """
        super().__init__()
        self._session = session(memory, threads, master)
        with quiet():
            import ibis  # noqa: PLC0415  (heavy)

            _ = ibis.pyspark  # declares the options that the compiler for Spark reads
        from custodiet.engines.spark_dialect import sql_of  # noqa: PLC0415  (needs Ibis)

        self._compile = sql_of
        self._folder = _fresh(folder)
        self._numbers = itertools.count()
        self._places: dict[str, Path] = {}

    def close(self) -> None:
        """Forgets all tables; the application goes on, for the next engine of this process."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _view(self, name: str, path: Path) -> None:
        self._session.read.parquet(_address(path)).createOrReplaceTempView(name)

    def _keep_given(self, name: str, rows: pa.Table) -> None:
        place = self._place()
        place.mkdir()
        pq.write_table(rows, place / "given.parquet")
        self._known(name, place)

    def _keep_found(self, name: str, sql: str) -> None:
        self._known(name, self._laid(sql))

    def _define(self, name: str, sql: str) -> None:
        self._session.sql(sql).createOrReplaceTempView(name)

    def _drop(self, name: str) -> None:
        self._session.catalog.dropTempView(name)
        shutil.rmtree(self._places.pop(name), ignore_errors=True)

    def _read(self, sql: str) -> pa.Table:
        with quiet():
            found: pa.Table = self._session.sql(sql).toArrow()
        return found

    def _batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        place = self._laid(sql)
        # Spark numbers its pieces in the order of the rows.
        for piece in sorted(place.glob("part-*.parquet")):
            with pq.ParquetFile(piece) as file:
                yield from file.iter_batches(ROWS_PER_GROUP)
        shutil.rmtree(place, ignore_errors=True)

    def _sql(self, rows: Expression) -> str:
        return self._compile(rows)

    def _laid(self, sql: str) -> Path:
        """The folder with the rows of a statement, in pieces."""
        place = self._place()
        self._session.sql(sql).write.option("compression", "zstd").parquet(f"file://{place}")
        return place

    def _known(self, name: str, place: Path) -> None:
        before = self._places.get(name)
        self._view(name, place)
        self._places[name] = place
        if before is not None:
            shutil.rmtree(before, ignore_errors=True)

    def _place(self) -> Path:
        return self._folder / f"rows-{next(self._numbers):04}"


def _address(path: Path) -> str:
    """The path as Spark is told it: in the file system, not that of the cluster, and no pattern."""
    escaped = _GLOB.sub(r"\\\1", str(path.resolve()))
    return f"file://{escaped}"


def _fresh(folder: Path | None) -> Path:
    """An empty folder, with the rights that the user gives to new ones: executors may run as somebody else."""
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="custodiet-spark-"))
    made = folder.resolve() / f"spark-{uuid4().hex}"
    made.mkdir(parents=True)
    return made
