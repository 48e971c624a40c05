"""Releases that wait for others of their process go to disk before they fill the memory, and come back the same."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from custodiet import intake
from custodiet.settings import Settings
from custodiet.sources import Reader
from first_rooms import lines, release


@pytest.mark.parametrize("held_bytes", [1, 10_000])
def test_what_is_read_does_not_depend_on_how_much_is_held(
    held_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = lines(*(release(f"process-{n % 90}", id=str(n), tag=["tender"]) for n in range(200)))
    (tmp_path / "releases.jsonl").write_bytes(data)
    whole = _processes(tmp_path, "whole")
    monkeypatch.setattr(intake, "_ASIDE_BYTES", held_bytes)

    assert _processes(tmp_path, "parts") == whole
    assert sorted(row["releases"] for row in whole) == [2] * 70 + [3] * 20


def _processes(folder: Path, name: str) -> list[dict[str, object]]:
    tables, work = folder / name / "tables", folder / name / "work"
    tables.mkdir(parents=True)
    work.mkdir()
    settings = Settings(threads=1, chunk_bytes=2_000)
    intake.take_in(Reader([str(folder / "releases.jsonl")], settings), settings, tables, work, lambda *_: None)
    rows: list[dict[str, object]] = pq.read_table(tables / "processes.parquet").to_pylist()
    return rows
