"""Which columns a mapping reads, table by table; the main table is the one without a name."""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from custodiet.sources import _map_definition as d
from custodiet.sources._map_shape import LISTS, PARTIES, SHAPES, SINGLE

MAIN = ""
_BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Use:
    """A cell of a mapping: the section it stands in (`bids.tenderer`), its key there, and the table of the section."""

    section: str
    key: str
    table: str
    cell: d.Cell
    within: type[d.Definition]


def field(cell: d.Cell) -> d.Field:
    """A cell in its long form."""
    return d.Field(column=cell) if isinstance(cell, str) else cell


def braces(template: str) -> tuple[str, ...]:
    """The columns named in a text such as `russia:{id}`."""
    return tuple(_BRACES.findall(template))


def filled(template: str, cells: dict[str, str | None]) -> str | None:
    """The text with its columns replaced; `None` where one of them is not stated."""
    if any(cells[name] is None for name in braces(template)):
        return None
    return _BRACES.sub(lambda found: cells[found[1]] or "", template)


def uses(mapping: d.TableMapping) -> Iterator[Use]:
    """Every cell of the mapping, in the order of the sections."""
    for name in SINGLE:
        section = getattr(mapping, name)
        if section is not None:
            yield from _of_section(name, section, MAIN)
    for name in LISTS:
        for section in getattr(mapping, name):
            yield from _of_section(name, section, section.table or MAIN)


def _of_section(name: str, section: d.Definition, table: str) -> Iterator[Use]:
    for key in section.__struct_fields__:
        cell = getattr(section, key)
        if cell is not None and (key in SHAPES[type(section)] or key.endswith("currency")):
            yield Use(name, key, table, cell, type(section))
    for code in getattr(section, "codes", ()):
        yield from _of_section(f"{name}.codes", code, table)
    if type(section) in PARTIES:
        key = PARTIES[type(section)][0]
        party = getattr(section, key)
        if party is not None:
            yield from _of_section(f"{name}.{key}", party, table)


@functools.lru_cache(maxsize=64)  # a mapping is asked once for each document
def columns_read(mapping: d.TableMapping) -> dict[str, set[str]]:
    """For each table the columns that the mapping reads or is recognised by."""
    read: dict[str, set[str]] = {MAIN: {*mapping.recognise, *braces(mapping.ocid), *braces(mapping.notice or "")}}
    read[MAIN] |= {mapping.key} if mapping.key else set()
    for name, table in mapping.tables.items():
        read[name] = {*table.recognise, *([table.key] if table.key else [])}
    for name in LISTS:
        for section in getattr(mapping, name):
            wanted = {*section.needs, *([section.rows_with] if section.rows_with else [])}
            read[section.table or MAIN] |= wanted
    for use in uses(mapping):
        found = field(use.cell)
        if found.column is not None:
            read[found.table or use.table].add(found.column)
        if found.where is not None:
            read[found.table or use.table].add(found.where)
        if found.equals is not None:
            read[use.table].add(found.equals)
    return read


@functools.lru_cache(maxsize=64)
def ignored(patterns: tuple[str, ...]) -> Callable[[str], object]:
    """A test whether a column is ignored by name; `*` in the mapping stands for any letters."""
    written = "|".join(re.escape(pattern).replace(r"\*", ".*") for pattern in patterns)
    return re.compile(written, re.DOTALL).fullmatch
