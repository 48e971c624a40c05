"""The same inputs give the same bytes: whatever the number of workers, the order of the inputs, and the run."""

import hashlib
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from small_inputs import process, write_inputs

from custodiet import intake
from custodiet.extract import Extract
from custodiet.pipeline import build
from custodiet.settings import Settings
from first_rooms import lines

CHUNK = 8 * 1024  # so small that even these inputs are many chunks


def digests(register: Path) -> dict[str, str]:
    """The sha256 of each table and of the manifest."""
    files = [*sorted((register / "tables").iterdir()), register / "manifest.json", register / "problems.csv"]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def built(inputs: Sequence[Path], to: Path, threads: int) -> dict[str, str]:
    build([str(one) for one in inputs], to, Settings(threads=threads, chunk_bytes=CHUNK))
    return digests(to)


@pytest.fixture
def workers_for_any_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small inputs are worked on in worker processes too."""
    monkeypatch.setattr(intake, "_SMALL_INPUT", 0)


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """The register that one process makes."""
    return built(write_inputs(tmp_path / "inputs"), tmp_path / "alone", 1)


@pytest.mark.usefixtures("workers_for_any_input")
@pytest.mark.parametrize("threads", [2, 4])
def test_workers_change_no_byte(threads: int, alone: dict[str, str], tmp_path: Path) -> None:
    assert built(sorted((tmp_path / "inputs").iterdir()), tmp_path / "workers", threads) == alone


def test_a_second_run_changes_no_byte(alone: dict[str, str], tmp_path: Path) -> None:
    assert built(sorted((tmp_path / "inputs").iterdir()), tmp_path / "again", 1) == alone


def test_the_order_of_the_inputs_changes_no_byte(alone: dict[str, str], tmp_path: Path) -> None:
    files = sorted((tmp_path / "inputs").iterdir())
    random.Random(7).shuffle(files)
    assert built(files, tmp_path / "shuffled", 1) == alone


def test_naming_a_file_twice_changes_no_byte(alone: dict[str, str], tmp_path: Path) -> None:
    files = sorted((tmp_path / "inputs").iterdir())
    assert built([*files, files[0]], tmp_path / "twice", 1) == alone


def test_one_changed_amount_changes_the_register(alone: dict[str, str], tmp_path: Path) -> None:
    package = tmp_path / "inputs" / "package.json"
    package.write_bytes(package.read_bytes().replace(b"1000.5", b"1000.6"))
    assert built(sorted((tmp_path / "inputs").iterdir()), tmp_path / "changed", 1) != alone


def test_rows_laid_beside_the_tables_change_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "releases.jsonl"
    file.write_bytes(lines(*(process(f"one-{number}", number, tag=["compiled"]) for number in range(30))))
    asked: list[bool] = []
    holds = Extract.holds

    def noted(extract: Extract, ocids: Any) -> bool:
        asked.append(holds(extract, ocids))
        return asked[-1]

    monkeypatch.setattr(Extract, "holds", noted)
    beside = built([file], tmp_path / "beside", 1)
    assert asked == [True] * len(asked) != []
    monkeypatch.setattr(Extract, "holds", lambda *_of: False)
    assert built([file], tmp_path / "whole", 1) == beside
