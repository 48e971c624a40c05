"""The flat tables of releases, as the room `releases` makes them, without the reading of files before it."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.model.release import Release
from custodiet.model.tables import RELEASE_TABLES
from custodiet.releases.batches import batches
from custodiet.releases.gathered import Gathered

_MOST = 1_000_000


def write_tables(lines: Sequence[bytes], place: Path) -> None:
    """Writes the tables of these compiled releases, each as JSON, into a folder."""
    gathered = Gathered()
    for n, line in enumerate(lines):
        gathered.add(msgspec.json.decode(line, type=Release), f"/{n}", "doc", placed=False)
    made = batches(gathered, _MOST)
    for table in RELEASE_TABLES:
        pq.write_table(pa.Table.from_batches([made[table.name]]), place / f"{table.name}.parquet")
