"""Folding: spellings of one word meet, and every place leads back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.text.fold import fold, fold_both, fold_joined, fold_many, fold_word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("видеонаблюдения", "видeонaблюдeния"),
        ("ПОСТАВКА", "пocтaвкa"),
        ("сопровождение", "cопpовождение"),
        ("Überwachung", "UBERWACHUNG"),
        ("supraveghere în stații", "supraveghere in staţii"),
        ("ёлка", "елка"),
        ("қауіпсіз", "кауипсиз"),
        ("Müşahidə", "musahide"),
        ("παρακολούθησης", "ΠΑΡΑΚΟΛΟΥΘΗΣΗΣ"),
        ("e\u0301cole", "école"),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(one: str, other: str):
    assert fold(one).text == fold(other).text


def test_hyphen_inside_a_word_is_a_space_in_one_view_and_nothing_in_the_other():
    assert fold("IP-камера").text.split() == [fold_word("ip"), fold_word("камера")]
    assert fold_joined("наблю-дения").text == fold_word("наблюдения")


def test_range_behind_removed_characters_leads_back_to_the_original():
    text = "про­ект ви-део e\u0301 CCTV"
    folded = fold_joined(text)
    start = folded.text.index("cctv")
    first, last = folded.original(start, start + 4)
    assert text[first:last] == "CCTV"


@given(st.text())
def test_every_range_of_a_folded_text_lies_in_the_original(text: str):
    for view in (fold(text), fold_joined(text)):
        assert len(view.text) <= len(text)
        first, last = view.original(0, len(view.text))
        assert 0 <= first <= last <= len(text)


@given(st.text(st.characters() | st.sampled_from("ab-\u00ad. ")))
def test_both_views_stand_behind_one_another_and_lead_to_the_same_places(text: str):
    both, joined, spaced = fold_both(text), fold_joined(text), fold(text)
    assert both.text == (spaced.text if joined.text == spaced.text else f"{joined.text}.{spaced.text}")
    for view, first in ((joined, 0), (spaced, len(both.text) - len(spaced.text))):
        for place in range(len(view.text)):
            assert both.original(first + place, first + place + 1) == view.original(place, place + 1)


@given(st.lists(st.text(st.characters() | st.sampled_from("ab-\u00ad. ")), min_size=1, max_size=6))
def test_texts_folded_together_are_the_texts_folded_alone(texts: list[str]):
    views = fold_many(texts)
    for view, alone in zip(views, (fold, fold_joined), strict=False):
        for number, start in zip(view.numbers.tolist(), view.starts.tolist(), strict=True):
            folded = alone(texts[number]).text
            spaced = "".join(" " if char < "0" else char for char in folded)
            assert view.text[start : start + len(folded)] == spaced
    joined = [number for number, text in enumerate(texts) if fold(text).text != fold_joined(text).text]
    assert set(joined) <= set(views[1].numbers.tolist() if len(views) > 1 else [])


@pytest.mark.parametrize(
    ("typeset", "meant"),
    [
        ("видео&shy;наблюдение &laquo;Школа&raquo;", "видеонаблюдение «Школа»"),
        ("vid&eacute;o&nbsp;surveillance", "vidéo surveillance"),
        ("&#1074;&#x438;део", "видео"),
        ("В И Д Е О Н А Б Л Ю Д Е Н И Е  в  М Е Т Р О", "ВИДЕОНАБЛЮДЕНИЕ  в  МЕТРО"),
        ("монтаж видео\nнаблюдения", "монтаж видео наблюдения"),
        ("монтаж видеонаб-\r\n  людения", "монтаж видеонаблюдения"),
    ],
)
def test_what_typesetting_did_to_a_word_is_undone(typeset: str, meant: str):
    assert fold(typeset).text == fold(meant).text
    assert fold_joined(typeset).text == fold_joined(meant).text


@pytest.mark.parametrize("text", ["А Б В Г", "камера\nМорозильная", "1 2 3 4 5 6 7", "R&D; AT&T;", "A) камера\n- шина"])
def test_initials_lists_and_company_names_stay_as_they_are(text: str):
    assert fold(text).kept is None


def test_words_typeset_apart_are_shown_as_published():
    text = "Монтаж С И С Т Е М Ы  CCTV и видео-\nконтроля &laquo;ANPR&raquo;"
    folded = fold(text)
    for word, published in (("cctv", "CCTV"), ("anpr", "ANPR"), (fold_word("видеоконтроля"), "видео-\nконтроля")):
        start = folded.text.index(word)
        first, last = folded.original(start, start + len(word))
        assert text[first:last] == published
