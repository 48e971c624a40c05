"""Splitting a document into records gives what parsing it gives, however it is cut into blocks."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.sources._json_split import Element, JsonSplitter

_TEXTS = st.text(alphabet='ab"\\{}[],:0 \n\u0457', max_size=8)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=12,
)
_RECORDS = st.lists(st.dictionaries(_TEXTS, _VALUES, max_size=4), max_size=5)
_AROUND = st.dictionaries(_TEXTS.filter(lambda key: key not in {"releases", "records"}), _VALUES, max_size=3)


def split(data: bytes, size: int, record_bytes: int = 1 << 20) -> tuple[list[Element], JsonSplitter]:
    splitter = JsonSplitter(record_bytes)
    found: list[Element] = []
    for start in range(0, len(data), size):
        found += splitter.feed(data[start : start + size])
    splitter.finish()
    return found, splitter


def written(value: Any, indent: int) -> bytes:
    data = msgspec.json.encode(value)
    return msgspec.json.format(data, indent=indent) if indent else data


@given(
    _RECORDS, _AROUND, _AROUND, st.sampled_from(["releases", "records"]), st.integers(1, 40), st.sampled_from([0, 1])
)
def test_a_package_gives_its_records_whatever_stands_around_them(
    records: list[Any], before: dict[str, Any], behind: dict[str, Any], key: str, size: int, indent: int
) -> None:
    document = {**before, key: records, **{name: value for name, value in behind.items() if name not in before}}
    found, splitter = split(written(document, indent), size)
    assert [msgspec.json.decode(one.data or b"") for one in found] == records
    assert [(one.array, one.index) for one in found] == [(key, n) for n in range(len(records))]
    assert msgspec.json.decode(bytes(splitter.skeleton)) == {**document, key: [0] * len(records)}
    assert splitter.closed
    assert not splitter.rest


@given(_RECORDS, st.integers(1, 40))
def test_a_bare_array_gives_its_records(records: list[Any], size: int) -> None:
    found, splitter = split(written(records, 0), size)
    assert [msgspec.json.decode(one.data or b"") for one in found] == records
    assert splitter.skeleton == written([0] * len(records), 0)


@given(_RECORDS, st.data())
def test_a_document_cut_anywhere_gives_the_records_that_end_before_the_cut(records: list[Any], data: Any) -> None:
    whole = written({"releases": records}, 0)
    cut = data.draw(st.integers(1, len(whole) - 1))
    found, splitter = split(whole[:cut], 7)
    assert [msgspec.json.decode(one.data or b"") for one in found] == records[: len(found)]
    assert splitter.depth > 0
    behind, _ = split(whole, 7)
    ends = [
        sum(len(one.data or b"") + 1 for one in behind[: n + 1]) + len('{"releases":[') - 1 for n in range(len(behind))
    ]
    assert len(found) == sum(end <= cut for end in ends)


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_are_split_without_an_error_and_none_is_lost(data: bytes, size: int) -> None:
    found, splitter = split(data, size)
    kept = sum(len(one.data or b"") - 1 for one in found) + len(splitter.skeleton) + len(splitter.rest)
    assert kept <= len(data)
    assert kept >= len(data.strip()) - sum(character in b" \t\n\r\x0b\x0c" for character in data)


@pytest.mark.parametrize("slashes", range(1, 9))
def test_backslashes_at_the_end_of_a_block_escape_what_the_next_begins_with(slashes: int) -> None:
    record = {"a": "\\" * slashes + '"}]' + "\\" * slashes}
    data = written({"releases": [record, {"b": 1}]}, 0)
    for size in range(1, 30):
        assert [msgspec.json.decode(one.data or b"") for one in split(data, size)[0]] == [record, {"b": 1}]


def test_a_record_that_is_too_large_is_counted_and_left_out() -> None:
    data = written({"releases": [{"a": 1}, {"a": "x" * 500}, {"a": 2}]}, 0)
    for size in (10, 100, 1000):
        found, splitter = split(data, size, record_bytes=200)
        assert [(one.index, one.data is None) for one in found] == [(0, False), (1, True), (2, False)]
        assert splitter.closed


def test_records_of_a_nested_key_of_the_same_name_are_no_records() -> None:
    found, _ = split(b'{"a":{"releases":[{"x":1}]},"releases":[{"y":2}]}', 5)
    assert [one.data for one in found] == [b'{"y":2}']
