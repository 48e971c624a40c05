"""Pairs as lines: answers, errors that name the line, and the measurement."""

import json
from pathlib import Path

import pytest

from custodiet.errors import MalformedError
from custodiet.organisations import match_jsonl
from custodiet.organisations.evaluation import evaluate

A = {
    "name": "ТОВ Дзвінок",
    "country": "UA",
    "identifiers": [{"scheme": "UA-EDR", "id": "40126602"}],
    "locality": None,
    "alt_names": [],
    "role": "supplier",
}
B = A | {"name": "Дзвінок LLC"}
C = A | {"name": "ТОВ Ялинка", "identifiers": []}


def line(key: str, a: dict, b: dict, **more: str) -> str:
    return json.dumps({"id": key, "a": a, "b": b, **more})


def test_each_line_gets_its_answer_and_a_broken_one_its_error():
    lines = [line("1", A, B), "{not json", "", line("2", A, C), '{"id": "3", "a": {"name": 5}, "b": {}}', "[]"]
    answers = [json.loads(answer) for answer in match_jsonl(lines)]
    assert [(answer.get("id"), answer.get("decision"), answer.get("line")) for answer in answers] == [
        ("1", "same", None), (None, None, 2), ("2", "different", None), (None, None, 5), (None, None, 6),
    ]  # fmt: skip
    assert set(answers[0]) == {"id", "decision", "score", "why"}
    assert "name" in answers[3]["error"]


def test_related_called_same_counts_as_wrong(tmp_path: Path):
    file = tmp_path / "gold.jsonl"
    file.write_text(
        "\n".join(
            [
                line("1", A, B, label="related", kind="k"),
                line("2", A, B, label="same", kind="k"),
                line("3", A, C, label="different", kind="k"),
            ]
        )
    )
    report = evaluate([file])
    assert (report.overall.precision, report.overall.recall, report.overall.related_called_same) == (0.5, 1.0, 1)
    assert report.wrong == ["1"]
    assert json.loads(json.dumps(report.as_json()))["confusion"]["related"]["same"] == 1


def test_share_of_nothing_is_not_stated(tmp_path: Path):
    file = tmp_path / "gold.jsonl"
    file.write_text(line("1", A, C, label="different", kind="k"))
    assert evaluate([file]).overall.precision is None
    assert any("not installed" in row or "logic-v2" in row for row in evaluate([file]).lines())


@pytest.mark.parametrize("broken", ["{", line("1", A, B, label="perhaps")])
def test_broken_gold_names_file_and_line(tmp_path: Path, broken: str):
    file = tmp_path / "gold.jsonl"
    file.write_text(line("1", A, B, label="same") + "\n" + broken)
    with pytest.raises(MalformedError, match=r"gold\.jsonl, line 2"):
        evaluate([file])


def test_labelled_pairs_reach_the_goals(shared: Path):
    score = evaluate([shared / "pairs" / "dev.jsonl"]).overall
    assert score.precision >= 0.99
    assert score.recall >= 0.85
    assert score.recall_with_possible >= 0.93
    assert score.unsure_without_number == 0
