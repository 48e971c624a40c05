"""One section of a mapping, compiled: it makes the OCDS object of a row, or nothing where the row states none of it."""

from dataclasses import dataclass
from typing import Any

from custodiet.sources import _map_definition as d
from custodiet.sources._map_compile import Reader, Scope, reader
from custodiet.sources._map_shape import PARTIES, SHAPES, Kind
from custodiet.sources._table import Table

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A reader and the place of its value in the object; for an amount, the reader of its currency too."""

    path: tuple[str, ...]
    reader: Reader
    currency: Reader | None = None

    @property
    def constant(self) -> bool:
        """Whether the value is the mapping's, so that it alone states nothing about a row."""
        return self.reader.spec.column is None


@dataclass(frozen=True, slots=True)
class Section:
    """Makes one kind of object from rows of one table."""

    scope: Scope
    table: Table
    parts: tuple[Part, ...]
    codes: tuple["Section", ...] = ()
    party: tuple[str, str, "Section"] | None = None
    """Where the organisation stands in the object, its role, and its section."""

    def object(self, n: int) -> Object | None:
        """The object that row `n` states, with its place; `None` where no column states anything."""
        made: Object = {}
        stated = False
        for part in self.parts:
            value = part.reader.value(n)
            if value is None:
                continue
            stated = stated or not part.constant
            if part.reader.kind is Kind.AMOUNT:
                self._put_amount(made, part, value, n)
            else:
                _put(made, part.path, value)
        stated = self._put_codes(made, n) or stated
        if self.party is not None:
            place, _role, section = self.party
            organisation = section.organisation(n)
            if organisation is not None:
                made[place] = [organisation]
                stated = True
        return self._placed(made, n) if stated else None

    def organisation(self, n: int) -> Object | None:
        """The organisation that row `n` names; a number without the register it is from is left out."""
        made: Object = {}
        parts = {part.path: part for part in self.parts}
        scheme = parts.get(("identifier", "scheme"))
        known = None if scheme is None else scheme.reader.value(n)
        for path, part in parts.items():
            if path == ("identifier", "id") and known is None:
                continue
            value = known if part is scheme else part.reader.value(n)
            if value is not None:
                _put(made, path, value)
        identifier = made.get("identifier", {})
        if "id" not in identifier:
            identifier.pop("scheme", None)
        if not identifier:
            made.pop("identifier", None)
        named = any(key in made for key in ("id", "name", "identifier"))
        return self._placed(made, n) if named else None

    def _put_amount(self, made: Object, part: Part, value: tuple[int | float, str | None], n: int) -> None:
        amount, written = value
        # What stands beside the amount is nearer than another column, and that nearer than the mapping's default.
        stated = written or (None if part.currency is None else part.currency.value(n))
        _put(made, part.path, amount)
        currency = stated or self.scope.mapping.currency
        if currency is not None:
            _put(made, (*part.path[:-1], "currency"), currency)

    def _put_codes(self, made: Object, n: int) -> bool:
        """The first code is the classification, others are additional ones; true where there is any."""
        found = [code for section in self.codes for code in section.classifications(n)]
        if found:
            made["classification"] = found[0]
        if found[1:]:
            made["additionalClassifications"] = found[1:]
        return bool(found)

    def classifications(self, n: int) -> list[Object]:
        """The codes that row `n` states."""
        parts = {part.path[0]: part for part in self.parts}
        if "id" not in parts:
            return []
        ids = parts["id"].reader.several(n)
        scheme = parts["scheme"].reader.value(n) if "scheme" in parts else None
        label = parts["description"].reader.value(n) if "description" in parts and len(ids) == 1 else None
        shared = {key: value for key, value in (("scheme", scheme), ("description", label)) if value is not None}
        return [{**shared, "id": each} for each in ids]

    def _placed(self, made: Object, n: int) -> Object:
        made["@pointer"] = self.table.pointer(n)
        if self.table.document is not None:
            made["@document"] = self.table.document
        return made


def section(scope: Scope, table: str, definition: d.Definition) -> Section:
    """The section fitted to the columns of its table; cells whose column is not there are left out."""
    kind = type(definition)
    parts: list[Part] = []
    for key, spot in SHAPES[kind].items():
        cell = getattr(definition, key)
        made = None if cell is None else reader(scope, table, cell, spot.kind, private=kind is d.Party)
        if made is not None:
            named = getattr(definition, spot.currency, None) if spot.currency else None
            currency = None if named is None else reader(scope, table, named, Kind.TEXT)
            parts.append(Part(spot.path, made, currency))
    codes = tuple(section(scope, table, code) for code in getattr(definition, "codes", ()))
    party = None
    if kind in PARTIES:
        key, place, role = PARTIES[kind]
        inner = getattr(definition, key)
        party = None if inner is None else (place, role, section(scope, table, inner))
    return Section(scope, scope.tables[table], tuple(parts), codes, party)


def _put(made: Object, path: tuple[str, ...], value: object) -> None:
    for name in path[:-1]:
        made = made.setdefault(name, {})
    made[path[-1]] = value
