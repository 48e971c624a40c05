"""Reads inputs to chunks: opens what is packed, recognises what is inside, and keeps account of every document."""

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from custodiet.errors import CutOffError, InputError, LimitError, NotUnderstoodError
from custodiet.model.chunk import OCDS, Chunk, Piece
from custodiet.model.document import Document
from custodiet.problems import DOUBTED, SET_ASIDE, Problem
from custodiet.settings import Settings
from custodiet.sources import _recognise
from custodiet.sources._archives import Member, Refused, refuse_nesting, tar_members, zip_members
from custodiet.sources._inputs import (
    STANDARD_INPUT,
    Source,
    find_files,
    lay_aside,
    open_file,
    printable,
    standard_input,
)
from custodiet.sources._json_documents import RELEASE_KEYS, JsonDocument, first_keys, is_lines
from custodiet.sources._notes import Note, read_note
from custodiet.sources._tables import Tables
from custodiet.sources._unpack import unwrap

_CHUNK_PIECES = 400  # small documents are gathered, so that a worker is not called for each of thousands
_NAME_ESCAPES = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|\\|\0")


class DisplacedError(Exception):
    """A document read stands before the same one in `file`, which is known from another register."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


@dataclass
class Reader:
    """Reads the inputs of a run; `documents` and `problems` are complete when `chunks` has ended."""

    inputs: Sequence[str]
    settings: Settings
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    bytes_total: int = 0
    bytes_done: int = 0

    def __post_init__(self) -> None:
        """Find the files at once, so that a mistyped path stops before any work."""
        self._files, self._passed_over = find_files(self.inputs)
        self.bytes_total = sum(path.stat().st_size for _name, path in self._files)
        self._tables = Tables(self.settings)
        self.notes: list[tuple[str, Note]] = []
        self.accounts: dict[str, tuple[str | None, int]] = {}
        """For each file its sha256, where it could be opened, and how many problems stand before its own."""
        self.before_notes: dict[str, Document] = {}
        """The documents without what notes beside them say."""
        self.problems_before_joining = 0
        self._file = ""
        self._known: Mapping[str, tuple[str, str]] = {}

    @property
    def files(self) -> list[tuple[str, Path]]:
        """Name and path of each file, in the order of reading."""
        return list(self._files)

    @property
    def joined(self) -> frozenset[str]:
        """The documents that were read together with others."""
        return frozenset(self._tables.together)

    def only(self, names: Container[str], known: Mapping[str, tuple[str, str]] | None = None) -> "Reader":
        """A reader of those of the same files that have these names.

        `known` are the documents of files that are not read, by their sha256: the file and the name of the document.
        One that is found again in a file behind is repeated; in a file before, a `DisplacedError` is raised.
        """
        chosen = Reader(self.inputs, self.settings)
        chosen._files = [(name, path) for name, path in self._files if name in names]
        chosen.bytes_total = sum(path.stat().st_size for _name, path in chosen._files)
        chosen._known = known or {}
        return chosen

    @property
    def reads_standard_input(self) -> bool:
        """Whether one of the inputs is standard input."""
        return STANDARD_INPUT in self.inputs

    def chunks(self) -> Iterator[Chunk]:
        """The records of all inputs in chunks of about `chunk_bytes`, in an order that only the inputs decide.

        Where readings are kept no chunk holds records of two files, so that each file is read as if it were alone.
        """
        gathered: list[Piece] = []
        size, numbers, file = 0, itertools.count(), ""
        apart = self.settings.keeps_inputs
        for piece in self._pieces():
            if apart and gathered and self._file != file:
                yield Chunk(next(numbers), tuple(gathered))
                gathered, size = [], 0
            file = self._file
            gathered.append(piece)
            size += len(piece.data)
            if size >= self.settings.chunk_bytes or len(gathered) >= _CHUNK_PIECES:
                yield Chunk(next(numbers), tuple(gathered))
                gathered, size = [], 0
        if gathered:
            yield Chunk(next(numbers), tuple(gathered))
        self.before_notes = dict(self.documents)
        self.apply_notes()

    def _pieces(self) -> Iterator[Piece]:
        for one in self._passed_over:
            self._refuse("", one.name, one.kind, one.reason)
        for name, path in self._files:
            self._file = name
            self.accounts[name] = (None, len(self.problems))
            try:
                source = open_file(name, path, self.settings.limits)
            except InputError as error:
                self._refuse("", name, kind_of(error), str(error))
                continue
            self.accounts[name] = (source.sha256, self.accounts[name][1])
            with source.file:
                yield from self._open(source, 0)
                source.check_unchanged()
            self.bytes_done += source.size
        if self.reads_standard_input:
            yield from self._open(standard_input(), 0)
        self._file, self.problems_before_joining = "", len(self.problems)
        yield from self._tables.joined(self)

    def _open(self, source: Source, nesting: int) -> Iterator[Piece]:
        """The pieces of one file or archive member; its errors are problems of this document alone."""
        first = self._first(source.sha256)
        if first is not None:
            self._refuse(source.sha256, source.name, "document-repeated", f"the same bytes as {first}")
            return
        document = Document(source.sha256, source.name, source.size)
        self.documents[source.sha256] = document
        try:
            yield from self._content(source, source.blocks(), nesting)
        except InputError as error:
            self.note(source.sha256, "", error)

    def _first(self, sha256: str) -> str | None:
        """The name of the first document of these bytes, where one stands before."""
        if sha256 in self.documents:
            return self.documents[sha256].name
        file, name = self._known.get(sha256, ("", None))
        if file > self._file:
            raise DisplacedError(file)
        return name

    def _content(self, source: Source, blocks: Iterator[bytes], nesting: int) -> Iterator[Piece]:
        head, blocks = peek(blocks)
        kind = _recognise.container(head)
        if kind is None:
            yield from self._leaf(source, head, blocks)
            return
        if kind == _recognise.PACKED:
            unpacked = unwrap(blocks, self.settings.limits)
            inner, unpacked = peek(self._kept(source, unpacked))
            inside = _recognise.container(inner)
            if inside is None:
                yield from self._leaf(source, inner, unpacked)
                return
            refuse_nesting(nesting + 1, self.settings.limits)
            laid = lay_aside(source.name, unpacked)
            with laid.file:
                yield from self._content(replace(laid, sha256=source.sha256), laid.blocks(), nesting + 1)
            return
        refuse_nesting(nesting, self.settings.limits)
        self.describe(source.sha256, format=kind)
        members = zip_members if kind == _recognise.ZIPPED else tar_members
        source.file.seek(0)
        yield from self._members(source, members(cast("Any", source.file), source.size, self.settings.limits), nesting)

    def _members(self, source: Source, members: Iterator[Member | Refused], nesting: int) -> Iterator[Piece]:
        member = None
        for member in members:
            name = f"{source.name}!/{printable(member.name)}"
            if isinstance(member, Refused):
                self._refuse(source.sha256, name, member.kind, member.reason)
                continue
            if _NAME_ESCAPES.search(member.name):
                self._doubt(source.sha256, name)
            kept = _Kept()
            laid = lay_aside(name, kept.whole(member.blocks))
            with laid.file:
                yield from self._open(laid, nesting + 1)
            if kept.error is not None:
                self.note(laid.sha256, "", kept.error)
                if isinstance(kept.error, LimitError):
                    raise LimitError(f"reading stopped at its member {name}: {kept.error}")
        if member is None:
            raise NotUnderstoodError("an archive without any file in it")

    def _leaf(self, source: Source, head: bytes, blocks: Iterator[bytes]) -> Iterator[Piece]:
        if not head.strip():
            raise NotUnderstoodError("the document is empty")
        xml = _recognise.xml_format(head)
        if xml is not None:
            self.describe(source.sha256, format=xml, media_type="application/xml")
            data = self.whole(blocks)
            yield Piece(source.sha256, xml, data, "", -1, (len(data),))
        elif (_recognise.looks_like_json(head) or is_lines(head)) and not self._tables.knows(
            first_keys(head, self.settings)
        ):
            yield from self._json(source, head, blocks)
        elif (note := read_note(head)) is not None:
            self.notes.append((source.name, note))
            self.describe(source.sha256, format="note", media_type="text/plain")
        else:
            yield from self._tables.pieces(self, source, head, blocks)

    def _json(self, source: Source, head: bytes, blocks: Iterator[bytes]) -> Iterator[Piece]:
        document = JsonDocument(source.sha256, OCDS, self.settings)
        keys = first_keys(head, self.settings)
        self.describe(source.sha256, format=OCDS, media_type="application/json")
        yield from document.pieces(head, blocks)
        for pointer, error in document.errors:
            self.note(source.sha256, pointer, error)
        self.describe(source.sha256, **_about(document.about))
        if keys and not keys & RELEASE_KEYS and not document.about.keys() & RELEASE_KEYS:
            shown = ", ".join(sorted(keys)[:8])
            error = NotUnderstoodError(f"JSON whose first record has no key of OCDS, but: {shown}")
            self.note(source.sha256, "", error)

    def whole(self, blocks: Iterable[bytes]) -> bytes:
        """The bytes of a document that has to be held in memory; raises LimitError for one that is too large."""
        held = bytearray()
        for block in blocks:
            held += block
            if len(held) > self.settings.limits.record_bytes:
                raise LimitError(f"larger than {self.settings.limits.record_bytes:,} bytes (limit record_bytes)")
        return bytes(held)

    def describe(self, document_id: str, **known: str | None) -> None:
        """Adds what became known of a document."""
        known = {name: value for name, value in known.items() if value}
        self.documents[document_id] = replace(self.documents[document_id], **cast("Any", known))

    def note(self, document_id: str, pointer: str, error: InputError) -> None:
        """Records an error as a problem of its document."""
        self.problems.append(Problem(document_id, pointer, kind_of(error), "", SET_ASIDE, str(error)))

    def _kept(self, source: Source, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The blocks as far as they come; an early end is noted, and what came before it is read."""
        try:
            yield from blocks
        except CutOffError as error:
            self.note(source.sha256, "", error)

    def _refuse(self, document_id: str, name: str, kind: str, reason: str) -> None:
        self.problems.append(Problem(document_id, name, kind, "", SET_ASIDE, reason))

    def _doubt(self, document_id: str, name: str) -> None:
        detail = "the name tries to leave the archive; it is used as a label only, the content was read"
        self.problems.append(Problem(document_id, name, "member-name-escapes", "", DOUBTED, detail))

    def apply_notes(self) -> None:
        """Gives the documents of a folder what the note beside them says of publisher, licence and retrieval."""
        for name, note in self.notes:
            folder = name.rpartition("/")[0]
            if sum(other.rpartition("/")[0] == folder for other, _ in self.notes) > 1:
                continue  # several notes: which document each is about cannot be told
            for document_id, document in self.documents.items():
                if document.name.startswith(f"{folder}/") and document.name != name:
                    unknown = {key: value for key, value in note.items() if not getattr(document, key)}
                    self.describe(document_id, **unknown)


class _Kept:
    """Lets blocks through and remembers the error that ended them."""

    def __init__(self) -> None:
        self.error: InputError | None = None

    def whole(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        try:
            yield from blocks
        except InputError as error:
            self.error = error


def peek(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes, as many as recognition looks at, and the blocks from the start again."""
    taken: list[bytes] = []
    size = 0
    for block in blocks:
        taken.append(block)
        size += len(block)
        if size >= _recognise.HEAD_BYTES:
            break
    head = b"".join(taken)
    return head, itertools.chain([head] if head else [], blocks)


def kind_of(error: InputError) -> str:
    """The kind of problem that an error stands for: `CutOffError` is `cut-off`."""
    return re.sub(r"(?<!^)([A-Z])", r"-\1", type(error).__name__.removesuffix("Error")).lower()


def _about(package: dict[str, Any]) -> dict[str, str | None]:
    """What an OCDS package says of itself."""
    publisher = package.get("publisher")
    stated = {
        "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "licence": package.get("license"),
        "published_at": package.get("publishedDate"),
        "uri": package.get("uri"),
    }
    return {name: value for name, value in stated.items() if isinstance(value, str)}
