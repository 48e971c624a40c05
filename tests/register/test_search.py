"""The index of a register is the same for the same tables, holds every purchase, and cannot be changed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from custodiet.errors import RegisterError
from custodiet.register.index_layout import LAYOUT
from custodiet.register.index_rows import gathered, numbered
from custodiet.register.search import open_search, write_search

PURCHASES = [
    {"ocid": f"p{number:03}", "title": f"Камери {number}", "date": f"20{number % 20:02}-01-01", "makers": ["axis"]}
    for number in range(130)
]
LOTS = [
    {"ocid": f"p{number:03}", "lot_id": lot, "title": f"Lot {lot}", "document_id": "d", "pointer": f"/{number}/{lot}"}
    for number in range(129, -1, -2)
    for lot in ("b", "a")
]


@pytest.fixture
def folder(tmp_path: Path, table_of: Callable[..., None]) -> Path:
    table_of(tmp_path, "purchases", PURCHASES)
    table_of(tmp_path, "lots", LOTS)
    assert write_search(tmp_path) == len(PURCHASES)
    return tmp_path


def test_every_purchase_is_in_the_index_newest_first(folder: Path) -> None:
    with closing(open_search(folder)) as index:
        rows = index.execute("SELECT at, ocid FROM purchase ORDER BY at").fetchall()
    newest = sorted(PURCHASES, key=lambda row: (-int(row["date"][:4]), row["ocid"]))
    assert rows == list(enumerate(row["ocid"] for row in newest))


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_rows_of_a_purchase_come_whole_and_in_the_order_of_their_table(folder: Path, at_once: int) -> None:
    ocids = numbered(folder / "tables")
    found = list(gathered(folder / "tables", ocids, at_once))
    assert [one.ocid for one in found] == ocids
    for one in found:
        expected = [row["lot_id"] for row in LOTS if row["ocid"] == one.ocid]
        assert [row["lot_id"] for row in one.dicts("lots")] == expected
        assert [row["makers"] for row in one.dicts("purchases")] == [["axis"]]


def test_dates_that_are_none_come_last(tmp_path: Path, table_of: Callable[..., None]) -> None:
    dates = {"a": None, "b": "soon", "c": "1999-01-01", "d": "2020-05-05T10:00:00Z", "e": "2020-05-05"}
    table_of(tmp_path, "purchases", [{"ocid": ocid, "date": date} for ocid, date in dates.items()])
    assert numbered(tmp_path / "tables") == ["d", "e", "c", "a", "b"]


def test_the_same_tables_in_another_order_give_the_same_bytes(folder: Path, table_of: Callable[..., None]) -> None:
    first = (folder / "search.sqlite").read_bytes()
    table_of(folder, "purchases", PURCHASES[::-1])
    write_search(folder)
    assert (folder / "search.sqlite").read_bytes() == first


def test_no_journal_is_left_and_the_layout_is_stated(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["search.sqlite", "tables"]
    with closing(open_search(folder)) as index:
        assert index.execute("PRAGMA user_version").fetchone() == (LAYOUT,)


def test_an_opened_index_cannot_be_changed(folder: Path) -> None:
    with closing(open_search(folder)) as index, pytest.raises(sqlite3.OperationalError, match="readonly"):
        index.execute("DELETE FROM purchase")


def test_a_register_without_an_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"has no search\.sqlite"):
        open_search(tmp_path)


def test_an_index_of_another_layout_is_told(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "search.sqlite")) as index:
        index.execute("PRAGMA user_version = 1")
    with pytest.raises(RegisterError, match="layout 1, this version reads"):
        open_search(folder)


def test_a_damaged_index_is_told(folder: Path) -> None:
    (folder / "search.sqlite").write_bytes(b"SQLite format 4\0" * 300)
    with pytest.raises(RegisterError, match="damaged"):
        open_search(folder)
