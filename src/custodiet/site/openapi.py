"""The OpenAPI 3.1 description of the data addresses, made from the operations that there are."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

import msgspec
import pyarrow as pa

from custodiet.model.declared import declared_tables
from custodiet.model.tables import Table
from custodiet.register.card import Card
from custodiet.site.site import Site

Asked = TypeVar("Asked")
_CONVERTER = re.compile(r"\{(\w+):\w+\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What an operation takes: a path part, a text, several texts, or a whole number."""

    name: str
    about: str
    kind: Literal["path", "string", "values", "integer"]


@dataclass(frozen=True, slots=True)
class Operation(Generic[Asked]):
    """An address that answers JSON."""

    path: str
    about: str
    answer: Callable[[Asked], Any]
    parameters: tuple[Parameter, ...] = field(default=())

    @property
    def address(self) -> str:
        """The address with its parts in braces, as OpenAPI writes it."""
        return _CONVERTER.sub(r"{\1}", self.path)


def document(operations: Iterable[Operation[Any]], site: Site) -> dict[str, Any]:
    """The description of these operations."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "custodiet: a register of surveillance purchases",
            "version": "1",
            "description": (
                "A signal is a reason to look, never an accusation; what was not found in the documents read is not "
                "shown to be missing. Exact decimals are texts. A value that no source states is null."
            ),
        },
        "servers": [{"url": site.address}],
        "paths": {one.address: {"get": _operation(one)} for one in operations},
        "components": {
            "schemas": {**_tables(), "Summary": _summary(), "Problem": _PROBLEM},
        },
    }


def _operation(operation: Operation[Any]) -> dict[str, Any]:
    failing = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    answers: dict[str, Any] = {
        "200": {
            "description": operation.about,
            "headers": {"ETag": {"schema": {"type": "string"}, "description": "send it back as If-None-Match"}},
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        "304": {"description": "what you hold is what there is"},
        "400": {"description": "the question cannot be answered as it was put", **failing},
        "404": {"description": "there is no such thing in the register", **failing},
        "414": {"description": "the question is too long", **failing},
    }
    name = re.sub(r"\W+", "_", operation.address).strip("_")
    parameters = [_parameter(one) for one in operation.parameters]
    return {"operationId": name, "summary": operation.about, "parameters": parameters, "responses": answers}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    text: dict[str, Any] = {"type": "integer", "minimum": 1} if parameter.kind == "integer" else {"type": "string"}
    stated = {"name": parameter.name, "description": parameter.about}
    if parameter.kind == "path":
        return {**stated, "in": "path", "required": True, "schema": text}
    if parameter.kind == "values":
        return {**stated, "in": "query", "explode": True, "schema": {"type": "array", "items": text}}
    return {**stated, "in": "query", "schema": text}


def _tables() -> dict[str, Any]:
    return {name: _table(table) for name, table in declared_tables().items()}


def _table(table: Table) -> dict[str, Any]:
    columns = {one.name: {**_column_type(one.type), "description": one.about} for one in table.columns}
    return {"type": "object", "description": table.about, "properties": columns, "required": list(columns)}


def _column_type(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"type": ["array", "null"], "items": {"type": "string"}}
    if pa.types.is_integer(kind):
        return {"type": ["integer", "null"]}
    return {"type": ["number" if pa.types.is_floating(kind) else "string", "null"]}


def _summary() -> dict[str, Any]:
    """A purchase in few words."""
    fields = {one.name: one for one in msgspec.structs.fields(Card)}
    lists = {"suppliers", "makers", "technologies", "flags"}
    kinds: dict[str, Any] = {name: {"type": "array"} if name in lists else {} for name in fields}
    return {
        "type": "object",
        "description": "a purchase in few words; `amount` is that of the furthest state that states one",
        "properties": {**kinds, "api": {"type": "string", "format": "uri"}},
        "required": [*fields, "api"],
    }


_PROBLEM = {
    "type": "object",
    "description": "an error after RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
