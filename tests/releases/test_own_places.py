"""A publisher's own `@pointer` or `@document` says nothing: a row's place is where it was read."""

import msgspec
import pytest

from custodiet.model.chunk import OCDS, Chunk, Piece
from custodiet.releases import compile_releases, decode
from custodiet.settings import Limits

_CLAIM = {"@pointer": "/elsewhere", "@document": "another", "@origins": {"title": ["another", "/x"]}}
_TENDER = {**_CLAIM, "title": "Cameras", "items": [{"id": "1", **_CLAIM}]}
_STATED = {"ocid": "o", "id": "1", "date": "2024-01-02", **_CLAIM, "buyer": {"name": "Town", **_CLAIM}}
_RELEASES = {
    "that fits": {**_STATED, "tag": ["compiled"], "tender": _TENDER, "awards": [_CLAIM]},
    "that is repaired": {**_STATED, "tag": ["compiled"], "tender": {**_TENDER, "title": 5}, "awards": [_CLAIM]},
    "that is merged": {**_STATED, "tag": ["tender"], "tender": _TENDER, "awards": [_CLAIM]},
}


def _places(data: bytes, *, placed: bool) -> set[tuple[str, str]]:
    decoded = decode(Chunk(0, (Piece("d", OCDS, data, "line=", 1, placed=placed),)), Limits())
    merged = compile_releases(decoded.aside, frozenset(), Limits())
    tables = [*decoded.tables.values(), *merged.tables.values()]
    return {(row["document_id"], row["pointer"]) for table in tables for row in table.to_pylist()}


@pytest.mark.parametrize("release", _RELEASES)
@pytest.mark.parametrize("at", [b"@", b"\\u0040"])
def test_a_release_from_outside_cannot_claim_another_place(release: str, at: bytes) -> None:
    data = msgspec.json.encode(_RELEASES[release]).replace(b'"@', b'"' + at)

    places = _places(data, placed=False)

    assert {document for document, _ in places} == {"d"}
    assert all(pointer.startswith("line=1") for _, pointer in places)


@pytest.mark.parametrize("release", _RELEASES)
def test_a_converted_release_says_where_its_objects_stand(release: str) -> None:
    assert ("another", "/elsewhere") in _places(msgspec.json.encode(_RELEASES[release]), placed=True)


def test_a_release_with_an_empty_ocid_is_none() -> None:
    data = msgspec.json.encode({**_STATED, "ocid": "", "tag": ["compiled"]})

    decoded = decode(Chunk(0, (Piece("d", OCDS, data, "line=", 1),)), Limits())

    assert decoded.tables["problems"]["kind"].to_pylist() == ["not-a-release"]
    assert decoded.set_aside == 1
