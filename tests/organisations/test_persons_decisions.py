"""Decisions of people: replayed at each build, taken back by a later line, reported against the evidence."""

from pathlib import Path

import pytest

from custodiet.errors import DefinitionError
from custodiet.organisations import read_decisions, resolve

HEAD = "a,b,decision,who,when,why\n"
ROWS = (
    ("ТОВ Дзвінок", "UA-EDR:40126602", "Харків"),
    ("ПП Ялинка", "UA-EDR:40126610", "Рівне"),
    ("ТОВ Дзвінок", None, "Харків"),
)


@pytest.fixture
def decisions(tmp_path: Path):
    def read(*lines: str):
        file = tmp_path / "decisions.csv"
        file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
        return read_decisions(file)

    return read


def test_same_joins_against_the_numbers_and_is_reported(parties, groups, decisions):
    decided = decisions("UA-EDR:40126602,UA-EDR:40126610,same,the editor,2026-11-20,renamed by deed of 2024")
    resolved = resolve(parties(*ROWS), decided)
    assert {0, 1, 2} in groups(resolved)
    assert [problem.kind for problem in resolved.problems] == ["decision-against-evidence"]
    assert "person" not in {row["basis"] for row in resolve(parties(*ROWS)).organisations.to_pylist()}


def test_different_keeps_apart_what_a_rule_would_join(parties, groups, decisions):
    table = parties(ROWS[0], ("Дзвінок LLC", "UA-EDR:40126602", "Харків"))
    assert groups(resolve(table)) == {frozenset({0, 1})}
    decided = decisions("name:ТОВ Дзвінок,name:Дзвінок LLC@UA,different,the editor,2026-11-20,two firms one number")
    resolved = resolve(table, decided)
    assert len(groups(resolved)) == 2
    kinds = [problem.kind for problem in resolved.problems]
    assert kinds == ["decision-against-evidence", "identifier-of-several-names"]


def test_later_line_takes_a_decision_back(parties, groups, decisions):
    decided = decisions(
        "UA-EDR:40126602,UA-EDR:40126610,same,the editor,2026-11-20,renamed",
        "UA-EDR:40126610,UA-EDR:40126602,different,the editor,2026-11-21,the deed was of another firm",
    )
    assert {1} in groups(resolve(parties(*ROWS), decided))


def test_decision_that_names_nothing_is_reported(parties, decisions):
    resolved = resolve(parties(*ROWS), decisions("UA-EDR:1,UA-EDR:40126610,same,the editor,2026-11-20,why"))
    assert [problem.kind for problem in resolved.problems] == ["decision-names-nothing"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a,b,sama,who,2026-11-20,why", "did you mean 'same'"),
        ("a,b,same,who,20.11.2026,why", "must be a date"),
        ("a,b,same,,2026-11-20,why", "`who` is empty"),
        ("a,b,same", "6 cells"),
    ],
)
def test_broken_line_is_named_with_its_fault(decisions, line: str, message: str):
    with pytest.raises(DefinitionError, match=message):
        decisions(line)


def test_unknown_column_is_named_with_the_nearest_known(tmp_path: Path):
    file = tmp_path / "decisions.csv"
    file.write_text("a,b,decision,whom,when,why\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="unknown column 'whom'; did you mean 'who'"):
        read_decisions(file)
