"""The highest of some places: those by which problems below are found."""

from hypothesis import given
from hypothesis import strategies as st

from custodiet.model.pointer import above
from custodiet.register.rows import highest

POINTERS = st.lists(st.sampled_from(["", "a", "a-b", "0", "~1"]), max_size=4).map("/".join)
PLACES = st.sets(st.tuples(st.sampled_from(["one", "two"]), st.one_of(st.none(), POINTERS)), max_size=12)


def test_a_name_that_only_begins_alike_stands_beside() -> None:
    assert highest([("d", "/a/b"), ("d", "/a-x"), ("d", "/a"), ("e", "/a/b")]) == [
        ("d", "/a-x"),
        ("d", "/a"),
        ("e", "/a/b"),
    ]


@given(PLACES)
def test_nothing_else_stands_above_the_highest(places: set[tuple[str, str | None]]) -> None:
    expected = {
        (document, pointer)
        for document, pointer in places
        if pointer and not any((document, part) in places for part in list(above(pointer))[1:])
    }
    assert set(highest(places)) == expected
