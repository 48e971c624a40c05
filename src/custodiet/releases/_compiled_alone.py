"""The quick way through `decode`: chunks of sound compiled releases alone, each of which fits its shape to the letter.

The typed decoder judges every record before the reader of nested columns, which takes more than is valid JSON.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeAlias

import msgspec
import numpy as np

from custodiet.model.chunk import Chunk, Piece
from custodiet.releases._draft_2014 import is_draft_json
from custodiet.releases._nested import read_nested
from custodiet.releases._soundness import PARSED_DEPTH, is_utf8
from custodiet.releases.gathered import Gathered
from custodiet.settings import Limits

_Run: TypeAlias = tuple[bytes, int]
"""Releases one behind the other, and how many they are."""
_LARGE = 1024**2  # bytes: reading so much by itself costs less than joining it with more


def compiled_alone(chunk: Chunk, limits: Limits) -> Gathered | None:
    """The releases of a chunk that holds compiled releases alone, each of which fits its shape; of any other None.

    A record with a compiled release counts as that.
    """
    rows, runs = Gathered(), list[_Run]()
    if limits.depth < PARSED_DEPTH:
        return None
    try:
        for piece in chunk.pieces:
            if piece.placed or len(piece.data) > limits.record_bytes or not is_utf8(piece.data):
                return None
            compiled = _compiled(piece)
            if compiled is None:
                return None
            rows.pointers += compiled[0]
            rows.documents += [piece.document_id] * len(compiled[0])
            runs.append((compiled[1], len(compiled[0])))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    rows.nested = read_nested(list(_joined(runs)))
    rows.merged, rows.placed = [1] * len(rows), [False] * len(rows)
    return None if rows.nested is None else rows


def _joined(runs: Iterable[_Run]) -> Iterator[_Run]:
    """The runs, small ones joined, each with a line break at its end, as the reader wants it."""
    waiting: list[bytes] = []
    releases = size = 0
    for data, number in runs:
        waiting.append(data)
        releases, size = releases + number, size + len(data)
        if size >= _LARGE:
            yield _ended(waiting), releases
            waiting, releases, size = [], 0, 0
    if waiting:
        yield _ended(waiting), releases


def _ended(texts: Sequence[bytes]) -> bytes:
    return texts[0] if len(texts) == 1 and texts[0].endswith(b"\n") else b"\n".join([*texts, b""])


def _compiled(piece: Piece) -> tuple[list[str], bytes] | None:
    """The places and the JSON of the compiled releases of a piece, None where it holds something else."""
    for _, data in islice(piece.records(), 1):  # the others are seldom of another kind
        first = _HEAD.decode(data)
        if not (first.is_compiled_release or first.compiled_release):
            return None
    pointers, heads = _heads(piece)
    if all(head.is_compiled_release for head in heads):
        return pointers, piece.data
    inner = [bytes(head.compiled_release) for head in heads]
    if not all(_HEAD.decode(one).is_compiled_release and not is_draft_json(one) for one in inner):
        return None
    return [f"{pointer}/compiledRelease" for pointer in pointers], b"\n".join(inner)


class _Head(msgspec.Struct, gc=False, rename="camel"):
    """What tells a compiled release from other records; the decoder judges the rest as JSON and skips it."""

    ocid: str | None = None
    tag: list[str] | None = None
    releases: msgspec.Raw = msgspec.Raw()
    records: msgspec.Raw = msgspec.Raw()
    compiled_release: msgspec.Raw = msgspec.Raw()
    versioned_release: msgspec.Raw = msgspec.Raw()

    @property
    def is_compiled_release(self) -> bool:
        """Whether it is a compiled release itself, not something that holds releases."""
        inside = (self.compiled_release, self.versioned_release, self.releases, self.records)
        return bool(self.ocid and self.tag and "compiled" in self.tag) and not any(inside)


_HEAD = msgspec.json.Decoder(_Head)


def _heads(piece: Piece) -> tuple[list[str], list[_Head]]:
    """The places and heads of the records of a piece; raises DecodeError where one is not sound JSON."""
    lines = [] if piece.ends else _lines_of_objects(piece.data)
    if lines:
        heads = _HEAD.decode_lines(piece.data)
        if len(heads) == len(lines):
            return [f"{piece.prefix}{piece.first + n}" if piece.first >= 0 else piece.prefix for n in lines], heads
    records = list(piece.records())
    return [pointer for pointer, _ in records], [_HEAD.decode(data) for _, data in records]


def _lines_of_objects(data: bytes) -> list[int]:
    """The numbers of the lines that are not empty, if each of them begins and ends as an object does; else none.

    Between such lines no object of sound JSON can go on; with as many objects as lines each stands alone on its own.
    """
    letters = np.frombuffer(data, np.uint8)
    ends = np.append(np.flatnonzero(letters == ord("\n")), len(data))
    starts = np.append(0, ends[:-1] + 1)
    full = np.flatnonzero(ends > starts)
    whole = (letters[starts[full]] == ord("{")) & (letters[ends[full] - 1] == ord("}"))
    return full.tolist() if whole.all() else []
