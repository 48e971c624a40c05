"""The engine runs expressions, keeps tables and writes the same bytes for the same rows."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.engine import ROWS_PER_GROUP, Engine, open_engine
from custodiet.errors import DoorError, InputError, UsageError
from custodiet.model.tables import COUNT, TEXT, Column, Table

NUMBERS = Table("numbers", ("n",), "one row per number", (Column("n", COUNT, "", "it"), Column("w", TEXT, "", "name")))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with open_engine("duckdb", "200MiB", threads=2, folder=tmp_path / "spill") as opened:
        yield opened


@pytest.fixture
def numbers(tmp_path: Path) -> Callable[[int], Path]:
    """A file of numbers in descending order, so that writing has something to order."""

    def write(count: int) -> Path:
        path = tmp_path / "given.parquet"
        descending = range(count - 1, -1, -1)
        pq.write_table(pa.table({"n": list(descending), "w": [f"w{n}" for n in descending]}), path)
        return path

    return write


def test_rows_are_read_in_the_order_asked_for(engine: Engine, numbers: Callable[[int], Path]) -> None:
    rows = engine.table(numbers(5))
    assert engine.read(rows, ["n"]).column("n").to_pylist() == [0, 1, 2, 3, 4]


def test_the_same_rows_give_the_same_bytes_with_one_thread_and_with_two(
    tmp_path: Path, numbers: Callable[[int], Path]
) -> None:
    given = numbers(250_000)
    for threads in (1, 2):
        with open_engine("duckdb", "200MiB", threads=threads, folder=tmp_path / "spill") as engine:
            assert engine.write(engine.table(given), tmp_path / f"{threads}.parquet", NUMBERS) == 250_000
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "2.parquet").read_bytes()


def test_the_same_rows_in_batches_of_any_size_give_the_same_bytes(engine: Engine, tmp_path: Path) -> None:
    table = pa.table({"n": list(range(210_000)), "w": ["x"] * 210_000}, schema=NUMBERS.schema)
    for size in (1_000, 70_001):
        engine.write(table.to_batches(size), tmp_path / f"{size}.parquet", NUMBERS)
    assert (tmp_path / "1000.parquet").read_bytes() == (tmp_path / "70001.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "1000.parquet").metadata.row_group(0).num_rows == ROWS_PER_GROUP


def test_a_table_without_rows_is_written_with_its_columns(engine: Engine, tmp_path: Path) -> None:
    assert engine.write([], tmp_path / "none.parquet", NUMBERS) == 0
    assert pq.read_table(tmp_path / "none.parquet").schema.names == ["n", "w"]


def test_an_order_that_leaves_ties_is_refused(engine: Engine, tmp_path: Path, numbers: Callable[[int], Path]) -> None:
    with pytest.raises(UsageError, match="leaves ties; add n"):
        engine.write(engine.table(numbers(3)), tmp_path / "out.parquet", NUMBERS, order_by=["w"])


def test_batches_with_other_columns_than_declared_stop_at_the_door(engine: Engine, tmp_path: Path) -> None:
    batches = pa.table({"n": [1], "word": ["x"]}).to_batches()
    with pytest.raises(DoorError, match="expected the columns n, w, found n, word"):
        engine.write(batches, tmp_path / "out.parquet", NUMBERS)


def test_a_column_of_another_type_stops_at_the_door(engine: Engine, tmp_path: Path) -> None:
    batches = pa.table({"n": ["one"], "w": ["x"]}).to_batches()
    with pytest.raises(DoorError, match="not of its declared type"):
        engine.write(batches, tmp_path / "out.parquet", NUMBERS)


def test_a_kept_table_is_computed_once_and_given_up(engine: Engine, numbers: Callable[[int], Path]) -> None:
    rows = engine.table(numbers(4))
    kept = engine.keep("large", rows.filter(rows.n > 1))
    assert engine.read(kept, ["n"]).column("n").to_pylist() == [2, 3]
    engine.drop("large")
    with pytest.raises(UsageError, match="no table is kept as 'large'"):
        engine.table("large")


def test_a_defined_table_follows_what_it_is_made_of(engine: Engine, numbers: Callable[[int], Path]) -> None:
    rows = engine.table(numbers(4))
    named = engine.define("even", rows.filter(rows.n % 2 == 0))
    assert engine.read(named, ["n"]).column("n").to_pylist() == [0, 2]


def test_a_mistyped_name_of_a_kept_table_gets_a_hint(engine: Engine, numbers: Callable[[int], Path]) -> None:
    engine.keep("processes", engine.table(numbers(1)))
    with pytest.raises(UsageError, match="did you mean 'processes'"):
        engine.table("proceses")


def test_a_name_that_is_no_plain_name_is_refused(engine: Engine, numbers: Callable[[int], Path]) -> None:
    with pytest.raises(UsageError, match="plain name"):
        engine.keep('x" AS SELECT 1; --', engine.table(numbers(1)))


def test_a_file_that_is_not_there_is_named(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"bids\.parquet: no such file"):
        engine.table(tmp_path / "bids.parquet")


def test_a_file_that_is_no_parquet_is_named(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "bids.parquet").write_text("not a table", encoding="utf-8")
    with pytest.raises(InputError, match=r"bids\.parquet: not a Parquet file"):
        engine.table(tmp_path / "bids.parquet")


def test_memory_that_is_no_amount_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="refuses memory 'plenty'"):
        open_engine("duckdb", "plenty", folder=tmp_path)


def test_importing_the_engine_imports_neither_the_database_nor_ibis() -> None:
    code = "import sys, custodiet.engine; print([m for m in ('duckdb', 'ibis') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_no_extension_is_fetched(engine: Engine) -> None:
    settings = ("autoinstall_known_extensions", "autoload_known_extensions")
    found = engine._connection.sql("SELECT name, value FROM duckdb_settings()").fetchall()
    assert {name: value for name, value in found if name in settings} == dict.fromkeys(settings, "false")


def test_a_statement_that_does_not_fit_is_asked_again_with_more_memory(
    tmp_path: Path, numbers: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = numbers(1_000_000)
    monkeypatch.setattr("custodiet.engines.duck.START_MIB", 12)
    with open_engine("duckdb", "12MiB", threads=1) as engine, pytest.raises(duckdb.OutOfMemoryException):
        engine.write(engine.table(given), tmp_path / "refused.parquet", NUMBERS)
    with open_engine("duckdb", threads=1) as engine:
        assert engine.write(engine.table(given), tmp_path / "written.parquet", NUMBERS) == 1_000_000
        assert engine.keep("again", engine.table(given).filter(engine.table(given).n < 3)).columns == ("n", "w")


def test_the_memory_that_was_given_is_never_exceeded(numbers: Callable[[int], Path]) -> None:
    with open_engine("duckdb", "12MiB", threads=1) as engine, pytest.raises(duckdb.OutOfMemoryException):
        engine.keep("all", engine.table(numbers(2_000_000)))
