"""Entities of FollowTheMoney and the statements they are made of, each with the document and place that make it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from custodiet.model.declared import declared_tables

DATASET = "custodiet"

Row = Mapping[str, Any]
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_URL = re.compile(r"https?://\S+")
_OF_SEVERAL_LINES = frozenset({"description", "summary"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property: what was made of `original`, which stands at `origin` (document, `#`, place)."""

    prop: str
    value: str
    original: str
    origin: str


@dataclass(slots=True)
class Entity:
    """One thing of a schema, with its statements in the order in which they were made."""

    id: str
    schema: str
    statements: list[Statement] = field(default_factory=list)

    def say(self, prop: str, value: str | None, origin: str, original: str | None = None) -> None:
        """Add a statement; nothing where the source does not state the value. Spaces that say nothing are left out."""
        if value is not None and value.strip():
            kept = value.strip() if prop in _OF_SEVERAL_LINES else " ".join(value.split())
            self.statements.append(Statement(prop, kept, original or value, origin))

    def as_entity(self) -> dict[str, Any]:
        """The entity with its properties, each value once."""
        properties: dict[str, list[str]] = {}
        for statement in self.statements:
            values = properties.setdefault(statement.prop, [])
            if statement.value not in values:
                values.append(statement.value)
        return {"id": self.id, "schema": self.schema, "properties": properties, "datasets": [DATASET]}

    def as_statements(self) -> Iterator[dict[str, Any]]:
        """The statements as FollowTheMoney keeps them; a value that several places state is one statement for each."""
        for statement in dict.fromkeys(self.statements):
            key = f"{DATASET}.{self.id}.{statement.prop}.{statement.value}"
            yield {
                "canonical_id": self.id,
                "entity_id": self.id,
                "prop": statement.prop,
                "schema": self.schema,
                "value": statement.value,
                "dataset": DATASET,
                "original_value": statement.original if statement.original != statement.value else None,
                "external": False,
                "origin": statement.origin,
                "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),  # the format's own rule for ids
            }


class Places:
    """Where each value of a row was stated: below the row's pointer, or where the table `origins` says otherwise."""

    def __init__(self, origins: list[Row]) -> None:
        self._elsewhere = {
            (row["ocid"], row["table"], row["row_pointer"], row["column"]): f"{row['document_id']}#{row['pointer']}"
            for row in origins
        }
        self._below = {name: table.places for name, table in declared_tables().items()}

    def of(self, table: str, row: Row, column: str) -> str:
        """Document and place of one value."""
        elsewhere = self._elsewhere.get((row.get("ocid"), table, row["pointer"], column))
        return elsewhere or f"{row['document_id']}#{row['pointer']}{self._below[table].get(column, '')}"


def entity_id(kind: str, *key: str | None) -> str:
    """The id of an entity, made of the raw values that name it."""
    digest = hashlib.sha256("\0".join(part or "" for part in (kind, *key)).encode()).hexdigest()
    return f"{DATASET}-{kind}-{digest[:32]}"


def day(published: str | None) -> str | None:
    """The day, month or year of a date as published; nothing where it is no date."""
    found = _DAY.match(published or "")
    return found[0] if found else None


def url(address: str | None) -> str | None:
    """The address where it is one of the web, else nothing."""
    return address if _URL.fullmatch(address or "") else None
