"""A random audit of what was not flagged tells how much is missed, and says what the estimate rests on."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from custodiet.classification.audit import estimated_recall
from custodiet.errors import UsageError
from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.worklists import audit, recall, write

FOUND, OTHERS, DRAWN = 4, 30, 10


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    titles = ["CCTV cameras"] * FOUND + ["Chairs and tables"] * OTHERS
    releases = [
        {"ocid": f"p-{n:02}", "id": "1", "date": "2024-01-01", "tag": ["tender"], "tender": {"id": "t", "title": title}}
        for n, title in enumerate(titles)
    ]
    file = tmp_path_factory.mktemp("data") / "releases.json"
    file.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def register(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(data, tmp_path_factory.mktemp("first") / "register")


def built(data: Path, to: Path, decisions: Path | None = None) -> Path:
    build([str(data)], to, Settings(threads=1, decisions=decisions))
    return to


def answered(register: Path, file: Path, missed: int, **cells: str) -> Path:
    """A drawn sample in which the first processes were missed and all others are no purchase."""
    file.parent.mkdir(exist_ok=True)
    write(audit(register, DRAWN), "audit", file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    for number, row in enumerate(table):
        row.update({"decision": "yes" if number < missed else "no", "who": "desk 3", "when": "2026-11-20"})
        row.update(cells if number < missed else {})
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return file


def test_the_sample_holds_no_purchase_and_is_the_same_again(register: Path) -> None:
    drawn = audit(register, DRAWN)["ocid"].to_pylist()
    assert len(set(drawn)) == DRAWN
    assert all(int(ocid.removeprefix("p-")) >= FOUND for ocid in drawn)
    assert drawn == audit(register, DRAWN)["ocid"].to_pylist()
    assert audit(register, DRAWN // 2)["ocid"].to_pylist() == drawn[: DRAWN // 2]


def test_the_answers_give_the_recall_with_its_interval(register: Path, tmp_path: Path) -> None:
    found = recall(register, answered(register, tmp_path / "a" / "audit.csv", missed=1))
    assert found.recall == estimated_recall(FOUND, OTHERS, DRAWN, 1)
    assert found.recall.recall == pytest.approx(4 / (4 + 30 * 0.1))
    assert "1 of 10 sampled among 30 not flagged, 4 flagged; 95% interval" in found.basis


def test_answers_in_the_folder_fill_the_coverage(data: Path, register: Path, tmp_path: Path) -> None:
    answered(register, tmp_path / "decisions" / "audit.csv", missed=1)
    again = built(data, tmp_path / "again", tmp_path / "decisions")
    (row,) = pq.read_table(again / "tables" / "coverage.parquet").to_pylist()
    assert row["estimated_recall"] == pytest.approx(4 / 7)
    assert "1 of 10 sampled" in row["recall_basis"]
    assert row["purchases"] == FOUND


def test_a_missed_purchase_whose_class_is_named_joins_the_register_and_leaves_the_estimate_alone(
    data: Path, register: Path, tmp_path: Path
) -> None:
    file = answered(register, tmp_path / "decisions" / "audit.csv", missed=1, technology="video.cctv_fixed")
    again = built(data, tmp_path / "again", tmp_path / "decisions")
    (row,) = pq.read_table(again / "tables" / "coverage.parquet").to_pylist()
    assert row["purchases"] == FOUND + 1
    assert row["estimated_recall"] == pytest.approx(4 / 7)
    assert recall(again, file).recall.recall == pytest.approx(4 / 7)


def test_a_sample_that_is_not_answered_whole_says_how_much_is_open(register: Path, tmp_path: Path) -> None:
    write(audit(register, DRAWN), "audit", tmp_path / "audit.csv")
    assert recall(register, tmp_path / "audit.csv").unanswered == DRAWN


def test_no_process_can_be_drawn_less_than_once(register: Path) -> None:
    with pytest.raises(UsageError, match="--sample 0"):
        audit(register, 0)
