"""The word lists: strictly read, and no entry under two meanings."""

import tomllib

import pytest

from custodiet.organisations.lexicon import FOLDER, lexicon, words_of


def meanings_of_entries(name: str, *groups: str) -> dict[tuple[str, ...], set[str]]:
    read = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    chosen = [read[group] for group in groups] if groups else [{key: form["words"] for key, form in read.items()}]
    found: dict[tuple[str, ...], set[str]] = {}
    for group in chosen:
        for meaning, entries in group.items():
            for entry in entries:
                found.setdefault(words_of(entry), set()).add(meaning)
    return found


@pytest.mark.parametrize(
    ("name", "groups"), [("words.toml", ("kind", "word")), ("legal_forms.toml", ()), ("places.toml", ("settlements",))]
)
def test_no_entry_stands_under_two_meanings(name: str, groups: tuple[str, ...]):
    found = meanings_of_entries(name, *groups)
    assert len(found) > 100
    assert {entry: meanings for entry, meanings in found.items() if len(meanings) > 1} == {}


def test_longest_entry_at_a_place_decides():
    words = words_of("министерство внутренних дел")
    assert lexicon().meanings.at(words, 1) == ("~interior", 2)
    assert lexicon().meanings.at(words_of("внутренних войск"), 0) is None
