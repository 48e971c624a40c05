"""An export is complete or fails with a reason, says what it holds, and replaces nothing but a former export."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reading import read_csv, read_xlsx

from custodiet.errors import RegisterError, UsageError
from custodiet.exports import as_xlsx
from custodiet.exports.as_csv import write_csv
from custodiet.exports.as_jsonl import write_jsonl
from custodiet.exports.as_xlsx import write_xlsx
from custodiet.exports.cells import plain
from custodiet.exports.export import export

MakeRegister = Callable[..., Path]
LOTS = [{"ocid": "a", "lot_id": str(number), "title": f"Lot {number}"} for number in range(30)]
BIDS = [{"ocid": "a", "bid_id": "1", "tenderer_ids": ["x", "y"]}]


@pytest.fixture
def register(make_register: MakeRegister) -> Path:
    return make_register(lots=LOTS, bids=BIDS)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_a_folder_gets_one_file_a_table_and_an_account_of_them(register: Path, tmp_path: Path, form: str) -> None:
    to = tmp_path / "out"
    exported = export(register, form, to)
    assert [(entry.table, entry.path, entry.rows) for entry in exported] == [
        ("bids", to / f"bids.{form}", 1),
        ("lots", to / f"lots.{form}", 30),
    ]
    account = json.loads((to / "EXPORT.json").read_text(encoding="utf-8"))
    assert sorted(path.name for path in to.iterdir()) == ["EXPORT.json", *account["files"]]
    for entry in exported:
        stated = account["files"][entry.path.name]
        content = entry.path.read_bytes()
        assert stated["sha256"] == entry.sha256 == hashlib.sha256(content).hexdigest()
        assert (stated["bytes"], stated["rows"]) == (len(content), {entry.table: entry.rows})


def test_a_workbook_has_a_sheet_a_table(register: Path, tmp_path: Path) -> None:
    exported = export(register, "xlsx", tmp_path / "out")
    assert {entry.path.name for entry in exported} == {"register.xlsx"}
    sheets = read_xlsx(tmp_path / "out" / "register.xlsx")
    assert {name: len(rows) - 1 for name, rows in sheets.items()} == {"bids": 1, "lots": 30}
    account = json.loads((tmp_path / "out" / "EXPORT.json").read_text(encoding="utf-8"))
    assert account["files"]["register.xlsx"]["rows"] == {"bids": 1, "lots": 30}


def test_the_account_names_the_register_it_was_made_from(register: Path, tmp_path: Path) -> None:
    export(register, "csv", tmp_path / "out")
    account = json.loads((tmp_path / "out" / "EXPORT.json").read_text(encoding="utf-8"))
    assert account["register"] == json.loads((register / "manifest.json").read_text(encoding="utf-8"))["seal"]


def test_one_table_goes_to_one_file(register: Path, tmp_path: Path) -> None:
    (entry,) = export(register, "csv", tmp_path / "new" / "lots.CSV", "lots")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["lots.CSV"]
    assert len(read_csv(entry.path)) == 31


def test_several_tables_do_not_fit_into_one_csv_file(register: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the register has 2 tables: name one with --table"):
        export(register, "csv", tmp_path / "all.csv")
    assert not (tmp_path / "all.csv").exists()


def test_a_file_that_exists_is_never_replaced(register: Path, tmp_path: Path) -> None:
    (tmp_path / "lots.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="exists and is not replaced"):
        export(register, "csv", tmp_path / "lots.csv", "lots")
    assert (tmp_path / "lots.csv").read_text(encoding="utf-8") == "mine"


def test_a_former_export_is_replaced_as_a_whole(register: Path, tmp_path: Path) -> None:
    export(register, "csv", tmp_path / "out")
    export(register, "jsonl", tmp_path / "out", "lots")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["EXPORT.json", "lots.jsonl"]


def test_a_folder_with_other_things_in_it_is_refused(register: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").touch()
    with pytest.raises(UsageError, match=r"not made by custodiet \(no EXPORT\.json of ours\)"):
        export(register, "csv", tmp_path / "papers")


def test_a_register_is_not_replaced_by_its_export(register: Path) -> None:
    with pytest.raises(UsageError, match="lies in the register itself"):
        export(register, "csv", register)


def test_nothing_is_exported_into_a_register(register: Path) -> None:
    with pytest.raises(UsageError, match="lies in the register itself"):
        export(register, "csv", register / "csv")


def test_an_unknown_format_names_the_nearest(register: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no export format is called 'json'.*jsonl"):
        export(register, "json", tmp_path / "out")


def test_an_unknown_table_names_the_nearest(register: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"has no table 'lot'.*lots"):
        export(register, "csv", tmp_path / "out", "lot")


def test_a_folder_that_is_no_register_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="is no register"):
        export(tmp_path, "csv", tmp_path / "out")


def test_a_table_that_was_changed_is_not_exported(register: Path, tmp_path: Path) -> None:
    pq.write_table(pa.table({"ocid": ["a"]}), register / "tables" / "lots.parquet")
    with pytest.raises(RegisterError, match="not as the manifest says"):
        export(register, "csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_sheet_that_cannot_hold_a_table_fails_before_anything_is_written(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 29)
    with pytest.raises(UsageError, match="table lots has 30 rows and a sheet holds 29: choose --format csv"):
        export(register, "xlsx", tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


def test_a_text_too_long_for_a_cell_fails_by_row_and_column(make_register: MakeRegister, tmp_path: Path) -> None:
    titles = ["short", "x" * 32_767, "x" * 32_768]
    register = make_register(
        lots=[{"ocid": "a", "lot_id": str(place), "title": title} for place, title in enumerate(titles)]
    )
    with pytest.raises(UsageError, match=r"table lots, column title, row 3: a text of 32,768 .* --format csv"):
        export(register, "xlsx", tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["register"]


def test_a_character_of_two_units_counts_as_two(make_register: MakeRegister, tmp_path: Path) -> None:
    register = make_register(lots=[{"ocid": "a", "lot_id": "1", "title": "💶" * 16_384}])
    with pytest.raises(UsageError, match=r"a text of 32,768 "):
        export(register, "xlsx", tmp_path / "out.xlsx")


def test_removed_control_characters_are_counted(make_register: MakeRegister, tmp_path: Path) -> None:
    register = make_register(lots=[{"ocid": "a", "lot_id": "1", "title": "a\0b\x01\x02c\td"}])
    (entry,) = export(register, "xlsx", tmp_path / "out")
    assert entry.removed_characters == 3
    assert read_xlsx(entry.path)["lots"][1][-5] == "abc\td"


def test_links_and_formulas_are_plain_strings_in_the_workbook_s_xml(
    make_register: MakeRegister, tmp_path: Path
) -> None:
    register = make_register(lots=[{"ocid": "a", "lot_id": "=1+1", "title": "https://example.org/"}])
    (entry,) = export(register, "xlsx", tmp_path / "out")
    with zipfile.ZipFile(entry.path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet


def rows_with(number: float, folder: Path) -> Path:
    file = folder / "numbers.parquet"
    pq.write_table(pa.table({"id": ["a", "b"], "share": [1.0, number]}), file)
    return file


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_never_written(tmp_path: Path, number: float) -> None:
    with pq.ParquetFile(rows_with(number, tmp_path)) as table:
        for write in (write_csv, write_jsonl):
            with pytest.raises(RegisterError, match="column share holds a number that is not finite"):
                write(table, tmp_path / "out")
        with pytest.raises(RegisterError, match="column share holds a number that is not finite"):
            write_xlsx({"numbers": table}, tmp_path / "out.xlsx")


@pytest.mark.parametrize(
    ("number", "text"),
    [(1.0, "1"), (0.5, "0.5"), (1e21, "1000000000000000000000"), (1e-7, "0.0000001"), (-0.1, "-0.1"), (None, None)],
)
def test_a_number_is_written_without_exponent(number: float | None, text: str | None) -> None:
    assert plain(number) == text


def test_csv_tells_an_empty_text_from_one_not_stated(make_register: MakeRegister, tmp_path: Path) -> None:
    register = make_register(lots=[{"ocid": "a", "lot_id": "", "title": None}])
    (entry,) = export(register, "csv", tmp_path / "out")
    assert entry.path.read_bytes().startswith(b"\xef\xbb\xbfocid,")
    assert entry.path.read_bytes().endswith(b'\r\na,,,"",,,,,\r\n')


def test_an_empty_table_is_exported_with_its_heading(make_register: MakeRegister, tmp_path: Path) -> None:
    register = make_register(lots=[])
    assert [entry.rows for form in ("csv", "xlsx", "jsonl") for entry in export(register, form, tmp_path / form)] == [
        0
    ] * 3
    assert len(read_csv(tmp_path / "csv" / "lots.csv")) == 1
