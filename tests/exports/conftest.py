"""Registers to export, and the hostile texts of the folder above: importlib mode leaves the import path alone."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.model.declared import declared_tables
from custodiet.register.manifest import write_manifest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

Rows = list[dict[str, Any]]
MakeRegister = Callable[..., Path]


def make(folder: Path, **tables: Rows) -> Path:
    """A register of the named tables."""
    (folder / "tables").mkdir(parents=True)
    for name, rows in tables.items():
        table = pa.Table.from_pylist(rows, schema=declared_tables()[name].schema)
        pq.write_table(table, folder / "tables" / f"{name}.parquet", row_group_size=1000)
    rows_of = {name: len(rows) for name, rows in tables.items()}
    write_manifest(folder, version="0.1.0", settings={}, inputs=[], rows=rows_of, totals={}, problems={})
    return folder


@pytest.fixture
def make_register(tmp_path: Path) -> MakeRegister:
    """What makes a register below the test's folder from rows by table."""
    return lambda **tables: make(tmp_path / "register", **tables)


@pytest.fixture(scope="session")
def followthemoney() -> Any:
    """The format's own library; a test that needs it is skipped where it is missing, and fails where CI asks for it."""
    if find_spec("followthemoney") is None:
        reason = "followthemoney is not installed; it compiles against ICU: `make ftm`"
        if os.environ.get("CUSTODIET_REQUIRE_FTM"):
            pytest.fail(f"{reason}, and CUSTODIET_REQUIRE_FTM allows no skipped test")
        pytest.skip(reason)
    return import_module("followthemoney")
