"""Writes docs/reference/tables.md from the tables that `custodiet.model` declares; `--check` only compares."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator

from written import REFERENCE, settle

import custodiet.model
from custodiet.model.tables import Column, Table

PAGE = REFERENCE / "tables.md"

TOP = """# Tables

Every table of a register, what one row of it is, and where a value stands in the document that states it.

<!-- Written by scripts/tables_page.py from custodiet.model; change the declarations and run `make pages`. -->

`place` is where a value stands below the row's `pointer`, in OCDS terms; a column without a place is derived. An empty
cell means that the source does not state the value. Amounts are exact decimals with their currency beside them; dates
are the text as published. How a pointer is read is told in [Provenance](provenance.md).
"""


def page() -> str:
    """The page as the declarations have it."""
    found = list(tables())
    index = "\n".join(f"| [`{table.name}`](#{table.name}) | {table.about} |" for table in found)
    return f"{TOP}\n| table | what a row is |\n|---|---|\n{index}\n" + "".join(section(table) for table in found)


def tables() -> Iterator[Table]:
    """Each declared table once, in the order of declaration, modules by name."""
    seen: set[str] = set()
    for info in sorted(pkgutil.iter_modules(custodiet.model.__path__), key=lambda info: info.name):
        module = importlib.import_module(f"custodiet.model.{info.name}")
        for value in vars(module).values():
            if isinstance(value, Table) and value.name not in seen:
                seen.add(value.name)
                yield value


def section(table: Table) -> str:
    """Heading, key and columns of one table."""
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = "\n".join(row(column) for column in table.columns)
    return (
        f"\n## {table.name}\n\n{table.about[0].upper()}{table.about[1:]}. "
        f"{f'Key: {key}.' if key else 'It has no key: rows are a list.'}\n\n"
        f"| column | type | place | what it holds |\n|---|---|---|---|\n{rows}\n"
    )


def row(column: Column) -> str:
    """One column as a line of its table."""
    place = f"`{column.place}`" if column.place else ""
    return f"| `{column.name}` | {column.type} | {place} | {column.about.replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    sys.exit(settle(PAGE, page(), sys.argv[1:]))
