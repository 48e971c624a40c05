"""Releases as hypothesis makes them: the fields that are read, in any state that a publisher may leave them in."""

from typing import Any

import msgspec
from hypothesis import strategies as st

from custodiet.model.release import Release
from custodiet.releases._shape import Field, Holds, shape

_WHOLE = {"additionalClassifications", "additionalIdentifiers"}
_TEXT = st.sampled_from(["", "a", "b", "Камера"])
_ID = st.sampled_from(["1", 1, "2", 2, "x"])
_LEAVES: dict[Holds, st.SearchStrategy[Any]] = {
    Holds.TEXT: st.none() | _TEXT,
    Holds.ID: _ID,
    Holds.NUMBER: st.none() | st.sampled_from([0, 1, -2, 0.5, 10**20]),
    Holds.TEXTS: st.none() | st.lists(_TEXT, max_size=2),
    Holds.IDS: st.none() | st.lists(_ID, max_size=2),
}


def releases() -> st.SearchStrategy[dict[str, Any]]:
    """A release of the process `p`."""
    return _objects(Release, 4).map(lambda value: {**value, "ocid": "p", "id": "r", "tag": ["tender"]})


def merge_rules() -> dict[tuple[str, ...], str]:
    """The rules of the schema of OCDS 1.1 for the lists that are read and replaced whole."""
    return dict.fromkeys(_whole_lists(Release, ()), "wholeListMerge")


@st.composite
def _objects(draw: st.DrawFn, struct: type[msgspec.Struct], depth: int) -> dict[str, Any]:
    fields = {name: field for name, field in shape(struct).items() if not name.startswith("@")}
    # Few names, so that several releases speak of the same: objects first, texts that are all alike only by chance.
    inner = sorted(name for name, field in fields.items() if field.struct is not None)[: 6 * depth]
    leaves = sorted(name for name, field in fields.items() if field.struct is None and name != "id")
    names = draw(st.sets(st.sampled_from(inner), min_size=int(depth > 2), max_size=3)) if inner and depth else set()
    names |= draw(st.sets(st.sampled_from(leaves[:3]), min_size=1, max_size=3)) if leaves else set()
    names |= {"id"} if "id" in fields and draw(st.integers(0, 5)) else set()
    return {name: draw(_values(fields[name], depth)) for name in sorted(names)}


def _values(field: Field, depth: int) -> st.SearchStrategy[Any]:
    if field.struct is None:
        return _LEAVES[field.holds]
    inner = _objects(field.struct, depth - 1)
    return (inner if field.holds is Holds.OBJECT else st.lists(inner, max_size=3)) | st.none()


def _whole_lists(struct: type[msgspec.Struct], path: tuple[str, ...]) -> list[tuple[str, ...]]:
    found = []
    for name, field in shape(struct).items():
        if name in _WHOLE:
            found.append((*path, name))
        elif field.struct is not None:
            found += _whole_lists(field.struct, (*path, name))
    return found
