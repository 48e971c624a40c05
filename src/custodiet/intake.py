"""Walks all inputs through the first three rooms with worker processes, and writes their tables in input order.

What the tables hold depends on the inputs alone: chunks are cut by content, results are taken in the order of the
chunks, and row groups have a fixed size.
"""

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
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, Self, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.engine import open_tasks
from custodiet.extract import Extract, ExtractWriter
from custodiet.handover import lay_down, lay_down_tables, pick_up, pick_up_tables
from custodiet.model.parquet import TableWriter
from custodiet.model.tables import PROBLEMS, PROCESSES, READINGS, RELEASE_TABLES, TECHNOLOGIES
from custodiet.releases import ASIDE_SCHEMA, Aside, problem_batch
from custodiet.settings import Settings
from custodiet.sources import Reader
from custodiet.work import Worked, Worker, bucket_of, chunk_of, ready

Given = TypeVar("Given")
Progress = Callable[[str, int, int, int], None]
"""Called with the step, the records so far, and bytes done and in all."""

_BUCKETS = 64
_AHEAD = 4  # chunks in flight for each worker: enough that none waits while rows are written; they lie in files
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
    extract: Extract | None = None
    """The rows of what was found, where they were laid beside the tables and are still those of the tables."""

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
        beside = files.enter_context(ExtractWriter(work / "extract"))
        with Buckets(work) as buckets:
            for worked in hands.each_chunk(reader):
                write(worked, writers)
                beside.add(worked.tables)
                taken.add(worked)
                buckets.add(worked.aside)
                progress("reading", taken.records.total(), reader.bytes_done, reader.bytes_total)
        taken.releases = taken.rows[PROCESSES.name] + taken.laid_aside
        taken.chunked = taken.rows.copy()
        progress("merging", taken.records.total(), reader.bytes_total, reader.bytes_total)
        for worked in hands.each_bucket(buckets, lambda: _ocids(writers)):
            write(worked, writers)
            beside.add(worked.tables)
            taken.add(worked)
        taken.extract = beside.extract()
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

    def __init__(self, settings: Settings, work: Path) -> None:
        # Forking is quick and shares what is loaded; where it is not safe or not there, workers start from nothing.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._places = [_Place(work / f"given-{n}", work / f"found-{n}") for n in range(_AHEAD * settings.workers)]
        for place in self._places:
            place.given.touch()
            place.found.touch()
        self._settings = settings
        self._pool = ProcessPoolExecutor(settings.workers, context, initializer=_end_with_run, initargs=(os.getpid(),))
        for _ in range(settings.workers):  # they load while the first file is read for its hash
            self._pool.submit(_load, settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def each_chunk(self, reader: Reader) -> Iterator[Worked]:
        """The results of all chunks, in order."""
        return self._in_order(chunk_of, reader.chunks())

    def each_bucket(self, buckets: Buckets, ocids: Callable[[], Any]) -> Iterator[Worked]:
        """The results of all buckets, in order."""
        compiled = ocids()
        return self._in_order(bucket_of, ((path, _superseded(path, compiled)) for path in buckets.paths()))

    def _in_order(self, work: Callable[[Settings, Given], Worked], given: Iterator[Given]) -> Iterator[Worked]:
        """The results in order; a place is used again when the result has been taken from it."""
        waiting: deque[Future[_Found]] = deque()
        for one, place in zip(given, cycle(self._places), strict=False):
            lay_down(one, place.given)
            waiting.append(self._pool.submit(_perform, partial(work, self._settings), place))
            if len(waiting) == len(self._places):
                yield waiting.popleft().result().taken()
        while waiting:
            yield waiting.popleft().result().taken()


@dataclass(frozen=True, slots=True)
class _Place:
    """The files through which one piece of work goes to a process, and the tables found come back."""

    given: Path
    found: Path


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of one piece of work, without its tables, and how large these are in their file."""

    worked: Worked
    sizes: dict[str, int]
    place: _Place

    def taken(self) -> Worked:
        return replace(self.worked, tables=pick_up_tables(self.sizes, self.place.found, TABLES))


def _perform(work: Callable[[Any], Worked], place: _Place) -> _Found:
    worked = work(pick_up(place.given))
    return _Found(replace(worked, tables={}), lay_down_tables(worked.tables, place.found), place)


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
    return _Here(settings) if alone else _Processes(settings, work)


def _superseded(path: Path, compiled: pa.ChunkedArray) -> frozenset[str]:
    """The ocids in a file of releases laid aside of which a compiled release was read."""
    ocids = pc.unique(pq.read_table(path, columns=["ocid"]).column("ocid"))
    return frozenset(ocids.filter(pc.is_in(ocids, compiled)).to_pylist())


def _load(settings: Settings) -> None:
    """Loads in a worker process what every chunk needs; what stands in the way is told by the first chunk again."""
    ready(settings)


def _end_with_run(run: int) -> None:
    """Lets a worker process end with the run, even one that was killed."""
    threading.Thread(target=_end_with, args=(run,), daemon=True).start()


def _end_with(run: int) -> None:
    while os.getppid() == run:
        time.sleep(_LOOKS_EVERY_S)
    os._exit(1)  # nobody waits for results; a worker left alone would wait for work for ever
