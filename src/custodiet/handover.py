"""Hands tables from one process to another through a file that both know.

Through the pipe of a process pool tables of some megabytes go in hundreds of small steps, and are copied six times.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from custodiet.model.tables import Table


def lay_down(batches: Mapping[str, pa.RecordBatch], file: Path) -> dict[str, int]:
    """The bytes that each table takes in `file`, which is written over, so that the system gives it no new memory."""
    messages = {name: batch.serialize() for name, batch in batches.items()}
    with file.open("r+b", buffering=0) as places:
        for message in messages.values():
            places.write(message)
    return {name: message.size for name, message in messages.items()}


def pick_up(sizes: Mapping[str, int], file: Path, tables: Iterable[Table]) -> dict[str, pa.RecordBatch]:
    """The tables laid down in `file`, each in memory of its own, so that none is kept for another's sake."""
    schemas = {table.name: table.schema for table in tables}
    with pa.OSFile(str(file)) as places:
        return {name: pa.ipc.read_record_batch(places.read_buffer(size), schemas[name]) for name, size in sizes.items()}
