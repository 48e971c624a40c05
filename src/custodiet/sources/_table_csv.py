"""CSV and TSV: decoded and cut by content, read whole or in blocks of whole records that stand alone."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from custodiet.errors import CutOffError, LimitError, NotUnderstoodError
from custodiet.problems import DOUBTED, SET_ASIDE
from custodiet.sources._converted import Finding
from custodiet.sources._table import Row, Table, fitted, header
from custodiet.sources._table_kind import delimiter_of, encoding_of

_HEAD = 262_144
_REPLACED = "\ufffd"
_FIRST_RECORD = 2  # below the header
_LONGEST_CELL = 131_072  # letters; a quotation mark that nothing closes costs no more than this
_LONGEST_LINE = 64 * 1024 * 1024  # far beyond any record; the line that does not end is refused before memory does


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How a CSV document is written, found in its first bytes, and its columns."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    problems: tuple[Finding, ...] = ()

    @property
    def of_blocks(self) -> "CsvForm":
        """The form of the blocks that `csv_blocks` cuts."""
        return replace(self, encoding="utf-8") if self.encoding.startswith("utf-16") else self


@dataclass(frozen=True, slots=True)
class CsvBlock:
    """Whole records of a CSV document, without the header; `first_row` is the row number of the first one."""

    data: bytes
    first_row: int


def read_csv(document: bytes) -> Table:
    """The table in a whole CSV document."""
    form = csv_form(document)
    table = read_block(CsvBlock(document, 1), form)
    table.rows.pop(0)
    table.first = 2
    return table


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


def csv_blocks(chunks: Iterable[bytes], form: CsvForm, size: int) -> Iterator[CsvBlock]:
    """The records below the header in blocks of about `size` bytes, each cut where a record ends.

    The blocks of a document in UTF-16 are in UTF-8: read them with `form.of_blocks`.
    """
    cut = _RecordEnds(form.delimiter)
    kept: list[bytes] = []
    held, row, records = 0, 1, 0
    for line in _lines(_in_bytes_of_ascii(chunks, form.encoding)):
        kept.append(line)
        held += len(line)
        if not cut.ends_with(line):
            continue
        records += 1
        if row == 1:  # the header is known
            kept, held, row, records = [], 0, 2, 0
        elif held >= size:
            yield CsvBlock(b"".join(kept), row)
            kept, held, row, records = [], 0, row + records, 0
    if kept:
        yield CsvBlock(b"".join(kept), row)
    if cut.open:
        raise CutOffError(f"the record at row {row + records} opens a quotation mark that nothing closes")


def _in_bytes_of_ascii(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The chunks, in UTF-8 where the encoding would hide commas and line ends in pairs of bytes."""
    if not encoding.startswith("utf-16"):
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines with their ends; a line is whole once something follows, as a chunk may end inside a line end."""
    rest = b""
    for chunk in chunks:
        if len(rest) > _LONGEST_LINE:
            raise LimitError(f"a line is longer than {_LONGEST_LINE} bytes; is this a table?")
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop() if lines else b""
        yield from lines
    if rest:
        yield from rest.splitlines(keepends=True)


class _RecordEnds:
    """Follows the quotation marks from line to line, as the csv module does."""

    def __init__(self, delimiter: str) -> None:
        mark = re.escape(delimiter.encode())
        self.open = False
        self._close = re.compile(rb'(?:[^"]|"")*"(?!")[^%b\r\n]*' % mark)
        self._cell = re.compile(rb'(?:"(?:[^"]|"")*"(?!")[^%b\r\n]*|[^"%b\r\n][^%b\r\n]*|)' % (mark, mark, mark))
        self._mark = delimiter.encode()

    def ends_with(self, line: bytes) -> bool:
        """Whether the record that this line belongs to ends with it."""
        if b'"' not in line:
            return not self.open
        place = 0
        if self.open:
            closed = self._close.match(line)
            if closed is None:
                return False
            place = closed.end()
        else:
            place = self._cell_end(line, 0)
        while place >= 0 and line.startswith(self._mark, place):
            place = self._cell_end(line, place + 1)
        self.open = place < 0
        return not self.open

    def _cell_end(self, line: bytes, start: int) -> int:
        """Where the cell that begins at `start` ends; -1 where its quotation mark stays open."""
        found = self._cell.match(line, start)
        end = start if found is None else found.end()
        return -1 if line.startswith(b'"', end) and end == start else end
