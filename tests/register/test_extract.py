"""The rows of what was found, laid beside the tables: all of them, in their order, and nothing where it is too much."""

import pyarrow as pa
import pytest

from custodiet import extract as extracts
from custodiet.extract import ExtractWriter
from custodiet.model.chosen_rows import file_in, rows_of
from custodiet.model.tables import ITEMS, PROCESSES, TECHNOLOGIES


def chunk(first: int, found: tuple[int, ...]) -> dict[str, pa.RecordBatch]:
    """Ten processes with two items each; in some of them something was found."""
    numbers = range(first, first + 10)
    rows = {
        PROCESSES: [{"ocid": f"o{number}", "title": f"tender {number}"} for number in numbers],
        ITEMS: [{"ocid": f"o{number}", "item_id": str(item)} for number in numbers for item in range(2)],
        TECHNOLOGIES: [{"ocid": f"o{number}", "technology": name} for number in found for name in ("anpr", "cctv")],
    }
    return {table.name: pa.RecordBatch.from_pylist(of, table.schema) for table, of in rows.items() if of}


def written(folder, *chunks):
    with ExtractWriter(folder / "extract") as writer:
        for one in chunks:
            writer.add(one)
    return writer.extract()


def test_extract_holds_all_rows_of_what_was_found_in_their_order(tmp_path):
    extract = written(tmp_path, chunk(0, (3, 7)), chunk(10, ()), chunk(20, (21,)))
    items = rows_of(extract.folder / "items.parquet", extract.ocids)
    assert list(zip(items["ocid"].to_pylist(), items["item_id"].to_pylist(), strict=True)) == [
        (ocid, item) for ocid in ("o3", "o7", "o21") for item in ("0", "1")
    ]


def test_an_extract_of_tables_written_one_after_the_other_is_that_of_their_chunks(tmp_path):
    chunks = [chunk(0, (3, 7)), chunk(10, ()), chunk(20, (21,))]
    by_chunk = written(tmp_path, *chunks)
    (tmp_path / "tables").mkdir()
    with ExtractWriter(tmp_path / "tables" / "extract") as writer:
        writer.find([one[TECHNOLOGIES.name]["ocid"] for one in chunks if TECHNOLOGIES.name in one], 30)
        for name in (ITEMS.name, PROCESSES.name):
            for one in chunks:
                writer.keep(name, one[name])
    assert sorted(writer.extract().ocids.to_pylist()) == sorted(by_chunk.ocids.to_pylist())
    for name in (ITEMS.name, PROCESSES.name):
        file = f"{name}.parquet"
        assert (writer.extract().folder / file).read_bytes() == (by_chunk.folder / file).read_bytes()


def test_much_found_before_any_row_is_too_much_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(extracts, "_ENOUGH", 20)
    with ExtractWriter(tmp_path / "extract") as writer:
        writer.find([pa.array([f"o{number}" for number in range(6)])], 20)
        writer.keep(PROCESSES.name, chunk(0, ())[PROCESSES.name])
    assert writer.extract() is None


@pytest.mark.parametrize(("asked", "held"), [(["o3"], True), ([], True), (["o3", "o4"], False), ([None], False)])
def test_extract_holds_what_it_was_made_of_and_no_other_process(tmp_path, asked, held):
    assert written(tmp_path, chunk(0, (3, 7))).holds(pa.array(asked, pa.string())) is held


def test_more_than_a_quarter_found_is_too_much_once_there_are_many(tmp_path, monkeypatch):
    monkeypatch.setattr(extracts, "_ENOUGH", 20)
    assert written(tmp_path, chunk(0, (1, 2, 3)), chunk(10, (11, 12, 13))) is None


def test_few_processes_may_all_be_found(tmp_path):
    assert len(written(tmp_path, chunk(0, tuple(range(10)))).ocids) == 10


def test_a_table_that_is_not_beside_is_read_among_the_others(tmp_path):
    extract = written(tmp_path, chunk(0, (3,)))
    assert file_in("items", tmp_path, extract.folder) == extract.folder / "items.parquet"
    assert file_in("flags", tmp_path, extract.folder) == tmp_path / "flags.parquet"
    assert file_in("items", tmp_path, None) == tmp_path / "items.parquet"
