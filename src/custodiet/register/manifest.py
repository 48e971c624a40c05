"""The manifest of a register: what it was made of and what it holds, in numbers that anyone can compute again.

`manifest.json` is written last. It names no time and no machine, so the same inputs and settings give the same bytes.
Its own `seal` is the sha256 of the manifest without it: a changed digit is found even in a note.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from custodiet.errors import RegisterError
from custodiet.register.swap import REGISTER_MARK

FORMAT = 1
"""The layout of the manifest and the folder; a reader refuses a higher one."""


class Input(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One input file as it was read."""

    name: str
    sha256: str
    bytes: int
    format: str
    records: int


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the register."""

    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a register says of itself."""

    custodiet: str
    """Version of the software that made it."""
    format: int
    settings: dict[str, Any]
    """The settings that can change the result."""
    inputs: list[Input]
    rows: dict[str, int]
    """Number of rows by table."""
    totals: dict[str, dict[str, str]]
    """Exact sums by table and amount, then by currency, as plain decimal text; made by `recount.money_totals`."""
    problems: dict[str, int]
    """Number of problems by kind."""
    notes: dict[str, Any]
    files: dict[str, File]
    """Every file of the folder but this one, by its path below the folder."""
    seal: str = ""


def write_manifest(
    folder: Path,
    *,
    version: str,
    settings: Mapping[str, Any],
    inputs: Iterable[Input],
    rows: Mapping[str, int],
    totals: Mapping[str, Mapping[str, str]],
    problems: Mapping[str, int],
    notes: Mapping[str, Any] | None = None,
) -> Manifest:
    """The manifest of a finished folder, written into it; no file may be added or changed afterwards."""
    manifest = Manifest(
        custodiet=version,
        format=FORMAT,
        settings=dict(settings),
        inputs=sorted(inputs, key=lambda item: (item.name, item.sha256)),
        rows=dict(rows),
        totals={name: dict(sums) for name, sums in totals.items()},
        problems=dict(problems),
        notes=dict(notes or {}),
        files={name: fingerprint(folder / name) for name in contents(folder)},
    )
    sealed = msgspec.structs.replace(manifest, seal=seal(manifest))
    part = folder / f".{REGISTER_MARK}.part"
    part.write_bytes(encoded(sealed))
    part.replace(folder / REGISTER_MARK)
    return sealed


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a register; raises RegisterError where the folder is none or too new to be read."""
    return decoded(folder, manifest_bytes(folder))


def manifest_bytes(folder: Path) -> bytes:
    """The manifest as it stands in the folder."""
    try:
        return (folder / REGISTER_MARK).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise RegisterError(f"{folder} is no register: it has no {REGISTER_MARK}{_interrupted(folder)}") from None
    except OSError as error:
        raise RegisterError(f"{folder / REGISTER_MARK} cannot be read: {error.strerror}") from error


def decoded(folder: Path, content: bytes) -> Manifest:
    """The manifest in `content`."""
    try:
        made = msgspec.json.decode(content, type=_Head)
        if made.format > FORMAT:
            raise RegisterError(
                f"{folder} was made by custodiet {made.custodiet} in layout {made.format}; this version reads layouts "
                f"up to {FORMAT}: install a newer one"
            )
        return msgspec.json.decode(content, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RegisterError(f"{folder / REGISTER_MARK} is damaged ({error}); build the register again") from error


def encoded(manifest: Manifest) -> bytes:
    """The one spelling of a manifest: keys sorted, two blanks of indent, a line feed at the end."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"


def seal(manifest: Manifest) -> str:
    """The sha256 of the manifest without its seal."""
    return hashlib.sha256(encoded(msgspec.structs.replace(manifest, seal=""))).hexdigest()


def fingerprint(path: Path) -> File:
    """Size and sha256 of a file."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return File(digest, stream.tell())


def contents(folder: Path) -> Iterator[str]:
    """The path below the folder of every file but the manifest, sorted; symbolic links count as files."""
    paths = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    yield from sorted(name for name in (path.relative_to(folder).as_posix() for path in paths) if name != REGISTER_MARK)


class _Head(msgspec.Struct):
    """The part of a manifest that every layout has."""

    custodiet: str
    format: int


def _interrupted(folder: Path) -> str:
    """What to do where a build was killed between two renames, on a system that needs two."""
    old = folder.with_name(f".{folder.name}.old")
    return f"; a build was cut short and the last good one is {old}: build again, or rename it" if old.is_dir() else ""
