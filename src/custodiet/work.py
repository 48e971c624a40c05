"""The first three rooms as one worker walks through them with a chunk: convert, decode, classify.

A chunk is independent of every other, so workers are processes, and the same functions run inside `mapInArrow` on a
cluster. What a worker gives back depends on its chunk and the settings alone.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet import classification, releases
from custodiet.model.chunk import OCDS, Chunk, Piece
from custodiet.releases import Aside, Decoded
from custodiet.settings import Settings
from custodiet.sources import Converter
from custodiet.system_memory import keep_what_a_chunk_needs, take_memory_from_the_system

_FIRST = b"""{"ocid": "ocds-1", "tag": ["compiled"], "tender": {"title": "Cameras"}, "parties": [{"name": "City"}]}"""


@dataclass(frozen=True, slots=True)
class Worked:
    """What one chunk gave: its tables, the releases laid aside, and how long each room took."""

    tables: dict[str, pa.RecordBatch]
    aside: list[Aside]
    records: dict[str, int]
    formats: dict[str, str]
    seconds: dict[str, float]
    set_aside: int = 0


class Worker:
    """Holds what is loaded once for many chunks: mappings and vocabulary."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._converter = Converter(settings)
        self._classifier = classification.Classifier.load(settings.plugins)

    def chunk(self, chunk: Chunk) -> Worked:
        """The rows of a chunk."""
        clock = _Clock()
        ocds = clock.timed("sources", lambda: self._converter.to_ocds(chunk))
        found, self._converter.problems = self._converter.problems, []
        decoded = clock.timed("releases", lambda: releases.decode(ocds, self._settings.limits, found))
        return self._classified(decoded, clock)

    def bucket(self, path: Path, superseded: frozenset[str]) -> Worked:
        """The rows of the processes whose releases lie in a file of releases laid aside."""
        clock = _Clock()
        rows = pq.read_table(path).to_pylist()
        aside = [Aside(**row) for row in rows]
        decoded = clock.timed("releases", lambda: releases.compile_releases(aside, superseded, self._settings.limits))
        return self._classified(decoded, clock)

    def classify(self, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """The technologies found in some processes, and what their texts state of place and capability."""
        return classification.classify_and_read(tables, self._classifier)._asdict()

    def _classified(self, decoded: Decoded, clock: "_Clock") -> Worked:
        found = clock.timed("classification", lambda: self.classify(decoded.tables))
        rows = {name: table.combine_chunks().to_batches()[0] for name, table in found.items() if table.num_rows}
        tables = {name: batch for name, batch in decoded.tables.items() if batch.num_rows}
        return Worked(
            tables | rows,
            decoded.aside,
            decoded.records,
            decoded.formats,
            clock.seconds,
            decoded.set_aside,
        )


def chunk_of(settings: Settings, chunk: Chunk) -> Worked:
    """The rows of a chunk, on whatever machine; what every chunk needs is loaded once a process."""
    worked = ready(settings).chunk(chunk)
    gc.collect(0)  # what is new since the last chunk; what lived on then is remembered texts, many and free of circles
    return worked


def bucket_of(settings: Settings, bucket: tuple[Path, frozenset[str]]) -> Worked:
    """The rows of a file of releases laid aside and the ocids in it that are superseded, on whatever machine."""
    return ready(settings).bucket(*bucket)


@lru_cache(maxsize=1)
def ready(settings: Settings) -> Worker:
    """The worker of a process that does nothing but work; it has been through the rooms once, so that all is loaded."""
    take_memory_from_the_system()
    keep_what_a_chunk_needs()
    # What is loaded stays for good, and rows hold no circles: looking for garbage among them is a third of the time.
    gc.disable()
    worker = Worker(settings)
    worker.chunk(Chunk(0, (Piece("", OCDS, _FIRST, "line=", 1),)))
    gc.freeze()
    return worker


class _Clock:
    """Processor seconds spent in each room."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def timed(self, room: str, step: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = step()
        self.seconds[room] = self.seconds.get(room, 0.0) + time.process_time() - start
        return result
