"""What is handed from process to process through a file is the same on the other side."""

from pathlib import Path

import pyarrow as pa

from custodiet.handover import lay_down, lay_down_tables, pick_up, pick_up_tables
from custodiet.model.chunk import Chunk, Piece
from custodiet.model.tables import BIDS, PROCESSES
from custodiet.settings import Settings


def rows(number: int) -> dict[str, pa.RecordBatch]:
    """Rows of two tables, the second part of a longer one."""
    processes = [{"ocid": f"ocds-{n}", "title": "Камера" if n % 2 else None} for n in range(number)]
    bids = [{"ocid": f"ocds-{n}", "tenderer_ids": [f"t-{n}", "t"]} for n in range(number + 5)]
    return {
        "processes": pa.RecordBatch.from_pylist(processes, schema=PROCESSES.schema),
        "bids": pa.RecordBatch.from_pylist(bids, schema=BIDS.schema).slice(3, number),
    }


def test_tables_come_back_as_they_were_laid_down_also_over_longer_ones(tmp_path: Path) -> None:
    file = tmp_path / "result"
    file.touch()
    for number in (900, 20, 0, 400):
        given = rows(number)
        assert pick_up_tables(lay_down_tables(given, file), file, (PROCESSES, BIDS)) == given


def test_tables_picked_up_stay_when_the_file_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "result"
    file.touch()
    given = rows(50)
    taken = pick_up_tables(lay_down_tables(given, file), file, (PROCESSES, BIDS))
    lay_down_tables(rows(60), file)
    assert taken == given


def test_a_chunk_comes_back_as_it_was_laid_down_also_over_a_longer_one(tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.touch()
    for number in (70_000, 3, 0, 500):
        pieces = (Piece("d", "ocds", b"x" * number, "line=", 1), Piece("e", "ted", b"<a/>", ends=(2, 4)))
        chunk = Chunk(number, pieces)
        lay_down(chunk, file)
        assert pick_up(file) == chunk


def test_settings_with_lists_are_those_with_tuples() -> None:
    """Workers keep what they loaded by the settings, so these have a hash."""
    assert Settings(indicators=["R003"]) == Settings(indicators=("R003",))  # type: ignore[arg-type]
    assert hash(Settings(indicators=["R003"])) == hash(Settings(indicators=("R003",)))  # type: ignore[arg-type]
