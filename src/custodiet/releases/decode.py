"""Turns chunks of OCDS JSON into record batches: one pure function, the same locally and on a cluster.

The fast path decodes a record straight into its typed shape, which skips what is not read without building it; what
does not fit is decoded again and repaired value by value (`repair`). A release that may have to be merged with others
of its process is laid aside (`Aside`) with its places; compiled releases become rows at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from custodiet.model.chunk import Chunk, Piece
from custodiet.model.release import Release
from custodiet.problems import SET_ASIDE, Problem
from custodiet.releases._annotate import annotated
from custodiet.releases._draft_2014 import FORMAT as DRAFT
from custodiet.releases._draft_2014 import is_draft, upgraded
from custodiet.releases._versioned import latest
from custodiet.releases.batches import batches
from custodiet.releases.flatten import flatten
from custodiet.releases.repair import Repair, read_json
from custodiet.releases.rows import Rows
from custodiet.settings import Limits


class Envelope(Release, gc=False, rename="camel"):
    """A release, or what a release comes in: a package or a record."""

    releases: list[msgspec.Raw] | None = None
    records: list[msgspec.Raw] | None = None
    compiled_release: msgspec.Raw | None = None
    versioned_release: msgspec.Raw | None = None

    @property
    def holds_releases(self) -> bool:
        """Whether it is a package or record."""
        return not (
            self.compiled_release is None
            and self.versioned_release is None
            and self.releases is None
            and self.records is None
        )


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
    """What came out of a chunk: tables, releases laid aside, records seen in each document, and its closer format."""

    tables: dict[str, pa.RecordBatch]
    aside: list[Aside]
    records: dict[str, int]
    formats: dict[str, str]


def decode(chunk: Chunk, limits: Limits, found: Sequence[Problem] = ()) -> Decoded:
    """The record batches of a chunk of OCDS JSON; a record that cannot be read is a row of `problems`.

    `found` are problems met before, in the conversion to OCDS; they are handed on with those met here.
    """
    reading = _Reading(limits)
    reading.rows.problems.extend(found)
    for piece in chunk.pieces:
        reading.piece(piece)
    return Decoded(batches(reading.rows, limits.text_chars), reading.aside, reading.records, reading.formats)


_ENVELOPE = msgspec.json.Decoder(Envelope)
_ANY = msgspec.json.Decoder()


@dataclass
class _Reading:
    limits: Limits
    rows: Rows = field(default_factory=Rows)
    aside: list[Aside] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)

    def piece(self, piece: Piece) -> None:
        """Reads every record of a piece."""
        sound = is_utf8(piece.data)
        count = 0
        for pointer, data in piece.records():
            count += 1
            if not sound and not is_utf8(data):
                self._set_aside(piece.document_id, pointer, "not-utf-8", "the record holds bytes that are not UTF-8")
            else:
                self._record(data, pointer, piece.document_id)
        self.records[piece.document_id] = self.records.get(piece.document_id, 0) + count

    def _record(self, data: bytes, pointer: str, document_id: str) -> None:
        try:
            envelope = _ENVELOPE.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._tolerant(data, pointer, document_id)
            return
        if envelope.ocid is not None and not envelope.holds_releases:
            self._release(envelope, data, pointer, document_id)
        else:
            self._contents(envelope, data, pointer, document_id)

    def _contents(self, envelope: Envelope, data: bytes, pointer: str, document_id: str) -> None:
        """The releases that a package or record holds."""
        if envelope.compiled_release is not None:
            self._record_compiled(bytes(envelope.compiled_release), f"{pointer}/compiledRelease", document_id, envelope)
        elif envelope.versioned_release is not None:
            versioned = _ANY.decode(bytes(envelope.versioned_release))
            self._repaired(latest(versioned, envelope.ocid), f"{pointer}/versionedRelease", document_id, compiled=True)
        elif envelope.releases is not None:
            self._inner(envelope.releases, f"{pointer}/releases", document_id)
        elif envelope.records is not None:
            self._inner(envelope.records, f"{pointer}/records", document_id)
        else:
            self._not_a_release(_ANY.decode(data), pointer, document_id)

    def _inner(self, records: list[msgspec.Raw], pointer: str, document_id: str) -> None:
        for n, raw in enumerate(records):
            self._record(bytes(raw), f"{pointer}/{n}", document_id)

    def _record_compiled(self, data: bytes, pointer: str, document_id: str, envelope: Envelope) -> None:
        try:
            release = _ENVELOPE.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._tolerant(data, pointer, document_id, compiled=True)
            return
        if release.ocid is None:
            release.ocid = envelope.ocid
        if release.ocid is None:
            self._not_a_release(_ANY.decode(data), pointer, document_id)
        else:
            flatten(release, pointer, document_id, self.rows)

    def _release(self, release: Release, data: bytes, pointer: str, document_id: str) -> None:
        if release.tag and "compiled" in release.tag:
            flatten(release, pointer, document_id, self.rows)
        else:
            self._lay_aside(_ANY.decode(data), pointer, document_id)

    def _tolerant(self, data: bytes, pointer: str, document_id: str, *, compiled: bool = False) -> None:
        """A record that did not fit at once: judged as JSON, then repaired value by value."""
        try:
            value, found = read_json(data)
        except RecursionError:
            self._set_aside(document_id, pointer, "limit", "nested deeper than can be read (limit depth)")
            return
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            self._set_aside(document_id, pointer, "malformed", f"not valid JSON: {error}")
            return
        self.rows.problems.extend(
            Problem(document_id, pointer, one.kind, one.original, one.action, one.detail) for one in found
        )
        if not isinstance(value, dict):
            self._set_aside(document_id, pointer, "not-a-release", f"a {type(value).__name__}, no JSON object")
            return
        self._value(value, pointer, document_id, compiled=compiled)

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
        read_rows(self._upgraded(value, pointer, document_id), pointer, document_id, self.rows)

    def _lay_aside(self, value: dict[str, Any], pointer: str, document_id: str) -> None:
        release = self._upgraded(value, pointer, document_id)
        date = release.get("date")
        kept = annotated(release, pointer, document_id)
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
        self.rows.problems.append(Problem(document_id, pointer, kind, "", SET_ASIDE, detail))


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are valid UTF-8, which the typed decoder does not look at in what it skips."""
    offsets = np.array([0, len(data)], "i8")
    array = pa.Array.from_buffers(pa.large_string(), 1, [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data)])
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def read_rows(value: dict[str, Any], pointer: str, document_id: str, rows: Rows, releases: int = 1) -> None:
    """Adds the rows of a release that may need repair; `releases` is how many were merged into it."""
    repair = Repair(pointer)
    release = repair.release(value)
    rows.problems.extend(
        Problem(document_id, f"{pointer}{one.pointer}", one.kind, one.original, one.action, one.detail)
        for one in repair.found
    )
    flatten(release, pointer, document_id, rows, releases)
