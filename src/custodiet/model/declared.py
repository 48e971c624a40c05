"""Every table that `custodiet.model` declares, by its name."""

import importlib
import pkgutil
from functools import cache

import custodiet.model
from custodiet.model.tables import Table


@cache
def declared_tables() -> dict[str, Table]:
    """The declared tables by name, modules in order of their names, tables in order of declaration."""
    found: dict[str, Table] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(custodiet.model.__path__)):
        if name == "tables" or name.endswith("_tables"):
            module = importlib.import_module(f"custodiet.model.{name}")
            tables = (value for value in vars(module).values() if isinstance(value, Table))
            found |= {table.name: table for table in tables}
    return found
