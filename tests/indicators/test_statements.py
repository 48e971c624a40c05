"""Statements compiled ahead say what the expressions say, and are left alone where they do not fit."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from custodiet.engine import Engine
from custodiet.errors import DefinitionError
from custodiet.indicators import load_indicators, run
from custodiet.indicators._compiled import compiled
from custodiet.indicators._prepared import READ, STATEMENTS, scripts_for
from custodiet.indicators._signals import signals_of, wanted_table

Make = Callable[..., Path]


@pytest.fixture
def whole(folder: Make) -> Path:
    """Every table of a build, with the rows of all examples that bring no settings."""
    examples = [example for one in load_indicators().values() for example in one.examples if not example.settings]
    rows: dict[str, list[dict[str, object]]] = {table.name: [] for table in READ}
    for number, example in enumerate(examples):
        for name, given in example.tables.items():
            rows[name] += [{**row, "ocid": f"{number}-{row['ocid']}"} if "ocid" in row else {**row} for row in given]
    return folder(rows)


def test_statements_give_the_rows_of_the_expressions(engine: Engine, whole: Path) -> None:
    bought = pq.read_table(whole / "processes.parquet")["ocid"].to_pylist()[::2]
    flags, counts = run(engine, whole, purchases=bought)
    asked = [signals_of(found) for found in compiled(engine, whole, wanted_table(bought))]
    assert flags.num_rows > 100
    assert flags.to_pylist() == [row for one in asked for row in one.flags.to_pylist()]
    assert counts.to_pylist() == [row for one in asked for row in one.counts.to_pylist()]


def test_statements_find_what_lies_beside(engine: Engine, whole: Path, tmp_path: Path) -> None:
    flags, counts = run(engine, whole)
    beside = shutil.copytree(whole, tmp_path / "beside")
    assert run(engine, whole, beside=beside) == (flags, counts)
    for file in beside.iterdir():
        pq.write_table(pq.read_table(file).slice(0, 0), file)
    assert run(engine, whole, beside=beside)[0] != flags  # of texts and items nothing is left


def test_every_indicator_has_its_script(engine: Engine, whole: Path) -> None:
    scripts = scripts_for(engine, whole)
    assert scripts is not None, "run `make pages`"
    assert list(scripts) == list(load_indicators())


def test_other_columns_or_a_missing_table_need_other_statements(engine: Engine, whole: Path) -> None:
    bids = whole / "bids.parquet"
    pq.write_table(pq.read_table(bids).drop_columns(["status"]), bids)
    assert scripts_for(engine, whole) is None
    bids.unlink()
    assert scripts_for(engine, whole) is None


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of the statements with half of the last line gone."""
    file = tmp_path / "statements.jsonl"
    file.write_bytes(STATEMENTS.read_bytes()[:-200])
    monkeypatch.setattr("custodiet.indicators._prepared.STATEMENTS", file)
    # The rules are those of the room, wherever the file lies.
    monkeypatch.setattr("custodiet.indicators._prepared.rules", lambda _schemas: file.read_text()[10:74])
    return file


def test_a_damaged_file_is_an_error(engine: Engine, whole: Path, damaged: Path) -> None:
    with pytest.raises(DefinitionError, match=damaged.name):
        scripts_for(engine, whole)
