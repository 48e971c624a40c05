"""What `sources` hands on: chunks of pieces, each piece some bytes of one document with the place they stand at."""

from collections.abc import Iterator
from dataclasses import dataclass

OCDS = "ocds"
"""The format of a piece that holds OCDS JSON; every other format is converted to it before it leaves `sources`."""

_SPACES = b" \t\r\v\f"


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
