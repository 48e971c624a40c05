"""Attached documents are claims at most; what a person assessed stands before them."""

import json

import pyarrow.parquet as pq
import pytest

from custodiet.pipeline import build
from custodiet.safeguards import load_questions
from custodiet.settings import Settings

ASSESSED = """ocid,question,state,looked_in,date,assessor
o,{question},not_found,the site of the town,2026-11-20,desk 3
elsewhere,{question},not_found,the site of the town,2026-11-20,desk 3
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[str], str]:
    """The state of each question, the kinds of problem, and the question that was assessed."""
    place = tmp_path_factory.mktemp("assessed")
    claimable = [one for one in load_questions().values() if one.document_types]
    assessed = next(
        name for name, one in load_questions().items() if not one.document_types and one.concerns("video.cctv_fixed")
    )
    files = [
        {"id": str(n), "documentType": one.document_types[0], "url": f"https://example.org/{n}"}
        for n, one in enumerate(claimable)
    ]
    tender = {"id": "t", "title": "CCTV cameras", "documents": files}
    release = {"ocid": "o", "id": "1", "date": "2024-01-01T00:00:00Z", "tag": ["tender"], "tender": tender}
    (place / "data.json").write_text(json.dumps({"releases": [release]}), encoding="utf-8")
    (place / "decisions" / "safeguards").mkdir(parents=True)
    (place / "decisions" / "safeguards" / "ours.csv").write_text(ASSESSED.format(question=assessed), encoding="utf-8")
    register = place / "register"
    build([str(place / "data.json")], register, Settings(threads=1, decisions=place / "decisions"))
    rows = pq.read_table(register / "tables" / "safeguards.parquet").to_pylist()
    kinds = pq.read_table(register / "tables" / "problems.parquet")["kind"].to_pylist()
    return {row["question"]: row["state"] for row in rows}, kinds, assessed


def test_an_attached_document_is_a_claim(told: tuple[dict[str, str], list[str], str]) -> None:
    assert "claimed" in told[0].values()
    assert "documented" not in told[0].values()


def test_what_a_person_assessed_stands(told: tuple[dict[str, str], list[str], str]) -> None:
    states, _, assessed = told
    assert states[assessed] == "not_found"


def test_an_assessment_of_what_was_not_read_is_a_problem(told: tuple[dict[str, str], list[str], str]) -> None:
    assert told[1] == ["decision-names-nothing"]
