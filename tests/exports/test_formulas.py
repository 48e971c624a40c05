"""No text becomes a formula, and every text comes back as it was."""

import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodiet.exports.cells import neutral
from custodiet.text.formulas import neutralised, restored
from hostile_strings import FORMULAS, HIDDEN_FORMULAS, HOSTILE, LEADING_BREAKS

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@'\t\r\n \0\u200b＝−"), st.characters(exclude_categories=["Cs"]))
)


def test_there_are_more_than_three_hundred_hostile_texts() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) > 300


@pytest.mark.parametrize("texts", [FORMULAS, HIDDEN_FORMULAS, LEADING_BREAKS])
def test_each_formula_gets_one_apostrophe(texts: tuple[str, ...]) -> None:
    assert [neutralised(text) for text in texts] == [f"'{text}" for text in texts]


@pytest.mark.parametrize(
    "text", ["", " ", "'", "''", "Camera = lens", "a-b", "5 - 4", "№ 1", "«=»", "'quoted'", "об'єкт", "— item"]
)
def test_a_text_that_starts_no_formula_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


@settings(deadline=None)
@given(TEXTS)
def test_every_text_comes_back(text: str) -> None:
    assert restored(neutralised(text)) == text


@settings(deadline=None)
@given(TEXTS)
def test_what_comes_out_begins_with_no_sign_and_no_blank_before_a_sign(text: str) -> None:
    assert not re.match(r"[\s\x00-\x20]*[=+\-@]|[\t\r\n]", neutralised(text))


@settings(deadline=None)
@given(st.lists(st.one_of(TEXTS, st.sampled_from(HOSTILE)), max_size=20))
def test_a_column_at_once_gives_the_same_as_text_by_text(texts: list[str]) -> None:
    assert neutral(pa.array(texts, pa.string())).to_pylist() == [neutralised(text) for text in texts]


def test_what_is_not_stated_stays_so() -> None:
    assert neutral(pa.array([None, "=1"])).to_pylist() == [None, "'=1"]
