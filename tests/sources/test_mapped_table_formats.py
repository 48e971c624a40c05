"""Formats are found by content, and one broken record does not cost its neighbours."""

import csv
import io
import json
import zipfile

import pytest
import xlsxwriter

from custodiet.errors import CutOffError, LimitError, MalformedError, NotUnderstoodError
from custodiet.sources import _csv_blocks, _table_xlsx
from custodiet.sources._csv_blocks import csv_blocks
from custodiet.sources._table_csv import csv_form, read_block, read_csv
from custodiet.sources._table_json import read_json
from custodiet.sources._table_xlsx import read_xlsx
from custodiet.sources.mapped_table import TableKind, read_tables, sniff

CSV = "No,Title\n1,Камеры\n2,Серверы\n"


def workbook(*rows, formula=None):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Лист1")
    for n, row in enumerate(rows):
        sheet.write_row(n, 0, row)
    if formula:
        sheet.write_formula(*formula)
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (CSV.encode(), TableKind.CSV),
        (CSV.replace(",", ";").encode("cp1251"), TableKind.CSV),
        (CSV.replace(",", "\t").encode("utf-16"), TableKind.TSV),
        (b'[{"a": 1, "b": null}, {"a"', TableKind.JSON),
        (b'{"a": 1}\n{"a": 2}\n', TableKind.JSON),
        (b'\xef\xbb\xbf [ {"a": "x"}]', TableKind.JSON),
        (b'{"releases": [{"ocid": "x"}]}', None),
        (b'[{"tender": {"id": 1}}]', None),
        (b'[["a","b"],[1,2]]', None),
        (b"<html><p>a,b</p>", None),
        (b"one word", None),
        (b"", None),
        (b"a,b\n\x00\x01\x02,1\n", None),
        (b"PK\x03\x04 something else", None),
    ],
)
def test_the_kind_of_a_document_is_found_by_its_content(head, kind):
    assert sniff(head) is kind


def test_a_workbook_is_known_by_its_content():
    assert sniff(workbook(["a", "b"], [1, 2])) is TableKind.XLSX


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_stated_encodings_are_read_without_a_problem(encoding):
    table = read_csv(CSV.encode(encoding))
    assert table.columns == ("No", "Title")
    assert table.rows[0] == ["1", "Камеры"]
    assert table.problems == []


@pytest.mark.parametrize(("encoding", "word"), [("cp1251", "Камеры"), ("cp1252", "Überwachung für Züge")])
def test_an_encoding_that_nothing_states_is_read_by_its_letters_and_reported(encoding, word):
    table = read_csv(f"No,Title\n1,{word}\n".encode(encoding))
    assert table.rows[0][1] == word
    assert [problem.kind for problem in table.problems] == ["encoding-not-stated"]


def test_a_broken_character_in_utf_8_does_not_turn_the_rest_into_another_encoding():
    table = read_csv(("No,Title\n" + "1,Камеры и серверы\n" * 20).encode() + b"2,\xff\n")
    assert table.rows[0][1] == "Камеры и серверы"
    assert table.rows[-1][1] == "\ufffd"
    assert [problem.kind for problem in table.problems] == ["text-not-in-encoding"]


@pytest.mark.parametrize("cut", range(40, 60))
def test_a_head_cut_inside_a_character_is_still_utf_8(cut):
    assert csv_form(("No,Title\n" + "1,Камеры\n" * 9).encode()[:cut]).encoding == "utf-8"


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    table = read_csv(b'No,Title\n1,"two\nlines"\n\n3,x\n')
    assert [table.pointer(n) for n, row in enumerate(table.rows) if any(row)] == ["row=2", "row=4"]


def test_a_row_of_another_length_is_kept_and_reported():
    table = read_csv(b"a,b,c\n1,2\n1,2,3,4\n1,2,3\n1,2,3\n")
    assert table.rows[:2] == [["1", "2", None], ["1", "2", "3"]]
    assert [(p.pointer, p.kind) for p in table.problems] == [("row=2", "row-too-short"), ("row=3", "row-too-long")]


