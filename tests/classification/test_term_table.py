"""The terms of the vocabulary reach other rooms as rows."""

import pytest

from custodiet.classification.term_table import forms, term_table
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.model.vocabulary_tables import TERMS


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("surveillance camera*", ["surveillance camera*"]),
        ("відео+спостереж*", ["biдeocпoctepeж*", "biдeo cпoctepeж*"]),
        ("a1|b1 ~ *c1*", ["a1|b1 ~ *c1*"]),
    ],
)
def test_a_term_has_a_form_for_each_way_to_join_its_parts(term: str, written: list[str]) -> None:
    assert forms(term) == written


def test_every_class_has_its_label_and_terms() -> None:
    vocabulary = load_vocabulary()
    table = term_table(vocabulary)
    assert table.schema == TERMS.schema
    assert set(table["technology"].to_pylist()) == set(vocabulary.technologies)
    keys = list(zip(*(table[name].to_pylist() for name in TERMS.key), strict=True))
    assert keys == sorted(set(keys))
