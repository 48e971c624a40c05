"""The decision: main object or component, negation, review, codes, places and capabilities, spans."""

import sys
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.classification import Classifier, Label, Text

PIECES = st.sampled_from(
    [
        "видеонаблюдения ",
        "CCTV ",
        "без ",
        "ка-мер ",
        "e\u0301cole ",
        "морозильная камера ",
        "охрана школы, ",
        "\U0001f4f7 ",
        "|| ",
        "UFED ",
    ]
)


def test_system_named_first_in_the_title_is_the_main_object(decide_title):
    decision = decide_title("Обслуживание системы видеонаблюдения и пожарной сигнализации")
    assert decision.label is Label.YES
    assert decision.classes == ("enabling.support", "video.cctv_fixed")


def test_system_listed_after_fire_alarms_is_a_component(decide_title):
    assert decide_title("Обслуживание пожарной сигнализации, оповещения, видеонаблюдения").label is Label.PART


def test_system_deep_in_the_description_is_a_component(decide_title):
    words = "Construction of a primary school with a sports hall, landscaping and parking. " * 6
    assert decide_title("Primary school", description=f"{words} CCTV is installed.").label is Label.PART


@pytest.mark.parametrize(
    "title",
    ["Охранная сигнализация без видеонаблюдения", "Alarm system without CCTV", "Alarmanlage ohne Videoüberwachung"],
)
def test_system_that_is_excluded_is_not_bought(decide_title, title: str):
    assert decide_title(title).label is Label.NO


def test_negation_ends_at_a_comma(decide_title):
    assert decide_title("Охрана без оружия, монтаж видеонаблюдения").label is Label.YES


def test_head_that_says_nothing_alone_goes_to_review(decide_title):
    assert decide_title("Закупка видеокамер").label is Label.REVIEW


def test_head_beside_a_place_watched_decides(decide_title):
    assert decide_title("Камери для вулиць міста").label is Label.YES


def test_word_inside_another_word_is_no_match(decide_title):
    assert decide_title("Anprallschutz an Stützen").label is Label.NO


def test_code_alone_decides_and_says_so(decide_title):
    decision = decide_title("Lot 3", "CPV:32323500-8")
    assert decision.label is Label.YES
    assert [span.field for span in decision.spans] == ["code list"]


def test_code_among_many_makes_a_component(decide_title):
    codes = ["CPV:45000000", "CPV:45310000", "CPV:45330000", "CPV:32323500"]
    assert decide_title("Building works", *codes).label is Label.PART


def test_code_of_another_list_with_the_same_digits_says_nothing(decide_title):
    assert decide_title("Lot 3", "UNSPSC:32323500").label is Label.NO


def test_label_of_a_code_repeated_in_a_text_goes_to_review(decide_title):
    decision = decide_title("Consultant", description="T004KA: Social Media Monitoring, T002GF: Research")
    assert decision.label is Label.REVIEW


def test_special_camera_is_not_called_a_fixed_one_too(decide_title):
    assert decide_title("Body worn video cameras for the police").classes == ("video.body_worn",)


def test_place_watched_and_capability_are_read_with_their_words(decide_title):
    decision = decide_title("Школа: система видеонаблюдения с распознаванием лиц")
    assert {span.about: span.words for span in decision.scope} == {"school": "Школа"}
    assert {span.about: span.words for span in decision.capabilities} == {"recognises_faces": "распознаванием лиц"}


def test_decision_says_why_in_one_line(decide_title):
    decision = decide_title("CCTV for the station")
    assert decision.why == "yes: video.cctv_fixed in title by 'CCTV' (term: cctv)"
    assert "\n" not in decision.why


def test_record_without_texts_is_no(classifier: Classifier):
    assert classifier.decide([]).label is Label.NO


@given(st.lists(PIECES, max_size=12).map("".join))
def test_every_span_shows_words_that_stand_in_the_original(classifier: Classifier, text: str):
    decision = classifier.decide([Text(text, "/title", "title")])
    for span in (*decision.spans, *decision.scope, *decision.capabilities):
        assert text[span.start : span.end] == span.words
        assert span.words


@given(st.lists(PIECES, max_size=12).map("".join))
def test_text_that_the_quick_look_throws_away_is_no(classifier: Classifier, text: str):
    if not classifier.candidates([text]):
        assert classifier.decide([Text(text, "/title", "title")]).label is Label.NO


