"""The shape of a release as data: for each object its fields by their OCDS name, and what each field holds."""

import functools
import types
import typing
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import msgspec


class Holds(Enum):
    """What a field holds."""

    TEXT = auto()
    ID = auto()
    NUMBER = auto()
    OBJECT = auto()
    OBJECTS = auto()
    TEXTS = auto()
    IDS = auto()
    ORIGIN = auto()  # `@origins`, ours alone


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what it holds, and for objects their struct."""

    holds: Holds
    struct: type[msgspec.Struct] | None = None


@functools.cache
def shape(struct: type[msgspec.Struct]) -> dict[str, Field]:
    """The fields of a struct by their name in JSON."""
    return {field.encode_name: _field(field.type) for field in msgspec.structs.fields(struct)}


def _field(annotation: Any) -> Field:
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        inner = [kind for kind in typing.get_args(annotation) if kind is not type(None)]
    else:
        inner = [annotation]
    first = inner[0]
    if set(inner) == {str, int}:
        return Field(Holds.ID)
    if set(inner) == {int, float}:
        return Field(Holds.NUMBER)
    if first is str:
        return Field(Holds.TEXT)
    origin = typing.get_origin(first)
    if origin is dict:
        return Field(Holds.ORIGIN)
    if origin is list:
        item = _field(typing.get_args(first)[0])
        holds = {Holds.OBJECT: Holds.OBJECTS, Holds.ID: Holds.IDS}.get(item.holds, Holds.TEXTS)
        return Field(holds, item.struct)
    return Field(Holds.OBJECT, first)
