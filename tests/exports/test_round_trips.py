"""What is exported and read back with another library is what stood in the table, whatever the texts."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import read_csv, read_jsonl, read_xlsx

from custodiet.exports.as_csv import write_csv
from custodiet.exports.as_xlsx import write_xlsx
from custodiet.exports.export import export
from custodiet.model.declared import declared_tables
from custodiet.text.formulas import restored
from hostile_strings import HOSTILE

MakeRegister = Callable[..., Path]

# Written here again and otherwise than in the code: what a program may take for the start of a formula.
STARTS_A_FORMULA = re.compile(
    "[\\s\\x00-\\x20\\x7f-\\xa0\u00ad\u200b-\u200f\u202a-\u202e\u3000\ufeff]*[=+\\-@＝＋－＠]|[\\t\\r\\n]"
)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

AMOUNTS = [
    Decimal("0.0001"),
    Decimal(-5),
    Decimal("99999999999.9999"),
    Decimal(250_000_000_000),
    Decimal("99999999999999999999.9999"),
    Decimal(0),
    None,
]

# Too long for a cell together with the second entry of their list; and two escapes of XLSX in a chain, of which the
# writing library guards only the first.
NOT_FOR_XLSX = {text for text in HOSTILE if len(text.encode("utf-16-le")) > 65_000} | {"_x005F_x0041_"}


def hostile_bids() -> list[dict[str, Any]]:
    """One bid a hostile text: the text alone, in a list, and beside numbers."""
    return [
        {
            "ocid": f"ocid-{number}",
            "bid_id": str(number),
            "status": text,
            "tenderer_ids": [text, "b"],
            "lot_ids": [[], None, [text]][number % 3],
            "bid_amount": AMOUNTS[number % len(AMOUNTS)],
            "bid_currency": None if number % 2 else text,
        }
        for number, text in enumerate(HOSTILE)
    ]


def expected(row: dict[str, Any]) -> dict[str, str]:
    """The cells of a bid as text, empty where not stated."""
    lists = {name: "; ".join(row[name] or []) for name in ("tenderer_ids", "lot_ids")}
    amount = "" if row["bid_amount"] is None else f"{row['bid_amount']:.4f}"
    texts = {name: row[name] or "" for name in ("ocid", "bid_id", "status", "bid_currency")}
    return {**texts, **lists, "bid_amount": amount}


def test_csv_gives_every_text_back_and_no_cell_starts_a_formula(make_register: MakeRegister, tmp_path: Path) -> None:
    bids = hostile_bids()
    export(make_register(bids=bids), "csv", tmp_path / "bids.csv", "bids")
    heading, *lines = read_csv(tmp_path / "bids.csv")
    amount = heading.index("bid_amount")
    for bid, line in zip(bids, lines, strict=True):
        assert not [cell for place, cell in enumerate(line) if place != amount and STARTS_A_FORMULA.match(cell)]
        cells = dict(zip(heading, map(restored, line), strict=True))
        assert {name: cells[name] for name in expected(bid)} == expected(bid)


def test_xlsx_gives_every_text_back_and_no_cell_starts_a_formula(make_register: MakeRegister, tmp_path: Path) -> None:
    bids = [bid for bid in hostile_bids() if bid["status"] not in NOT_FOR_XLSX]
    export(make_register(bids=bids), "xlsx", tmp_path / "bids.xlsx")
    heading, *lines = read_xlsx(tmp_path / "bids.xlsx")["bids"]
    for bid, line in zip(bids, lines, strict=True):
        texts = [cell for cell in line if isinstance(cell, str)]
        assert not [cell for cell in texts if STARTS_A_FORMULA.match(cell)]
        cells = dict(zip(heading, line, strict=True))
        wanted = {name: NOT_IN_XML.sub("", text) for name, text in expected(bid).items() if name != "bid_amount"}
        assert {name: restored(cells[name]) for name in wanted} == wanted
        assert number(cells["bid_amount"]) == bid["bid_amount"]


def number(cell: float | str) -> Decimal | None:
    """A cell of an amount; a spreadsheet keeps the digits of a number up to the fifteenth, the rest stands as text."""
    return None if cell == "" else Decimal(str(cell))


def test_json_lines_give_every_value_back(make_register: MakeRegister, tmp_path: Path) -> None:
    bids = hostile_bids()
    export(make_register(bids=bids), "jsonl", tmp_path / "bids.jsonl", "bids")
    names = declared_tables()["bids"].names
    assert read_jsonl(tmp_path / "bids.jsonl") == [{name: bid.get(name) for name in names} for bid in bids]


def test_parquet_is_the_register_s_own_file(make_register: MakeRegister, tmp_path: Path) -> None:
    register = make_register(bids=hostile_bids())
    export(register, "parquet", tmp_path / "bids.parquet", "bids")
    assert (tmp_path / "bids.parquet").read_bytes() == (register / "tables" / "bids.parquet").read_bytes()


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "parquet"])
def test_the_same_register_gives_the_same_bytes(make_register: MakeRegister, tmp_path: Path, form: str) -> None:
    bids = [{"ocid": str(number), "bid_id": "=1", "bid_amount": Decimal(number)} for number in range(50)]
    register = make_register(bids=bids)
    first, second = export(register, form, tmp_path / "one") + export(register, form, tmp_path / "two")
    assert first.path.read_bytes() == second.path.read_bytes()


TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=20)


def written(rows: list[tuple[str | None, str | None]], folder: Path) -> pq.ParquetFile:
    table = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip("ab", zip(*rows, strict=True), strict=True)}
    )
    pq.write_table(table, folder / "any.parquet")
    return pq.ParquetFile(folder / "any.parquet")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ROWS)
def test_any_table_of_texts_comes_back_from_csv(tmp_path: Path, rows: list[tuple[str | None, str | None]]) -> None:
    with written(rows, tmp_path) as table:
        write_csv(table, tmp_path / "any.csv")
    lines = read_csv(tmp_path / "any.csv")[1:]
    assert [[restored(cell) for cell in line] for line in lines] == [[cell or "" for cell in row] for row in rows]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(ROWS)
def test_any_table_of_texts_comes_back_from_xlsx(tmp_path: Path, rows: list[tuple[str | None, str | None]]) -> None:
    with written(rows, tmp_path) as table:
        sheets = write_xlsx({"any": table}, tmp_path / "any.xlsx")
    lines = read_xlsx(tmp_path / "any.xlsx")["any"][1:]
    wanted = [[NOT_IN_XML.sub("", cell or "") for cell in row] for row in rows]
    padded = [[*line, "", ""][:2] for line in [*lines, *[[]] * (len(rows) - len(lines))]]
    assert [[restored(cell) for cell in line] for line in padded] == wanted
    assert sheets["any"].removed_characters == sum(len(NOT_IN_XML.findall(cell or "")) for row in rows for cell in row)
