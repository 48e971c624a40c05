"""Hands tasks out to Spark's executors, and takes what they give back in the order in which they were handed out.

What a task needs and what it gives lie in files of a folder that every executor reaches; through Spark itself go the
numbers of the tasks alone (`mapInArrow`). So nothing large passes the heap of a JVM, and a task that is done twice,
because an executor was lost or slow, leaves the same file.
"""

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from custodiet.engines.session import Session, quiet

Given = TypeVar("Given")
Back = TypeVar("Back")

_TASKS_A_CORE = 4  # in one job: enough that starting it does not count, few enough for the disk
_JOBS = 2  # while one is running the next is laid out


class Tasks:
    """The executors of a session, and the folder through which they are reached."""

    def __init__(self, session: Session, folder: Path) -> None:
        """`folder` is there and empty, and every executor reaches it under its absolute path."""
        self._session = session
        self._folder = folder.resolve()
        self._next = 0

    def in_order(self, function: Callable[[Given], Back], given: Iterable[Given]) -> Iterator[Back]:
        """What `function`, known by its module's name on every executor, gives for each; in the order given."""
        left = iter(given)
        waiting: deque[tuple[range, Future[Any]]] = deque()
        size = _TASKS_A_CORE * self._session.sparkContext.defaultParallelism
        with ThreadPoolExecutor(_JOBS) as jobs:
            while numbers := self._lay_out(islice(left, size)):
                waiting.append((numbers, jobs.submit(self._job(function, numbers))))
                if len(waiting) > _JOBS:
                    yield from self._done(*waiting.popleft())
            while waiting:
                yield from self._done(*waiting.popleft())

    def _lay_out(self, given: Iterable[Any]) -> range:
        """The numbers of the tasks laid into the folder."""
        first = self._next
        for one in given:
            _given(self._folder, self._next).write_bytes(pickle.dumps(one))
            self._next += 1
        return range(first, self._next)

    def _job(self, function: Callable[[Any], Any], numbers: range) -> Callable[[], Any]:
        """The job that does these tasks, each in a partition of its own."""
        with quiet():
            rows = self._session.range(numbers.start, numbers.stop, 1, len(numbers))
            job: Callable[[], Any] = rows.mapInArrow(_work(self._folder, function), "number long").collect
        return job

    def _done(self, numbers: range, job: Future[Any]) -> Iterator[Any]:
        job.result()
        for number in numbers:
            found = _found(self._folder, number)
            yield pickle.loads(found.read_bytes())  # noqa: S301  (written by our own function, in the folder of the run)
            found.unlink()
            _given(self._folder, number).unlink()


def _given(folder: Path, number: int) -> Path:
    return folder / f"{number:08}.given"


def _found(folder: Path, number: int) -> Path:
    return folder / f"{number:08}.found"


def _work(
    folder: Path, function: Callable[[Any], Any]
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What an executor does with the numbers of tasks."""

    def each(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            numbers = batch.column(0)
            for number in numbers.to_pylist():
                _perform(folder, function, number)
            yield pa.RecordBatch.from_arrays([numbers], ["number"])

    return each


def _perform(folder: Path, function: Callable[[Any], Any], number: int) -> None:
    given = pickle.loads(_given(folder, number).read_bytes())  # noqa: S301  (laid there by the run itself)
    written = folder / f"{number:08}.{os.getpid()}"
    written.write_bytes(pickle.dumps(function(given)))
    written.replace(_found(folder, number))