def test_a_cell_beyond_the_limit_costs_its_own_record_only():
    csv.field_size_limit(1_000_000)  # as a library may have set it
    table = read_csv(b"a,b\n1,2\n" + b"x" * 200_000 + b",2\n3,4\n")
    assert [list(row) for row in table.rows if any(row)] == [["1", "2"], ["3", "4"]]
    assert [problem.kind for problem in table.problems] == ["record-not-readable"]


def test_a_head_beyond_the_limit_of_a_cell_is_not_understood():
    with pytest.raises(NotUnderstoodError, match="names no columns"):
        csv_form(b'a,"' + b"x" * 200_000 + b'",c\n1,2,3\n')


RECORDS = [
    ["No", "Title", "Note"],
    ["1", 'with "marks"', "a\r\nb"],
    ["2", "a, comma", ""],
    ["3", 'inch 5" pipe', 'ends with "'],
    ["4", "", "\n\n"],
    ["5", '","', '"'],
]


def written(records):
    lines = []
    for record in records:
        cells = ['"' + cell.replace('"', '""') + '"' if set(cell) & set('",\r\n') else cell for cell in record]
        lines.append(",".join(cells))
    return ("\r\n".join(lines) + "\r\n").encode()


@pytest.mark.parametrize("size", [1, 20, 10_000])
@pytest.mark.parametrize("step", [1, 3, 7, 1000])
def test_blocks_hold_whole_records_wherever_the_stream_is_cut(size, step):
    document = written(RECORDS)
    form = csv_form(document)
    chunks = [document[at : at + step] for at in range(0, len(document), step)]
    blocks = list(csv_blocks(chunks, form, size))
    found = [(block.first_row + n, list(row)) for block in blocks for n, row in enumerate(read_block(block, form).rows)]
    assert found == list(enumerate(RECORDS[1:], 2))


def test_marks_inside_an_unquoted_cell_do_not_open_it():
    document = b'a,b\n1,5" pipe\n2,"x"y"z\n3,"open\nclosed"\n'
    form = csv_form(document)
    blocks = list(csv_blocks([document], form, 1))
    assert [block.first_row for block in blocks] == [2, 3, 4]
    whole = [list(row) for row in read_csv(document).rows]
    assert [list(row) for block in blocks for row in read_block(block, form).rows] == whole


def test_blocks_of_utf_16_are_readable_alone():
    document = CSV.encode("utf-16")
    form = csv_form(document)
    blocks = list(csv_blocks([document[:7], document[7:]], form, 1))
    assert [list(read_block(block, form.of_blocks).rows[0]) for block in blocks] == [["1", "Камеры"], ["2", "Серверы"]]


def read_in_blocks(document, size):
    form = csv_form(document)
    tables = [read_block(block, form.of_blocks) for block in csv_blocks([document], form, size)]
    return [list(row) for table in tables for row in table.rows], [one for table in tables for one in table.problems]


def test_a_quotation_mark_that_nothing_closes_at_the_end_is_a_cut_off_document():
    document = b'a,b\n1,2\n3,"cut'
    blocks = csv_blocks([document], csv_form(document), 1)
    assert next(blocks).data == b"1,2\n"
    with pytest.raises(CutOffError, match="row 3"):
        next(blocks)
    assert read_csv(document).rows == [["1", "2"]]


@pytest.mark.parametrize("last", [b"3", b"3,", b'3,4,"', b'3,4,"five', b'3,4,"five\nsix', b'3,"4, four'])
def test_a_last_row_that_was_cut_is_left_out_and_reported(last):
    table = read_csv(b"a,b,c\n1,2,3\n2,3,4\n" + last)
    assert [list(row) for row in table.rows] == [["1", "2", "3"], ["2", "3", "4"]]
    assert [(one.kind, one.action) for one in table.problems] == [("cut-off", "set aside")]
    assert "row 4" in table.problems[0].detail


