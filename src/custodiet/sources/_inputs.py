"""Finds the files that a call names: files, folders, globs and standard input, in one order whatever the shell did."""

import glob
import hashlib
import io
import os
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
    written_ns: int = 0
    """When a file was last written, before its hash was taken."""

    def blocks(self) -> Iterator[bytes]:
        """The bytes from the start, in blocks."""
        self.file.seek(0)
        while block := self.file.read(_BLOCK):
            yield block

    def check_unchanged(self) -> None:
        """Raises InputError where what was read of a file need not be what its hash was taken of."""
        found = os.fstat(self.file.fileno())
        if (found.st_size, found.st_mtime_ns) != (self.size, self.written_ns):
            raise InputError(f"{self.name} changed while it was read; build again when it is complete")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in a folder that is not read, and why."""

    name: str
    kind: str
    reason: str


def find_files(inputs: Sequence[str]) -> tuple[list[tuple[str, Path]], list[PassedOver]]:
    """Name and path of each file that the inputs name, sorted by name, and what is not read in their folders.

    A name starts at the folder or file that was given, so that a register does not tell where it was built.
    """
    files: dict[Path, str] = {}
    passed_over: dict[str, PassedOver] = {}
    for match in _matches(inputs):
        for file in [match] if match.is_file() else match.rglob("*"):
            named = match.name if file == match else str(Path(match.resolve().name) / file.relative_to(match))
            name = printable(named)
            if file.is_symlink() and file != match:
                passed_over[name] = PassedOver(name, "link-not-followed", _LINK)
            elif file.is_file():
                known = files.get(file.resolve(), name)
                files[file.resolve()] = min(name, known)
            elif not file.is_dir():
                passed_over[name] = PassedOver(name, "not-a-file", "pipes, sockets and devices are not read")
    return sorted((name, path) for path, name in files.items()), [passed_over[name] for name in sorted(passed_over)]


def printable(name: str) -> str:
    """A name as it can be shown and stored: what cannot be, such as a byte of no encoding, becomes a question mark."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)[:400]


_LINK = "links inside a folder are not followed; name the file itself"


def _matches(inputs: Sequence[str]) -> Iterator[Path]:
    for text in inputs:
        if text == STANDARD_INPUT:
            continue
        path = Path(text)
        matches = [path] if path.exists() else [Path(match) for match in glob.glob(text, recursive=True)]  # noqa: PTH207
        if not matches:
            raise InputError(f"{text}: no such file or folder; check the path, or quote a pattern with * in it")
        for match in matches:
            if not match.is_file() and not match.is_dir():
                raise InputError(f"{match}: neither file nor folder; give a stream on standard input, with - as input")
            yield match


def open_file(name: str, path: Path, limits: Limits) -> Source:
    """The file as a source; reads it once for its hash."""
    try:
        found = path.stat()
        if found.st_size > limits.input_bytes:
            raise LimitError(f"{found.st_size:,} bytes, more than {limits.input_bytes:,} (limit input_bytes)")
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"{name}: cannot be opened: {error.strerror}; check its permissions") from error
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(name, digest, found.st_size, file, found.st_mtime_ns)


def lay_aside(name: str, blocks: Iterable[bytes]) -> Source:
    """The bytes of a stream as a source: in memory while small, else in a temporary file without a name."""
    digest, size = hashlib.sha256(), 0
    file: BinaryIO = io.BytesIO()
    try:
        for block in blocks:
            digest.update(block)
            size += len(block)
            if size > _IN_MEMORY and isinstance(file, io.BytesIO):
                on_disk = tempfile.TemporaryFile()  # noqa: SIM115  (closed by whoever reads the source)
                on_disk.write(file.getvalue())
                file = on_disk
            file.write(block)
    except InputError:
        file.close()
        raise
    return Source(name, digest.hexdigest(), size, file)


def standard_input() -> Source:
    """Standard input as a source."""
    return lay_aside("standard input", iter(lambda: sys.stdin.buffer.read(_BLOCK), b""))
