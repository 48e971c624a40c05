"""Purchases are found by their words in any language and script."""

from collections.abc import Callable

import pytest

from custodiet.site.find import find
from custodiet.site.query import Query
from custodiet.site.store import Store
from hostile_strings import HOSTILE

CCTV = {"technologies": ["video.cctv_fixed"]}
PURCHASES = [
    {
        "ocid": "ua-cameras",
        "title": "Камери для об'єктів міста",
        "buyer_name": "Львівська міська рада",
        "supplier_names": ["ТОВ «Око»", "ТОВ «Зір»"],
        "settlement": "Львів",
        **CCTV,
    },
    {"ocid": "fr-cameras", "title": "Caméras de vidéoprotection, lot d'équipement", "makers": ["axis"], **CCTV},
    {"ocid": "uz-cameras", "title": "Videokuzatuv tizimi", **CCTV},
    {"ocid": "kz-cameras", "title": "Бейнебақылау жүйесі", **CCTV},
    {"ocid": "en-plates", "title": "Number plate readers", "technologies": ["traffic.anpr"]},
    {"ocid": "bare"},
    {"ocid": "zh-screens", "title": "視頻監控系統"},
    {"ocid": "a-modifier", "title": "Нагляд за обʼєктами: IP-камера"},
]
NOTICE = {"ocid": "ua-cameras", "document_id": "d", "pointer": "/ua", "release_id": "UA-2024-01-02-000123-a"}
PROCESSES = [NOTICE, {"ocid": "bare", "document_id": "d", "pointer": "/bare", "description": "Система Безпечне місто"}]
EVERY_CCTV = ["fr-cameras", "kz-cameras", "ua-cameras", "uz-cameras"]


@pytest.fixture
def store(store_of: Callable[..., Store]) -> Store:
    return store_of(purchases=PURCHASES, processes=PROCESSES)


def found(store: Store, text: str) -> list[str]:
    return [row.ocid for row in find(store, Query.read([("q", text)]), 100).rows]


@pytest.mark.parametrize(
    ("text", "ocids"),
    [
        ("камери", ["ua-cameras"]),
        ("КАМЕР міст", ["ua-cameras"]),
        ("d'equip camer", ["fr-cameras"]),
        ("equipement", ["fr-cameras"]),
        ("l'équipement", []),
        ("axis", ["fr-cameras"]),
        ("львів зір", ["ua-cameras"]),
        ("безпечне", ["bare"]),
        ("bezpechne misto", ["bare"]),
        ("об'єкт", ["a-modifier", "ua-cameras"]),
        ("обʼєкт", ["a-modifier", "ua-cameras"]),
        ("обєкт", ["a-modifier", "ua-cameras"]),
        ("IP-кам", ["a-modifier"]),
        ("IPкам", ["a-modifier"]),
        ("監控", ["zh-screens"]),
        ("頻道", []),
        ("ua-cameras", ["ua-cameras"]),
        ("UA-2024-01-02-000123-a", ["ua-cameras"]),
        ("ua-camera", []),
        ("lvivska", ["ua-cameras"]),
        ("L'viv", ["ua-cameras"]),
        ("видеокузатув тизими", ["uz-cameras"]),
        ("камери Київ", []),
        ("o", []),
    ],
)
def test_a_search_finds_what_holds_every_word(store: Store, text: str, ocids: list[str]) -> None:
    assert sorted(found(store, text)) == ocids


@pytest.mark.parametrize(
    "text",
    [
        "відеоспостереження",
        "видеонаблюдение",
        "видеонаблюдения",
        "video surveillance",
        "videokuzatuv",
        "бейнебақылау",
        "videosposterezhennia",
        "videonablyudenie",
        "vidéosurveillance",
        "відео-спостереження",
        "supraveghere video",
    ],
)
def test_a_term_of_one_language_finds_the_class_in_all(store: Store, text: str) -> None:
    assert sorted(found(store, text)) == EVERY_CCTV
    assert find(store, Query.read([("q", text)])).understood == ("video.cctv_fixed",)


def test_a_term_beside_another_word_narrows_the_class(store: Store) -> None:
    assert found(store, "видеонаблюдение Lviv") == ["ua-cameras"]


def test_what_is_named_in_a_heading_comes_first(store_of: Callable[..., Store]) -> None:
    store = store_of(
        purchases=[
            {"ocid": "a-described", "date": "2024-01-01"},
            {"ocid": "b-of-the-class", "date": "2023-01-01", **CCTV},
            {"ocid": "c-titled", "title": "CCTV", "date": "2022-01-01"},
        ],
        processes=[{"ocid": "a-described", "document_id": "d", "pointer": "/a", "description": "CCTV"}],
    )
    assert found(store, "cctv") == ["c-titled", "b-of-the-class", "a-described"]


@pytest.mark.parametrize("text", ["", "\0", "*", '" OR ocid:* NEAR(', "- ;", "'", "%", "_"])
def test_a_text_of_signs_is_no_question_or_finds_nothing(store: Store, text: str) -> None:
    assert len(found(store, text)) in {0, len(PURCHASES)}


def test_no_text_breaks_the_search_or_finds_by_accident(store_of: Callable[..., Store]) -> None:
    store = store_of(purchases=[{"ocid": f"p{at}", "title": text} for at, text in enumerate(HOSTILE)])
    every = store.purchases
    for at, text in enumerate(HOSTILE):
        if len(text) <= 300 and len(text.split()) <= 16:
            ocids = found(store, text)
            assert find(store, Query.read([("q", text)])).total == every or f"p{at}" in ocids or len(ocids) == 100
