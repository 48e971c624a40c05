"""What `sources` hands on: chunks of pieces, each piece some bytes of one document with the place they stand at."""

from collections.abc import Iterator
from dataclasses import dataclass

OCDS = "ocds"
"""The format of a piece that holds OCDS JSON; every other format is converted to it before it leaves `sources`."""


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

    def records(self) -> Iterator[tuple[str, bytes]]:
        """Pointer and bytes of each record; blank lines are counted and left out."""
        if self.ends:
            start = 0
            for number, end in enumerate(self.ends, self.first):
                yield (f"{self.prefix}{number}" if self.first >= 0 else self.prefix), self.data[start:end]
                start = end
            return
        for number, line in enumerate(self.data.split(b"\n"), self.first):
            if line and not line.isspace():
                yield f"{self.prefix}{number}", line


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pieces that one worker takes at once; the same input gives the same chunks, however many workers there are."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def size_bytes(self) -> int:
        """The bytes of all pieces."""
        return sum(len(piece.data) for piece in self.pieces)
