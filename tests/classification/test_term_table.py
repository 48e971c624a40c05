"""The terms of the vocabulary reach other rooms as rows."""

import pytest

from custodiet.classification.term_table import forms, term_table
from custodiet.classification.terms import Term
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.model.vocabulary_tables import TERMS
from custodiet.text.fold import fold_word
from custodiet.text.search_words import sound


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("surveillance camera*", ["surveillance camera*"]),
        ("відео+спостереж*", ["biдeocпoctepeж*", "biдeo cпoctepeж*"]),
        ("a1|b1 ~ *c1*", ["a1|b1 ~ *c1*"]),
    ],
)
def test_a_term_has_a_form_for_each_way_to_join_its_parts(term: str, written: list[str]) -> None:
    assert forms(term, fold_word) == written


def test_every_class_has_its_label_and_terms() -> None:
    vocabulary = load_vocabulary()
    table = term_table(vocabulary)
    assert table.schema == TERMS.schema
    assert set(table["technology"].to_pylist()) == set(vocabulary.technologies)
    keys = list(zip(*(table[name].to_pylist() for name in TERMS.key), strict=True))
    assert keys == sorted(set(keys))


def test_a_term_of_another_script_is_known_by_its_sound() -> None:
    assert forms("відео+спостереж*", sound) == ["videosposterez*", "video sposterez*"]


def test_the_forms_are_those_that_the_classification_reads() -> None:
    for row in term_table(load_vocabulary()).to_pylist():
        if row["language"] != "en":
            plain = "".join(letter for letter in row["forms"][0] if letter not in "*|~ ")
            read = "".join(part for word in Term(row["term"]).words for choice in word for part in choice.parts)
            assert plain == read.replace(" ", "")
