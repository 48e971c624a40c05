"""What a country at war does not publish stands in no table of the register, and is counted."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from custodiet.pipeline import build
from custodiet.register.manifest import read_manifest
from custodiet.register.verify import verify
from custodiet.settings import Settings

TODAY = dt.date(2026, 11, 23)
OLD, RECENT, MILITARY, ELSEWHERE = "old", "recent", "military", "elsewhere"


def release(ocid: str, country: str, buyer: str, signed: str) -> dict[str, Any]:
    return {
        "ocid": ocid, "id": ocid, "date": "2024-01-01T00:00:00Z", "tag": ["contract"],
        "parties": [{"id": "b", "name": buyer, "roles": ["buyer"], "address": {"countryName": country}}],
        "buyer": {"id": "b", "name": buyer}, "tender": {"id": "t", "title": "Система відеоспостереження"},
        "awards": [{"id": "a", "status": "active"}],
        "contracts": [{"id": "c", "awardID": "a", "dateSigned": signed, "value": {"amount": -1, "currency": "UAH"}}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    releases = [
        release(OLD, "UA", "Міська рада", "2026-01-10"),
        release(RECENT, "UA", "Міська рада", "2026-11-01"),
        release(MILITARY, "UA", "Військова частина А0000", "2020-01-01"),
        release(ELSEWHERE, "PL", "Gmina", "2026-11-01"),
    ]
    file = tmp_path_factory.mktemp("data") / "releases.json"
    file.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def register(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("held") / "register"
    build([str(data)], to, Settings(threads=1, date=TODAY))
    return to


def test_purchases_of_the_army_and_recent_ones_of_others_are_not_published(register: Path) -> None:
    purchases = pq.read_table(register / "tables" / "purchases.parquet")
    assert purchases["ocid"].to_pylist() == [ELSEWHERE, OLD]


def test_no_file_of_the_register_holds_what_is_held_back(register: Path) -> None:
    for file in (register / "tables").glob("*.parquet"):
        text = json.dumps(pq.read_table(file).to_pylist(), default=str, ensure_ascii=False)
        assert "Військова" not in text, file.name
        assert f'"{RECENT}"' not in text, file.name
    assert "/releases/1" not in (register / "problems.csv").read_text(encoding="utf-8")
    assert verify(register).ok


def test_what_is_held_back_is_counted(register: Path) -> None:
    coverage = pq.read_table(register / "tables" / "coverage.parquet").to_pylist()
    counted = {row["country"]: (row["processes"], row["held_back"], row["purchases"]) for row in coverage}
    assert counted == {"UA": (3, 2, 1), "PL": (1, 0, 1)}
    notes = read_manifest(register).notes["held_back"]
    assert notes == {"UA": {"date": "2026-11-23", "delay_days": 90, "processes": {"military": 1, "too recent": 1}}}


def test_the_delay_can_be_set(data: Path, tmp_path: Path) -> None:
    build([str(data)], tmp_path / "register", Settings(threads=1, date=TODAY, delay_days=0))
    purchases = pq.read_table(tmp_path / "register" / "tables" / "purchases.parquet")
    assert purchases["ocid"].to_pylist() == [ELSEWHERE, OLD, RECENT]
