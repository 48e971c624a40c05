"""What differs between two registers, and how it is told to a person."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from custodiet.errors import RegisterError
from custodiet.model.place_tables import CHANGES
from custodiet.register.changes import Changes, changes

Table = Callable[[Path, str, list[dict[str, Any]]], None]


def purchase(ocid: str, **columns: Any) -> dict[str, Any]:
    return {"ocid": ocid, "title": f"Cameras of {ocid}", "state": "tendered", "technologies": ["video.cctv"]} | columns


@pytest.fixture
def compared(tmp_path: Path, table_of: Table) -> Callable[..., Changes]:
    """What compares two registers, given purchases of each, and the release date of each process in each."""

    def compare(
        before: list[dict[str, Any]], after: list[dict[str, Any]], old: dict[str, str], new: dict[str, str]
    ) -> Changes:
        for name, rows, dates in (("old", before, old), ("new", after, new)):
            folder = tmp_path / name
            table_of(folder, "purchases", rows)
            table_of(folder, "processes", [{"ocid": ocid, "release_date": date} for ocid, date in dates.items()])
        return changes(tmp_path / "old", tmp_path / "new")

    return compare


def test_two_equal_registers_differ_in_nothing(compared: Callable[..., Changes]) -> None:
    found = compared([purchase("one")], [purchase("one")], {"one": "2020"}, {"one": "2020"})
    assert found.rows.num_rows == 0
    assert found.lines() == ["0 appeared, 0 cancelled, 0 changed, 0 corrected, 0 disappeared"]


def test_a_purchase_published_since_appears(compared: Callable[..., Changes]) -> None:
    rows = compared([], [purchase("one")], {}, {"one": "2020"}).rows.to_pylist()
    assert [(row["what"], row["to"], row["why"]) for row in rows] == [("appeared", "Cameras of one", "published since")]


def test_a_purchase_that_was_overlooked_before_appears_with_that_reason(compared: Callable[..., Changes]) -> None:
    rows = compared([], [purchase("one")], {"one": "2020"}, {"one": "2020"}).rows.to_pylist()
    assert [(row["what"], row["why"]) for row in rows] == [("appeared", "read before, found to be such a purchase now")]


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ({}, "its process is not in the data any more"),
        ({"one": "2020"}, "not found to be such a purchase any more"),
    ],
)
def test_a_purchase_disappears_with_its_reason(compared: Callable[..., Changes], new: dict[str, str], why: str) -> None:
    rows = compared([purchase("one")], [], {"one": "2020"}, new).rows.to_pylist()
    assert [(row["what"], row["from"], row["why"]) for row in rows] == [("disappeared", "Cameras of one", why)]


def test_a_newer_release_changes_columns_one_by_one(compared: Callable[..., Changes]) -> None:
    after = purchase("one", state="awarded", awarded_amount=Decimal("5.5000"), awarded_currency="UAH")
    rows = compared([purchase("one")], [after], {"one": "2020"}, {"one": "2021"}).rows.to_pylist()
    assert [(row["what"], row["column"], row["from"], row["to"]) for row in rows] == [
        ("changed", "state", "tendered", "awarded"),
        ("changed", "awarded_amount", None, "5.5000"),
        ("changed", "awarded_currency", None, "UAH"),
    ]


def test_a_cancellation_is_told_as_one(compared: Callable[..., Changes]) -> None:
    found = compared([purchase("one")], [purchase("one", state="cancelled")], {"one": "2020"}, {"one": "2021"})
    assert [(row["what"], row["column"]) for row in found.rows.to_pylist()] == [("cancelled", "state")]
    assert found.lines()[0] == "cancelled one: state 'tendered' -> 'cancelled' (the source published anew)"


def test_a_difference_without_a_new_release_is_a_correction(compared: Callable[..., Changes]) -> None:
    after = purchase("one", technologies=["video.cctv", "traffic.anpr"])
    rows = compared([purchase("one")], [after], {"one": "2020"}, {"one": "2020"}).rows.to_pylist()
    assert [(row["what"], row["column"], row["to"]) for row in rows] == [
        ("corrected", "technologies", "video.cctv, traffic.anpr")
    ]


def test_a_file_fetched_again_changes_no_purchase(compared: Callable[..., Changes]) -> None:
    before, after = purchase("one", document_id="a", pointer="/1"), purchase("one", document_id="b", pointer="/2")
    assert compared([before], [after], {"one": "2020"}, {"one": "2020"}).rows.num_rows == 0


def test_differences_stand_in_one_order_whatever_the_order_of_rows(compared: Callable[..., Changes]) -> None:
    before = [purchase("b"), purchase("a")]
    after = [purchase("c"), purchase("a", state="awarded")]
    dates = {"a": "1", "b": "1", "c": "1"}
    found = compared(before, after, dates, dates | {"a": "2"})
    again = compared(before[::-1], after[::-1], dates, dates | {"a": "2"})
    assert [row["ocid"] for row in found.rows.to_pylist()] == ["a", "b", "c"]
    assert found.rows.equals(again.rows)
    assert found.rows.schema.equals(CHANGES.schema)


def test_a_folder_that_is_no_register_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no register with the table purchases"):
        changes(tmp_path, tmp_path)
