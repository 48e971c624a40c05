"""Cuts a stream of JSON into its records without building it: the elements of `releases` or `records`.

The scanner looks at quotes, brackets and backslashes of a whole block at once (numpy), follows the depth, and hands
out each element of the record array as bytes. What lies around the records, with `0` in place of each, is the
*skeleton*: a small JSON document that is judged as strictly as a record, so that a missing comma or a second root is
found without holding the document in memory. The idea of a structural index is that of simdjson (Langdale and Lemire,
"Parsing Gigabytes of JSON per Second", 2019).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from custodiet.errors import LimitError
from custodiet.text.whole_objects import extent

RECORD_ARRAYS = frozenset({"releases", "records"})
TOO_LARGE = "larger than %d bytes (limit record_bytes); raise it with --limit record_bytes=N if the input is sound"
_KEY_BEFORE = re.compile(rb'"((?:[^"\\]|\\.)*)"\s*:\s*$')
_KEY_WINDOW = 300
_QUOTE, _BACKSLASH, _BRACKET = ord('"'), ord("\\"), ord("[")
_MARKS = np.zeros(256, dtype=bool)
_MARKS[[_QUOTE, *b"{}[]"]] = True
_STEP = np.zeros(256, dtype=np.int64)
_STEP[list(b"{[")] = 1
_STEP[list(b"}]")] = -1


@dataclass(frozen=True, slots=True)
class Element:
    """A record: its bytes, the key of its array (empty for a bare array) and its index there.

    `data` is None for a record that is larger than allowed; `before` is what stands between the one before and it.
    """

    array: str
    index: int
    data: bytes | None
    before: bytes = b""


class JsonSplitter:
    """Feeds on blocks of one JSON document and hands out its records; afterwards `finish` says how it ended.

    Attributes:
        skeleton: what stands around the records, `0` in place of each; the whole document where it has none.
        arrays: how many record arrays were opened.
        depth: how many brackets are open; more than 0 after the last block means that the document was cut off.
        closed: whether the first bracket was closed again.
        broken: whether a record was found not to end where it should, so that the brackets lead no further.
        rest: bytes behind the end of the document, or behind the last whole record of a document that was cut off.
    """

    def __init__(self, record_bytes: int) -> None:
        self.skeleton = bytearray()
        self.arrays = self.depth = 0
        self.closed = self.broken = False
        self.rest = bytearray()
        self._record_bytes = record_bytes
        self._passing_over = False  # the open record is larger than allowed
        self._told = 0  # how much of the skeleton stands before the last record
        self._root = 0  # the byte that opened the document, `{` or `[`
        self._array: str | None = None  # the record array that is open
        self._index = 0
        self._buffer = bytearray()  # bytes not yet given to an element or to the skeleton
        self._held = b""  # backslashes at the end of a block: what they escape is in the next
        self._in_string = False

    def feed(self, block: bytes) -> Iterator[Element]:
        """The records completed by this block."""
        if self.closed:
            self.rest += block if self.rest else block.lstrip()
            return
        block = self._held + block
        whole = block.rstrip(b"\\")
        self._held = block[len(whole) :]
        offset = len(self._buffer)
        self._buffer += whole
        positions, depths, opening = self._brackets(whole)
        yield from self._cut(positions + offset, depths, opening)
        if len(self.skeleton) > self._record_bytes:
            raise LimitError(f"what stands around the records is {TOO_LARGE % self._record_bytes}")
        if len(self._buffer) > self._record_bytes:
            self._pass_over()

    def finish(self) -> None:
        """Moves what was left open to `rest`."""
        self.rest += self._buffer + self._held

    @property
    def tail(self) -> bytes:
        """What stands behind the last record, so far."""
        return bytes(self.skeleton[self._told :])

    def _brackets(self, block: bytes) -> tuple[Any, Any, Any]:
        """Position, depth behind it, and whether it opens, for each bracket of the block outside strings."""
        data = np.frombuffer(block, dtype=np.uint8)
        marks = np.flatnonzero(_MARKS[data])
        kinds = data[marks]
        quotes = kinds == _QUOTE
        quotes[_escaped(data, marks, quotes)] = False
        inside = (np.cumsum(quotes) + self._in_string) & 1
        if len(inside):
            self._in_string = bool(inside[-1])
        structural = (kinds != _QUOTE) & (inside == 0)
        steps = _STEP[kinds[structural]]
        depths = np.cumsum(steps) + self.depth
        if len(depths):
            self.depth = int(depths[-1])
        return marks[structural], depths, steps > 0

    def _cut(self, positions: Any, depths: Any, opening: Any) -> Iterator[Element]:
        """Walks the brackets near the root; records leave the buffer, what is between them goes to the skeleton."""
        if not self._root and len(positions):
            self._root = self._buffer[int(positions[0])]
        level = 1 if self._root == _BRACKET else 2  # the depth inside the record array
        near = np.flatnonzero(depths <= level + opening)
        done = 0
        for position, depth, opens in zip(
            positions[near].tolist(), depths[near].tolist(), opening[near].tolist(), strict=True
        ):
            if opens and depth == level:
                done = self._to_skeleton(done, position)
                self._open_array()
            elif opens and depth == level + 1 and self._array is not None:
                done = self._to_skeleton(done, position)
            elif not opens and depth == level and self._array is not None:
                yield Element(self._array, self._index, self._record(done, position + 1), self.tail)
                self.skeleton += b"0"
                self._told = len(self.skeleton)
                done = position + 1
            elif not opens and depth == level - 1:
                done = self._to_skeleton(done, position)
                self._array = None
            if depth <= 0:
                self._close(done, position + 1)
                return
        if self._array is None or self.depth <= level:
            done = self._to_skeleton(done, len(self._buffer))
        del self._buffer[:done]

    def _record(self, start: int, end: int) -> bytes | None:
        passing_over, self._passing_over = self._passing_over, False
        if passing_over:
            return None
        data = bytes(self._buffer[start:end])
        too_large = len(data) > self._record_bytes and extent(data).keys is not None
        return None if too_large else data  # what is broken may be several records, none of them too large

    def _pass_over(self) -> None:
        """Gives up a record that is too large, or all that follows where a bracket is missing in it."""
        if self._passing_over or extent(memoryview(self._buffer)).cut:
            self._passing_over = True
            self._buffer.clear()
        else:
            self.broken = True

    def _to_skeleton(self, start: int, end: int) -> int:
        between = self._buffer[start:end]
        self._index += between.count(b",") if self._array is not None else 0
        self.skeleton += between
        return end

    def _open_array(self) -> None:
        self._index = 0
        if self._root == _BRACKET:
            self._array = ""
        else:
            key = _KEY_BEFORE.search(self.skeleton[-_KEY_WINDOW:])
            name = key[1].decode("utf-8", "replace") if key else ""
            self._array = name if name in RECORD_ARRAYS else None
        self.arrays += self._array is not None

    def _close(self, done: int, end: int) -> None:
        self.skeleton += self._buffer[done:end]
        self.rest += self._buffer[end:].lstrip()
        self._buffer.clear()
        self.closed, self.depth = True, 0


def _escaped(data: Any, marks: Any, quotes: Any) -> Any:
    """The indexes of those marks that are quotes behind an odd run of backslashes."""
    behind = np.flatnonzero(quotes & (marks > 0) & (data[np.maximum(marks, 1) - 1] == _BACKSLASH))
    if not len(behind):
        return behind
    slashes = np.flatnonzero(data == _BACKSLASH)
    starts = slashes[np.flatnonzero(np.diff(slashes, prepend=-2) != 1)]
    ends = marks[behind]
    runs = ends - starts[np.searchsorted(starts, ends, side="right") - 1]
    return behind[(runs & 1) == 1]
