import re
import shutil
from pathlib import Path

import msgspec
import pytest

from custodiet.errors import DefinitionError
from custodiet.requests import load_texts
from custodiet.requests._texts import FOLDER
from custodiet.safeguards import load_questions

BARRED = re.compile(r"absent|illegal|corrupt|відсутн|незаконн|корупц|отсутств|коррупц|мыйзамсыз", re.IGNORECASE)


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """An outsider's folder with a language of its own."""
    folder = tmp_path / "plugins" / "requests"
    folder.mkdir(parents=True)
    shutil.copy(FOLDER / "en.toml", folder / "xx.toml")
    return tmp_path / "plugins"


def change(plugins: Path, old: str, new: str) -> None:
    file = plugins / "requests" / "xx.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_languages_of_the_register_are_complete() -> None:
    assert {"en", "uk", "ru", "ky"} <= set(load_texts())


@pytest.mark.parametrize("language", sorted(load_texts()))
def test_every_question_that_a_letter_asks_is_worded_in_its_language(language: str) -> None:
    words = load_texts()[language]
    asked = set(load_questions()) - {"SG12", "SG18"}  # the contract itself, and who receives data, are asked for
    assert words.questions_in == language or set(words.questions) == asked


def test_no_sentence_is_left_in_another_language() -> None:
    texts = {language: msgspec.to_builtins(words) for language, words in load_texts().items()}
    for section in ("letter", "facts", "asks", "units"):
        for key in texts["en"][section]:
            said = [texts[language][section][key] for language in texts]
            assert len(set(said)) >= len(said) - 1, (section, key, said)  # Ukrainian and Russian may share a word
            assert said.count(texts["en"][section][key]) == 1


def test_no_sentence_judges() -> None:
    for language, words in load_texts().items():
        assert not BARRED.search(str(msgspec.to_builtins(words))), language


def test_an_outsider_may_bring_a_language(plugins: Path) -> None:
    assert "xx" in load_texts(plugins)


def test_a_sentence_that_fills_in_something_else_is_refused(plugins: Path) -> None:
    change(plugins, "{buyer}", "{bayer}")
    with pytest.raises(DefinitionError, match=r"xx\.toml: to: holds \['bayer'\] in braces, expected \['buyer'\]"):
        load_texts(plugins)


def test_a_missing_sentence_is_refused(plugins: Path) -> None:
    change(plugins, "please =", "# please =")
    with pytest.raises(DefinitionError, match=r"xx\.toml.*please"):
        load_texts(plugins)
