"""A mapping fitted to the tables of one document: readers that give a typed value for a row, or report why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from custodiet.problems import DOUBTED, SET_ASIDE
from custodiet.sources import _cells
from custodiet.sources import _map_definition as d
from custodiet.sources._converted import Finding
from custodiet.sources._map_columns import field as long_form
from custodiet.sources._map_places import below
from custodiet.sources._map_shape import Kind
from custodiet.sources._table import Table

Find: TypeAlias = Callable[[int], tuple[Table, int, str] | None]


@dataclass(slots=True)
class Scope:
    """The tables of one document with the mapping that reads them, and the problems found on the way."""

    mapping: d.TableMapping
    tables: dict[str, Table]
    problems: list[Finding] = field(default_factory=list)
    not_stated: frozenset[str] = field(init=False)
    indexes: dict[tuple[str, str], dict[str, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the words for "not stated" as a set: every cell is looked up in it."""
        self.not_stated = frozenset(self.mapping.not_stated)

    def cell(self, table: Table, n: int, position: int) -> str | None:
        """What a cell states."""
        return _cells.stated(table.rows[n][position], self.not_stated)

    def index(self, name: str, column: str) -> dict[str, list[int]]:
        """For each value of a column of a table the rows that state it."""
        known = self.indexes.get((name, column))
        if known is None:
            known = {}
            table = self.tables[name]
            position = table.index.get(column)
            for n in range(len(table.rows) if position is not None else 0):
                value = self.cell(table, n, position or 0)
                if value is not None:
                    known.setdefault(value, []).append(n)
            self.indexes[name, column] = known
        return known

    def report(self, at: tuple[Table, int], column: str, kind: str, original: str, detail: str) -> None:
        """Record a value that could not be read, at its own cell."""
        table, n = at
        place = table.pointer(n) + below(column, json=table.prefix == "/")
        where = f" (in {table.document})" if table.document else ""
        self.problems.append(Finding(place, kind, original[:200], SET_ASIDE, detail + where))


@dataclass(slots=True)
class Reader:
    """Reads one cell of a section; `find` gives the text with its place, `spec` says what it means."""

    scope: Scope
    spec: d.Field
    kind: Kind
    find: Find
    private: bool
    """Whether the original may show a person, and stays out of problems."""
    pattern: re.Pattern[str] | None
    words: dict[str, str] | None

    def text(self, n: int) -> str | None:
        """The text the cell states, after its pattern and its table of values."""
        found = self.find(n)
        if found is None:
            return None
        text = found[2]
        if self.pattern is not None:
            match = self.pattern.fullmatch(text)
            if match is None:
                self._unread(found, "value-not-in-pattern", f"expected the pattern {self.spec.pattern}")
                return None
            text = (match[1] or "").strip()
        if self.spec.width is not None and text.isdecimal():
            text = text.zfill(self.spec.width)
        if self.words is not None:
            meaning = self.words.get(text)
            if meaning is None:
                self._unread(found, "value-not-known", "the mapping's table of values does not have it")
                return None
            text = meaning
        return text or None

    def value(self, n: int) -> Any:
        """The typed value the cell states; an amount comes with the currency written beside it."""
        text = self.text(n)
        if text is None or self.kind is Kind.TEXT:
            return text
        mapping = self.scope.mapping
        if self.kind is Kind.LIST:
            return self.several(n)
        if self.kind is Kind.DATE:
            read: Any = _cells.moment(text, mapping.dates, mapping.zone)
        elif self.kind is Kind.AMOUNT:
            read = _cells.amount(text, mapping.decimal, mapping.currencies)
            if read is not None and isinstance(read[0], float):
                self._exact(n, text, read[0])
        else:
            read = _cells.number(text, mapping.decimal)
        if read is None:
            found = self.find(n)
            if found is not None:
                self._unread(found, f"{self.kind.value}-not-read", _EXPECTED[self.kind])
        return read

    def several(self, n: int) -> list[str]:
        """The values of a cell that may hold several."""
        text = self.text(n)
        parts = [text] if text is None or self.spec.split is None else text.split(self.spec.split)
        return [part.strip() for part in parts if part is not None and part.strip()]

    def _unread(self, found: tuple[Table, int, str], kind: str, detail: str) -> None:
        table, row, text = found
        self.scope.report((table, row), self.spec.column or "", kind, "" if self.private else text, detail)

    def _exact(self, n: int, text: str, read: float) -> None:
        digits = re.sub(r"\D", "", text)
        if len(digits) > 15 and str(Decimal(repr(read))).replace(".", "") not in digits:  # noqa: PLR2004
            found = self.find(n)
            if found is not None:
                place = found[0].pointer(found[1]) + below(self.spec.column or "", json=found[0].prefix == "/")
                detail = f"more digits than a number in JSON holds: read as {read!r}"
                self.scope.problems.append(Finding(place, "amount-rounded", text, DOUBTED, detail))


_EXPECTED = {
    Kind.DATE: "expected one of the mapping's `dates`, or ISO 8601",
    Kind.AMOUNT: "expected one amount, with its currency or without",
    Kind.NUMBER: "expected a number",
}


def reader(scope: Scope, name: str, cell: d.Cell, kind: Kind, *, private: bool = False) -> Reader | None:
    """The reader of a cell for rows of the table `name`; `None` where a column it needs is not there."""
    spec = long_form(cell)
    find = _constant(scope, name, spec) if spec.column is None else _finder(scope, name, spec)
    if find is None:
        return None
    pattern = None if spec.pattern is None else re.compile(spec.pattern)
    words = scope.mapping.words[spec.values] if isinstance(spec.values, str) else spec.values
    return Reader(scope, spec, kind, find, private, pattern, words)


def _constant(scope: Scope, name: str, spec: d.Field) -> Find:
    table, text = scope.tables[name], spec.constant or ""
    return lambda n: (table, n, text)


def _finder(scope: Scope, name: str, spec: d.Field) -> Find | None:
    table = scope.tables[name]
    if spec.where is None:
        position = table.index.get(spec.column or "")
        if position is None:
            return None

        def direct(n: int) -> tuple[Table, int, str] | None:
            text = scope.cell(table, n, position)
            return None if text is None else (table, n, text)

        return direct
    return _looked_up(scope, name, spec)


def _looked_up(scope: Scope, name: str, spec: d.Field) -> Find | None:
    """The cell of another row: the one whose column `where` says what this row's column `equals` says."""
    other_name = name if spec.table is None else spec.table
    table, other = scope.tables[name], scope.tables.get(other_name)
    mine = table.index.get(spec.equals or "")
    theirs = None if other is None else other.index.get(spec.column or "")
    if other is None or mine is None or theirs is None:
        return None
    rows_of = scope.index(other_name, spec.where or "")

    def looked_up(n: int) -> tuple[Table, int, str] | None:
        key = scope.cell(table, n, mine)
        rows = rows_of.get(key, []) if key is not None else []
        found = {text: row for row in reversed(rows) if (text := scope.cell(other, row, theirs)) is not None}
        if len(found) > 1:
            detail = f"{len(found)} different values where {spec.where} is {key}: none is taken"
            scope.report((other, rows[0]), spec.column or "", "key-not-unique", "", detail)
            return None
        return next(((other, row, text) for text, row in found.items()), None)

    return looked_up
