"""Turns a JSON document into pieces of records: JSON Lines by line, a package by the elements of its record array."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from custodiet.errors import CutOffError, InputError, LimitError, MalformedError, NotUnderstoodError
from custodiet.model.chunk import Piece
from custodiet.settings import Settings
from custodiet.sources._json_split import RECORD_ARRAYS, TOO_LARGE, Element, JsonSplitter
from custodiet.text.whole_objects import extent, first_key, whole_objects

RELEASE_KEYS = frozenset({"ocid", "releases", "records", "compiledRelease", "versionedRelease"})
_LAYOUT_LINES = 10
_MOST_ELEMENTS = 100_000  # of a piece: records of a few bytes weigh more in memory than on disk
_BOM = b"\xef\xbb\xbf"
_LONGEST_FIRST_KEY = 300
_HALF_CHARACTER = len(r"\ud800")
_NEWLINE = ord("\n")
_OPENED = re.compile(rb'"(?:releases|records)"\s*:\s*\[')  # a package: it holds records


@dataclass
class JsonDocument:
    """One JSON document on its way: what it said of itself, and the errors met in it."""

    document_id: str
    format: str
    settings: Settings
    about: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, InputError]] = field(default_factory=list)

    def pieces(self, head: bytes, blocks: Iterable[bytes]) -> Iterator[Piece]:
        """The records of the document as pieces of at most about `chunk_bytes`; `head` is the first of its blocks."""
        if is_lines(head):
            yield from self._lines(blocks)
        else:
            yield from self._elements(blocks)

    def _lines(self, blocks: Iterable[bytes]) -> Iterator[Piece]:
        number, passing_over = 1, False
        waiting: list[bytes] = []  # what was read and not handed on
        for block in self._kept(_without_mark(blocks)):
            if passing_over:
                _, end, behind = block.partition(b"\n")
                waiting, number, passing_over = [behind], number + len(end), not end
            else:
                waiting.append(block)
            if passing_over or sum(map(len, waiting)) < self.settings.chunk_bytes:
                continue
            lines, rest = _whole_lines(waiting)
            waiting = [rest]
            if lines:
                yield Piece(self.document_id, self.format, lines, "line=", number)
                number += _ends_in(lines)
            if len(rest) > self.settings.limits.record_bytes:
                self._too_large(f"line={number}")
                passing_over = True
        if passing_over:
            return
        rest = b"".join(waiting)
        start = rest.rfind(b"\n") + 1
        last = rest[start:]
        if cut := _is_cut(last):
            rest = rest[:start]
        if rest.strip():
            yield Piece(self.document_id, self.format, rest, "line=", number)
        if cut:
            yield from self._cut_line(last, f"line={number + _ends_in(rest)}")

    def _cut_line(self, line: bytes, pointer: str) -> Iterator[Piece]:
        """The whole records inside a last line that ends in the middle; they stand at its pointer and `@` the byte."""
        self._note(pointer, CutOffError("the last line ends in the middle; what was whole before it was kept"))
        opened = _OPENED.search(line)
        if opened is None:
            return
        inside = line[opened.end() :]
        start = first_key(inside) or b"ocid"
        found = whole_objects(inside, iter(()), start, RELEASE_KEYS, self.settings.limits.record_bytes)
        for place, data in found:
            prefix = f"{pointer}@{opened.end() + place}"
            yield Piece(self.document_id, self.format, data, prefix, -1, (len(data),))

    def _elements(self, blocks: Iterable[bytes]) -> Iterator[Piece]:
        splitter = JsonSplitter(self.settings.limits.record_bytes)
        gathered = _Gathered(self.document_id, self.format, self.settings.chunk_bytes)
        stream = self._kept(_without_mark(blocks))
        try:
            for block in stream:
                for element in splitter.feed(block):
                    yield from self._gather(gathered, element)
                if splitter.rest or splitter.broken or len(gathered.doubtful) > self.settings.limits.record_bytes:
                    break
        except LimitError as error:
            self._note("", error)
        splitter.finish()
        if splitter.arrays or splitter.depth:
            yield from self._around(splitter, stream, gathered)
        else:
            yield from self._single(splitter, stream, gathered)
        yield from gathered.flush()

    def _gather(self, gathered: "_Gathered", element: Element) -> Iterator[Piece]:
        """Takes a sound record; others wait until the next sound one shows where they end."""
        gathered.seen += 1
        if element.data is None:
            self._too_large(f"/{element.array}/{element.index}" if element.array else f"/{element.index}")
        elif _is_sound(element.data, lost=bool(gathered.doubtful)):
            yield from gathered.settle()
            yield from gathered.add(element)
        else:
            gathered.doubt(element)

    def _single(self, splitter: JsonSplitter, stream: Iterator[bytes], gathered: "_Gathered") -> Iterator[Piece]:
        """The document as one record, with what follows it, so that it is judged with it."""
        whole = splitter.skeleton + splitter.rest
        for block in stream:
            whole += block
            if len(whole) > self.settings.limits.record_bytes:
                self._too_large("")
                return
        self.about = _object(strict(bytes(whole)))
        yield from gathered.add(Element("", -1, bytes(whole)))

    def _around(self, splitter: JsonSplitter, stream: Iterator[bytes], gathered: "_Gathered") -> Iterator[Piece]:
        """Judges what stands around the records, and finds records where the brackets led astray.

        Those have no place in the document that could be counted: `/releases/3+1` is the first found behind number 3.
        """
        skeleton = strict(bytes(splitter.skeleton))
        self.about = _object(skeleton)
        if splitter.depth and not splitter.broken:
            self._note("", CutOffError("the document ends before its brackets are closed; its whole records were kept"))
        elif skeleton is None:
            self._note("", MalformedError("what stands around the records is not valid JSON; its records were kept"))
        elif splitter.rest:
            self._note("", MalformedError("something stands behind the end of the JSON document"))
        else:
            yield from self._beside(skeleton, splitter, gathered)
            return
        lost = bytes(gathered.doubtful) + splitter.tail + splitter.rest
        start = first_key(gathered.first or lost[lost.find(b"[") + 1 :]) or b"ocid"
        yield from gathered.flush()
        gathered.prefix = f"/{gathered.array}/{gathered.last}+" if gathered.array else f"/{gathered.last}+"
        found = whole_objects(lost, stream, start, RELEASE_KEYS, self.settings.limits.record_bytes)
        for n, (_, data) in enumerate(found, 1):
            yield from gathered.add(Element("", n, data))

    def _beside(self, skeleton: Any, splitter: JsonSplitter, gathered: "_Gathered") -> Iterator[Piece]:
        """What a sound document holds beside the objects of its record array."""
        yield from gathered.settle()
        arrays = [skeleton] if isinstance(skeleton, list) else [self.about.get(name) for name in RECORD_ARRAYS]
        others = sum(len(array) for array in arrays if isinstance(array, list)) - gathered.seen
        if others > 0:
            self._note("", NotUnderstoodError(f"{others:,} of the records are no JSON objects"))
        if {"compiledRelease", "versionedRelease"} & self.about.keys():
            yield from gathered.add(Element("", -1, bytes(splitter.skeleton)))

    def _too_large(self, pointer: str) -> None:
        self._note(pointer, LimitError(f"the record is {TOO_LARGE % self.settings.limits.record_bytes}"))

    def _kept(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks as far as they come: an error of the stream is noted, what came before it is kept."""
        try:
            yield from blocks
        except InputError as error:
            self._note("", error)

    def _note(self, pointer: str, error: InputError) -> None:
        self.errors.append((pointer, error))


