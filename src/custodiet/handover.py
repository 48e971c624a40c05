"""Hands work and what came of it from one process to another through files that both know.

Through the pipe of a process pool some megabytes go in hundreds of small steps, and are copied six times.
"""

import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from custodiet.model.tables import Table


def lay_down(given: Any, file: Path) -> None:
    """Writes what is given over what `file` holds, so that the system need not find new memory for it."""
    with file.open("r+b", buffering=0) as place:
        pickle.dump(given, place, pickle.HIGHEST_PROTOCOL)


def pick_up(file: Path) -> Any:
    """What another process of this run laid down in `file`."""
    with file.open("rb") as place:
        return pickle.load(place)  # noqa: S301  (the folder is that of the run)


def lay_down_tables(batches: Mapping[str, pa.RecordBatch], file: Path) -> dict[str, int]:
    """The bytes that each table takes in `file`, which is written over."""
    messages = {name: batch.serialize() for name, batch in batches.items()}
    with file.open("r+b", buffering=0) as place:
        for message in messages.values():
            place.write(message)
    return {name: message.size for name, message in messages.items()}


def pick_up_tables(sizes: Mapping[str, int], file: Path, tables: Sequence[Table]) -> dict[str, pa.RecordBatch]:
    """The tables laid down in `file`, each in memory of its own, so that none is kept for another's sake."""
    schemas = {table.name: table.schema for table in tables}
    with pa.OSFile(str(file)) as place:
        return {name: pa.ipc.read_record_batch(place.read_buffer(size), schemas[name]) for name, size in sizes.items()}