@pytest.mark.parametrize("last", [b"3,4,5", b'3,4,"five"', b"3,4,5\n", b"3,4,"])
def test_a_last_row_with_all_its_cells_needs_no_line_end(last):
    table = read_csv(b"a,b,c\n1,2,3\n" + last)
    assert len(table.rows) == 2
    assert table.problems == []


@pytest.mark.parametrize("size", [1, 30, 100_000])
@pytest.mark.parametrize("behind", [0, 3, 400])
def test_a_stray_quotation_mark_costs_no_row(size, behind):
    rows = [[str(n), f"title {n}", "5 EUR"] for n in range(behind + 3)]
    text = ["a,b,c", *(",".join(row) for row in rows)]
    text[2] = '1,"title 1,5 EUR'

    found, problems = read_in_blocks("\n".join(text).encode(), size)

    assert found == [rows[0], ["1", '"title 1', "5 EUR"], *rows[2:]]
    assert [(one.pointer, one.kind, one.action) for one in problems] == [("row=3", "quotation-mark-stray", "doubted")]


@pytest.mark.parametrize("size", [1, 100_000])
def test_a_row_whose_cells_cannot_be_told_is_left_out_and_its_neighbours_are_kept(size):
    found, problems = read_in_blocks(b'a,b\n1,"2, two\n3,four\n5,six\n7,"8, eight"\n9,ten\n', size)
    assert found == [[None, None], ["3", "four"], ["5", "six"], ["7", "8, eight"], ["9", "ten"]]
    assert [(one.pointer, one.kind, one.action) for one in problems] == [("row=2", "quotation-mark-stray", "set aside")]


def test_a_text_of_several_lines_with_careless_marks_stays_one_cell():
    found, problems = read_in_blocks(b'a,b\n1,"first\nsays "hi" there"\n2,x\n', 1)
    assert [row[0] for row in found] == ["1", "2"]
    assert problems == []


def test_a_mark_that_is_open_for_long_holds_no_more_than_a_record(monkeypatch):
    monkeypatch.setattr(_csv_blocks, "_LONGEST_RECORD", 1000)
    document = b'a,b\n1,"2\n' + b"3,4\n" * 2000
    blocks = list(csv_blocks([document], csv_form(document), 500))
    assert max(len(block.data) for block in blocks) < 600
    assert sum(block.data.count(b"\n") for block in blocks) == 2001


@pytest.mark.parametrize("document", [b"a,b,c\n1,2", b'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n10,11,12\n', b"a,b,c\n1,2,"])
def test_a_table_is_known_by_its_header_where_a_row_is_broken(document):
    assert sniff(document) is TableKind.CSV
    assert csv_form(document).columns == ("a", "b", "c")


@pytest.mark.parametrize("document", [b"Dear Sir, or Madam,\nplease find\n", b"one\ntwo\n", b"a,b\nc\nd\ne"])
def test_text_without_columns_is_no_table(document):
    assert sniff(document) is None


def test_json_rows_are_read_from_an_array_and_from_lines():
    rows = [{"a": 1, "b": "x"}, {"b": None, "c": 2.5}]
    expected = [["1", "x", None], [None, None, "2.5"]]
    for document in (json.dumps(rows), "\n".join(json.dumps(row) for row in rows)):
        table = read_json(document.encode())
        assert (table.columns, table.rows, table.problems) == (("a", "b", "c"), expected, [])
        assert table.pointer(1) == "/1"


def test_a_comma_behind_the_last_row_is_repaired_and_reported():
    table = read_json(b'[{"a": 1},{"a": 2},]')
    assert table.rows == [["1"], ["2"]]
    assert [(problem.kind, problem.action) for problem in table.problems] == [("json-comma-at-end", "repaired")]


@pytest.mark.parametrize("cut", range(12, 31))
def test_a_json_table_cut_off_anywhere_keeps_its_whole_rows(cut):
    table = read_json(b'[{"a": "one"}, {"a": "second"}]'[:cut])
    assert sum(any(row) for row in table.rows) == (cut > 12) + (cut > 29)
    assert [problem.kind for problem in table.problems] == ["document-cut-off"]


