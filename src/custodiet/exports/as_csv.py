"""A table as CSV: RFC 4180, UTF-8 with the mark by which Excel knows it.

A cell that is not stated is empty; an empty text is `""`. Lists are joined by `; `. Texts that a spreadsheet would run
as a formula carry an apostrophe in front (`custodiet.text.formulas`); numbers stay numbers. Where the system separates
lists by semicolons, import the file and name the comma as separator, or take XLSX: cells are told apart by commas.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.exports.cells import as_text, batches, changed, is_text, neutral

_MARK = b"\xef\xbb\xbf"
_NEEDS_QUOTES = r"[\",;\t\r\n]|^\s|\s$|^$"


def write_csv(table: pq.ParquetFile, to: Path) -> int:
    """The number of rows written to `to`."""
    rows = 0
    with to.open("wb") as out:
        out.write(_MARK)
        out.write(_lines([pa.array([name]) for name in table.schema_arrow.names]))
        for batch in batches(table):
            out.write(_lines([_cells(column) for column in batch.columns]))
            rows += batch.num_rows
    return rows


def _cells(column: pa.Array) -> pa.Array:
    """The cells of a column, quoted where they must be."""
    texts = as_text(column)
    if not is_text(column):
        return texts
    harmless = neutral(texts)
    return changed(harmless, pc.match_substring_regex(harmless, _NEEDS_QUOTES), lambda: _quoted(harmless))


def _quoted(texts: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")


def _lines(columns: list[pa.Array]) -> bytes:
    lines = pc.binary_join_element_wise(*columns, ",", null_handling="replace", null_replacement="")
    return "".join(f"{line}\r\n" for line in lines.to_pylist()).encode()
