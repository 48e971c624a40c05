"""Small registers to swap, verify and spoil."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.model.declared import declared_tables
from custodiet.register.manifest import Input, write_manifest
from custodiet.register.recount import money_totals

PROCESSES: list[dict[str, Any]] = [
    {"ocid": "two-currencies", "title": "Камери", "tender_amount": Decimal("10.1000"), "tender_currency": "UAH"},
    {"ocid": "same-currency", "title": "Cameras", "tender_amount": Decimal("0.2000"), "tender_currency": "UAH"},
    {"ocid": "another", "title": None, "tender_amount": Decimal("99999999999999999999.9999"), "tender_currency": "KGS"},
    {"ocid": "no-currency", "title": "Servers", "tender_amount": Decimal(7), "tender_currency": None},
    {"ocid": "no-amount", "title": "Masts", "tender_amount": None, "tender_currency": "USD"},
]


def write_table(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Write rows as the declared table, columns that are not named left unstated."""
    file = folder / "tables" / f"{name}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=declared_tables()[name].schema), file)


def seal_register(folder: Path, **changes: Any) -> None:
    """Write the manifest of the tables as they stand, with some of its parts changed."""
    parts: dict[str, Any] = {
        "version": "0.1.0",
        "settings": {"merge": ["identifier", "name"]},
        "inputs": [Input("b.json", "b" * 64, 12, "OCDS", 3), Input("a.json", "a" * 64, 10, "OCDS", 2)],
        "problems": {"amount-not-a-number": 2},
        "notes": {"peer": "none"},
    }
    if "rows" not in changes:
        files = sorted((folder / "tables").glob("*.parquet"))
        parts["rows"] = {file.stem: pq.read_metadata(file).num_rows for file in files}
    if "totals" not in changes:
        parts["totals"] = money_totals(folder)
    write_manifest(folder, **{**parts, **changes})


def fill(folder: Path) -> Path:
    """A whole register in `folder`."""
    write_table(folder, "processes", PROCESSES)
    lots: list[dict[str, Any]] = [
        {"ocid": "another", "lot_id": str(number), "title": f"Lot {number}"} for number in range(40)
    ]
    write_table(folder, "lots", lots)
    (folder / "problems.csv").write_text("document_id,pointer,kind\nabc,/0,amount-not-a-number\n", encoding="utf-8")
    (folder / "search.sqlite").write_bytes(bytes(range(256)) * 16)
    seal_register(folder)
    return folder


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of two tables."""
    return fill(tmp_path / "register")


@pytest.fixture
def fill_register() -> Callable[[Path], Path]:
    """What fills a folder with a register."""
    return fill


@pytest.fixture
def reseal() -> Callable[..., None]:
    """What writes the manifest of a register again, with parts changed."""
    return seal_register


@pytest.fixture
def table_of() -> Callable[[Path, str, list[dict[str, Any]]], None]:
    """What writes one table of a register."""
    return write_table


@pytest.fixture
def totals_of() -> Callable[[Path], dict[str, dict[str, str]]]:
    """What sums a register's tables."""
    return money_totals
