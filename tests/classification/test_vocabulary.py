"""Every technology file keeps its own promises, and a broken one says what is wrong."""

from pathlib import Path

import pytest

from custodiet.classification import Classifier, Label, Text
from custodiet.classification.vocabulary import FOLDER, Example, load_vocabulary
from custodiet.discovery import plugin_files
from custodiet.errors import DefinitionError

VOCABULARY = load_vocabulary()

GOOD = """
label = "Test"
definition = "A test."
source = "made for a test"
group = "video"
must_not_match = []
[codes]
[terms.en]
translated = ["quuxometer*"]
[[must_match]]
lang = "en"
text = "Two quuxometers"
"""


def examples(kind: str) -> list[object]:
    return [
        pytest.param(name, example, id=f"{name}-{number}")
        for name, technology in VOCABULARY.technologies.items()
        for number, example in enumerate(getattr(technology, kind))
    ]


@pytest.mark.parametrize(("name", "example"), examples("must_match"))
def test_example_that_must_match_is_found_in_its_class(classifier: Classifier, name: str, example: Example):
    decision = classifier.decide([Text(example.text, "/title", "title")], example.codes)
    assert name in decision.classes, decision.why
    assert decision.label in {Label.YES, Label.PART}


@pytest.mark.parametrize(("name", "example"), examples("must_match"))
def test_example_that_must_match_passes_the_quick_look(classifier: Classifier, name: str, example: Example):
    assert classifier.candidates(["nothing here", example.text]) == [1]


@pytest.mark.parametrize(("name", "example"), examples("must_not_match"))
def test_example_that_must_not_match_is_not_found_in_its_class(classifier: Classifier, name: str, example: Example):
    decision = classifier.decide([Text(example.text, "/title", "title")], example.codes)
    assert name not in decision.classes, decision.why


def test_each_of_the_34_classes_has_a_file_with_examples_of_both_kinds():
    assert len(VOCABULARY.technologies) == 34
    for name, technology in VOCABULARY.technologies.items():
        assert technology.must_match, name
        assert technology.must_not_match, name


def test_every_term_can_be_read(classifier: Classifier):
    for technology in VOCABULARY.technologies.values():
        for terms in technology.terms.values():
            for word in terms.all():
                assert classifier.matcher.knows(word)


def test_technology_of_an_outsider_is_found_without_registration(tmp_path: Path):
    (tmp_path / "technologies").mkdir()
    (tmp_path / "technologies" / "video.quux.toml").write_text(GOOD, encoding="utf-8")
    mine = Classifier.load(tmp_path)
    assert mine.decide([Text("Two quuxometers", "/title", "title")]).classes == ("video.quux",)


def test_unknown_key_names_file_key_and_nearest_known_key(tmp_path: Path):
    (tmp_path / "technologies").mkdir()
    broken = tmp_path / "technologies" / "video.quux.toml"
    broken.write_text(GOOD.replace("label =", "lable ="), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"video\.quux\.toml, line 2: unknown key 'lable'; did you mean 'label'"):
        load_vocabulary(tmp_path)


def test_unknown_group_is_an_error(tmp_path: Path):
    (tmp_path / "technologies").mkdir()
    text = GOOD.replace('group = "video"', 'group = "vidio"')
    (tmp_path / "technologies" / "video.quux.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="unknown group 'vidio'; did you mean 'video'"):
        load_vocabulary(tmp_path)


def test_unknown_word_set_is_an_error(tmp_path: Path):
    (tmp_path / "technologies").mkdir()
    text = GOOD + '\n[[hints]]\nwhy = "test"\nwords = ["quux"]\nbeside = ["@camera_wach"]\n'
    (tmp_path / "technologies" / "video.quux.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="unknown word set '@camera_wach'; did you mean 'camera_watch'"):
        Classifier.load(tmp_path)


def test_file_name_is_the_class_and_begins_with_its_group():
    for file in plugin_files(FOLDER, ".toml"):
        assert VOCABULARY.technologies[file.stem].group == file.stem.split(".")[0]
