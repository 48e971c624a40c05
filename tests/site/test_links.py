"""Ids of any shape become names that are safe in addresses and file systems."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.site.links import MOST_CHARS, key, name_of, web_address


@given(st.text(min_size=1, max_size=60, alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_key_is_one_safe_word_and_is_read_back(name: str) -> None:
    made = key(name)
    assert re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*", made)
    assert len(made) <= MOST_CHARS
    assert made.startswith("~~") or name_of(made) == name


@pytest.mark.parametrize(
    ("name", "made"),
    [("ted:492647-2021", "ted~3A492647-2021"), ("../x", "~2E.~2Fx"), (".", "~2E"), ("a~b", "a~7Eb")],
)
def test_a_key_can_be_read_by_a_person(name: str, made: str) -> None:
    assert key(name) == made


def test_a_long_id_is_named_by_its_hash() -> None:
    assert key("Ж" * 100) == key("Ж" * 100) != key("Ж" * 101)
    assert name_of(key("Ж" * 100)) is None


@pytest.mark.parametrize("text", ["", "a/b", "a%2Fb", "~zz", "~41", "~C3", "x" * 400, "a\nb", "~2e"])
def test_what_is_no_key_stands_for_nothing(text: str) -> None:
    assert name_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "https://user:secret@example.org/",
        "https://",
        "http://[x",
        "ftp://example.org",
        "https://example.org/\nx",
        None,
    ],
)
def test_only_an_address_of_the_web_is_followed(text: str | None) -> None:
    assert web_address(text) is None


def test_an_address_of_the_web_stays_as_published() -> None:
    assert web_address(" https://example.org/a?b=c#d ") == "https://example.org/a?b=c#d"
