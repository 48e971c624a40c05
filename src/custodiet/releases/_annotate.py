"""A release laid aside for merging: only the fields that are read, each object with the place it stands at."""

from typing import Any

import msgspec

from custodiet.model.release import Part, Release
from custodiet.releases._shape import Holds, shape


def annotated(release: dict[str, Any], pointer: str, document_id: str) -> dict[str, Any]:
    """The fields of `release` that become rows, `null` included; contact points and streets are left behind.

    Objects that become rows get `@pointer` and `@document`, unless a converter gave them already.
    """
    return _object(release, Release, pointer, document_id)


def _object(value: dict[str, Any], struct: type[msgspec.Struct], pointer: str, document_id: str) -> dict[str, Any]:
    fields = shape(struct)
    kept: dict[str, Any] = {}
    if issubclass(struct, Part):
        kept["@pointer"] = value.get("@pointer") or pointer
        kept["@document"] = value.get("@document") or document_id
    for key, inner in value.items():
        field = fields.get(key)
        if field is None or key.startswith("@"):
            continue
        if field.struct is not None and isinstance(inner, dict):
            inside = field.struct
            if field.holds is Holds.OBJECTS:
                kept[key] = _list_of(inner, inside, f"{pointer}/{key}", document_id)
            else:
                kept[key] = _object(inner, inside, f"{pointer}/{key}", document_id)
        elif field.holds is Holds.OBJECTS and isinstance(inner, list) and field.struct is not None:
            kept[key] = [
                _object(one, field.struct, f"{pointer}/{key}/{n}", document_id) if isinstance(one, dict) else one
                for n, one in enumerate(inner)
                if one is not None
            ]
        else:
            kept[key] = inner
    return kept


def _list_of(value: dict[str, Any], struct: type[msgspec.Struct], pointer: str, document_id: str) -> list[Any]:
    """The list that an object stands for where a list belongs: its members by number, or itself alone."""
    if value and all(key.isdigit() and isinstance(one, dict) for key, one in value.items()):
        return [_object(one, struct, f"{pointer}/{key}", document_id) for key, one in value.items()]
    return [_object(value, struct, pointer, document_id)]
