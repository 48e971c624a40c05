"""The releases of one document: a release for each row of the main table, or one for the whole of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from custodiet.problems import DOUBTED, SET_ASIDE
from custodiet.sources import _map_definition as d
from custodiet.sources._converted import Converted, Finding
from custodiet.sources._map_columns import MAIN, braces, columns_read, filled, ignored
from custodiet.sources._map_compile import Scope
from custodiet.sources._map_section import Object, Section, section
from custodiet.sources._map_shape import LISTS, ROLES, SINGLE
from custodiet.sources._table import Table


@dataclass(frozen=True, slots=True)
class _List:
    """The objects of a list section, row by row."""

    key: str
    table: Table
    made: Section
    rows_with: int | None
    joined: dict[str, list[int]] | None
    """For a list of another table: the rows by the main table's key."""
    suffix: str
    """What keeps apart rows that two sections of the same list number by themselves."""


def releases(scope: Scope, *, check_columns: bool = True) -> Converted:
    """The releases of the document and everything that was found wrong in it."""
    if check_columns:
        for name, table in scope.tables.items():
            if not table.columns:  # a table that was not found has been reported as a whole
                continue
            scope.problems.extend(_columns_found(scope.mapping, name, table))
    assembly = _Assembly(scope)
    found = [release for rows in _groups(scope) if (release := assembly.release(rows)) is not None]
    problems = [_in_file(problem, table) for table in scope.tables.values() for problem in table.problems]
    # A row that several others point to would report the same cell again for each of them.
    return Converted(found, list(dict.fromkeys([*problems, *scope.problems])))


def _in_file(problem: Finding, table: Table) -> Finding:
    """The problem of a table, with the name of the file where it is another one than the main file."""
    return replace(problem, detail=f"{problem.detail} (in {table.document})") if table.document else problem


def _groups(scope: Scope) -> Iterator[Sequence[int]]:
    """The rows of each process; rows without any cell belong to none."""
    table = scope.tables[MAIN]
    stated = [n for n, row in enumerate(table.rows) if any(row)]
    if scope.mapping.release == "file":
        yield stated
    else:
        yield from ((n,) for n in stated)


