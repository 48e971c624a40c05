"""A small register of one purchase, a process that is none, and the documented cases."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.cases import load_cases, tables
from custodiet.model.declared import declared_tables
from custodiet.register.manifest import write_manifest
from custodiet.safeguards import Question, load_questions

PURCHASE: dict[str, Any] = {
    "ocid": "ocds-kyiv-1",
    "label": "yes",
    "technologies": ["video.cctv_fixed"],
    "title": "Камери відеоспостереження",
    "country": "UA",
    "buyer_name": "КП «Приклад»",
    "supplier_names": ["ТОВ «Постачальник»"],
    "state": "contracted",
    "date": "2024-05-06T10:00:00+03:00",
    "contracted_amount": Decimal("1234567.5000"),
    "contracted_currency": "UAH",
}
Tables = Mapping[str, list[dict[str, Any]]]
Register = Callable[..., Path]


@pytest.fixture(scope="session")
def questions() -> Mapping[str, Question]:
    return load_questions()


@pytest.fixture
def purchase() -> dict[str, Any]:
    """A row of PURCHASES."""
    return dict.fromkeys(declared_tables()["purchases"].names) | PURCHASE


@pytest.fixture
def register(tmp_path: Path, questions: Mapping[str, Question]) -> Register:
    """Writes a register whose safeguards nobody has looked at; `changed` replaces whole tables or the purchase."""

    def write(changed_purchase: dict[str, Any] | None = None, **changed: list[dict[str, Any]]) -> Path:
        purchase = PURCHASE | (changed_purchase or {})
        rows: dict[str, list[dict[str, Any]]] = {
            "purchases": [purchase],
            "processes": [{"ocid": purchase["ocid"], "release_id": "UA-2024-1"}, {"ocid": "ocds-chairs-1"}],
            "safeguards": [{"ocid": purchase["ocid"], "question": name, "state": "not_checked"} for name in questions],
            "attachments": [],
            "items": [],
        }
        folder = tmp_path / "register"
        (folder / "tables").mkdir(parents=True)
        for name, content in (rows | changed).items():
            schema = declared_tables()[name].schema
            pq.write_table(pa.Table.from_pylist(content, schema=schema), folder / "tables" / f"{name}.parquet")
        for name, table in tables(load_cases()).items():
            pq.write_table(table, folder / "tables" / f"{name}.parquet")
        write_manifest(folder, version="0", settings={}, inputs=[], rows={}, totals={}, problems={})
        return folder

    return write