@given(st.data())
def test_no_text_with_words_of_the_vocabulary_is_thrown_away_whatever_stands_beside_it(
    classifier: Classifier, data: st.DataObject
):
    terms = sorted(
        {word for one in classifier.vocabulary.technologies.values() for by in one.terms.values() for word in by.all()}
    )
    words = st.sampled_from(terms).map(_spelled) | PIECES
    joints = st.sampled_from([" ", "-", ". ", ", ", "\n", "s ", "\u00ad"])
    texts = data.draw(st.lists(st.lists(words | joints, max_size=6).map("".join), min_size=1, max_size=5))
    kept = classifier.candidates(texts)
    assert kept == [n for n, text in enumerate(texts) if classifier.candidates([text])]
    assert {n for n, text in enumerate(texts) if classifier.matcher.find(text).claims} <= set(kept)


def _spelled(term: str) -> str:
    """A term as a text may spell it: of each word the first choice, parts joined by a hyphen."""
    return " ".join(word.split("|")[0].strip("*").replace("+", "-") for word in term.replace(" ~", "").split())


@pytest.mark.parametrize("text", ["a" * 1_000_000, "«" * 500_000 + "»" * 500_000, "видео" * 40_000, "камера " * 20_000])
def test_pathological_text_is_decided(classifier: Classifier, text: str):
    assert classifier.decide([Text(text, "/title", "title")]).label in {Label.NO, Label.REVIEW}


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Buses to be fitted with CCTV", Label.PART),
        ("Contract no 5 CCTV for the harbour", Label.YES),
        ("Alarm only, no CCTV", Label.NO),
        ("Signalizacija be vaizdo stebėjimo", Label.NO),
        ("Alarm system without any kind of CCTV", Label.NO),
    ],
)
def test_a_short_negation_takes_back_only_what_follows_at_once(decide_title, title: str, label: Label):
    assert decide_title(title).label is label


@pytest.mark.parametrize(
    ("title", "technology"),
    [
        ("Поставка комплекта IP-видеонаблюдения для Дома культуры", "video.cctv_fixed"),
        ("Videoüberwachung und Zugangskontrolle im Rathaus", "video.cctv_fixed"),
        ("Videoüberwachung in Zügen der S-Bahn", "video.mobile"),
        ("Турникеты с распознаванием лиц для лицея", "biometric.access"),
    ],
)
def test_a_short_stem_is_no_other_word_that_begins_so(decide_title, title: str, technology: str):
    """A supply ("поставка") is no post ("пост"), an entrance ("Zugang") no train ("Zug"), a lyceum no face."""
    assert decide_title(title).classes == (technology,)


def calls(classifier: Any, text: str) -> int:
    """How many functions are called to decide a text; work that grows faster than the text calls more of them."""
    counted = Counter[str]()
    sys.setprofile(lambda _frame, event, _function: counted.update((event,)))
    try:
        classifier.decide([Text(text, "/title", "title")])
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


@pytest.mark.parametrize(
    "piece", ["видеонаблюдение монтаж ", "без камер школы, ", "ви-део камера морозильная ", "CCTV. "]
)
def test_twice_the_letters_cost_twice_the_work(classifier: Classifier, piece: str):
    calls(classifier, piece)  # patterns are made when they are first needed
    once, twice, thrice = (calls(classifier, piece * times) for times in (400, 800, 1_200))
    assert thrice - twice == pytest.approx(twice - once, rel=0.02)


def test_work_that_grows_with_the_square_is_seen():
    class Squared:
        def decide(self, texts: list[Text]) -> list[str]:
            return [str(number) for number in range(len(texts[0].value) ** 2) if str.isdigit("1")]

    once, twice, thrice = (calls(Squared(), "x" * times) for times in (20, 40, 60))
    assert thrice - twice > 1.5 * (twice - once)


def test_one_lot_of_many_is_a_component(classifier: Classifier):
    names = ("Roads", "Bridges", "Tunnels", "CCTV")
    lots = [Text(name, f"/tender/lots/{number}/title", "lot") for number, name in enumerate(names)]
    assert classifier.decide([Text("Light rail, stage five", "/tender/title", "title"), *lots]).label is Label.PART
    assert classifier.decide([Text("Light rail, stage five", "/tender/title", "title"), *lots[2:]]).label is Label.YES


def test_cameras_of_a_building_named_in_the_title_are_a_component(classifier: Classifier):
    title = Text("Neubau Gewerbehof Nord", "/tender/title", "title")
    description = Text("Videoüberwachung und Beleuchtung", "/tender/description", "description")
    assert classifier.decide([title, description]).label is Label.PART


@pytest.mark.parametrize("title", ["Обладнання (код ДК 021:2015 32323500-8)", "Camere, lot 3, 35125300-2"])
def test_telling_code_in_a_title_counts_like_one_in_its_field(decide_title, title: str):
    decision = decide_title(title)
    assert decision.label is Label.YES
    assert decision.classes == ("video.cctv_fixed",)
