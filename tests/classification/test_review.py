"""Review: what a person should look at, and what happens to the answers."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from custodiet.classification.decisions import PersonDecision, decided, read_decisions
from custodiet.classification.review import worklist
from custodiet.errors import DefinitionError
from custodiet.model.tables import PROCESSES, TECHNOLOGIES

HEADER = "ocid,technology,decision,who,when,why\n"


def found(ocid: str, label: str = "review", score: float = 0.6, rule: str = "hint: камер*") -> dict[str, object]:
    return {
        "ocid": ocid,
        "technology": "video.cctv_fixed",
        "label": label,
        "score": score,
        "rule": rule,
        "words": "камер",
        "why": "x",
    }


def technologies(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=TECHNOLOGIES.schema)


def answer(decision: str, when: str = "2026-11-23", who: str = "editor", ocid: str = "a") -> PersonDecision:
    return PersonDecision(ocid, "video.cctv_fixed", decision, who, when, "read the specification")


def test_doubtful_findings_are_listed_by_value_then_doubt():
    rows = technologies(found("small"), found("big"), found("sure", "yes", 1.0, "term: cctv"), found("none"))
    values = {"small": "10", "big": "1000", "sure": "5000"}
    processes = pa.Table.from_pylist(
        [{"ocid": ocid, "tender_amount": Decimal(value), "tender_currency": "UAH"} for ocid, value in values.items()],
        schema=PROCESSES.schema,
    )
    assert worklist(rows, processes).column("ocid").to_pylist() == ["big", "small", "none"]


def test_values_of_two_currencies_are_not_compared():
    rows = technologies(found("yen"), found("euro"), found("euro2"))
    values = [("yen", "9000", "JPY"), ("euro", "20", "EUR"), ("euro2", "10", "EUR")]
    processes = pa.Table.from_pylist(
        [{"ocid": ocid, "tender_amount": Decimal(v), "tender_currency": c} for ocid, v, c in values],
        schema=PROCESSES.schema,
    )
    assert worklist(rows, processes).column("ocid").to_pylist() == ["euro", "yen", "euro2"]


def test_decision_of_a_person_wins_over_the_machine():
    table, against = decided(technologies(found("a"), found("b")), [answer("no"), answer("yes", ocid="b")])
    assert [(row["ocid"], row["label"], row["rule"]) for row in table.to_pylist()] == [
        ("b", "yes", "person: editor on 2026-11-23")
    ]
    assert against == []


def test_decision_against_a_strong_term_is_applied_and_reported():
    table, against = decided(technologies(found("a", "yes", 1.0, "term: cctv")), [answer("no")])
    assert table.num_rows == 0
    assert "but the text says 'камер' (term: cctv)" in against[0].found


def test_decision_without_any_evidence_is_applied_and_reported():
    table, against = decided(technologies(), [answer("part")])
    assert table.column("role").to_pylist() == ["component"]
    assert "no words of this class found" in against[0].found


def test_later_decision_counts_and_the_contradiction_is_reported():
    table, against = decided(
        technologies(found("a")), [answer("no", "2026-11-24"), answer("yes", "2026-11-23", "author")]
    )
    assert table.num_rows == 0
    assert "author decided yes on 2026-11-23" in against[0].found


def test_filled_in_rows_are_read_and_empty_ones_passed_over(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_text(
        HEADER + "a,video.cctv_fixed,yes,editor,2026-11-23,seen\nb,video.cctv_fixed,,,,\n", encoding="utf-8"
    )
    assert [decision.ocid for decision in read_decisions([file])] == ["a"]


def test_all_mistakes_of_a_decisions_file_are_named_at_once(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_text(HEADER + "a,video.cctv_fixed,maybe,,23.11.2026,seen\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as error:
        read_decisions([file])
    for words in ("line 2: decision 'maybe'", "when '23.11.2026' is no date", "who is empty"):
        assert words in str(error.value)


def test_decisions_file_without_its_columns_is_named(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_text("ocid,decision\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="columns missing: technology, who, when, why"):
        read_decisions([file])
