"""What stands in the page on accuracy about organisations is what was measured, and reaches the goals."""

import json
from pathlib import Path
from typing import Any

import pytest

MILLION = 1_000_000
MOST_MIB = 2048
MOST_S = 60


@pytest.fixture(scope="module")
def measured(project: Path) -> dict[str, Any]:
    """The results that take minutes or need ICU, as the benchmark kept them."""
    return json.loads((project / "benchmarks" / "organisations.measured.json").read_text(encoding="utf-8"))


def test_synthetic_parties_reach_precision_and_recall_at_every_size(measured: dict[str, Any]) -> None:
    for row in measured["synthetic"]:
        assert row["precision"] >= 0.995
        assert row["recall"] >= 0.85


def test_a_million_parties_take_a_minute_and_two_gibibytes_at_most(measured: dict[str, Any]) -> None:
    for row in measured["synthetic"]:
        if row["mentions"] <= MILLION:
            assert row["cpu_seconds"] <= MOST_S
            assert row["peak_mib"] <= MOST_MIB


def test_the_page_shows_each_size_and_the_peer_as_measured(project: Path, measured: dict[str, Any]) -> None:
    page = (project / "docs" / "explanation" / "accuracy.md").read_text(encoding="utf-8")
    rows = [f"| {row['mentions']:,} | {row['precision']:.4f} | {row['recall']:.3f} |" for row in measured["synthetic"]]
    peer = measured["peer"]["score"]
    rows.append(f"| {peer['pairs']} | {peer['decided_same']} | {peer['right']} |")
    assert [row for row in rows if row not in page] == []
