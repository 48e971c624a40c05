"""Compiled releases that fit their shape are read as nested columns: the same rows and problems as from structs."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ocds_shapes import releases

from custodiet.model.chunk import OCDS, Chunk, Piece
from custodiet.releases import decode
from custodiet.releases._compiled_alone import compiled_alone
from custodiet.releases._nested import read_nested
from custodiet.settings import Limits

AS_STRUCTS = Limits(depth=899)  # a depth that has to be measured record by record
FULL = {
    "ocid": "p",
    "tag": ["compiled"],
    "date": "2024-01-02",
    "language": "uk",
    "parties": [
        {"id": "UA-EDR-1", "name": "ТОВ «Око»", "roles": [], "address": {"locality": "Київ, вул. Січова, 5"}},
        {"name": "ФОП Петренко Петро Петрович", "roles": ["buyer"], "additionalIdentifiers": [{"id": "7"}]},
        {"id": "3", "additionalIdentifiers": [{"scheme": "X", "id": "1"}, {"scheme": "Y"}]},
    ],
    "buyer": {"name": "ФОП Петренко Петро Петрович"},
    "tender": {
        "title": "Камери, тел. +380 44 123-45-67",
        "value": {"amount": 10.123456, "currency": "UAH"},
        "numberOfTenderers": 2,
        "tenderPeriod": {"startDate": "1.2.2024", "endDate": "0207-01-01"},
        "additionalClassifications": [{"scheme": "CPV", "id": "1"}, {"scheme": "CPV"}, {"id": "2"}],
        "items": [{"id": "1", "quantity": 3, "unit": {"name": "шт"}, "relatedLot": "L"}, {"id": "1"}, {}],
        "documents": [{"url": "https://me:secret@host.example/a"}],
        "tenderers": [{"name": "ФОП Петренко Петро Петрович"}, {"id": "3"}, {"id": "3"}],
    },
    "bids": {"details": [{"id": "b", "tenderers": [{"id": "3"}, {"id": "3"}], "relatedLots": ["L", None]}, {}]},
    "awards": [{"suppliers": []}, {"suppliers": [{"id": "3"}, {}], "items": [{"id": "1"}], "relatedLots": []}],
    "contracts": [{"implementation": {"transactions": [{"value": {"amount": -1}}]}}],
    "contactPoint": {"depth": [[{"x": 1e3}]]},
}


def _lines(*records: dict[str, Any]) -> bytes:
    return b"\n".join(msgspec.json.encode(one) for one in records)


def _same(*texts: bytes) -> bool:
    """Whether both ways give the same for pieces of these texts, and at least one row or problem."""
    chunk = Chunk(0, tuple(Piece("d", OCDS, data, "line=", 1) for data in texts))
    nested, structs = decode(chunk, Limits()), decode(chunk, AS_STRUCTS)
    tables = structs.tables
    assert any(batch.num_rows for batch in tables.values()) or structs.aside
    assert (nested.records, nested.set_aside, nested.aside) == (structs.records, structs.set_aside, structs.aside)
    return all(batch.equals(tables[name]) for name, batch in nested.tables.items())


def test_releases_that_fit_are_read_as_nested_columns_also_where_ids_are_numbers() -> None:
    numbered = {"ocid": "q", "tag": ["compiled"], "tender": {"id": 5, "items": [{"id": 7, "relatedLot": 2}]}}

    assert read_nested([(_lines(FULL), 1)]) is not None
    assert read_nested([(_lines(numbered, numbered), 2)]) is not None


def test_everything_a_release_may_state_gives_the_same_rows() -> None:
    other = {**FULL, "ocid": "q", "language": None, "awards": None, "buyer": {"id": "3", "name": "Інший"}}

    assert _same(_lines(FULL, {"ocid": "bare", "tag": ["compiled"]}, other))


def test_what_releases_state_for_the_first_time_is_read_after_many_that_did_not() -> None:
    bare = _lines({"ocid": "bare", "tag": ["compiled"], "tender": {"items": [{"id": "1"}], "lots": []}})
    late = {"items": [{"id": 1, "quantity": 2, "additionalClassifications": [{"id": 3}]}], "lots": [{"title": "Лот"}]}

    assert all(_same(bare) for _ in range(2))
    assert _same(_lines({"ocid": "late", "tag": ["compiled"], "tender": late, "buyer": {"identifier": {"id": "5"}}}))
    assert _same(bare)


@pytest.mark.parametrize("joined_up_to", [1, 1_000_000])
def test_pieces_of_which_some_state_less_or_other_types_give_the_same_rows(
    joined_up_to: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custodiet.releases._compiled_alone._LARGE", joined_up_to)
    numbered = {"ocid": "n", "tag": ["compiled"], "tender": {"items": [{"id": 7, "relatedLot": 2}]}, "awards": []}
    bare = {"ocid": "bare", "tag": ["compiled"]}

    assert _same(_lines(FULL), _lines(numbered, bare), b"\n", _lines(bare) + b"\n", _lines({**FULL, "ocid": "q"}))
    assert _same(_lines(FULL, bare), _lines({**FULL, "ocid": "q"}, bare))


def test_codes_that_are_numbers_in_the_tender_and_texts_in_the_award_stand_in_one_table() -> None:
    number, text = ([{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": one}]}] for one in (5, "6"))

    assert _same(_lines({"ocid": "a", "tag": ["compiled"], "tender": {"items": number}, "awards": [{"items": text}]}))


def test_compiled_releases_of_records_are_read_as_nested_columns_also_where_they_fill_several_lines() -> None:
    records = [{"ocid": one["ocid"], "compiledRelease": one} for one in (FULL, {"ocid": "q", "tag": ["compiled"]})]
    printed = [msgspec.json.format(msgspec.json.encode(one)) for one in records]
    package = Piece("d", OCDS, b"".join(printed), "/records/", 0, (len(printed[0]), len(b"".join(printed))))

    assert _same(_lines(*records))
    assert compiled_alone(Chunk(0, (package,)), Limits()) is not None
    pointers = decode(Chunk(0, (package,)), Limits()).tables["processes"]["pointer"].to_pylist()
    assert pointers == ["/records/0/compiledRelease", "/records/1/compiledRelease"]


@pytest.mark.parametrize(
    "odd",
    [
        b'{"ocid":"a","compiledRelease":{"tag":["compiled"],"tender":{"title":"x"}}}',
        b'{"ocid":"a","compiledRelease":{"ocid":null,"tag":["compiled"]}}',
        b'{"ocid":"a","compiledRelease":{"ocid":"b","tender":{"title":5}},"releases":[{"ocid":"c"}]}',
        b'{"ocid":"a","compiledRelease":{"ocid":"b","tag":["compiled"]},"tag":["compiled"],"tender":{"title":5}}',
        b'{"ocid":"a","compiledRelease":{"ocid":"b","tag":["compiled"],"compiledRelease":{"ocid":"c"}}}',
        b'{"ocid":"a","tag":["compiled"],"compiledRelease":null}',
        b'{"ocid":"a","tag":["compiled"],"compiledRelease":[]}',
        b'{"ocid":"a","compiledRelease":{}}',
        b'{"ocid":"a","compiledRelease":{"ocid":"b","tag":["compiled"],"tender":{"tenderID":"5"}}}',
        b'{"ocid":"a","versionedRelease":{"tender":{"title":[{"releaseDate":"2024-01-02","value":"x"}]}}}',
    ],
)
def test_records_of_any_kind_give_the_same_rows_and_problems(odd: bytes) -> None:
    whole = b'{"ocid":"w","compiledRelease":{"ocid":"w","tag":["compiled"],"tender":{"title":"w"}}}'

    assert _same(b"\n".join((whole, odd, whole.replace(b'"w"', b'"v"'))))


@settings(max_examples=60, deadline=None)
@given(stated=st.lists(releases(), min_size=1, max_size=3))
def test_releases_of_any_shape_give_the_same_rows(stated: list[dict[str, Any]]) -> None:
    texts = [_lines({**one, "ocid": f"p{n}", "tag": ["compiled"]}) for n, one in enumerate(stated)]
    assert _same(b"\n".join(texts))
    assert _same(*texts)


@pytest.mark.parametrize(
    "odd",
    [
        b'{"ocid":"a","tag":["compiled"],"awards":[null]}',
        b'{"ocid":"a","tag":["compiled",null]}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"title":"a","title":"b"}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"value":{"amount":9007199254740993}}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"value":{"amount":"5"}}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"items":[{"quantity":-0},{"quantity":-0.0}]}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"numberOfTenderers":1000000000000}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"numberOfTenderers":5.5}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"items":[{"id":1},{"id":"1"}]}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"items":[{"id":1.0}]}}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"items":[{"id":36893488147419103232}]}}',
        b'{"ocid":"a","tag":["compiled"],"tender":[]}',
        b'{"ocid":"a","tag":["compiled"],"x":NaN}',
        b'{"ocid":"a","tag":["compiled"],"x":"\\udc00"}',
        b'{"ocid":"a","tag":["compiled"]} {"ocid":"b","tag":["compiled"]}\n',
        b'{"ocid":"a","tag":["compiled"]\n}{"ocid":"b","tag":["compiled"]}',
        b'{"ocid":"a","tag":["compiled"],"x":[{}\n{}]}',
        b'{"ocid":"a","tag":["compiled"]}{"ocid":"b","tag":["compiled"]}\n{"ocid":"c","tag":["compiled"],"x":{}\n,"y":{}}',
        b'{"ocid":"a","tag":["compiled"]}\r\n \n\n{"ocid":"b","tag":["compiled"]}\x0b\n',
        b'{"ocid":"a","tag":["compiled"],"releases":[]}',
        b'{"ocid":"a","tag":["compiled"],"@pointer":"/elsewhere","tender":{"@document":5}}',
        b'{"ocid":"a","tag":["tender"]}',
        b'{"ocid":"","tag":["compiled"]}',
        b'{"ocid":"a"}\n\xef\xbb\xbf{"ocid":"b","tag":["compiled"]}',
        b'{"ocid":"a","tag":["compiled"],"tender":{"title":"\xff"}}',
    ],
)
def test_what_does_not_fit_to_the_letter_gives_the_same_rows_and_problems(odd: bytes) -> None:
    assert _same(_lines(FULL) + b"\n" + odd)
