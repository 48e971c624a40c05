"""Walks all inputs through the first three rooms with worker processes, and writes their tables in input order.

What the tables hold depends on the inputs alone: chunks are cut by content, results are taken in the order of the
chunks, and row groups have a fixed size.
"""

import gc
import multiprocessing
import os
import sys
import threading
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.engine import open_tasks
from custodiet.model.parquet import TableWriter
from custodiet.model.tables import PROBLEMS, PROCESSES, READINGS, RELEASE_TABLES, TECHNOLOGIES
from custodiet.releases import ASIDE_SCHEMA, Aside, problem_batch
from custodiet.settings import Settings
from custodiet.sources import Reader
from custodiet.system_memory import take_memory_from_the_system
from custodiet.work import Worked, Worker, bucket_of, chunk_of

T = TypeVar("T")
Progress = Callable[[str, int, int, int], None]
"""Called with the step, the records so far, and bytes done and in all."""

_BUCKETS = 64
_AHEAD = 2  # chunks in flight for each worker: enough that none waits, few enough for the memory
_SMALL_INPUT = 8 * 1024**2  # below this starting processes takes longer than the work
_LOOKS_EVERY_S = 0.5  # whether the run still lives
_ASIDE_BYTES = 32 * 1024**2  # releases held in memory before they go to disk, of all buckets together
TABLES = (*RELEASE_TABLES, TECHNOLOGIES, READINGS, PROBLEMS)


@dataclass
class Taken:
    """What the first three rooms handed on, in numbers."""

    rows: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    formats: dict[str, str] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    chunked: Counter[str] = field(default_factory=Counter)
    """Rows that stand before those of processes merged from several releases."""
    merged: Counter[str] = field(default_factory=Counter)
    laid_aside: int = 0
    set_aside: int = 0
    releases: int = 0

    def add(self, worked: Worked) -> None:
        """Counts what a worker gave back."""
        self.records.update(worked.records)
        self.formats.update(worked.formats)
        self.seconds.update(worked.seconds)
        self.rows.update({name: batch.num_rows for name, batch in worked.tables.items()})
        self.laid_aside += len(worked.aside)
        self.set_aside += worked.set_aside


def take_in(reader: Reader, settings: Settings, folder: Path, work: Path, progress: Progress) -> Taken:
    """Writes the tables of the first three rooms into `folder`; `work` is for what they need on the way."""
    taken = Taken()
    with workers(reader, settings, work) as hands, ExitStack() as files:
        writers = {table.name: files.enter_context(TableWriter(table, folder)) for table in TABLES}
        with Buckets(work) as buckets:
            for worked in hands.each_chunk(reader):
                write(worked, writers)
                taken.add(worked)
                buckets.add(worked.aside)
                progress("reading", taken.records.total(), reader.bytes_done, reader.bytes_total)
        taken.releases = taken.rows[PROCESSES.name] + taken.laid_aside
        taken.chunked = taken.rows.copy()
        progress("merging", taken.records.total(), reader.bytes_total, reader.bytes_total)
        for worked in hands.each_bucket(buckets, lambda: _ocids(writers)):
            write(worked, writers)
            taken.add(worked)
        taken.merged = taken.rows - taken.chunked
        writers[PROBLEMS.name].write(problem_batch(reader.problems))
        taken.rows[PROBLEMS.name] += len(reader.problems)
    return taken


def write(worked: Worked, writers: dict[str, TableWriter]) -> None:
    """Writes the tables of a chunk behind those of the chunks before."""
    for name, batch in worked.tables.items():
        if batch.num_rows:
            writers[name].write(batch)


def _ocids(writers: dict[str, TableWriter]) -> pa.ChunkedArray:
    return writers[PROCESSES.name].ocids


def bucket_number(ocid: str) -> int:
    """The number of the bucket in which releases of a process are laid aside."""
    return zlib.crc32(ocid.encode()) % _BUCKETS