@pytest.mark.parametrize("broken", ['{"a": NaN}', '{"a": 01}', '{"a" 1}', '{"a": "\x01"}'])
def test_a_broken_json_row_costs_itself_only(broken):
    table = read_json(f'[{{"a": 1}}, {broken}, {{"a": 3}}]'.encode())
    assert [row[0] for row in table.rows] == ["1", None, "3"]
    assert [(p.pointer, p.kind) for p in table.problems] == [("/1", "record-not-readable")]


@pytest.mark.parametrize(
    ("document", "rows", "pointer"),
    [
        (b'[{"a": 1}] rest', ["1"], "/1"),
        (b'[{"a": 1}, 5., {"a": 2}]', ["1", "2"], "/1"),
        (b'{"a": 1}\n--\n{"a": 2}\n', ["1", "2"], "/1"),
    ],
)
def test_what_stands_between_rows_is_reported_and_the_rows_are_kept(document, rows, pointer):
    table = read_json(document)
    assert [row[0] for row in table.rows] == rows
    assert [(p.pointer, p.kind) for p in table.problems] == [(pointer, "text-between-rows")]


def test_a_row_that_is_no_object_keeps_its_place():
    table = read_json(b'[{"a": 1}, 5, {"a": 2}]')
    assert [row[0] for row in table.rows] == ["1", None, "2"]
    assert [(p.pointer, p.kind) for p in table.problems] == [("/1", "row-not-an-object")]


def test_a_nested_value_is_set_aside_by_itself():
    table = read_json(b'[{"a": 1, "b": [1, 2]}]')
    assert table.rows == [["1", None]]
    assert [(p.pointer, p.kind) for p in table.problems] == [("/0/b", "value-not-flat")]


def test_a_formula_is_read_as_its_value_and_rows_keep_their_numbers():
    document = workbook(["No", "Sum"], [], [1, None], formula=(2, 1, "=1+1", None, 2))
    (table,) = read_xlsx(document)
    assert list(table.rows[1]) == ["1", "2"]
    assert table.pointer(1) == "sheet=Лист1/row=3"


def test_a_workbook_that_unpacks_beyond_the_limit_is_refused():
    with pytest.raises(LimitError, match="unpacks to more than 1000 bytes"):
        read_xlsx(workbook(["a", "b"], [1, 2]), unpacked_limit=1000)


def test_a_stray_cell_at_the_far_corner_is_refused_before_the_sheet_is_spread_out():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 16_383, "b")
    book.close()
    with pytest.raises(LimitError, match="16384 columns"):
        read_xlsx(stream.getvalue())


def test_a_broken_workbook_says_what_to_do_next():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<nothing/>")
    with pytest.raises(MalformedError, match="again"):
        read_xlsx(stream.getvalue())


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_was_cut_is_called_cut_off(kept):
    document = workbook(["a", "b"], [1, 2])
    with pytest.raises(CutOffError, match="again"):
        read_xlsx(document[: int(len(document) * kept)])


@pytest.mark.parametrize("cut", [30, 400, 2000])
def test_a_workbook_with_bytes_missing_in_the_middle_is_malformed(cut):
    document = workbook(["a", "b"], [1, 2])
    with pytest.raises(MalformedError, match="again"):
        read_xlsx(document[:cut] + document[cut + 40 :])


def test_a_reference_cut_by_a_reading_step_is_still_seen(monkeypatch):
    monkeypatch.setattr(_table_xlsx, "_STEP", 5)
    monkeypatch.setattr(_table_xlsx, "_CELLS", 3)
    with pytest.raises(LimitError, match="spans 2 rows and 2 columns"):
        read_xlsx(workbook(["a", "b"], [1, 2]))


def test_what_is_no_table_is_not_understood():
    with pytest.raises(NotUnderstoodError, match="column names"):
        read_tables(b"<html></html>")
