"""Purchases are found by their words in any script, and the index is the same for the same tables."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from custodiet.errors import RegisterError
from custodiet.register.search import matches, open_search, write_search

PURCHASES = [
    {
        "ocid": "ua-cameras",
        "title": "Камери відеоспостереження для об'єктів",
        "buyer_name": "Львівська міська рада",
        "supplier_names": ["ТОВ «Око»", "ТОВ «Зір»"],
        "settlement": "Львів",
        "technologies": ["cctv", "face_recognition"],
    },
    {"ocid": "fr-cameras", "title": "Caméras de vidéoprotection", "buyer_name": "Ville de Sète", "makers": ["axis"]},
    {"ocid": "bare"},
    {"ocid": "a-modifier", "title": "Нагляд за обʼєктами"},
]
PROCESSES = [
    {"ocid": "ua-cameras", "description": "Система Безпечне місто, розпізнавання облич"},
    {"ocid": "not-a-purchase", "description": "Безпечне меблі"},
]


@pytest.fixture
def folder(tmp_path: Path, table_of: Callable[..., None]) -> Path:
    table_of(tmp_path, "purchases", PURCHASES)
    table_of(tmp_path, "processes", PROCESSES)
    assert write_search(tmp_path) == 4
    return tmp_path


def found(folder: Path, text: str, **page: int) -> list[str]:
    """The ocids that a search in a folder finds."""
    with closing(open_search(folder)) as index:
        return matches(index, text, **page)


@pytest.mark.parametrize(
    ("text", "ocids"),
    [
        ("камери", ["ua-cameras"]),
        ("КАМЕР", ["ua-cameras"]),
        ("cameras", ["fr-cameras"]),
        ("VIDÉO sete", ["fr-cameras"]),
        ("axis", ["fr-cameras"]),
        ("львів зір", ["ua-cameras"]),
        ("безпечне", ["ua-cameras"]),
        ("face recognition", ["ua-cameras"]),
        ("об'єкт", ["a-modifier", "ua-cameras"]),
        ("обʼєкт", ["a-modifier", "ua-cameras"]),
        ("камери sete", []),
        ("", []),
        ('" OR ocid:* NEAR(', []),
        ('"камери', ["ua-cameras"]),
        ("камери - ;", ["ua-cameras"]),
        ("title:камери", []),
        ("\0", []),
    ],
)
def test_a_search_finds_what_holds_every_word(folder: Path, text: str, ocids: list[str]) -> None:
    assert sorted(found(folder, text)) == ocids


def test_a_title_comes_before_a_description(tmp_path: Path, table_of: Callable[..., None]) -> None:
    table_of(tmp_path, "purchases", [{"ocid": "a-described"}, {"ocid": "b-titled", "title": "Mast"}])
    table_of(tmp_path, "processes", [{"ocid": "a-described", "description": "Mast"}])
    write_search(tmp_path)
    assert found(tmp_path, "mast") == ["b-titled", "a-described"]


def test_pages_of_hits_follow_one_another(tmp_path: Path, table_of: Callable[..., None]) -> None:
    table_of(tmp_path, "purchases", [{"ocid": f"p{number}", "title": "Mast"} for number in (3, 1, 4, 2, 5)])
    table_of(tmp_path, "processes", [])
    write_search(tmp_path)
    pages = [found(tmp_path, "mast", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert pages == [["p1", "p2"], ["p3", "p4"], ["p5"]]


def test_the_same_tables_in_another_order_give_the_same_bytes(folder: Path, table_of: Callable[..., None]) -> None:
    first = (folder / "search.sqlite").read_bytes()
    table_of(folder, "purchases", PURCHASES[::-1])
    write_search(folder)
    assert (folder / "search.sqlite").read_bytes() == first


def test_no_journal_is_left_and_the_layout_is_stated(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["search.sqlite", "tables"]
    with closing(open_search(folder)) as index:
        assert index.execute("PRAGMA user_version").fetchone() == (1,)


def test_an_opened_index_cannot_be_changed(folder: Path) -> None:
    with closing(open_search(folder)) as index, pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.execute("DELETE FROM purchases")


def test_a_register_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"has no search\.sqlite"):
        open_search(tmp_path)
