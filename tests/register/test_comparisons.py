"""What the amount of a purchase bought elsewhere: at least five others, same currency and unit, the nearest named."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from custodiet.engine import open_engine
from custodiet.model.register_tables import PURCHASES
from custodiet.register.comparisons import NAMED, comparisons
from custodiet.register.unit_prices import Price, comparables, kind_of, median, price_table, priced, prices

Rows = list[dict[str, Any]]
NAMES = ("processes", "items", "awards", "contracts", "technologies")


def purchase(**columns: Any) -> pa.Table:
    row = {"ocid": "cameras", "state": "contracted", "date": "2020-03-01"} | columns
    money = {"contracted_amount": Decimal(1000), "contracted_currency": "UAH"}
    return pa.Table.from_pylist([money | row], schema=PURCHASES.schema)


def buses(*amounts: int, **columns: Any) -> list[Price]:
    parts: dict[str, Any] = {"kind": "bus", "unit": "piece", "currency": "UAH", "year": 2020} | columns
    return [Price(ocid=f"bus-{number}", amount=Decimal(amount), **parts) for number, amount in enumerate(amounts)]


def compared(bought: pa.Table, known: list[Price]) -> Rows:
    return [row for batch in comparisons(bought, known) for row in batch.to_pylist()]


def test_five_purchases_make_a_median_and_all_are_named() -> None:
    row = compared(purchase(), buses(100, 300, 200, 500, 400))[0]
    assert (row["median_amount"], row["bought"], row["compared"]) == (300, Decimal("3.3333"), 5)
    assert row["ocids"] == ["bus-0", "bus-1", "bus-2", "bus-3", "bus-4"]
    assert (row["state"], row["purchase_amount"], row["kind"], row["unit"]) == ("contracted", 1000, "bus", "piece")


def test_of_many_purchases_those_nearest_to_the_median_are_named_and_the_table_of_prices_has_all() -> None:
    many = buses(*range(1, 101))
    row = compared(purchase(), many)[0]
    assert (row["compared"], row["median_amount"]) == (100, Decimal("50.5"))
    assert row["ocids"] == sorted(f"bus-{number - 1}" for number in range(41, 61))
    assert len(row["ocids"]) == NAMED
    assert sorted(price_table(many)["price_amount"].to_pylist()) == list(range(1, 101))


@pytest.mark.parametrize(
    "known",
    [
        buses(100, 300, 200, 500),
        buses(100, 300, 200, 500, 400, currency="EUR"),
        buses(100, 300, 200, 500, 400, year=2014),
        [*buses(100, 300, 200), *buses(500, 400, unit="kilometre")],
    ],
    ids=["too few", "another currency", "another time", "another unit"],
)
def test_nothing_is_compared_with_what_is_not_alike(known: list[Price]) -> None:
    assert compared(purchase(), known) == []


def test_a_purchase_is_not_compared_with_itself() -> None:
    assert compared(purchase(ocid="bus-0"), buses(100, 300, 200, 500, 400)) == []


def test_a_cancelled_purchase_bought_nothing() -> None:
    assert compared(purchase(state="cancelled"), buses(100, 300, 200, 500, 400)) == []


@pytest.mark.parametrize(("amounts", "middle"), [([3, 1, 2], "2"), ([4, 1, 2, 3], "2.5"), ([7], "7")])
def test_the_median_is_exact(amounts: list[int], middle: str) -> None:
    assert median(Decimal(amount) for amount in amounts) == Decimal(middle)


@pytest.mark.parametrize(
    ("scheme", "code", "unit", "kind"),
    [
        ("CPV", "34121000-1", "шт.", "bus"),
        ("ДК021", "34114121-3", "одиниця", "ambulance"),
        ("CPV", "45233220-7", "км", "road_kilometre"),
        ("CPV", "45233220-7", "кв. м", "road_square_metre"),
        ("UNSPSC", "25101502", "Unidad", "bus"),
        ("CPV", "34121000-1", "kg", None),
        ("CPV", "34121000-1", None, None),
        ("CPV", "09132000-3", "шт", None),
    ],
)
def test_a_thing_is_told_by_code_and_unit(scheme: str, code: str, unit: str | None, kind: str | None) -> None:
    assert kind_of(scheme, code, unit) == kind


def test_each_kind_has_a_title_and_a_unit() -> None:
    assert all(kind.title and kind.codes for kind in comparables().kind.values())


@pytest.fixture
def prices_of(tmp_path: Path, table_of: Callable[[Path, str, Rows], None]) -> Callable[..., list[Price]]:
    """What reads the prices from rows of the tables named."""

    def read(**rows: Rows) -> list[Price]:
        for name in NAMES:
            table_of(tmp_path, name, rows.get(name, []))
        with open_engine(folder=tmp_path) as engine:
            tables = {name: engine.table(tmp_path / "tables" / f"{name}.parquet") for name in NAMES}
            return prices(engine.read(priced(engine, tables)))

    return read


def item(ocid: str, stage: str, price: int | None, number: int = 1, **columns: Any) -> dict[str, Any]:
    """Buses in pieces, with the price of one."""
    parts = {"ocid": ocid, "stage": stage, "item_id": str(number), "scheme": "CPV", "code": "34121000-1", "unit": "шт"}
    money = {"unit_amount": Decimal(price), "unit_currency": "UAH"} if price is not None else {}
    return parts | money | columns


def award(ocid: str, number: str, amount: int, **columns: Any) -> dict[str, Any]:
    money = {"award_amount": Decimal(amount), "award_currency": "UAH"}
    return {"ocid": ocid, "award_id": number, "status": "active"} | money | columns


def call(ocid: str, **columns: Any) -> dict[str, Any]:
    return {"ocid": ocid, "tender_start": "2020-01-01"} | columns


def test_the_price_of_the_latest_stage_counts_once_a_purchase(prices_of: Callable[..., list[Price]]) -> None:
    listed = [item("town", "tender", 500), item("town", "award", 410), item("town", "award", 430, 2)]
    strange = [item("town", "award", 0, 3), item("town", "award", 9, 4, unit="kg")]
    found = prices_of(processes=[call("town")], items=listed + strange)
    assert found == [Price("town", "bus", "piece", "UAH", 2020, Decimal(420))]


def test_cancelled_undated_and_surveillance_purchases_give_no_price(prices_of: Callable[..., list[Price]]) -> None:
    found = prices_of(
        processes=[call("stopped", status="cancelled"), call("cameras"), {"ocid": "undated"}],
        items=[item(ocid, "award", 3) for ocid in ("stopped", "cameras", "undated")],
        technologies=[{"ocid": "cameras", "technology": "video.cctv", "label": "part"}],
    )
    assert found == []


def test_an_award_for_one_kind_of_thing_gives_its_total_by_the_piece(prices_of: Callable[..., list[Price]]) -> None:
    found = prices_of(
        processes=[call("listed"), call("called")],
        items=[
            item("listed", "award", None, 1, holder_id="a", quantity=3.0),
            item("listed", "award", None, 2, holder_id="a", quantity=1.0),
            item("called", "tender", None, quantity=4.0),
        ],
        awards=[award("listed", "a", 100), award("called", "a", 200)],
    )
    assert [(price.ocid, price.amount) for price in found] == [("called", Decimal(50)), ("listed", Decimal(25))]


@pytest.mark.parametrize(
    ("items", "awards"),
    [
        (
            [
                item("town", "tender", None, quantity=4.0),
                item("town", "tender", None, 2, quantity=1.0, code="09132000-3"),
            ],
            [award("town", "a", 200)],
        ),
        ([item("town", "tender", None)], [award("town", "a", 200)]),
        ([item("town", "tender", None, quantity=4.0)], [award("town", "a", 200), award("town", "b", 100)]),
        ([item("town", "tender", None, quantity=4.0)], [award("town", "a", 200, status="cancelled")]),
    ],
    ids=["other goods too", "no quantity", "two awards", "a cancelled award"],
)
def test_a_total_that_may_be_for_more_or_less_gives_no_price(
    prices_of: Callable[..., list[Price]], items: Rows, awards: Rows
) -> None:
    assert prices_of(processes=[call("town")], items=items, awards=awards) == []


@pytest.mark.parametrize(("quantity", "counts"), [(None, True), (1.0, True), (4.0, True), (40.0, False), (0.01, False)])
def test_the_total_of_a_line_is_not_taken_for_the_price_of_its_unit(
    prices_of: Callable[..., list[Price]], quantity: float | None, *, counts: bool
) -> None:
    listed = [
        item("town", "award", 100, holder_id="a", quantity=quantity),
        item("town", "award", None, 2, holder_id="a"),
    ]
    found = prices_of(processes=[call("town")], items=listed, awards=[award("town", "a", 400)])
    assert bool(found) == counts
