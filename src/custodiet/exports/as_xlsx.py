"""Tables as one XLSX workbook, a sheet each: complete, or an error that says what does not fit.

Texts are strings and never formulas or links, and carry an apostrophe where a spreadsheet would run them after saving
in another format. Control characters that XML cannot hold are removed and counted. A number of more than 15 digits is
written as text, because spreadsheets round it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from custodiet.errors import UsageError
from custodiet.exports.cells import as_text, batches, is_text, neutral

MOST_ROWS = 1_048_575  # a sheet has 2^20 rows; one is the heading
MOST_UNITS = 32_767  # UTF-16 units of a cell

_FORBIDDEN = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]"
_EXACT = Decimal(10) ** 11  # below it, four digits after the point make at most 15
_DIGITS = 15
_SAME_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the library takes no zone; the same tables give the same bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet came to."""

    rows: int
    removed_characters: int


def write_xlsx(tables: Mapping[str, pq.ParquetFile], to: Path) -> dict[str, Sheet]:
    """Rows and removed characters by table; raises UsageError where a table or a text is too long for a sheet."""
    for name, table in tables.items():
        if table.metadata.num_rows > MOST_ROWS:
            raise UsageError(
                f"table {name} has {table.metadata.num_rows:,} rows and a sheet holds {MOST_ROWS:,}: "
                f"choose --format csv, or name a smaller table with --table"
            )
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "use_zip64": True}
    book = xlsxwriter.Workbook(str(to), options)
    try:
        book.set_properties({"created": _SAME_DATE})
        heading = book.add_format({"bold": True})
        return {name: _write_sheet(book.add_worksheet(name), name, table, heading) for name, table in tables.items()}
    finally:
        book.close()


def _write_sheet(sheet: Any, name: str, table: pq.ParquetFile, heading: Any) -> Sheet:
    columns = table.schema_arrow.names
    sheet.freeze_panes(1, 0)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, heading)
    rows = removed = 0
    for batch in batches(table):
        cells = []
        for column, values in zip(columns, batch.columns, strict=True):
            kept, lost = _cells(values)
            _check_length(kept, f"table {name}, column {column}, row", rows + 1)
            cells.append(kept)
            removed += lost
        _write_rows(sheet, rows + 1, cells)
        rows += batch.num_rows
    return Sheet(rows, removed)


def _cells(column: pa.Array) -> tuple[list[Any], int]:
    """Cells as text or numbers, and how many characters were removed."""
    if not is_text(column):
        return [_number(value) for value in column.to_pylist()], 0
    texts = as_text(column)
    kept = pc.replace_substring_regex(texts, _FORBIDDEN, "")
    lost = pc.sum(pc.subtract(pc.utf8_length(texts), pc.utf8_length(kept))).as_py() or 0
    return neutral(kept).to_pylist(), lost


def _number(value: Decimal | float | None) -> Decimal | float | str | None:
    """A number that a spreadsheet keeps exactly, else its text."""
    if value is None or isinstance(value, float) or -_EXACT < value < _EXACT:
        return value
    exact = Decimal(value).normalize()
    return value if len(exact.as_tuple().digits) <= _DIGITS else f"{value:f}"


def _check_length(cells: list[Any], place: str, first_row: int) -> None:
    for row, cell in enumerate(cells, first_row):
        # A character takes one or two units.
        if isinstance(cell, str) and 2 * len(cell) > MOST_UNITS:
            units = len(cell.encode("utf-16-le")) // 2
            if units > MOST_UNITS:
                raise UsageError(
                    f"{place} {row:,}: a text of {units:,} characters, and a cell holds {MOST_UNITS:,}: "
                    f"choose --format csv, or leave the table out with --table"
                )


def _write_rows(sheet: Any, first_row: int, columns: list[list[Any]]) -> None:
    for row, cells in enumerate(zip(*columns, strict=True), first_row):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write_number(row, column, cell)
