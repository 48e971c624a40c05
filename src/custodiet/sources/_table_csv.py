"""CSV and TSV: the form of a document by its first bytes, and its table, whole or in blocks that stand alone."""

import csv
import io
from collections.abc import Iterator, Sequence

from custodiet.errors import CutOffError, NotUnderstoodError
from custodiet.problems import DOUBTED, SET_ASIDE
from custodiet.sources._converted import Finding
from custodiet.sources._csv_blocks import CsvBlock, CsvForm, csv_blocks
from custodiet.sources._table import Row, Table, fitted, header
from custodiet.sources._table_kind import delimiter_of, encoding_of

_HEAD = 262_144
_REPLACED = "\ufffd"
_FIRST_RECORD = 2  # below the header
_LONGEST_CELL = 131_072  # letters; a quotation mark that nothing closes costs no more than this
_STRAY = "a quotation mark opens a cell and is not closed in its row: it is taken as part of the text"
_NOT_TOLD = "a quotation mark opens a cell and is not closed in its row, whose cells cannot be told: it is left out"


def read_csv(document: bytes) -> Table:
    """The table in a whole CSV document; where it ends inside a record, this is reported and left out."""
    form = csv_form(document)
    read = Table(form.columns, [], problems=list(form.problems))
    try:
        for block in csv_blocks([document], form, len(document)):
            read = read_block(block, form.of_blocks)
    except CutOffError as error:
        read.problems.append(Finding("", "cut-off", "", SET_ASIDE, str(error)))
    return read


def csv_form(head: bytes) -> CsvForm:
    """The form of the CSV document that begins with `head`; raises NotUnderstoodError where it is none."""
    encoding = encoding_of(head)
    text = head[:_HEAD].decode(encoding.name, errors="replace")
    delimiter = delimiter_of(text)
    if delimiter is None:
        raise NotUnderstoodError("no comma, semicolon, tab or bar cuts the first lines into the same number of columns")
    try:
        columns = header(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise NotUnderstoodError(f"the first line names no columns: {error}") from None
    problems: tuple[Finding, ...] = ()
    if not encoding.certain:
        detail = "no byte order mark and not UTF-8: read by the kind of its letters"
        problems = (Finding("", "encoding-not-stated", encoding.name, DOUBTED, detail),)
    return CsvForm(encoding.name, delimiter, columns, problems)


def read_block(block: CsvBlock, form: CsvForm) -> Table:
    """The table of one block; its problems are those of its own records."""
    problems = list(form.problems) if block.first_row <= _FIRST_RECORD else []
    text = _decoded(block, form, problems)
    width = len(form.columns)
    rows: list[Row] = []
    for cells in _records(text, form.delimiter, block.first_row, problems):
        row = cells if len(cells) == width else fitted(cells, width, f"row={block.first_row + len(rows)}", problems)
        rows.append(row)
    for row_number in block.strays:
        told = any(rows[row_number - block.first_row])
        action, detail = (DOUBTED, _STRAY) if told else (SET_ASIDE, _NOT_TOLD)
        problems.append(Finding(f"row={row_number}", "quotation-mark-stray", "", action, detail))
    return Table(form.columns, rows, first=block.first_row, problems=problems)


def _decoded(block: CsvBlock, form: CsvForm, problems: list[Finding]) -> str:
    """The text of a block; one that is not in the encoding of the head is read in its own, and reported."""
    encoding = form.encoding
    try:
        return block.data.decode(encoding)
    except UnicodeDecodeError:
        own = encoding_of(block.data)
        encoding = encoding if own.certain else own.name
    text = block.data.decode(encoding, errors="replace")
    detail = f"not {form.encoding} as the head of the document; {text.count(_REPLACED)} characters show as {_REPLACED}"
    problems.append(Finding(f"row={block.first_row}", "text-not-in-encoding", encoding, DOUBTED, detail))
    return text


def _records(text: str, delimiter: str, first_row: int, problems: list[Finding]) -> Iterator[Sequence[str | None]]:
    """Each record of the text; one that cannot be read leaves an empty row and is reported."""
    csv.field_size_limit(_LONGEST_CELL)  # it holds for the whole process, and libraries raise it when they are imported
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = first_row
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(Finding(f"row={number}", "record-not-readable", "", SET_ASIDE, str(error)))
            cells = []
        yield cells
        number += 1
