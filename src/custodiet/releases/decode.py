"""Turns chunks of OCDS JSON into record batches: one pure function, the same locally and on a cluster.

The fast path decodes a record straight into its typed shape, which skips what is not read without building it; what
does not fit is decoded again and repaired value by value (`repair`). A release that may have to be merged with others
of its process is laid aside (`Aside`) with its places; compiled releases become rows at once.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyarrow as pa

from custodiet.model.chunk import Chunk, Piece
from custodiet.model.release import Release
from custodiet.problems import REPAIRED, SET_ASIDE, Problem
from custodiet.releases._annotate import annotated
from custodiet.releases._compiled_alone import compiled_alone
from custodiet.releases._draft_2014 import FORMAT as DRAFT
from custodiet.releases._draft_2014 import is_draft, is_draft_json, upgraded
from custodiet.releases._soundness import PARSED_DEPTH, depth_of, is_utf8
from custodiet.releases._versioned import latest
from custodiet.releases.batches import batches
from custodiet.releases.gathered import Gathered
from custodiet.releases.repair import Repair, read_json
from custodiet.settings import Limits
from custodiet.text.whole_objects import extent, first_key, run_together, whole_objects


class Envelope(Release, gc=False, rename="camel"):
    """A release, or what a release comes in: a package or a record."""

    releases: list[msgspec.Raw] | None = None
    records: list[msgspec.Raw] | None = None
    compiled_release: msgspec.Raw = msgspec.Raw()
    versioned_release: msgspec.Raw = msgspec.Raw()

    @property
    def is_record(self) -> bool:
        """Whether it is a record."""
        return bool(self.compiled_release or self.versioned_release)

    @property
    def holds_releases(self) -> bool:
        """Whether it is a package or record."""
        return self.is_record or self.releases is not None or self.records is not None

    @property
    def is_compiled_release(self) -> bool:
        """Whether it is a compiled release itself."""
        return bool(self.ocid and self.tag and "compiled" in self.tag) and not self.holds_releases


@dataclass(frozen=True, slots=True)
class Aside:
    """A release that waits for the others of its process."""

    ocid: str
    date: str
    document_id: str
    pointer: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came out of a chunk: tables, releases laid aside, records seen in each document, and its closer format.

    `set_aside` counts the records among them that gave no release.
    """

    tables: dict[str, pa.RecordBatch]
    aside: list[Aside]
    records: dict[str, int]
    formats: dict[str, str]
    set_aside: int = 0


def decode(chunk: Chunk, limits: Limits, found: Sequence[Problem] = ()) -> Decoded:
    """The record batches of a chunk of OCDS JSON; a record that cannot be read is a row of `problems`.

    `found` are problems met before, in the conversion to OCDS; they are handed on with those met here.
    """
    whole = compiled_alone(chunk, limits)
    if whole is not None:
        whole.problems.extend(found)
        records = dict.fromkeys((piece.document_id for piece in chunk.pieces), 0) | Counter(whole.documents)
        return Decoded(batches(whole, limits.text_chars), [], records, {})
    reading = _Reading(limits)
    reading.rows.problems.extend(found)
    for piece in chunk.pieces:
        reading.piece(piece)
    reading.count_the_rest()
    tables = batches(reading.rows, limits.text_chars)
    return Decoded(tables, reading.aside, reading.records, reading.formats, reading.set_aside)


_ENVELOPE = msgspec.json.Decoder(Envelope)
_KEYS = frozenset({"ocid", "releases", "records", "compiledRelease", "versionedRelease"})
_MOST_ALIKE = 1_000  # records of one document and chunk that are set aside for one reason with a row each


