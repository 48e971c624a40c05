"""What was worked out ahead is what would be worked out here, and is left alone where it is for something else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.classification.test_vocabulary import GOOD

from custodiet.classification import prepared
from custodiet.classification.sought import Sought
from custodiet.classification.vocabulary import Vocabulary, load_vocabulary
from custodiet.errors import DefinitionError


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> Callable[[Vocabulary], tuple[Sought, bool]]:
    """What is looked for, and whether it was worked out now."""

    def look(vocabulary: Vocabulary) -> tuple[Sought, bool]:
        calls: list[Vocabulary] = []
        work_out = prepared.work_out
        with monkeypatch.context() as patch:
            patch.setattr(prepared, "work_out", lambda one: (calls.append(one), work_out(one))[1])
            return prepared.sought_in(vocabulary), bool(calls)

    return look


def test_what_was_worked_out_ahead_is_what_the_vocabulary_gives(worked_out: Callable[..., tuple[Sought, bool]]):
    vocabulary = load_vocabulary()
    found, now = worked_out(vocabulary)
    assert not now, "run `make pages`"
    assert found == prepared.work_out(vocabulary)


def test_technologies_of_an_outsider_are_worked_out_now(tmp_path: Path, worked_out: Callable[..., tuple[Sought, bool]]):
    (tmp_path / "technologies").mkdir()
    (tmp_path / "technologies" / "test.quux.toml").write_text(GOOD)
    found, now = worked_out(load_vocabulary(tmp_path))
    assert now
    assert any("quuxometer*" in terms for _meaning, terms in found.words)


@pytest.mark.parametrize(
    "content",
    [None, '{"rules":"of another time","sought":{"words":[],"misspelt":[],"patterns":[],"letters":[],"telling":[]}}'],
)
def test_a_file_that_is_missing_or_behind_costs_time_alone(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worked_out: Callable[..., tuple[Sought, bool]]
):
    expected = prepared.sought_in(load_vocabulary())
    monkeypatch.setattr(prepared, "AHEAD", tmp_path / "_sought.json")
    if content is not None:
        prepared.AHEAD.write_text(content)
    assert worked_out(load_vocabulary()) == (expected, True)


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(prepared, "AHEAD", tmp_path / "_sought.json")
    prepared.AHEAD.write_text("{")
    with pytest.raises(DefinitionError, match=r"_sought\.json: the file is damaged.*make pages"):
        prepared.sought_in(load_vocabulary())
