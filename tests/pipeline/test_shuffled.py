"""The order of the records in a file decides nothing but where they stand: every table has the same rows."""

import random
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from small_inputs import process

from custodiet.pipeline import build
from custodiet.settings import Settings
from first_rooms import lines

# Where a row stands is all that may differ: these columns name documents and places.
PLACES = {"document_id", "pointer", "row_pointer", "evidence"}


def rows(register: Path) -> dict[str, Counter[str]]:
    """The rows of each table but `documents`, without the places they were read at, in no order."""
    files = [file for file in sorted((register / "tables").iterdir()) if file.stem != "documents"]
    found = {}
    for file in files:
        table = pq.read_table(file)
        kept = table.select([name for name in table.column_names if name not in PLACES])
        found[file.stem] = Counter(repr(row) for row in kept.to_pylist())
    return found


def test_shuffled_records_give_the_same_rows(tmp_path: Path) -> None:
    made = [process(f"ocds-{n}", n, tag=["compiled"]) for n in range(60)]
    (tmp_path / "one.jsonl").write_bytes(lines(*made))
    random.Random(5).shuffle(made)
    (tmp_path / "other.jsonl").write_bytes(lines(*made))
    for name in ("one", "other"):
        build([str(tmp_path / f"{name}.jsonl")], tmp_path / name, Settings(threads=1, chunk_bytes=8192))
    one, other = rows(tmp_path / "one"), rows(tmp_path / "other")
    assert sum(one["flags"].values()) > 0
    assert {name for name in one if one[name] != other[name]} == set()
