"""Whatever differs from the manifest is found and named: a byte, a file, a row, a key, a total."""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.errors import RegisterError
from custodiet.register.recount import money_totals
from custodiet.register.verify import verify

Write = Callable[..., None]
Sums = Callable[[Path], dict[str, dict[str, str]]]

FILES = ["manifest.json", "problems.csv", "search.sqlite", "tables/lots.parquet", "tables/processes.parquet"]


def flip(file: Path, place: int, bit: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1 << bit
    file.write_bytes(content)


def test_a_register_as_it_was_built_verifies(register: Path) -> None:
    outcome = verify(register)
    assert outcome.ok, outcome.lines()
    assert outcome.lines() == [f"{register}: 5 files and 45 rows are as the manifest says"]


@pytest.mark.parametrize("name", FILES)
def test_one_changed_bit_anywhere_is_found_and_its_file_named(register: Path, name: str) -> None:
    file = register / name
    whole = file.read_bytes()
    places = random.Random(name)
    for _ in range(12):
        flip(file, places.randrange(len(whole)), places.randrange(8))
        outcome = verify(register)
        assert not outcome.ok
        assert name in "\n".join(outcome.faults)
        file.write_bytes(whole)
    assert verify(register).ok


def test_every_single_byte_of_the_manifest_counts(register: Path) -> None:
    file = register / "manifest.json"
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        flip(file, place, place % 7)
        assert not verify(register).ok, whole[place - 20 : place + 20]
        file.write_bytes(whole)


def test_blanks_added_to_the_manifest_are_found(register: Path) -> None:
    file = register / "manifest.json"
    file.write_bytes(file.read_bytes() + b" ")
    assert verify(register).faults == ("manifest.json: changed after it was written (its seal does not fit)",)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_deleted_file_is_named(register: Path, name: str) -> None:
    (register / name).unlink()
    assert verify(register).faults == (f"{name}: missing",)


def test_a_deleted_manifest_is_named(register: Path) -> None:
    (register / "manifest.json").unlink()
    with pytest.raises(RegisterError, match=r"manifest\.json"):
        verify(register)


@pytest.mark.parametrize("name", ["notes.txt", "tables/bids.parquet", "deep/er/file", ".hidden"])
def test_an_added_file_is_named(register: Path, name: str) -> None:
    (register / name).parent.mkdir(parents=True, exist_ok=True)
    (register / name).write_text("added", encoding="utf-8")
    assert verify(register).faults == (f"{name}: not in the manifest",)


def test_a_file_replaced_by_a_link_to_the_same_bytes_is_named(register: Path, tmp_path: Path) -> None:
    (register / "problems.csv").rename(tmp_path / "elsewhere.csv")
    (register / "problems.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert verify(register).faults == ("problems.csv: no regular file",)


def test_every_fault_is_told_and_not_the_first_alone(register: Path) -> None:
    (register / "problems.csv").unlink()
    flip(register / "tables" / "lots.parquet", 5, 1)
    (register / "stray").touch()
    assert [fault.split(":")[0] for fault in verify(register).faults] == [
        "problems.csv",
        "stray",
        "tables/lots.parquet",
    ]


def test_a_row_count_that_the_table_does_not_bear_out_is_told(register: Path, reseal: Write) -> None:
    reseal(register, rows={"processes": 5, "lots": 41})
    assert verify(register).faults == ("tables/lots.parquet: 40 rows instead of 41",)


def test_a_table_counted_but_not_written_is_told(register: Path, reseal: Write) -> None:
    reseal(register, rows={"processes": 5, "lots": 40, "bids": 1})
    assert verify(register).faults == ("tables/bids.parquet: its rows stand in the manifest, the file does not",)


def test_a_total_off_by_the_last_digit_is_told(register: Path, reseal: Write) -> None:
    sums = {"KGS": "99999999999999999999.9998", "UAH": "10.3000", "not stated": "7.0000"}
    reseal(register, totals={"processes.tender": sums})
    (fault,) = verify(register).faults
    assert "99999999999999999999.9999 KGS" in fault
    assert "instead of 99999999999999999999.9998 KGS" in fault


def test_a_total_of_no_table_is_told(register: Path, reseal: Write, totals_of: Sums) -> None:
    reseal(register, totals={**totals_of(register), "bids.bid": {"UAH": "1"}})
    assert verify(register).faults == ("tables/bids.parquet: bids.bid is nothing instead of 1 UAH",)


def test_two_rows_of_one_key_are_told(register: Path, reseal: Write, table_of: Write) -> None:
    table_of(
        register, "lots", [{"ocid": "a", "lot_id": "1"}, {"ocid": "a", "lot_id": "1"}, {"ocid": "b", "lot_id": "1"}]
    )
    reseal(register)
    assert verify(register).faults == ("tables/lots.parquet: 1 rows repeat the key ocid, lot_id of another row",)


def test_columns_that_are_not_declared_are_told(register: Path, reseal: Write) -> None:
    pq.write_table(pa.table({"ocid": ["a"], "lot": ["1"]}), register / "tables" / "lots.parquet")
    reseal(register)
    (fault,) = verify(register).faults
    assert fault.startswith("tables/lots.parquet: its columns are not the declared ones (expected ")


def test_a_table_that_nobody_declared_is_told(register: Path, reseal: Write) -> None:
    pq.write_table(pa.table({"a": [1]}), register / "tables" / "rumours.parquet")
    reseal(register)
    assert verify(register).faults == ("tables/rumours.parquet: no table of this name is declared",)


def test_a_table_that_is_no_parquet_is_told(register: Path, reseal: Write, totals_of: Sums) -> None:
    totals = totals_of(register)
    rows = {"processes": 5, "lots": 40}
    (register / "tables" / "lots.parquet").write_text("not a table", encoding="utf-8")
    reseal(register, totals=totals, rows=rows)
    (fault,) = verify(register).faults
    assert fault.startswith("tables/lots.parquet: cannot be read as Parquet")


def test_a_cancelled_purchase_is_summed_apart(tmp_path: Path) -> None:
    rows = {
        "state": ["awarded", "cancelled", None],
        "awarded_amount": pa.array([Decimal("1.5"), Decimal(2), Decimal(4)], pa.decimal128(24, 4)),
        "awarded_currency": ["UAH"] * 3,
    }
    (tmp_path / "tables").mkdir()
    pq.write_table(pa.table(rows), tmp_path / "tables" / "purchases.parquet")
    assert money_totals(tmp_path) == {
        "purchases.awarded": {"UAH": "5.5000"},
        "purchases.awarded.cancelled": {"UAH": "2.0000"},
    }