class Buckets:
    """Releases laid aside, on disk, those of one process in one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[int, list[Aside]] = {}
        self._waiting_bytes = 0
        self._files: dict[int, pq.ParquetWriter] = {}

    def add(self, aside: Iterable[Aside]) -> None:
        """Lays releases aside."""
        for one in aside:
            bucket = bucket_number(one.ocid)
            self._waiting.setdefault(bucket, []).append(one)
            self._waiting_bytes += len(one.body)
        if self._waiting_bytes >= _ASIDE_BYTES:
            self._flush_all()

    def paths(self) -> list[Path]:
        """The files, in order."""
        return [self._path(bucket) for bucket in sorted(self._files)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._flush_all()
        for file in self._files.values():
            file.close()

    def _path(self, bucket: int) -> Path:
        return self._folder / f"aside-{bucket:02d}.parquet"

    def _flush_all(self) -> None:
        for bucket in sorted(self._waiting):
            self._flush(bucket)
        self._waiting_bytes = 0

    def _flush(self, bucket: int) -> None:
        waiting, self._waiting[bucket] = self._waiting.get(bucket, []), []
        if not waiting:
            return
        if bucket not in self._files:
            self._files[bucket] = pq.ParquetWriter(
                self._path(bucket), ASIDE_SCHEMA, compression="zstd", compression_level=1, use_dictionary=False
            )
        columns = [[getattr(one, name) for one in waiting] for name in ASIDE_SCHEMA.names]
        self._files[bucket].write_table(pa.table(columns, schema=ASIDE_SCHEMA))


class _Here:
    """The work done in this process: for one thread, or little input."""

    def __init__(self, settings: Settings) -> None:
        self._worker = Worker(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def each_chunk(self, reader: Reader) -> Iterator[Worked]:
        """The results of all chunks, in order."""
        for chunk in reader.chunks():
            yield self._worker.chunk(chunk)

    def each_bucket(self, buckets: Buckets, ocids: Callable[[], Any]) -> Iterator[Worked]:
        """The results of all buckets, in order."""
        compiled = ocids()
        for path in buckets.paths():
            yield self._worker.bucket(path, _superseded(path, compiled))


class _Processes:
    """The work done in worker processes; results come in the order of the work."""

    def __init__(self, settings: Settings) -> None:
        # Forking is quick and shares what is loaded; where it is not safe or not there, workers start from nothing.
        method = "fork" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        self._ahead = _AHEAD * settings.workers
        self._pool = ProcessPoolExecutor(
            settings.workers, context, initializer=_start, initargs=(settings, os.getpid())
        )
        self._pool.submit(_ready)  # workers load while the first file is read for its hash

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def each_chunk(self, reader: Reader) -> Iterator[Worked]:
        """The results of all chunks, in order."""
        return self._in_order(self._pool.submit(_work_on_chunk, chunk) for chunk in reader.chunks())

    def each_bucket(self, buckets: Buckets, ocids: Callable[[], Any]) -> Iterator[Worked]:
        """The results of all buckets, in order."""
        compiled = ocids()
        return self._in_order(
            self._pool.submit(_work_on_bucket, path, _superseded(path, compiled)) for path in buckets.paths()
        )

    def _in_order(self, submitted: Iterator[Future[T]]) -> Iterator[T]:
        waiting: deque[Future[T]] = deque()
        for future in submitted:
            waiting.append(future)
            if len(waiting) >= self._ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Executors:
    """The work done by Spark's executors, on this machine or on others; results come in the order of the work."""

    def __init__(self, settings: Settings, work: Path) -> None:
        folder = work / "tasks"
        folder.mkdir()
        self._tasks = open_tasks(folder, settings.memory, settings.threads, settings.spark_master)
        self._settings = settings.placed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def each_chunk(self, reader: Reader) -> Iterator[Worked]:
        """The results of all chunks, in order."""
        return self._tasks.in_order(partial(chunk_of, self._settings), reader.chunks())

    def each_bucket(self, buckets: Buckets, ocids: Callable[[], Any]) -> Iterator[Worked]:
        """The results of all buckets, in order."""
        compiled = ocids()
        given = ((path.resolve(), _superseded(path, compiled)) for path in buckets.paths())
        return self._tasks.in_order(partial(bucket_of, self._settings), given)


def workers(reader: Reader, settings: Settings, work: Path) -> "_Here | _Processes | _Executors":
    """Who does the work: this process for one thread or little input, else worker processes or Spark's executors."""
    if settings.engine == "spark":
        return _Executors(settings, work)
    alone = settings.workers == 1 or (reader.bytes_total < _SMALL_INPUT and not reader.reads_standard_input)
    return _Here(settings) if alone else _Processes(settings)


def _superseded(path: Path, compiled: pa.ChunkedArray) -> frozenset[str]:
    """The ocids in a file of releases laid aside of which a compiled release was read."""
    ocids = pc.unique(pq.read_table(path, columns=["ocid"]).column("ocid"))
    return frozenset(ocids.filter(pc.is_in(ocids, compiled)).to_pylist())


_worker: Worker | None = None


def _start(settings: Settings, run: int) -> None:
    """Loads in a worker process what every chunk needs; the worker ends with the run, even one that was killed."""
    global _worker  # noqa: PLW0603  (one for each process, set by the pool before its first task)
    threading.Thread(target=_end_with, args=(run,), daemon=True).start()
    take_memory_from_the_system()
    _worker = Worker(settings)
    # What is loaded stays for good, and rows hold no circles: looking for garbage among them is a third of the time.
    gc.freeze()
    gc.disable()


def _end_with(run: int) -> None:
    while os.getppid() == run:
        time.sleep(_LOOKS_EVERY_S)
    os._exit(1)  # nobody waits for results; a worker left alone would wait for work for ever


def _ready() -> None:
    """Done as soon as a worker has loaded what it needs."""


def _work_on_chunk(chunk: Any) -> Worked:
    worked = _loaded().chunk(chunk)
    gc.collect(0)  # what is new since the last chunk; what lived on then is remembered texts, many and free of circles
    return worked


def _work_on_bucket(path: Path, superseded: frozenset[str]) -> Worked:
    return _loaded().bucket(path, superseded)


def _loaded() -> Worker:
    if _worker is None:
        raise RuntimeError("the worker process was not started by its pool")
    return _worker
