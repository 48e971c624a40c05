"""A release laid aside for merging: only the fields that are read, each object with the place it stands at."""

from dataclasses import dataclass
from typing import Any

import msgspec

from custodiet.model.release import Release
from custodiet.releases._shape import Holds, shape


def annotated(release: dict[str, Any], pointer: str, document_id: str, *, placed: bool) -> dict[str, Any]:
    """The fields of `release` that become rows, `null` included; contact points and streets are left behind.

    Objects that become rows get `@pointer` and `@document`, unless a converter gave them already (`placed`).
    """
    return _Annotation(document_id, placed).object(release, Release, pointer)


@dataclass(frozen=True, slots=True)
class _Annotation:
    document_id: str
    placed: bool

    def object(self, value: dict[str, Any], struct: type[msgspec.Struct], pointer: str) -> dict[str, Any]:
        """The object without what is not read, and with its place where it becomes a row."""
        fields = shape(struct)
        kept: dict[str, Any] = {}
        if "@pointer" in fields:
            kept["@pointer"] = (self.placed and value.get("@pointer")) or pointer
            kept["@document"] = (self.placed and value.get("@document")) or self.document_id
        for key, inner in value.items():
            field = fields.get(key)
            if field is not None and not key.startswith("@"):
                inside = field.struct  # most values are plain: they need no place of their own
                kept[key] = inner if inside is None else self._value(inner, inside, field.holds, f"{pointer}/{key}")
        return kept

    def _value(self, inner: Any, struct: type[msgspec.Struct], holds: Holds, pointer: str) -> Any:
        if isinstance(inner, dict):
            listed = holds is Holds.OBJECTS
            return self._list_of(inner, struct, pointer) if listed else self.object(inner, struct, pointer)
        if holds is Holds.OBJECTS and isinstance(inner, list):
            return [
                self.object(one, struct, f"{pointer}/{n}") if isinstance(one, dict) else one
                for n, one in enumerate(inner)
                if one is not None
            ]
        return inner

    def _list_of(self, value: dict[str, Any], struct: type[msgspec.Struct], pointer: str) -> list[Any]:
        """The list that an object stands for where a list belongs: its members by number, or itself alone."""
        if value and all(key.isdigit() and isinstance(one, dict) for key, one in value.items()):
            return [self.object(one, struct, f"{pointer}/{key}") for key, one in value.items()]
        return [self.object(value, struct, pointer)]
