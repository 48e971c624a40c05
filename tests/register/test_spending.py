"""The balance: purposes by code, states and currencies kept apart, coverage beside each sum."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.engine import open_engine
from custodiet.model.declared import declared_tables
from custodiet.model.place_tables import PROCESS_PURPOSES, SPENDING
from custodiet.register.purposes import process_purposes, purpose_of, purposes
from custodiet.register.spending import spending_batches

Rows = list[dict[str, Any]]
NAMES = ("processes", "items", "awards", "contracts", "transactions", "technologies", "process_places")
PLACES = pa.table({"place_id": ["kyiv", "osh"], "population": pa.array([1000, None], pa.int64())})


@pytest.fixture
def balance(tmp_path: Path, table_of: Callable[[Path, str, Rows], None]) -> Callable[..., Rows]:
    """What makes the table of spending from rows of the tables named; every process lies in Kyiv unless told."""

    def make(threads: int = 1, **rows: Rows) -> Rows:
        given = {name: rows.get(name, []) for name in NAMES}
        told = {row["ocid"] for row in given["process_places"]}
        given["process_places"] = given["process_places"] + [
            {"ocid": row["ocid"], "place_id": "kyiv"} for row in given["processes"] if row["ocid"] not in told
        ]
        for name in NAMES:
            table_of(tmp_path, name, given[name])
        with open_engine(threads=threads, folder=tmp_path) as engine:
            tables = {name: engine.table(tmp_path / "tables" / f"{name}.parquet") for name in NAMES}
            engine.write(process_purposes(engine, tables), tmp_path / "purposes.parquet", PROCESS_PURPOSES)
            tables["process_purposes"] = engine.table(tmp_path / "purposes.parquet")
            engine.write(spending_batches(engine, tables, PLACES), tmp_path / "spending.parquet", SPENDING)
        found: Rows = pq.read_table(tmp_path / "spending.parquet").to_pylist()
        return found

    return make


def process(ocid: str, code: str | None = None, amount: int | str | None = None, **columns: Any) -> dict[str, Any]:
    """A call of 2020 in hryvnias."""
    money = {"tender_amount": Decimal(amount), "tender_currency": "UAH"} if amount is not None else {}
    return {
        "ocid": ocid,
        "scheme": "CPV" if code else None,
        "code": code,
        "tender_start": "2020-05-01",
        **money,
    } | columns


def sums(rows: Rows, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


@pytest.mark.parametrize(
    ("scheme", "code", "purpose"),
    [
        ("CPV", "45233142-6", "roads"),
        ("ДК021", "34121100-2", "public_transport"),
        ("CPV", "45231300-8", "water"),
        ("CPV", "90731400-4", "air"),
        ("ДК 021:2015", "33190000-8", "health"),
        ("CPV", "33711000-7", "other"),
        ("CPV", "45214210-5", "schools"),
        ("CPV", "77310000-6", "parks"),
        ("CPV", "30213100-6", "other"),
        ("CPV", "45000000-7", None),
        ("CPV", "45230000-8", None),
        ("UNSPSC", "25101502", "public_transport"),
        ("UNSPSC", "43211503", None),
        ("OKPD2", "42.11.20.000", "roads"),
        ("OKDP", "3311477", "health"),
        ("OKDP", "4540375", None),
        ("GePNIC", "Civil Works – Roads", "roads"),
        ("GePNIC", "Civil Works", None),
        ("a list of our own", "45233142", None),
        (None, "45233142", None),
        ("CPV", None, None),
    ],
)
def test_a_code_tells_its_purpose_or_nothing(scheme: str | None, code: str | None, purpose: str | None) -> None:
    assert purpose_of(scheme, code) == purpose


def test_every_rule_of_the_mapping_has_its_reason_and_decides_for_its_own_prefix() -> None:
    for rule in purposes().rule:
        assert rule.reason
        assert purpose_of(rule.code_list, rule.prefix) == rule.purpose, rule
    repeated = [(rule.code_list, rule.prefix) for rule in purposes().rule]
    assert len(set(repeated)) == len(repeated)


def test_every_cpv_rule_is_a_prefix_of_a_code_of_that_list(shared: Path) -> None:
    listed = (shared / "data" / "codes" / "cpv_en.json").read_text(encoding="utf-8")
    strange = [rule.prefix for rule in purposes().rule if rule.code_list == "CPV" and f'"{rule.prefix}' not in listed]
    assert strange == []


def test_surveillance_goes_before_the_code(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[
            process("cameras", "45233000-9", 100),
            process("road", "45233000-9", 7),
            process("part", "80000000-4", 5),
        ],
        technologies=[
            {"ocid": "cameras", "technology": "video.cctv", "label": "yes"},
            {"ocid": "part", "technology": "video.cctv", "label": "part"},
            {"ocid": "road", "technology": "video.cctv", "label": "review"},
        ],
    )
    assert sums(found, "purpose", "spent_amount") == [
        ("roads", 7),
        ("surveillance", 100),
        ("surveillance_part", 5),
    ]


def test_items_tell_the_purpose_where_the_tender_does_not(balance: Callable[..., Rows]) -> None:
    def item(ocid: str, number: str, code: str) -> dict[str, Any]:
        return {"ocid": ocid, "stage": "tender", "item_id": number, "scheme": "CPV", "code": code}

    found = balance(
        processes=[process("one"), process("two", "45000000-7"), process("main", "33000000-0"), process("none")],
        items=[
            item("one", "1", "33100000-1"),
            item("one", "2", "33600000-6"),
            item("two", "1", "33100000-1"),
            item("two", "2", "45233000-9"),
            item("main", "1", "45233000-9"),
        ],
    )
    assert sums(found, "purpose", "processes") == [("health", 2), ("several", 1), ("untold", 1)]


def test_states_and_currencies_are_never_added(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[process("one", "33000000-0", 100, budget_amount=Decimal(90), budget_currency="UAH")],
        awards=[
            {
                "ocid": "one",
                "award_id": "1",
                "date": "2020-07-01",
                "award_amount": Decimal(60),
                "award_currency": "UAH",
            },
            {"ocid": "one", "award_id": "2", "date": "2020-07-01", "award_amount": Decimal(5), "award_currency": "USD"},
        ],
        contracts=[
            {
                "ocid": "one",
                "contract_id": "c",
                "award_id": "1",
                "contract_amount": Decimal(58),
                "contract_currency": "UAH",
            }
        ],
        transactions=[
            {
                "ocid": "one",
                "contract_id": "c",
                "transaction_id": "t",
                "date": "2021-01-05",
                "paid_amount": Decimal(20),
                "paid_currency": "UAH",
            }
        ],
    )
    assert sums(found, "year", "state", "currency", "spent_amount") == [
        ("2020", "awarded", "UAH", 60),
        ("2020", "awarded", "USD", 5),
        ("2020", "contracted", "UAH", 58),
        ("2020", "planned", "UAH", 90),
        ("2020", "tendered", "UAH", 100),
        ("2021", "paid", "UAH", 20),
    ]


def test_a_cancelled_purchase_and_a_cancelled_award_are_in_no_total(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[
            process("stopped", "33000000-0", 100, status="cancelled"),
            process("bought", "33000000-0", 30, status="complete"),
        ],
        awards=[
            {
                "ocid": "bought",
                "award_id": "1",
                "status": "cancelled",
                "award_amount": Decimal(9),
                "award_currency": "UAH",
            },
            {
                "ocid": "bought",
                "award_id": "2",
                "status": "active",
                "award_amount": Decimal(8),
                "award_currency": "UAH",
            },
        ],
    )
    assert sums(found, "state", "spent_amount") == [("awarded", 8), ("cancelled", 100), ("tendered", 30)]


def test_each_sum_says_how_much_was_read(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[
            process("a", "33000000-0", 10),
            process("b", "33000000-0"),
            process("c", "33000000-0", 0),
            process("d"),
        ],
    )
    health = [row for row in found if row["purpose"] == "health"]
    assert sums(health, "currency", "spent_amount", "processes", "with_amount", "read", "read_with_purpose") == [
        ("UAH", 10, 2, 1, 4, 3),
        (None, None, 1, 0, 4, 3),
    ]


def test_an_inhabitants_share_is_told_where_the_population_is_known(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[process("here", "33000000-0", 100), process("there", "33000000-0", 100)],
        process_places=[{"ocid": "there", "place_id": "osh"}],
    )
    assert sums(found, "place_id", "per_inhabitant") == [("kyiv", Decimal("0.1000")), ("osh", None)]


def test_dollars_stand_beside_the_original_or_the_reason_why_not(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[
            process("rated", "33000000-0", 100, tender_start="2010-01-01"),
            process("unrated", "33000000-0", 100, tender_start="2031-01-01"),
        ],
    )
    rated, unrated = found
    assert (rated["spent_amount"], rated["usd_amount"], rated["usd_rate"]) == (
        100,
        Decimal("12.6014"),
        "7.935639416666668",
    )
    assert (unrated["usd_amount"], unrated["usd_note"]) == (None, "no average rate of UAH for 2031")


def test_processes_without_place_or_year_are_counted_apart(balance: Callable[..., Rows]) -> None:
    found = balance(
        processes=[process("lost", "33000000-0", 5, tender_start=None)],
        process_places=[{"ocid": "lost", "place_id": None}],
    )
    assert sums(found, "place_id", "year", "spent_amount", "read") == [(None, None, 5, 1)]


def test_the_balance_is_the_same_with_several_threads(balance: Callable[..., Rows]) -> None:
    rows = [process(f"p{number}", "33000000-0" if number % 3 else "80000000-4", number) for number in range(500)]
    assert balance(processes=rows) == balance(threads=4, processes=rows[::-1])


def test_the_tables_of_the_balance_are_declared() -> None:
    assert {"places", "process_places", "spending", "process_purposes", "comparisons", "changes"} <= set(
        declared_tables()
    )
