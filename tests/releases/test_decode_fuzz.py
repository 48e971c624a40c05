"""Whatever the bytes are, the first rooms answer with rows and problems, never with an error of their own."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ocds_shapes import releases

from first_rooms import compiled, joined, lines, package, read_and_merge, release

FULL = compiled("p", tender={"items": [{"id": 1, "quantity": 2}]}, awards=[{"id": "a", "value": {"amount": 5}}])
DOCUMENTS = [
    package(FULL, release("q")),
    lines(FULL, release("q"), release("q", date="2024-01-01")),
    joined(lines(FULL)),
]
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "0", "amount"]), inner, max_size=2)
    ),
    max_leaves=5,
)
quick = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "document"


@quick
@given(data=st.binary(max_size=300))
def test_random_bytes_are_answered_with_problems(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert read_and_merge(file).problems


@quick
@given(
    document=st.sampled_from(DOCUMENTS),
    changes=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=3)), min_size=1),
)
def test_documents_with_changed_bytes_are_read_as_far_as_they_go(file: Path, document: bytes, changes: Any) -> None:
    changed = bytearray(document)
    for place, text in changes:
        changed[place % len(changed) : place % len(changed) + 1] = text or b"}"
    file.write_bytes(changed)
    found = read_and_merge(file)
    assert found.records >= found.set_aside


@quick
@given(
    stated=releases(),
    tag=st.sampled_from(["compiled", "tender"]),
    path=st.lists(st.integers(0, 50), min_size=1, max_size=4),
    odd=ODD,
)
def test_a_value_of_any_type_in_any_field_costs_no_neighbour(
    file: Path, stated: dict[str, Any], tag: str, path: list[int], odd: Any
) -> None:
    stated["tag"] = [tag]
    place: Any = stated
    for step in path:
        keys = [key for key in place if key not in {"ocid", "tag"}] if isinstance(place, dict) else range(len(place))
        key = list(keys)[step % len(keys)]
        if step == path[-1] or not isinstance(place[key], dict | list) or not place[key]:
            place[key] = odd
            break
        place = place[key]
    file.write_bytes(lines(stated, release("neighbour")))
    found = read_and_merge(file)
    assert "neighbour" in found.ocids
    assert len(found.ocids) == 2