@dataclass
class _Reading:
    limits: Limits
    rows: Gathered = field(default_factory=Gathered)
    aside: list[Aside] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    set_aside: int = 0
    placed: bool = False
    _alike: Counter[tuple[str, str]] = field(default_factory=Counter)

    def piece(self, piece: Piece) -> None:
        """Reads every record of a piece."""
        sound = is_utf8(piece.data)
        bounded = len(piece.data) <= self.limits.record_bytes and self.limits.depth >= PARSED_DEPTH
        self.records.setdefault(piece.document_id, 0)
        self.placed = piece.placed
        for pointer, data in piece.records():
            if not sound and not is_utf8(data):
                self._count(piece.document_id)
                self._set_aside(piece.document_id, pointer, "not-utf-8", "the record holds bytes that are not UTF-8")
            elif bounded or self._within_limits(data, pointer, piece.document_id):
                self._record(data, pointer, piece.document_id)

    def _count(self, document_id: str, records: int = 1) -> None:
        self.records[document_id] += records

    def _within_limits(self, data: memoryview, pointer: str, document_id: str) -> bool:
        limits = self.limits
        if len(data) > limits.record_bytes:
            detail = f"larger than {limits.record_bytes:,} bytes (limit record_bytes)"
        elif limits.depth < PARSED_DEPTH and depth_of(data) > limits.depth:
            detail = f"nested deeper than {limits.depth} (limit depth)"
        else:
            return True
        self._count(document_id)
        self._set_aside(document_id, pointer, "limit", detail)
        if extent(data).keys is None:
            self._swallowed(bytes(data), pointer, document_id)
        return False

    def _record(self, data: bytes | memoryview, pointer: str, document_id: str) -> None:
        self._count(document_id)
        try:
            envelope = _ENVELOPE.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._tolerant(bytes(data), pointer, document_id)
            return
        if envelope.is_compiled_release:
            self.rows.add(envelope, pointer, document_id, placed=self.placed)
        elif not envelope.ocid or envelope.holds_releases:
            self._contents(envelope, bytes(data), pointer, document_id)
        else:
            self._release(bytes(data), pointer, document_id)

    def _contents(self, envelope: Envelope, data: bytes, pointer: str, document_id: str) -> None:
        """The releases that a package or record holds."""
        if envelope.is_record:
            self._compiled(envelope, data, pointer, document_id)
        elif envelope.releases is not None:
            self._inner(envelope.releases, f"{pointer}/releases", document_id)
        elif envelope.records is not None:
            self._inner(envelope.records, f"{pointer}/records", document_id)
        else:
            self._tolerant(data, pointer, document_id)

    def _inner(self, records: list[msgspec.Raw], pointer: str, document_id: str) -> None:
        self._count(document_id, -1)  # what holds records is none itself
        for n, raw in enumerate(records):
            self._record(bytes(raw), f"{pointer}/{n}", document_id)

    def _compiled(self, record: Envelope, data: bytes, pointer: str, document_id: str) -> None:
        """The compiled release of a record; one that does not fit at once, or that the record completes, is mended."""
        try:
            release = _ENVELOPE.decode(record.compiled_release)
            fits = release.is_compiled_release and not is_draft_json(record.compiled_release)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            fits = False
        if fits:
            self.rows.add(release, f"{pointer}/compiledRelease", document_id, placed=self.placed)
        else:
            self._tolerant(data, pointer, document_id)

    def _release(self, data: bytes, pointer: str, document_id: str) -> None:
        """A release that may have to be merged with others of its process."""
        value = self._read(data, pointer, document_id)
        if value is not None:
            self._lay_aside(value, pointer, document_id)

    def _tolerant(self, data: bytes, pointer: str, document_id: str, *, compiled: bool = False) -> None:
        """A record that did not fit at once: judged as JSON, then repaired value by value."""
        value = self._read(data, pointer, document_id)
        if value is not None:
            self._value(value, pointer, document_id, compiled=compiled)

    def _read(self, data: bytes, pointer: str, document_id: str) -> dict[str, Any] | None:
        """The record as a JSON object; None where it is none, and set aside."""
        try:
            value, found = read_json(data)
        except RecursionError:
            self._set_aside(document_id, pointer, "limit", "nested deeper than can be read (limit depth)")
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._malformed(data, pointer, document_id, error)
            return None
        self.rows.problems.extend(
            Problem(document_id, pointer, one.kind, one.original, one.action, one.detail) for one in found
        )
        if not isinstance(value, dict):
            self._set_aside(document_id, pointer, "not-a-release", f"a {type(value).__name__}, no JSON object")
            self._swallowed(data, pointer, document_id)
            return None
        return value

    def _malformed(self, data: bytes, pointer: str, document_id: str, error: Exception) -> None:
        """Reads what is whole in a record that is not valid JSON: several on one line are all read."""
        records = run_together(data)
        if not records:
            self._set_aside(document_id, pointer, "malformed", f"not valid JSON: {error}")
            self._swallowed(data, pointer, document_id)
            return
        self._count(document_id, -1)  # what holds records is none itself
        detail = f"{len(records):,} JSON objects one behind the other, or behind a byte order mark; each was read"
        self.rows.problems.append(Problem(document_id, pointer, "records-run-together", "", REPAIRED, detail))
        for place, record in records:
            self._record(record, f"{pointer}@{place}", document_id)

    def _swallowed(self, data: bytes, pointer: str, document_id: str) -> None:
        """Reads the whole records inside a broken one: where its bracket is missing, its neighbours are taken as parts.

        They stand at the pointer of the broken one and `@` the byte there.
        """
        start = first_key(data)
        if start is None:
            return
        for place, record in whole_objects(data[1:], iter(()), start, _KEYS, self.limits.record_bytes):
            self._record(record, f"{pointer}@{place + 1}", document_id)

    def _value(self, value: dict[str, Any], pointer: str, document_id: str, *, compiled: bool = False) -> None:
        inner = value.get("compiledRelease")
        if isinstance(inner, dict):
            inner.setdefault("ocid", value.get("ocid"))
            self._repaired(inner, f"{pointer}/compiledRelease", document_id, compiled=True)
        elif isinstance(value.get("versionedRelease"), dict):
            ocid = value.get("ocid")
            self._repaired(
                latest(value["versionedRelease"], ocid), f"{pointer}/versionedRelease", document_id, compiled=True
            )
        elif isinstance(value.get("releases"), list) or isinstance(value.get("records"), list):
            key = "releases" if isinstance(value.get("releases"), list) else "records"
            self._count(document_id, len(value[key]) - 1)
            for n, one in enumerate(value[key]):
                self._tolerant(msgspec.json.encode(one), f"{pointer}/{key}/{n}", document_id)
        else:
            self._repaired(value, pointer, document_id, compiled=compiled)

    def _repaired(self, value: dict[str, Any], pointer: str, document_id: str, *, compiled: bool) -> None:
        if not isinstance(value.get("ocid"), str) or not value["ocid"]:
            self._not_a_release(value, pointer, document_id)
            return
        tag = value.get("tag")
        if not compiled and not (isinstance(tag, list) and "compiled" in tag):
            self._lay_aside(value, pointer, document_id)
            return
        placed = self.placed or is_draft(value)
        read_rows(self._upgraded(value, pointer, document_id), pointer, document_id, self.rows, placed=placed)

    def _lay_aside(self, value: dict[str, Any], pointer: str, document_id: str) -> None:
        placed = self.placed or is_draft(value)
        release = self._upgraded(value, pointer, document_id)
        date = release.get("date")
        kept = annotated(release, pointer, document_id, placed=placed)
        where = (kept["@document"], kept["@pointer"])
        body = msgspec.json.encode(kept)
        self.aside.append(Aside(release["ocid"], date if isinstance(date, str) else "", *where, body))

    def _upgraded(self, value: dict[str, Any], pointer: str, document_id: str) -> dict[str, Any]:
        if not is_draft(value):
            return value
        self.formats[document_id] = DRAFT
        return upgraded(value, pointer)

    def _not_a_release(self, value: Any, pointer: str, document_id: str) -> None:
        keys = sorted(value)[:8] if isinstance(value, dict) else []
        if "url" in keys and isinstance(value, dict) and len(value) <= 4:  # noqa: PLR2004  (url, date, tag, ocid)
            detail = "a link to a release that is elsewhere; fetch it and give it as a further input"
            self._set_aside(document_id, pointer, "release-linked", detail)
        else:
            detail = f"an object without ocid; its keys: {', '.join(keys) or 'none'}"
            self._set_aside(document_id, pointer, "not-a-release", detail)

    def _set_aside(self, document_id: str, pointer: str, kind: str, detail: str) -> None:
        self.set_aside += 1
        self._alike[document_id, kind] += 1
        if self._alike[document_id, kind] <= _MOST_ALIKE:
            self.rows.problems.append(Problem(document_id, pointer, kind, "", SET_ASIDE, detail))

    def count_the_rest(self) -> None:
        """Reports records set aside beyond those that have their own row, so that no junk fills the memory."""
        for (document_id, kind), number in self._alike.items():
            if number > _MOST_ALIKE:
                detail = f"and {number - _MOST_ALIKE:,} more records of this part of the document, for the same reason"
                self.rows.problems.append(Problem(document_id, "", kind, "", SET_ASIDE, detail))


def read_rows(
    value: dict[str, Any], pointer: str, document_id: str, rows: Gathered, releases: int = 1, *, placed: bool
) -> None:
    """Adds the rows of a release that may need repair; `releases` is how many were merged into it."""
    try:
        rows.add(msgspec.convert(value, Release), pointer, document_id, releases, placed=placed)
    except msgspec.ValidationError:
        repair = Repair(pointer, placed)
        rows.add(_repaired(value, repair, document_id, rows), pointer, document_id, releases, placed=True)


def _repaired(value: dict[str, Any], repair: Repair, document_id: str, rows: Gathered) -> Release:
    """The release value by value; each one repaired is a problem."""
    release = repair.release(value)
    rows.problems.extend(
        Problem(document_id, f"{repair.base}{one.pointer}", one.kind, one.original, one.action, one.detail)
        for one in repair.found
    )
    return release
