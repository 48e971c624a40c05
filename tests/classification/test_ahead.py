"""What was worked out ahead is what would be worked out here, and is left alone where it is for something else."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from custodiet.classification import ahead, vocabulary
from custodiet.classification.meanings import meanings, misspelt, sought_in
from custodiet.classification.sought import sought
from custodiet.classification.term_table import rows, term_table
from custodiet.classification.vocabulary import FOLDER, Vocabulary, load_vocabulary
from custodiet.discovery import plugin_files
from custodiet.errors import DefinitionError

OF_AN_OUTSIDER = """
label = "Test"
definition = "A test."
source = "made for a test"
group = "video"
must_match = []
must_not_match = []
codes = {}
terms = {en = {translated = ["quuxometer*"]}}
"""


@pytest.fixture
def as_read() -> Vocabulary:
    """Our vocabulary from its own files."""
    return vocabulary.read(plugin_files(FOLDER, ".toml"))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file that stands for the one worked out ahead, which is not there yet."""
    monkeypatch.setattr(ahead, "AHEAD", tmp_path / "_ahead.json")
    vocabulary.ours.cache_clear()
    yield tmp_path / "_ahead.json"
    vocabulary.ours.cache_clear()


def test_what_was_worked_out_ahead_is_what_the_vocabulary_gives(as_read: Vocabulary) -> None:
    assert ahead.worked_out("vocabulary", Vocabulary) == as_read, "run `make pages`"
    assert sought_in(load_vocabulary()) == sought(meanings(as_read), misspelt(as_read))
    assert term_table(load_vocabulary()).to_pylist() == [row._asdict() for row in rows(as_read)]


def test_technologies_of_an_outsider_are_worked_out_now(tmp_path: Path) -> None:
    (tmp_path / "technologies").mkdir()
    (tmp_path / "technologies" / "test.quux.toml").write_text(OF_AN_OUTSIDER)
    with_more = load_vocabulary(tmp_path)

    assert any("quuxometer*" in terms for _meaning, terms in sought_in(with_more).words)
    assert "quuxometer*" in term_table(with_more)["term"].to_pylist()


def test_a_file_that_is_missing_costs_time_alone(elsewhere: Path, as_read: Vocabulary) -> None:
    assert not elsewhere.exists()
    assert load_vocabulary() == as_read
    assert sought_in(load_vocabulary()) == sought(meanings(as_read), misspelt(as_read))


def test_a_file_that_is_behind_is_not_believed(elsewhere: Path, as_read: Vocabulary) -> None:
    nothing = msgspec.json.encode({"words": [], "misspelt": [], "patterns": [], "letters": [], "telling": []})
    behind = {"rules": "of another time", "vocabulary": msgspec.Raw(b"{}"), "terms": msgspec.Raw(b"[]")}
    elsewhere.write_bytes(msgspec.json.encode({**behind, "sought": msgspec.Raw(nothing)}))

    assert load_vocabulary() == as_read
    assert sought_in(load_vocabulary()).words
    assert term_table(load_vocabulary()).num_rows


def test_a_damaged_file_is_named(elsewhere: Path) -> None:
    elsewhere.write_text("{")
    with pytest.raises(DefinitionError, match=r"_ahead\.json: the file is damaged.*make pages"):
        load_vocabulary()