class _Assembly:
    """Puts the sections of a mapping together, release by release."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._main = scope.tables[MAIN]
        mapping = scope.mapping
        self._single = {
            name: section(scope, MAIN, definition)
            for name in SINGLE
            if (definition := getattr(mapping, name)) is not None
        }
        self._lists = [_list(scope, name, n) for name in LISTS for n in range(len(getattr(mapping, name)))]
        self._named = {*braces(mapping.ocid), *braces(mapping.notice or "")}

    def release(self, rows: Sequence[int]) -> Object | None:
        """The release that these rows of the main table state; `None`, and reported, where they name no process."""
        mapping = self._scope.mapping
        first = next((n for n in rows if filled(mapping.ocid, self._cells(n)) is not None), None)
        if first is None:
            if rows:
                detail = f"{', '.join(braces(mapping.ocid))} not stated: the row belongs to no process"
                self._scope.problems.append(
                    Finding(self._main.pointer(rows[0]), "id-not-stated", "", SET_ASIDE, detail)
                )
            return None
        cells = self._cells(first)
        ocid = filled(mapping.ocid, cells)
        made: Object = {"ocid": ocid, "id": ocid, "language": mapping.language, "@pointer": self._main.pointer(first)}
        made = {key: value for key, value in made.items() if value is not None}
        self._put_single(made, first)
        for each in self._lists:
            objects = [found for n in self._rows(each, rows, first) if (found := _numbered(each, n)) is not None]
            if objects:
                _inside(made, LISTS[each.key][:-1]).setdefault(LISTS[each.key][-1], []).extend(objects)
        notice = None if mapping.notice is None else filled(mapping.notice, cells)
        if notice is not None:
            document = {"id": "notice", "documentType": "tenderNotice", "url": notice, "@pointer": made["@pointer"]}
            _inside(made, ("tender",)).setdefault("documents", []).insert(0, document)
        return _finished(made)

    def _cells(self, n: int) -> dict[str, str | None]:
        """The cells of a row that stand in texts with braces."""
        index = self._main.index
        return {name: self._scope.cell(self._main, n, index[name]) if name in index else None for name in self._named}

    def _put_single(self, made: Object, n: int) -> None:
        for name, path in SINGLE.items():
            if name not in self._single:
                continue
            made_section = self._single[name]
            found = made_section.organisation(n) if name in ROLES else made_section.object(n)
            if found is None:
                continue
            if name in ROLES and self._scope.mapping.country is not None:
                found.setdefault("address", {}).setdefault("countryName", self._scope.mapping.country)
            holder = _inside(made, path[:-1])
            holder[path[-1]] = {**found, **holder.get(path[-1], {})}

    def _rows(self, each: _List, rows: Sequence[int], first: int) -> Sequence[int]:
        """The rows of a list that belong to the process."""
        if each.joined is not None:
            key = self._main.index.get(self._scope.mapping.key or "")
            value = None if key is None else self._scope.cell(self._main, first, key)
            rows = each.joined.get(value, []) if value is not None else []
        position = each.rows_with
        return rows if position is None else [n for n in rows if self._scope.cell(each.table, n, position) is not None]


def _list(scope: Scope, key: str, number: int) -> _List:
    definition: d.Rows = getattr(scope.mapping, key)[number]
    name = definition.table or MAIN
    table = scope.tables[name]
    joined = None if name == MAIN else scope.index(name, scope.mapping.tables[name].key or "")
    position = None if definition.rows_with is None else table.index.get(definition.rows_with, -1)
    made = section(scope, name, definition)
    if position == -1 or not set(definition.needs) <= table.index.keys():  # the list is not in this document
        return _List(key, table, made, None, {}, "")
    return _List(key, table, made, position, joined, f"#{number + 1}" if number else "")


def _numbered(each: _List, n: int) -> Object | None:
    """The object of a row; one without a number of its own is known by its row."""
    found = each.made.object(n)
    if found is not None:
        found.setdefault("id", found["@pointer"] + each.suffix)
    return found


def _inside(made: Object, path: Sequence[str]) -> Object:
    for name in path:
        made = made.setdefault(name, {})
    return made


def _finished(made: Object) -> Object:
    """The release with its tender placed, its parties listed once each, and its tag."""
    if "tender" in made:
        made["tender"].setdefault("@pointer", made["@pointer"])
    contracts, awards = made.get("contracts", []), made.get("awards", [])
    if len(awards) == 1:  # the contracts of a process with one award can follow from no other
        for contract in contracts:
            contract.setdefault("awardID", awards[0]["id"])
    parties = _parties(made)
    if parties:
        made["parties"] = parties
    made["tag"] = [tag for tag in ("planning", "tender", "award", "contract") if made.get(tag) or made.get(tag + "s")]
    return made


def _parties(made: Object) -> list[Object]:
    """Every organisation of the release once, where it is named first, with all its roles."""
    mentions = [(role, made.get(name)) for name, role in (("buyer", "buyer"),)]
    mentions.append(("procuringEntity", made.get("tender", {}).get("procuringEntity")))
    mentions += [
        ("tenderer", each) for bid in made.get("bids", {}).get("details", []) for each in bid.get("tenderers", [])
    ]
    mentions += [("supplier", each) for award in made.get("awards", []) for each in award.get("suppliers", [])]
    parties: dict[tuple[Any, ...], Object] = {}
    for role, mention in mentions:
        if mention is None:
            continue
        identifier = mention.get("identifier", {})
        key = ("id", mention["id"]) if "id" in mention else (mention.get("name"), *sorted(identifier.items()))
        party = parties.setdefault(key, {**mention, "roles": []})
        party["roles"] = sorted({*party["roles"], role})
    return list(parties.values())


def _columns_found(mapping: d.TableMapping, name: str, table: Table) -> Iterator[Finding]:
    """Once per document: columns that the mapping does not know, columns it expects in vain, columns that differ."""
    place = f"{table.prefix}{table.first - 1}" if table.first else ""
    holder = mapping.tables[name] if name else mapping
    read = columns_read(mapping)[name]
    where = f" (in {table.document})" if table.document else ""
    is_ignored = ignored(holder.ignore)
    for column in table.index:
        if column and column not in read and not is_ignored(column):
            detail = f"the mapping neither reads nor ignores this column{where}"
            yield Finding(place, "column-not-known", column, SET_ASIDE, detail)
    for column in sorted(read - table.index.keys() - set(holder.optional)):
        detail = f"the mapping reads this column, but the table does not have it{where}"
        yield Finding(place, "column-not-found", column, DOUBTED, detail)
    for position, column in enumerate(table.columns):
        first = table.index[column]
        if column in read and position != first and any(row[position] != row[first] for row in table.rows):
            detail = f"two columns have this name and differ; the first one is read{where}"
            yield Finding(place, "column-twice", column, DOUBTED, detail)
