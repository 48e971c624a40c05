"""Turns a JSON document into pieces of records: JSON Lines by line, a package by the elements of its record array."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from custodiet.errors import CutOffError, InputError, LimitError, MalformedError
from custodiet.model.chunk import Piece
from custodiet.settings import Settings
from custodiet.sources._json_recovery import recovered, strict
from custodiet.sources._json_split import Element, JsonSplitter

RELEASE_KEYS = frozenset({"ocid", "releases", "records", "compiledRelease", "versionedRelease"})
_LAYOUT_LINES = 10
_BOM = b"\xef\xbb\xbf"
_RECORD_START = re.compile(rb'\{\s*"[^"\\]*"\s*:')


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
        number, rest, limit = 1, b"", self.settings.limits.record_bytes
        for block in self._kept(_without_mark(blocks)):
            rest += block
            if len(rest) < self.settings.chunk_bytes:
                continue
            cut = rest.rfind(b"\n") + 1
            if cut:
                yield Piece(self.document_id, self.format, rest[:cut], "line=", number)
                number, rest = number + rest.count(b"\n", 0, cut), rest[cut:]
            elif len(rest) > limit:
                self._note(f"line={number}", LimitError(f"a line is longer than {limit:,} bytes (limit record_bytes)"))
                return
        if rest.strip():
            yield Piece(self.document_id, self.format, rest, "line=", number)

    def _elements(self, blocks: Iterable[bytes]) -> Iterator[Piece]:
        splitter = JsonSplitter(self.settings.limits.record_bytes, self.settings.limits.depth)
        gathered = _Gathered(self.document_id, self.format, self.settings.chunk_bytes)
        stream = self._kept(_without_mark(blocks))
        try:
            for block in stream:
                for element in splitter.feed(block):
                    yield from gathered.add(element)
                if splitter.rest:
                    break
        except LimitError as error:
            self._note("", error)
        splitter.finish()
        skeleton = self._judge(splitter)
        if skeleton and (not gathered.seen or {"compiledRelease", "versionedRelease"} & skeleton.keys()):
            yield from gathered.add(Element("", -1, bytes(splitter.skeleton)))
        elif gathered.opening and self.errors:
            lost = splitter.rest if skeleton else splitter.skeleton + splitter.rest
            for data in recovered(bytes(lost), stream, gathered.opening, self.settings.limits):
                yield from gathered.add(Element(gathered.array, gathered.last + 1, data))
        yield from gathered.flush()

    def _judge(self, splitter: JsonSplitter) -> dict[str, Any] | None:
        """What stands around the records, if it is valid; notes what is wrong with it."""
        skeleton = strict(bytes(splitter.skeleton))
        if splitter.depth:
            self._note("", CutOffError("the document ends before its brackets are closed; its whole records were kept"))
        elif skeleton is None:
            self._note("", MalformedError("what stands around the records is not valid JSON; its records were kept"))
        elif splitter.rest:
            self._note("", MalformedError("something stands behind the end of the JSON document"))
        self.about = skeleton if isinstance(skeleton, dict) else {}
        return self.about or None

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
        self.opening: bytes | None = None  # how the first record begins
        self._document_id, self._format, self._size_bytes = document_id, format_, size_bytes
        self._elements: list[Element] = []
        self._size = 0

    def add(self, element: Element) -> Iterator[Piece]:
        """A piece when enough is gathered, or when the next element belongs to another array or is out of row."""
        if self._elements and (element.array, element.index) != (self.array, self.last + 1):
            yield from self.flush()
        if self.opening is None:
            start = _RECORD_START.match(element.data)
            self.opening = start[0] if start else None
        self.array, self.last, self.seen = element.array, element.index, self.seen + 1
        self._elements.append(element)
        self._size += len(element.data)
        if self._size >= self._size_bytes:
            yield from self.flush()

    def flush(self) -> Iterator[Piece]:
        """What is gathered, as a piece."""
        if not self._elements:
            return
        ends, end = [], 0
        for element in self._elements:
            end += len(element.data)
            ends.append(end)
        first = self._elements[0]
        prefix = "" if first.index < 0 else f"/{first.array}/" if first.array else "/"
        data = b"".join(element.data for element in self._elements)
        yield Piece(self._document_id, self._format, data, prefix, first.index, tuple(ends))
        self._elements, self._size = [], 0


def is_lines(head: bytes) -> bool:
    """Whether a document that begins with `head` is JSON Lines: most of its first lines are whole JSON objects."""
    lines = [line for line in head.removeprefix(_BOM).split(b"\n")[: _LAYOUT_LINES + 1] if line.strip()]
    if len(lines) < 2:  # noqa: PLR2004  (a single line is a document)
        return False
    whole = lines[:-1] if len(lines) > 2 and b"\n" not in head[-1:] else lines  # noqa: PLR2004  (the last may be cut)
    objects = sum(line.lstrip().startswith(b"{") and isinstance(strict(line), dict) for line in whole)
    return 2 * objects >= len(whole)


def first_keys(head: bytes, settings: Settings) -> frozenset[str]:
    """The keys of the first record of a JSON document that begins with `head`; none where it is not whole in there."""
    if is_lines(head):
        parsed = next((strict(line) for line in head.split(b"\n") if line.strip() and strict(line)), None)
        return frozenset(parsed) if isinstance(parsed, dict) else frozenset()
    splitter = JsonSplitter(settings.limits.record_bytes, settings.limits.depth)
    for element in splitter.feed(head.removeprefix(_BOM)):
        parsed = strict(element.data)
        return frozenset(parsed) if isinstance(parsed, dict) else frozenset()
    parsed = strict(bytes(splitter.skeleton))
    return frozenset(parsed) if isinstance(parsed, dict) else frozenset()


def _without_mark(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks without a byte order mark at their start, which RFC 8259 section 8.1 lets a reader ignore."""
    first = True
    for block in blocks:
        yield block.removeprefix(_BOM) if first else block
        first = False
