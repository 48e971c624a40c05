import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.safeguards import Assessment, Question, assess, unplaced

Questions = Mapping[str, Question]
Purchases = Callable[[Mapping[str, list[str | None] | None]], pa.Table]

READ = Assessment(
    ocid="ocds-a",
    question="SG04",
    state="documented",
    evidence_uri="https://example.org/assessment.pdf",
    locator="p. 3",
    date=dt.date(2024, 5, 6),
    assessor="editors",
)


def answer(table: pa.Table, ocid: str, question: str) -> dict[str, Any]:
    rows = table.filter(pc.and_(pc.equal(table["ocid"], ocid), pc.equal(table["question"], question))).to_pylist()
    assert len(rows) == 1
    return rows[0]  # type: ignore[no-any-return]


def test_every_purchase_gets_every_question_once_in_order(purchases: Purchases, questions: Questions) -> None:
    table = assess(purchases({"ocds-b": ["video.cctv_fixed"], "ocds-a": ["comms.imsi"]}), questions)
    wanted = [(ocid, question) for ocid in ("ocds-b", "ocds-a") for question in questions]
    assert list(zip(table["ocid"].to_pylist(), table["question"].to_pylist(), strict=True)) == wanted
    assert table.schema.equals(SAFEGUARDS.schema)


def test_what_nobody_has_looked_at_is_not_checked_and_says_nothing_else(
    purchases: Purchases, questions: Questions
) -> None:
    row = answer(assess(purchases({"ocds-a": ["video.cctv_fixed"]}), questions), "ocds-a", "SG01")
    assert row == dict.fromkeys(SAFEGUARDS.names) | {"ocid": "ocds-a", "question": "SG01", "state": "not_checked"}


def test_a_question_about_other_technologies_does_not_apply_and_says_why(
    purchases: Purchases, questions: Questions
) -> None:
    row = answer(assess(purchases({"ocds-a": ["video.cctv_fixed"]}), questions), "ocds-a", "SG20")
    assert row["state"] == "not_applicable"
    assert row["reason"] == "the technology is none of: biometric.face_live, biometric.face_retro, comms"


def test_one_fitting_technology_among_several_is_enough(purchases: Purchases, questions: Questions) -> None:
    table = assess(purchases({"ocds-a": ["video.cctv_fixed", "comms.imsi"]}), questions)
    assert answer(table, "ocds-a", "SG20")["state"] == "not_checked"


@pytest.mark.parametrize("technologies", [None, [], [None]], ids=["null", "empty", "list of null"])
def test_a_purchase_without_a_stated_technology_keeps_every_question_open(
    purchases: Purchases, questions: Questions, technologies: list[str | None] | None
) -> None:
    table = assess(purchases({"ocds-a": technologies, "ocds-b": ["aerial.drone"]}), questions)
    assert answer(table, "ocds-a", "SG20")["state"] == "not_checked"
    assert answer(table, "ocds-b", "SG20")["state"] == "not_applicable"


def test_states_agree_with_the_definition_for_every_purchase_and_question(
    purchases: Purchases, questions: Questions
) -> None:
    kinds = ["video.cctv_fixed", "biometric.face_live", "traffic.anpr", "platform.predictive", "enabling.support"]
    technologies: dict[str, list[str | None] | None] = {
        f"ocds-{number}": [kind for bit, kind in enumerate(kinds) if number >> bit & 1] for number in range(1, 32)
    }
    for row in assess(purchases(technologies), questions).to_pylist():
        bought = technologies[row["ocid"]] or []
        concerned = any(questions[row["question"]].concerns(kind) for kind in bought if kind)
        assert row["state"] == ("not_checked" if concerned else "not_applicable")
        assert (row["reason"] is None) == concerned


def test_tables_cut_from_a_larger_one_are_judged_by_their_own_rows(purchases: Purchases, questions: Questions) -> None:
    whole = purchases({"ocds-a": ["comms.imsi"], "ocds-b": None, "ocds-c": ["aerial.drone"], "ocds-d": ["comms.imsi"]})
    cut = assess(whole.slice(1, 2), questions)
    assert cut.equals(assess(purchases({"ocds-b": None, "ocds-c": ["aerial.drone"]}), questions))


def test_no_purchases_give_no_rows(purchases: Purchases, questions: Questions) -> None:
    table = assess(purchases({}), questions, [READ])
    assert table.num_rows == 0
    assert table.schema.equals(SAFEGUARDS.schema)


def test_an_assessment_takes_the_place_of_not_checked_and_nothing_else_changes(
    purchases: Purchases, questions: Questions
) -> None:
    bought = purchases({"ocds-a": ["video.cctv_fixed"], "ocds-b": ["video.cctv_fixed"]})
    before, after = assess(bought, questions).to_pylist(), assess(bought, questions, [READ]).to_pylist()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [(row["ocid"], row["question"], row["state"], row["date"]) for row in changed] == [
        ("ocds-a", "SG04", "documented", "2024-05-06")
    ]


def test_an_assessment_of_a_purchase_that_is_not_here_is_handed_back(
    purchases: Purchases, questions: Questions
) -> None:
    bought = purchases({"ocds-b": ["video.cctv_fixed"]})
    assert assess(bought, questions, [READ]).equals(assess(bought, questions))
    assert unplaced(bought, [READ]) == [READ]


def test_a_placed_assessment_is_not_handed_back(purchases: Purchases) -> None:
    assert unplaced(purchases({"ocds-a": None}), [READ]) == []


def test_fifty_thousand_purchases_take_well_below_two_seconds(questions: Questions) -> None:
    count = 50_000
    kinds = [["video.cctv_fixed"], ["biometric.face_live", "platform.safe_city"], ["traffic.anpr"]]
    bought = pa.table(
        {
            "ocid": [f"ocds-213czf-{number}" for number in range(count)],
            "technologies": pa.array([kinds[number % 3] for number in range(count)], pa.list_(pa.string())),
        }
    )
    began = time.process_time()
    table = assess(bought, questions, [READ])
    assert table.num_rows == count * 28
    assert time.process_time() - began < 2