class _Gathered:
    """Elements gathered to pieces."""

    def __init__(self, document_id: str, format_: str, size_bytes: int) -> None:
        self.array, self.last, self.seen = "", -1, 0
        self.prefix: str | None = None  # of the places, where they do not follow from the array
        self.first: bytes | None = None  # how the first record begins
        self._document_id, self._format, self._size_bytes = document_id, format_, size_bytes
        self.doubtful = bytearray()  # text from the first record that is no sound one to the last
        self._doubtful_from = Element("", -1, b"")
        self._elements: list[bytes] = []
        self._first_index = -1
        self._size = 0

    def doubt(self, element: Element) -> None:
        """Keeps an element that is no sound record: if a bracket or a quotation mark led astray, it goes further."""
        if self.doubtful:
            self.doubtful += element.before
        else:
            self._doubtful_from = element
        self.doubtful += element.data or b""

    def settle(self) -> Iterator[Piece]:
        """Hands on what was doubtful as one record."""
        if self.doubtful:
            first, data = self._doubtful_from, bytes(self.doubtful)
            self.doubtful.clear()
            yield from self.add(Element(first.array, first.index, data))

    def add(self, element: Element) -> Iterator[Piece]:
        """A piece when enough is gathered, or when the next element belongs to another array or is out of row."""
        if self._elements and (element.array, element.index) != (self.array, self.last + 1):
            yield from self.flush()
        data = element.data or b""
        self.first = self.first or data[:_LONGEST_FIRST_KEY]
        self.array, self.last = element.array, element.index
        self._elements.append(data)
        self._first_index = element.index if len(self._elements) == 1 else self._first_index
        self._size += len(data)
        if self._size >= self._size_bytes or len(self._elements) >= _MOST_ELEMENTS:
            yield from self.flush()

    def flush(self) -> Iterator[Piece]:
        """What is gathered, as a piece."""
        if not self._elements:
            return
        ends, end = [], 0
        for data in self._elements:
            end += len(data)
            ends.append(end)
        first = self._first_index
        follows = "" if first < 0 else f"/{self.array}/" if self.array else "/"
        prefix = follows if self.prefix is None else self.prefix
        yield Piece(self._document_id, self._format, b"".join(self._elements), prefix, first, tuple(ends))
        self._elements, self._size = [], 0


