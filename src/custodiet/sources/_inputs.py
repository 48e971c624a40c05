"""Finds the files that a call names: files, folders, globs and standard input, in one order whatever the shell did."""

import glob
import hashlib
import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from custodiet.errors import InputError, LimitError
from custodiet.settings import MIB, Limits

STANDARD_INPUT = "-"
_BLOCK = 4 * MIB
_IN_MEMORY = 16 * MIB


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that can be read again: a file, or an archive member laid aside, with the sha256 of them as delivered."""

    name: str
    sha256: str
    size: int
    file: BinaryIO

    def blocks(self) -> Iterator[bytes]:
        """The bytes from the start, in blocks."""
        self.file.seek(0)
        while block := self.file.read(_BLOCK):
            yield block


def find_files(inputs: Sequence[str]) -> tuple[list[tuple[str, Path]], list[str]]:
    """Name and path of each file that the inputs name, sorted by name, and the names of links that are not followed.

    A name starts at the folder or file that was given, so that a register does not tell where it was built.
    """
    files: dict[Path, str] = {}
    links: set[str] = set()
    for match in _matches(inputs):
        inside = [match] if match.is_file() else [file for file in match.rglob("*") if not file.is_dir()]
        for file in inside:
            name = str(Path(match.resolve().name) / file.relative_to(match)) if file != match else match.name
            if file.is_symlink() and file != match:
                links.add(name)
            else:
                files.setdefault(file.resolve(), name)
    return sorted((name, path) for path, name in files.items()), sorted(links)


def _matches(inputs: Sequence[str]) -> Iterator[Path]:
    for text in inputs:
        if text == STANDARD_INPUT:
            continue
        path = Path(text)
        matches = [path] if path.exists() else [Path(match) for match in glob.glob(text, recursive=True)]  # noqa: PTH207
        if not matches:
            raise InputError(f"{text}: no such file or folder; check the path, or quote a pattern with * in it")
        yield from matches


def open_file(name: str, path: Path, limits: Limits) -> Source:
    """The file as a source; reads it once for its hash."""
    size = path.stat().st_size
    if size > limits.input_bytes:
        raise LimitError(f"{path}: {size:,} bytes, more than {limits.input_bytes:,} (limit input_bytes)")
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be opened: {error.strerror}; check its permissions") from error
    return Source(name, hashlib.file_digest(file, "sha256").hexdigest(), size, file)


def lay_aside(name: str, blocks: Iterable[bytes]) -> Source:
    """The bytes of a stream as a source: in memory while small, else in a temporary file without a name."""
    digest, size = hashlib.sha256(), 0
    file: BinaryIO = io.BytesIO()
    for block in blocks:
        digest.update(block)
        size += len(block)
        if size > _IN_MEMORY and isinstance(file, io.BytesIO):
            on_disk = tempfile.TemporaryFile()  # noqa: SIM115  (closed when the source is dropped)
            on_disk.write(file.getvalue())
            file = on_disk
        file.write(block)
    return Source(name, digest.hexdigest(), size, file)


def standard_input() -> Source:
    """Standard input as a source."""
    return lay_aside("standard input", iter(lambda: sys.stdin.buffer.read(_BLOCK), b""))
