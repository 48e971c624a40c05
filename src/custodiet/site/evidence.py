"""The statements of a purchase, numbered, so that each value on its page can name where it was read."""

import itertools
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from custodiet.model.declared import declared_tables
from custodiet.register.explain import Explanation, Statement
from custodiet.site.languages import marked

_ELEMENT = re.compile(r"\*\[local-name\(\)='([^']*)'\]")
TABLES = {
    "processes": marked("purchase"),
    "lots": marked("lot"),
    "items": marked("item"),
    "bids": marked("offer"),
    "awards": marked("award"),
    "contracts": marked("contract"),
    "transactions": marked("payment"),
    "amendments": marked("change"),
    "attachments": marked("file"),
    "parties": marked("organisation"),
}
"""What a reader calls a row of each table that statements come from."""
_STEP_UP = re.compile(r"/[^/|\s]+/\.\.(?=[/|\s]|$)")


class Said(msgspec.Struct, frozen=True):
    """A value and the number of the statement that gives it; `number` is 0 where nothing was published for it."""

    value: Any
    number: int = 0


class Note(msgspec.Struct, frozen=True):
    """A numbered statement: what a footnote opens."""

    number: int
    table: str
    row: str
    column: str
    value: Any
    document: str | None
    document_id: str | None
    pointer: str
    original: str | None

    @property
    def about(self) -> str:
        """What the column holds, in words."""
        return _abouts()[self.table, self.column]

    @property
    def thing(self) -> str:
        """What a reader calls a row of the table."""
        return TABLES.get(self.table, self.table)


@cache
def _abouts() -> dict[tuple[str, str], str]:
    return {(name, column.name): column.about for name, table in declared_tables().items() for column in table.columns}


Record = Mapping[str, Said]
"""What is stated of one row, by column."""


class Evidence:
    """All statements of an explanation by number, by column and by place."""

    def __init__(self, explanation: Explanation) -> None:
        self.told = explanation
        self.notes = tuple(_note(number, one) for number, one in enumerate(explanation.statements, 1))
        self._by_column = {(one.table, one.row, one.column): one for one in self.notes}
        self._by_place = {
            (one.document_id, one.pointer): number for number, one in enumerate(explanation.statements, 1)
        }
        self._records: dict[str, list[tuple[str, Record]]] = {}
        for (table, row), notes in itertools.groupby(self.notes, key=attrgetter("table", "row")):
            record = {one.column: Said(one.value, one.number) for one in notes}
            self._records.setdefault(table, []).append((row, record))

    def said(self, column: str, table: str = "processes", row: str = "") -> Said | None:
        """The value of a column with its number; None where it is not stated."""
        note = self._by_column.get((table, row, column))
        return None if note is None else Said(note.value, note.number)

    def records(self, table: str) -> list[tuple[str, Record]]:
        """Every row of a table of which anything is stated, by its name, in the order of the table."""
        return self._records.get(table, [])

    def number_at(self, document_id: str | None, pointer: str | None) -> int:
        """The number of the statement that was read at a place; 0 where there is none."""
        return self._by_place.get((document_id, pointer), 0)


def _note(number: int, one: Statement) -> Note:
    return Note(
        number,
        one.table,
        one.row,
        one.column,
        one.value,
        one.document,
        one.document_id,
        readable(one.pointer),
        one.original,
    )


def readable(pointer: str | None) -> str:
    """A place as a person reads it: element names instead of tests for them, steps up resolved."""
    short = pointer or ""
    if "*[" in short:
        short = _ELEMENT.sub(r"\1", short)
    for _round in range(short.count("/..")):
        short = _STEP_UP.sub("", short, count=1)
    return short


def as_text(value: Any) -> str:
    """A value of a table as one line of text; empty where it is not stated."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
