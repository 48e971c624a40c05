"""The language of terms: endings, compounds, joined words, gaps."""

import pytest

from custodiet.classification.misspelt import one_slip
from custodiet.classification.terms import Term
from custodiet.errors import DefinitionError
from custodiet.text.fold import fold


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("видео+наблюд*", "система видеонаблюдения"),
        ("видео+наблюд*", "система видео - наблюдения"),
        ("*videoüberwach*", "Bahnhofsvideoüberwachungsanlage"),
        ("камер* ~ наблюден*", "камеры круглосуточного уличного наблюдения"),
        ("télévision|tv ~ circuit fermé", "TV en circuit fermé"),
        ("комп'ютер*", "комп’ютерний"),
        ("lecture ~ plaques", "lecture automatisée de plaques"),
    ],
)
def test_term_matches_what_it_is_written_for(term: str, text: str):
    assert list(Term(term).places(fold(text).text))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("anpr", "Anprallschutz"),
        ("cctv", "xcctv"),
        ("камер* ~ наблюден*", "камеры для одного два три четыре наблюдения"),
        ("ip камер*", "pip камера"),
        ("камер* ~ наблюден*", "камеры. | Наблюдение"),
    ],
)
def test_term_leaves_alone_what_it_is_not_written_for(term: str, text: str):
    assert not list(Term(term).places(fold(text).text))


def test_term_is_found_by_its_most_telling_word():
    assert [choice.parts for choice in Term("систем* ~ дактилоскоп*").anchor] == [(fold("дактилоскоп").text,)]


@pytest.mark.parametrize("term", ["~ камера", "камера ~", ""])
def test_term_that_does_not_begin_and_end_with_a_word_is_an_error(term: str):
    with pytest.raises(DefinitionError, match="begins and ends with a word"):
        _ = Term(term).pattern


@pytest.mark.parametrize(
    "word", ["вядеонаблюдения", "видионаблюдения", "видеоонаблюдения", "видоенаблюдения", "видеонабюдения"]
)
def test_long_word_with_one_slip_is_recognised(word: str):
    slip = one_slip("видеонаблюд", word)
    assert slip is not None
    assert word[slip:].startswith(("ения", "е"))


def test_a_missing_last_letter_is_a_slip_whether_or_not_the_text_goes_on():
    assert one_slip("видеонаблюд", "видеонаблю") == one_slip("видеонаблюд", "видеонаблю школ") == 10


@pytest.mark.parametrize("word", ["видеонаблюдения", "видуанаблюдения", "аидеонаблюдения", "видео", ""])
def test_word_without_a_slip_or_with_two_is_left_to_others(word: str):
    assert one_slip("видеонаблюд", word) is None
