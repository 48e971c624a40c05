"""XLSX: every sheet of a workbook as a table of text; formulas are read as the values stored beside them."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

import python_calamine

from custodiet.errors import CutOffError, LimitError, MalformedError
from custodiet.sources._cells import text_of
from custodiet.sources._table import Table, header

_UNPACKED = 512 * 1024 * 1024  # a workbook's XML; the million rows a sheet may have stay below it
_CELLS = 20_000_000  # of the rectangle a sheet spans: the reader holds every cell of it, empty ones too
_STEP = 1024 * 1024
# What zipfile raises on broken bytes: of its own, of its decompressors, and where a size or a place makes no sense.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def read_xlsx(document: bytes, unpacked_limit: int = _UNPACKED) -> list[Table]:
    """The sheets that hold anything.

    Raises CutOffError where the end of the archive is missing, without which no part of it is known to be whole, and
    LimitError or MalformedError before a hostile file costs memory.
    """
    _check(document, unpacked_limit)
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(document))
        return [table for name in workbook.sheet_names if (table := _sheet(workbook, name)) is not None]
    except python_calamine.CalamineError as error:
        raise MalformedError(f"the workbook cannot be read: {error}; save it again as .xlsx, or as CSV") from error


def _sheet(workbook: python_calamine.CalamineWorkbook, name: str) -> Table | None:
    # Leading empty rows are kept: a row has the number that the spreadsheet shows.
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    if not rows:
        return None
    columns = header([text_of(cell) for cell in rows[0]])
    return Table(columns, [[text_of(cell) for cell in row] for row in rows[1:]], prefix=f"sheet={name}/row=")


def _check(document: bytes, limit: int) -> None:
    """Unpack every part once, in steps, so that neither a lying size nor a far-away cell reaches the reader."""
    unpacked = 0
    if not zipfile.is_zipfile(io.BytesIO(document)):
        raise CutOffError("the workbook ends early, and nothing of it can be read; fetch or save it again")
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            for member in archive.infolist():
                widest, deepest = 0, 0
                for step in _steps(archive, member):
                    unpacked += len(step)
                    if unpacked > limit:
                        raise LimitError(f"the workbook unpacks to more than {limit} bytes; raise the limit to read it")
                    if member.filename.startswith("xl/worksheets/"):
                        for letters, row in set(_REFERENCE.findall(step)):
                            widest, deepest = max(widest, _column(letters)), max(deepest, int(row))
                if widest * deepest > _CELLS:
                    raise LimitError(f"{member.filename} spans {deepest} rows and {widest} columns; delete stray cells")
    except _BROKEN as error:
        raise MalformedError(f"the workbook's archive is broken: {error}; fetch or save it again") from error


def _steps(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes; each step begins with the end of the one before, so that no reference is cut in two."""
    with archive.open(member) as part:
        tail = b""
        while step := part.read(_STEP):
            yield tail + step
            tail = step[-16:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
