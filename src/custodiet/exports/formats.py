"""The formats of an export and how the tables of a register become files of each."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.errors import RegisterError
from custodiet.exports.as_csv import write_csv
from custodiet.exports.as_ftm import write_ftm
from custodiet.exports.as_geojson import write_geojson
from custodiet.exports.as_jsonl import write_jsonl
from custodiet.exports.as_xlsx import write_xlsx
from custodiet.register.manifest import fingerprint

BOOK = "register.xlsx"

Place = Callable[[str], Path]
"""Where the file of a table goes."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One table in one file."""

    table: str
    path: Path
    rows: int
    sha256: str
    removed_characters: int = 0
    """Control characters that the format cannot hold."""


def _each(write: Callable[[pq.ParquetFile, Path], int]) -> "Writer":
    """The export that writes each table to a file of its own."""

    def write_all(tables: Mapping[str, Path], place: Place) -> list[Exported]:
        exported = []
        for name, file in tables.items():
            with _opened(file) as table:
                rows = write(table, place(name))
            exported.append(Exported(name, place(name), rows, fingerprint(place(name)).sha256))
        return exported

    return write_all


def _copies(tables: Mapping[str, Path], place: Place) -> list[Exported]:
    """The export as Parquet: the register's own files."""
    exported = []
    for name, file in tables.items():
        shutil.copyfile(file, place(name))
        with _opened(place(name)) as table:
            exported.append(Exported(name, place(name), table.metadata.num_rows, fingerprint(place(name)).sha256))
    return exported


def _book(tables: Mapping[str, Path], place: Place) -> list[Exported]:
    """The export as one workbook."""
    to = place("")
    with ExitStack() as stack:
        sheets = write_xlsx({name: stack.enter_context(_opened(file)) for name, file in tables.items()}, to)
    sha256 = fingerprint(to).sha256
    return [Exported(name, to, sheet.rows, sha256, sheet.removed_characters) for name, sheet in sheets.items()]


def _ftm(tables: Mapping[str, Path], place: Place) -> list[Exported]:
    """The export as entities, and as the statements that they are made of."""
    files = {name: place(name) for name in ("entities", "statements")}
    rows = write_ftm(tables, files["entities"], files["statements"])
    return [
        Exported(name, file, number, fingerprint(file).sha256)
        for (name, file), number in zip(files.items(), rows, strict=True)
    ]


def _map(tables: Mapping[str, Path], place: Place) -> list[Exported]:
    """The export as a map of settlements."""
    to = place("purchases")
    settlements = write_geojson(tables, to)
    return [Exported("settlements", to, settlements, fingerprint(to).sha256)]


@contextmanager
def _opened(file: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(file) as table:
            yield table
    except pa.ArrowException as error:
        raise RegisterError(f"{file} cannot be read as Parquet: {error}") from error


Writer = Callable[[Mapping[str, Path], Place], list[Exported]]
"""Writes tables, given by name with their Parquet files, to their places."""

FORMATS: dict[str, Writer] = {
    "csv": _each(write_csv),
    "xlsx": _book,
    "jsonl": _each(write_jsonl),
    "parquet": _copies,
    "ftm": _ftm,
    "geojson": _map,
}

DERIVED = {"ftm", "geojson"}
"""Formats that are made of the whole register and not table by table."""

ONE_FILE = {"xlsx", "geojson"}
"""Formats that hold the whole register in one file."""

SUFFIXES = {"ftm": "ftm.json"}
"""How a file of a format ends, where it does not end like the name of the format."""
