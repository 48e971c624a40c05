"""What was found is what was handed on and set aside, counted at every door."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from small_inputs import write_inputs

from custodiet import pipeline
from custodiet.errors import DoorError, InputError, NotUnderstoodError
from custodiet.pipeline import build
from custodiet.register.verify import verify
from custodiet.settings import Settings
from first_rooms import lines, read, release

ALONE = Settings(threads=1)


def rows(register: Path, table: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = pq.read_table(register / "tables" / f"{table}.parquet").to_pylist()
    return read


def test_every_record_is_a_release_of_a_process_or_set_aside(tmp_path: Path) -> None:
    write_inputs(tmp_path / "inputs")
    summary = build([str(tmp_path / "inputs")], tmp_path / "register", ALONE)
    assert not verify(tmp_path / "register").faults
    read_first = read(tmp_path / "inputs")
    merged = sum(row["releases"] for row in rows(tmp_path / "register", "processes"))
    kinds = Counter(row["kind"] for row in rows(tmp_path / "register", "problems"))
    assert summary.records == merged + kinds["release-superseded"] + read_first.set_aside
    assert read_first.set_aside == 2
    assert (kinds["release-superseded"], kinds["cut-off"], kinds["not-understood"]) == (40, 2, 1)
    assert summary.records == sum(row["records"] for row in rows(tmp_path / "register", "documents"))


def test_the_later_of_two_compiled_releases_stays_whole(tmp_path: Path) -> None:
    write_inputs(tmp_path / "inputs", 5)
    build([str(tmp_path / "inputs")], tmp_path / "register", ALONE)
    names = {row["document_id"]: row["name"] for row in rows(tmp_path / "register", "documents")}
    for table in ("processes", "items", "awards", "contracts", "parties"):
        stated = [row for row in rows(tmp_path / "register", table) if row["ocid"].startswith("compiled-")]
        assert {names[row["document_id"]] for row in stated} == {"inputs/compiled-2.jsonl"}, table
        assert stated


def test_a_door_that_does_not_add_up_leaves_the_old_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lines").write_bytes(lines(release("a"), release("b")))
    build([str(tmp_path / "lines")], tmp_path / "register", ALONE)
    before = (tmp_path / "register" / "manifest.json").read_bytes()
    monkeypatch.setattr(pipeline, "drop_repeated", _lose_a_process)
    with pytest.raises(DoorError, match="found"):
        build([str(tmp_path / "lines")], tmp_path / "register", ALONE)
    assert (tmp_path / "register" / "manifest.json").read_bytes() == before
    assert not verify(tmp_path / "register").faults


def _lose_a_process(tables: Path) -> list[str]:
    file = tables / "processes.parquet"
    pq.write_table(pq.read_table(file).slice(1), file)
    return []


def test_input_in_which_nothing_is_understood_is_an_error_that_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(NotUnderstoodError, match=r"a\.txt"):
        build([str(tmp_path / "a.txt")], tmp_path / "register", ALONE)
    assert not (tmp_path / "register").exists()


def test_input_that_is_not_there_stops_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        build([str(tmp_path / "missing.json")], tmp_path / "register", ALONE)
    assert list(tmp_path.iterdir()) == []
