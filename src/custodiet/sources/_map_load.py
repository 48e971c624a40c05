"""The mapping files, bundled and given, read strictly; and the table that a set of columns is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from custodiet.discovery import load_all, nearest, plugin_files
from custodiet.errors import DefinitionError
from custodiet.sources._cells import EXCEL_SERIAL, offset
from custodiet.sources._map_columns import MAIN, Use, field, uses
from custodiet.sources._map_definition import TableMapping
from custodiet.sources._map_shape import LISTS

FOLDER = Path(__file__).parent / "mappings"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table that a mapping knows: the mapping, its id (the stem of its file), and which of its tables this is."""

    id: str
    mapping: TableMapping
    table: str = MAIN

    @property
    def joined(self) -> bool:
        """Whether the mapping needs further files beside this one."""
        return bool(self.mapping.tables)


@dataclass(frozen=True, slots=True)
class Mappings:
    """All mappings of a run by id, with the files they come from."""

    by_id: dict[str, TableMapping]
    files: dict[str, Path]

    def recognise(self, columns: Iterable[str]) -> Recognised | None:
        """What a table with these columns is; raises DefinitionError naming both where two mappings know it."""
        present = set(columns)
        found = [each for each in self._tables() if self._marks(each) <= present]
        if len(found) > 1:
            first, second = (f"{self.files[each.id]} ({each.table or 'main table'})" for each in found[:2])
            raise DefinitionError(
                f"two mappings recognise the same table: {first} and {second}; make `recognise` stricter"
            )
        return found[0] if found else None

    def _tables(self) -> Iterator[Recognised]:
        for name, mapping in self.by_id.items():
            yield Recognised(name, mapping)
            for table in mapping.tables:
                yield Recognised(name, mapping, table)

    def _marks(self, each: Recognised) -> set[str]:
        return set(each.mapping.tables[each.table].recognise if each.table else each.mapping.recognise)


def load_mappings(extra: Sequence[Path] = (), plugins: Path | None = None) -> Mappings:
    """The bundled mappings, those of a plugin folder (`mappings/*.toml` in it) and the given files."""
    files = [*plugin_files(FOLDER, ".toml", plugins), *extra]
    missing = [str(file) for file in extra if not file.is_file()]
    if missing:
        raise DefinitionError(f"no such mapping file: {', '.join(missing)}")
    by_id = load_all(files, TableMapping)
    by_file = {file.stem: file for file in files}
    for name, mapping in by_id.items():
        _check(by_file[name], mapping)
    return Mappings(by_id, by_file)


def _check(file: Path, mapping: TableMapping) -> None:
    """Raise DefinitionError for what the types do not show: wrong patterns, zones, formats, names of tables."""
    faults = [*_faults_of_head(mapping), *_faults_of_tables(mapping)]
    for use in uses(mapping):
        faults.extend(f"{use.section}.{use.key}: {fault}" for fault in _faults_of_cell(use, mapping))
    if faults:
        raise DefinitionError("\n".join(f"{file}: {fault}" for fault in faults))


def _faults_of_head(mapping: TableMapping) -> Iterator[str]:
    if not mapping.recognise:
        yield "recognise: name at least one column; without it every table would be this one"
    if "{" not in mapping.ocid:
        yield "ocid: name the column with the number of the purchase in braces, such as 'city:{Number}'"
    if mapping.release not in ("row", "file"):
        yield f"release: expected 'row' or 'file', found {mapping.release!r}{nearest(mapping.release, ('row', 'file'))}"
    if mapping.decimal not in (".", ","):
        yield f"decimal: expected '.' or ',', found {mapping.decimal!r}"
    if mapping.zone is not None:
        try:
            offset(mapping.zone)
        except ValueError as error:
            yield f"zone: {error}"
    for form in mapping.dates:
        if form != EXCEL_SERIAL and not all(part in form for part in ("%d", "%Y")) and "%j" not in form:
            yield f"dates: {form!r} names no day (%d) or no year of four digits (%Y)"


def _faults_of_tables(mapping: TableMapping) -> Iterator[str]:
    if mapping.tables and mapping.release == "file":
        yield "tables: a mapping with `release = 'file'` reads one file; leave `tables` out"
    for name in LISTS:
        for section in getattr(mapping, name):
            if section.table is None:
                continue
            if section.table not in mapping.tables:
                yield f"{name}.table: no [tables.{section.table}]{nearest(section.table, mapping.tables)}"
            elif mapping.key is None or mapping.tables[section.table].key is None:
                yield f"{name}.table: rows are joined by `key`; set it for the main table and for {section.table!r}"


def _faults_of_cell(use: Use, mapping: TableMapping) -> Iterator[str]:
    found = field(use.cell)
    if (found.column is None) == (found.constant is None):
        yield "name either a `column` or a `constant`"
    if found.pattern is not None:
        try:
            if re.compile(found.pattern).groups != 1:
                yield f"pattern: {found.pattern!r} needs one group in brackets: the value; write others as (?:...)"
        except re.error as error:
            yield f"pattern: {found.pattern!r}: {error}"
    if isinstance(found.values, str) and found.values not in mapping.words:
        yield f"values: no [words.{found.values}]{nearest(found.values, mapping.words)}"
    if (found.where is None) != (found.equals is None) or (found.table is not None and found.where is None):
        yield "another row is found by `where` (its column) and `equals` (this row's column): give both"
    if found.table is not None and found.table not in mapping.tables:
        yield f"table: no [tables.{found.table}]{nearest(found.table, mapping.tables)}"
    if found.table is None and found.where is not None and mapping.release == "row":
        yield "`where` without `table` looks in the same file, which only a mapping with `release = 'file'` can"
