"""Tables by mapping: CSV, TSV, XLSX and JSON become releases through a mapping file that says which column is what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from custodiet.errors import MalformedError, NotUnderstoodError
from custodiet.problems import SET_ASIDE
from custodiet.sources._converted import Converted, Finding
from custodiet.sources._csv_blocks import CsvBlock, CsvForm, csv_blocks
from custodiet.sources._map_columns import MAIN
from custodiet.sources._map_compile import Scope
from custodiet.sources._map_definition import TableMapping
from custodiet.sources._map_load import Mappings, Recognised, load_mappings
from custodiet.sources._map_places import places
from custodiet.sources._map_release import releases
from custodiet.sources._table import Row, Table, fitted, under_any_header
from custodiet.sources._table_csv import csv_form, read_block, read_csv
from custodiet.sources._table_json import read_json
from custodiet.sources._table_kind import TableKind, sniff
from custodiet.sources._table_xlsx import read_xlsx

__all__ = [
    "CsvBlock",
    "CsvForm",
    "Mappings",
    "Recognised",
    "TableKind",
    "TableMapping",
    "convert",
    "convert_block",
    "convert_joined",
    "convert_rows",
    "csv_blocks",
    "csv_form",
    "load_mappings",
    "places",
    "read_tables",
    "recognise",
    "sniff",
]


def recognise(document: bytes, mappings: Mappings) -> Recognised | None:
    """The mapping that knows a table of this document, and which of its tables it is."""
    kind = sniff(document)
    if kind in (TableKind.CSV, TableKind.TSV):
        return mappings.recognise(csv_form(document).columns)
    tables = read_tables(document) if kind is not None else []
    found = (mappings.recognise(headed.columns) for table in tables for headed in under_any_header(table))
    return next((each for each in found if each is not None), None)


def read_tables(document: bytes) -> list[Table]:
    """The tables in a document, by its content; raises NotUnderstoodError where it is no table."""
    match sniff(document):
        case TableKind.CSV | TableKind.TSV:
            return [read_csv(document)]
        case TableKind.XLSX:
            return read_xlsx(document)
        case TableKind.JSON:
            return [read_json(document)]
    raise NotUnderstoodError("neither CSV, TSV, XLSX nor JSON rows; a table needs a first row with the column names")


def convert(document: bytes, mapping: TableMapping) -> Converted:
    """The releases in a document of one file; of a workbook, in all its sheets that the mapping knows."""
    known, others = _sorted_out(read_tables(document), set(mapping.recognise))
    parts = [releases(Scope(mapping, {MAIN: table})) for table in known]
    return Converted(
        [release for part in parts for release in part.releases],
        [problem for part in parts for problem in part.problems] + others,
    )


def convert_joined(files: Mapping[str, bytes], mapping: TableMapping) -> Converted:
    """The releases in several files that belong together; each is recognised by its columns, not by its name.

    An object read from another file than the main one carries that file's name as `@document`.
    """
    tables: dict[str, Table] = {}
    problems: list[Finding] = []
    for name, document in files.items():
        for read in read_tables(document):
            role, table = _role(mapping, read)
            if role is None or role in tables:
                kind = "table-not-known" if role is None else "table-twice"
                problems.append(Finding("", kind, name, SET_ASIDE, "the file is left out of the join"))
            else:
                tables[role] = table if role == MAIN else replace(table, document=name)
    if MAIN not in tables:
        raise NotUnderstoodError(
            f"a table of {mapping.name} without the main one beside it: {_marks(mapping)}; give both in one folder"
        )
    for name in (name for name in mapping.tables if name not in tables):
        detail = f"no file has the columns {', '.join(mapping.tables[name].recognise)}; its values are not stated"
        problems.append(Finding("", "table-not-found", name, SET_ASIDE, detail))
        tables[name] = Table((), [])
    converted = releases(Scope(mapping, tables))
    return Converted(converted.releases, problems + converted.problems)


def convert_block(block: CsvBlock, form: CsvForm, mapping: TableMapping) -> Converted:
    """The releases in one block of a large CSV document; columns are judged in its first block only."""
    return releases(Scope(mapping, {MAIN: read_block(block, form)}), check_columns=block.first_row == 2)  # noqa: PLR2004


def convert_rows(rows: Iterable[Row], columns: Sequence[str], mapping: TableMapping, first_row: int) -> Converted:
    """The releases in some rows of a table whose first one has the number `first_row` (the header has 1)."""
    problems: list[Finding] = []
    cut = [fitted(row, len(columns), f"row={first_row + n}", problems) for n, row in enumerate(rows)]
    table = Table(tuple(columns), cut, first=first_row, problems=problems)
    return releases(Scope(mapping, {MAIN: table}), check_columns=first_row == 2)  # noqa: PLR2004


def _sorted_out(tables: Sequence[Table], marks: set[str]) -> tuple[list[Table], list[Finding]]:
    """The tables that have the columns, and a report for each other one that holds anything."""
    known: list[Table] = []
    others: list[Finding] = []
    detail = "the sheet does not have the columns of the mapping"
    for table in tables:
        headed = next((each for each in under_any_header(table) if marks <= each.index.keys()), None)
        if headed is not None:
            known.append(headed)
        elif table.rows:
            others.append(Finding(table.prefix.rpartition("/")[0], "sheet-not-known", "", SET_ASIDE, detail))
    if not known:
        raise MalformedError(f"no table with the columns {', '.join(sorted(marks))}; the mapping is for another table")
    return known, others


def _role(mapping: TableMapping, table: Table) -> tuple[str | None, Table]:
    """Which table of the mapping this is, and the table below the header that shows it."""
    marks = {MAIN: set(mapping.recognise), **{name: set(other.recognise) for name, other in mapping.tables.items()}}
    for headed in under_any_header(table):
        for name, columns in marks.items():
            if columns <= headed.index.keys():
                return name, headed
    return None, table


def _marks(mapping: TableMapping) -> str:
    return f"it is the one with the columns {', '.join(mapping.recognise)}"
