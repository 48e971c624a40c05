"""What `sources` hands on: chunks of pieces, each piece some bytes of one document with the place they stand at."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from custodiet.errors import InputError

OCDS = "ocds"
"""The format of a piece that holds OCDS JSON; every other format is converted to it before it leaves `sources`."""

_SPACES = b" \t\r\v\f"


def state_of(file: BinaryIO) -> tuple[int, int]:
    """What changes when a file is written anew or another one takes its name: its size and time."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of bytes in a plain file, and the state of the file before its hash was taken."""

    path: Path
    state: tuple[int, int]
    start: int
    size_bytes: int

    def read(self) -> bytes:
        """The bytes; raises InputError where the file is not any more what it was."""
        try:
            with self.path.open("rb", buffering=0) as file:
                file.seek(self.start)
                data = file.read(self.size_bytes)
                same = state_of(file) == self.state and len(data) == self.size_bytes
        except OSError:
            same = False
        if not same:
            raise InputError(f"{self.path.name} changed while it was read; build again when it is complete")
        return data


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of records of one document.

    `ends` are the offsets behind each record in `data`; where it is empty the records are the lines of `data`. The
    pointer of record number n is `prefix` and `first + n`; where `first` is negative the prefix alone.
    """

    document_id: str
    format: str
    data: bytes
    prefix: str = ""
    first: int = -1
    ends: tuple[int, ...] = ()
    placed: bool = False
    """Whether its objects say where they stand, as in converted formats; in what is published it means nothing."""
    lies: Stretch | None = None
    """Where its bytes stand in a plain file, so that they need not be handed from process to process."""

    def records(self) -> Iterator[tuple[str, memoryview]]:
        """Pointer and bytes of each record; blank lines are counted and left out."""
        start, view = 0, memoryview(self.data)
        for number, end in enumerate(self.ends or self._line_ends(), self.first):
            if self.ends or (end > start and not _is_blank(view[start:end])):
                yield ((f"{self.prefix}{number}" if self.first >= 0 else self.prefix), view[start:end])
            start = end if self.ends else end + 1

    def _line_ends(self) -> Iterator[int]:
        find, end = self.data.find, -1
        while (end := find(b"\n", end + 1)) >= 0:
            yield end
        yield len(self.data)


def _is_blank(line: memoryview) -> bool:
    return line[0] in _SPACES and bytes(line).isspace()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pieces that one worker takes at once; the same input gives the same chunks, however many workers there are."""

    number: int
    pieces: tuple[Piece, ...]

    def by_place(self) -> "Chunk":
        """The chunk without the bytes that can be read where they lie."""
        pieces = (piece if piece.lies is None else replace(piece, data=b"") for piece in self.pieces)
        return replace(self, pieces=tuple(pieces))

    def whole(self) -> "Chunk":
        """The chunk with all its bytes; raises InputError where a file changed meanwhile."""
        pieces = (replace(one, data=one.lies.read()) if one.lies and not one.data else one for one in self.pieces)
        return replace(self, pieces=tuple(pieces))