def _is_sound(data: bytes, *, lost: bool) -> bool:
    """Whether an element is valid JSON; where the way was lost, only a record shows that it is found again."""
    keys = extent(data).keys
    if lost or keys is not None:
        return keys is not None and (not lost or bool(keys & RELEASE_KEYS))
    return not data.startswith(b"{") and strict(data) is not None


def _is_cut(line: bytes) -> bool:
    """Whether a line ends in the middle of JSON; the parser says so too of half a character just before the end."""
    if not line.strip() or not extent(line).cut:
        return False
    return not line.rstrip().endswith(b"}") or extent(line + b" " * _HALF_CHARACTER).cut


def _whole_lines(blocks: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The whole lines of blocks that follow one another, copied once, and what stands behind them."""
    last = blocks[-1]
    cut = last.rfind(b"\n") + 1
    if cut:
        return b"".join([*blocks[:-1], memoryview(last)[:cut]]), last[cut:]
    joined = b"".join(blocks)
    cut = joined.rfind(b"\n") + 1
    return joined[:cut], joined[cut:]


def _ends_in(lines: bytes) -> int:
    """The number of line ends, in a sixth of the time that `count` takes."""
    return int(np.count_nonzero(np.frombuffer(lines, np.uint8) == _NEWLINE))


def is_lines(head: bytes) -> bool:
    """Whether a document that begins with `head` is JSON Lines.

    It is where a whole JSON object fills the first of several lines, since a document would end there, or most of them.
    """
    lines = [line for line in head.removeprefix(_BOM).split(b"\n")[: _LAYOUT_LINES + 1] if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004  (a single line is a document)
        return False
    whole = lines[:-1] if len(lines) > 2 and b"\n" not in head[-1:] else lines  # noqa: PLR2004  (the last may be cut)
    objects = [line.lstrip().startswith(b"{") and isinstance(strict(line), dict) for line in whole]
    return objects[0] or 2 * sum(objects) >= len(objects)


def first_keys(head: bytes, settings: Settings) -> frozenset[str]:
    """The keys of the first record of a JSON document that begins with `head`; none where it is not whole in there."""
    if is_lines(head):
        parsed = next((strict(line) for line in head.split(b"\n") if line.strip() and strict(line)), None)
        return frozenset(parsed) if isinstance(parsed, dict) else frozenset()
    splitter = JsonSplitter(settings.limits.record_bytes)
    for element in splitter.feed(head.removeprefix(_BOM)):
        parsed = strict(element.data or b"")
        return frozenset(parsed) if isinstance(parsed, dict) else frozenset()
    parsed = strict(bytes(splitter.skeleton))
    return frozenset(parsed) if isinstance(parsed, dict) else frozenset()


def strict(data: bytes) -> Any:
    """The JSON value of `data`, or None where it is not valid (or null)."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _without_mark(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks without a byte order mark at their start, which RFC 8259 section 8.1 lets a reader ignore."""
    first = True
    for block in blocks:
        yield block.removeprefix(_BOM) if first else block
        first = False
