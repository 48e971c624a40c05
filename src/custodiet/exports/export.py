"""Tables of a register as files in a format of the reader's choice: complete, or not at all.

Where `to` ends like a file of the format (`.csv`, `.xlsx`, ...), one file is written; a file that exists is never
replaced. Anywhere else `to` is a folder with one file a table and `EXPORT.json`, which states rows, size and sha256 of
each; XLSX puts all tables into one workbook, GeoJSON makes one file of the whole register, FTM two, always in a folder.
A folder that holds a former export is replaced as a whole, any other is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from custodiet.discovery import nearest
from custodiet.errors import RegisterError, UsageError
from custodiet.exports.formats import BOOK, DERIVED, FORMATS, ONE_FILE, SUFFIXES, Exported
from custodiet.register.manifest import Manifest, fingerprint, read_manifest
from custodiet.register.swap import building

EXPORT_MARK = "EXPORT.json"


def export(folder: Path, format: str, to: Path, table: str | None = None) -> list[Exported]:  # noqa: A002 - the option's name
    """What was written of the register in `folder`: all its tables, or the one named.

    Raises:
        UsageError: unknown format or table, a target that may not be replaced, or a table that the format cannot hold.
        RegisterError: the folder is no register, or its files are not as its manifest says.
    """
    if format not in FORMATS:
        raise UsageError(
            f"no export format is called {format!r}{nearest(format, FORMATS)}: choose of {', '.join(FORMATS)}"
        )
    if format in DERIVED and table is not None:
        raise UsageError(f"{format} is made of the whole register: leave out --table {table}")
    manifest = read_manifest(folder)
    tables = _chosen(folder, manifest, table)
    if to.resolve().is_relative_to(folder.resolve()):
        raise UsageError(f"{to} lies in the register itself, which holds nothing but what its manifest names")
    if format not in SUFFIXES and to.suffix.lower() == f".{format}":
        return _to_file(tables, manifest, format, to)
    return _to_folder(tables, manifest, format, to)


def _chosen(folder: Path, manifest: Manifest, table: str | None) -> dict[str, Path]:
    """The tables to export with their files, each as the manifest says."""
    if table is not None and table not in manifest.rows:
        raise UsageError(f"{folder} has no table {table!r}{nearest(table, manifest.rows)}")
    names = sorted(manifest.rows) if table is None else [table]
    files = {name: folder / "tables" / f"{name}.parquet" for name in names}
    for name, file in files.items():
        stated = manifest.files.get(f"tables/{name}.parquet")
        if not file.is_file() or fingerprint(file) != stated:
            raise RegisterError(
                f"{file} is not as the manifest says: see `custodiet verify {folder}`, then build again"
            )
    return files


def _to_file(tables: dict[str, Path], manifest: Manifest, form: str, to: Path) -> list[Exported]:
    """The export as one file."""
    if len(tables) > 1 and form not in ONE_FILE:
        raise UsageError(
            f"{to} is one file and the register has {len(tables)} tables: name one with --table, or a folder"
        )
    if to.exists():
        raise UsageError(f"{to} exists and is not replaced: remove it or choose another name")
    with _part(to) as part:
        exported = FORMATS[form](tables, lambda _name: part)
        _check_rows(exported, manifest, form)
        if to.exists():
            raise UsageError(f"{to} was made by another program in between: choose another name")
        part.replace(to)
    return [replace(entry, path=to) for entry in exported]


@contextmanager
def _part(to: Path) -> Iterator[Path]:
    """A file beside the target to write to, gone at the end if it was not renamed."""
    part = to.with_name(f".{to.name}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    except OSError as error:
        raise UsageError(f"cannot write {to}: {error.strerror}") from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def _to_folder(tables: dict[str, Path], manifest: Manifest, form: str, to: Path) -> list[Exported]:
    """The export as a folder with `EXPORT.json`."""
    with building(to, mark=EXPORT_MARK) as folder:
        exported = FORMATS[form](tables, lambda name: folder / _name(name, form))
        _check_rows(exported, manifest, form)
        account = msgspec.json.encode(_account(exported, manifest, form), order="sorted")
        (folder / EXPORT_MARK).write_bytes(msgspec.json.format(account, indent=2) + b"\n")
    return [replace(entry, path=to / entry.path.name) for entry in exported]


def _name(table: str, form: str) -> str:
    return BOOK if form == "xlsx" else f"{table}.{SUFFIXES.get(form, form)}"


def _check_rows(exported: list[Exported], manifest: Manifest, form: str) -> None:
    """Nothing of a table may be lost on the way."""
    for entry in exported:
        if form not in DERIVED and entry.rows != manifest.rows[entry.table]:
            stated = manifest.rows[entry.table]
            raise RegisterError(f"table {entry.table}: {entry.rows} rows were written of {stated}; nothing is exported")


class _File(msgspec.Struct, frozen=True):
    bytes: int
    sha256: str
    rows: dict[str, int]
    """Rows by table: a workbook has several."""
    removed_characters: int


class _Account(msgspec.Struct, frozen=True):
    custodiet: str
    format: str
    register: str
    """Seal of the manifest of the register that was exported."""
    files: dict[str, _File]


def _account(exported: list[Exported], manifest: Manifest, form: str) -> _Account:
    """What `EXPORT.json` states."""
    files = {}
    for path in sorted({entry.path for entry in exported}):
        inside = [entry for entry in exported if entry.path == path]
        rows = {entry.table: entry.rows for entry in inside}
        removed = sum(entry.removed_characters for entry in inside)
        files[path.name] = _File(path.stat().st_size, inside[0].sha256, rows, removed)
    return _Account(manifest.custodiet, form, manifest.seal, files)
