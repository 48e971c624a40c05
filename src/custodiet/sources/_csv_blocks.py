"""Cuts a stream of CSV into blocks of whole records that are read one without the other.

A quotation mark that opens a cell by mistake would make one cell of all that follows up to the next one. A record of
several lines that is not sound under the header is therefore looked at again: where one of its lines is a record by
itself, the first one ends where its line does. Its mark is part of the text then.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from custodiet.errors import CutOffError, LimitError
from custodiet.sources._converted import Finding

_LONGEST_LINE = 64 * 1024 * 1024  # far beyond any record; the line that does not end is refused before memory does
_LONGEST_RECORD = 1024 * 1024  # of several lines; beyond it a quotation mark was opened by mistake
_LINE_ENDS = (b"\n", b"\r")


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
    """Whole records of a CSV document, without the header; `first_row` is the row number of the first one.

    `strays` are the numbers of the rows with a quotation mark that nothing closes: it is part of their text there, or
    they are empty, where their cells cannot be told.
    """

    data: bytes
    first_row: int
    strays: tuple[int, ...] = ()


def csv_blocks(chunks: Iterable[bytes], form: CsvForm, size: int) -> Iterator[CsvBlock]:
    """The records below the header in blocks of about `size` bytes, each cut where a record ends.

    The blocks of a document in UTF-16 are in UTF-8: read them with `form.of_blocks`. Raises CutOffError behind the
    last one where the document ends inside a record.
    """
    records = _Records(_lines(_in_bytes_of_ascii(chunks, form.encoding)), form)
    kept: list[bytes] = []
    strays: list[int] = []
    held, first, row = 0, 2, 0
    for row, (record, stray) in enumerate(records, 1):
        if row == 1:  # the header is known
            continue
        kept.append(record)
        held += len(record)
        if stray:
            strays.append(row)
        if held >= size:
            yield CsvBlock(b"".join(kept), first, tuple(strays))
            kept, strays, held, first = [], [], 0, row + 1
    if kept:
        yield CsvBlock(b"".join(kept), first, tuple(strays))
    if records.cut:
        raise CutOffError(f"the document ends inside row {row + 1}, which is left out; fetch it again")


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


class _Records:
    """The whole records among the lines, and of each whether a quotation mark in it is a stray one.

    `cut` says behind the last one whether something follows that is no whole record.
    """

    def __init__(self, lines: Iterator[bytes], form: CsvForm) -> None:
        self.cut = False
        self._lines, self._mark, self._columns = lines, form.delimiter, len(form.columns)
        self._ahead: deque[bytes] = deque()  # lines to look at again
        self._ends = _RecordEnds(form.delimiter)

    def __iter__(self) -> Iterator[tuple[bytes, bool]]:
        taken: list[bytes] = []
        held = 0
        while (line := self._next()) is not None or self._swallows(taken):
            if line is None:  # the mark was open to the end
                yield self._stray(taken), True
                taken, held = [], 0
                continue
            taken.append(line)
            held += len(line)
            if self._ends.ends_with(line):
                if not line.endswith(_LINE_ENDS) and len(self._cells(taken)) < self._columns:
                    break
                stray = len(taken) > 1 and not self._is_sound(taken) and self._swallows(taken)
                yield (self._stray(taken) if stray else b"".join(taken)), stray
                taken, held = [], 0
            elif held > _LONGEST_RECORD:
                yield self._stray(taken), True
                taken, held = [], 0
        self.cut = bool(taken)

    def _next(self) -> bytes | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)

    def _is_sound(self, taken: list[bytes]) -> bool:
        return len(self._cells(taken, strict=True)) == self._columns

    def _swallows(self, taken: list[bytes]) -> bool:
        """Whether a line behind the first is a record by itself."""
        return any(len(self._cells([line])) == self._columns for line in taken[1:])

    def _stray(self, taken: list[bytes]) -> bytes:
        """The first line as a record in which marks are text, empty where it has other columns than the header.

        The other lines are looked at again.
        """
        self._ahead.extendleft(reversed(taken[1:]))
        self._ends.open = False
        cells = _cells(taken[:1], delimiter=self._mark, quoting=csv.QUOTE_NONE)
        written = io.StringIO()
        csv.writer(written, delimiter=self._mark).writerow(cells if len(cells) == self._columns else [])
        return written.getvalue().encode("latin-1")

    def _cells(self, lines: list[bytes], *, strict: bool = False) -> list[str]:
        return _cells(lines, delimiter=self._mark, strict=strict)


def _cells(lines: list[bytes], **form: Any) -> list[str]:
    """The cells of a record, each byte as a letter: what cuts them is the same in every encoding."""
    try:
        return next(csv.reader((line.decode("latin-1") for line in lines), **form), [])
    except csv.Error:
        return []


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
