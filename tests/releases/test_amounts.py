"""Amounts are exact decimals or a problem; no number, however large, costs more than itself."""

from decimal import Decimal
from pathlib import Path

import pytest

from first_rooms import compiled, lines, read

AT = "/tender/value/amount"


def amount_of(folder: Path, literal: str) -> tuple[Decimal | None, list[str]]:
    record = lines(compiled("p", tender={"title": "t", "value": {"amount": 77777, "currency": "UAH"}}))
    (folder / "record").write_bytes(record.replace(b"77777", literal.encode()))
    found = read(folder / "record")
    (row,) = found.tables["processes"]
    assert row["title"] == "t"
    assert all(one.pointer == AT for one in found.problems)
    return row["tender_amount"], found.kinds


@pytest.mark.parametrize(
    "literal",
    [
        "0",
        "-1",
        "0.1",
        "0.3",
        "1234567.89",
        "-0.0001",
        "9007199254740993",
        "99999999999999999999",
        "18446744073709551617",
    ],
)
def test_an_amount_is_kept_to_its_last_digit(literal: str, tmp_path: Path) -> None:
    assert amount_of(tmp_path, literal) == (Decimal(literal), [])


@pytest.mark.parametrize(
    ("literal", "amount", "kind"),
    [
        ("0.300001", "0.3", "amount-rounded"),
        ("1.00005", "1.0000", "amount-rounded"),
        ('"1.234,5"', None, "not-a-number"),
        ('"1234.5"', "1234.5", "number-as-text"),
        ('"12 345"', "12345", "number-as-text"),
        ('"n/a"', None, "not-a-number"),
        ("true", None, "not-a-number"),
        ("1e20", None, "amount-too-large"),
        ("1e300", None, "amount-too-large"),
        ("1" + "0" * 250, None, "amount-too-large"),
        ("1e400", None, "number-too-large"),
        ("1" + "0" * 400, None, "amount-too-large"),
        ("7" * 5000, None, "number-too-large"),
    ],
)
def test_an_amount_that_cannot_be_kept_as_it_is_has_a_problem(
    literal: str, amount: str | None, kind: str, tmp_path: Path
) -> None:
    found, kinds = amount_of(tmp_path, literal)
    assert kinds == [kind]
    assert found == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("literal", ["1e300", "1e400", "1" + "0" * 250, "9" * 5000, "-5", "0.5", '"many"'])
def test_a_quantity_or_count_of_any_size_costs_no_other_value(literal: str, tmp_path: Path) -> None:
    items = [{"id": "1", "description": "camera", "quantity": 77777}]
    record = lines(compiled("p", tender={"numberOfTenderers": 77777, "items": items}), compiled("q"))
    (tmp_path / "record").write_bytes(record.replace(b"77777", literal.encode()))
    found = read(tmp_path / "record")
    assert found.ocids == ["p", "q"]
    assert [row["description"] for row in found.tables["items"]] == ["camera"]


def test_currencies_stand_beside_their_amounts(tmp_path: Path) -> None:
    bids = [{"id": n, "value": {"amount": n, "currency": c}} for n, c in enumerate(("UAH", "USD", "EUR", None))]
    (tmp_path / "record").write_bytes(lines(compiled("p", bids={"details": bids})))
    found = read(tmp_path / "record")
    stated = [(row["bid_amount"], row["bid_currency"]) for row in found.tables["bids"]]
    assert stated == [(Decimal(0), "UAH"), (Decimal(1), "USD"), (Decimal(2), "EUR"), (Decimal(3), None)]


def test_ids_that_repeat_are_kept_apart_and_reported(tmp_path: Path) -> None:
    awards = [{"id": "a"}, {"id": "a"}, {"title": "no id"}]
    (tmp_path / "record").write_bytes(lines(compiled("p", awards=awards)))
    found = read(tmp_path / "record")
    assert [row["award_id"] for row in found.tables["awards"]] == ["a", "a#1", "#2"]
    assert [(one.kind, one.pointer) for one in found.problems] == [("id-repeated", "/awards/1")]
