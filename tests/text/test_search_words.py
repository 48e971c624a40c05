"""Words meet across spellings and scripts, and no text breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.text.search_words import asked, chunks, sound, spellings
from hostile_strings import HOSTILE


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("відеоспостереження", "videosposterezhennia"),
        ("відеоспостереження", "videosposterezhennya"),
        ("видеонаблюдение", "videonablyudenie"),
        ("видеонаблюдение", "videonabliudenie"),
        ("Київ", "Kyiv"),
        ("Харків", "Kharkiv"),
        ("Луганськ", "Lugansk"),
        ("Запоріжжя", "Zaporizhzhia"),
        ("бейнебақылау", "beinebaqylau"),
        ("видеокузатув", "videokuzatuv"),
        ("ხიდი", "khidi"),
        ("տեսա", "tesa"),
    ],
)
def test_latin_letters_sound_like_the_word_they_stand_for(written: str, typed: str) -> None:
    assert sound(written.lower()) == sound(typed.lower())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("об'єкт", "обʼєкт"),
        ("об’єкт", "обєкт"),
        ("Vidéo", "VIDEO"),
        ("IP-камера", "ipкамера"),
        ("oʻzbek", "ozbek"),
        ("камера", "кaмepa"),
    ],
)
def test_one_word_has_one_spelling_however_it_is_marked(one: str, other: str) -> None:
    (left,), (right,) = asked(one), asked(other)
    assert left.whole[0] == right.whole[0]


def test_parts_of_a_word_are_found_alone() -> None:
    assert set(asked("école")[0].whole) <= set(spellings(chunks("l'école")[0]))


def test_ideographs_are_found_in_pairs() -> None:
    assert spellings("視頻監控") == ("視頻", "頻監", "監控")


@pytest.mark.parametrize("text", ["", "\0", "- ' -", "\u200b", "   ", "*()\"'"])
def test_a_text_without_letters_has_no_words(text: str) -> None:
    assert asked(text) == []


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_every_text_has_words_without_spaces_and_signs(text: str) -> None:
    for word in asked(text):
        assert all(form.strip() and not set(form) & set(" %\"'*") for form in word.whole)
        assert set(word.whole) <= {form for chunk in chunks(text) for form in spellings(chunk)}
