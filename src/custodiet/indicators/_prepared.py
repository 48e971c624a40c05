"""Asks for each indicator in turn by statements that were compiled ahead: those of a build, with the usual settings.

`_statements.jsonl` holds them, one script for each indicator; scripts/statements_page.py writes it.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.engine import Engine, Step, prepared, rules_of
from custodiet.indicators._bounds import bound_table
from custodiet.indicators._found import FOUND, Found, names_of
from custodiet.indicators._signals import FOUND_PREFIX, LAID_BESIDE, WANTED
from custodiet.model.organisation_tables import ORGANISATION_TABLES
from custodiet.model.tables import RELEASE_TABLES, TECHNOLOGIES

STATEMENTS = Path(__file__).with_name("_statements.jsonl")
READ = (*RELEASE_TABLES, TECHNOLOGIES, *ORGANISATION_TABLES)
"""The tables that the statements may read; in a build all of them stand there."""
_SOURCES = (".py", ".toml")
Scripts = Mapping[str, Sequence[Step]]


def rules(schemas: Mapping[str, pa.Schema]) -> str:
    """What the statements for tables of these columns depend on."""
    here = [file for file in STATEMENTS.parent.iterdir() if file.suffix in _SOURCES]
    return rules_of(here, schemas)


def scripts_for(engine: Engine, folder: Path) -> Scripts | None:
    """The steps of every indicator; None where this engine or these tables need other ones."""
    files = _files(folder)
    if not all(file.is_file() for file in files.values()):
        return None
    return prepared(STATEMENTS, rules({name: pq.read_schema(file) for name, file in files.items()}), engine.dialect)


def taken_by(
    engine: Engine, folder: Path, wanted: pa.Table, scripts: Scripts, beside: Path | None = None
) -> Iterator[Found]:
    """What the query of each indicator gives, in the order of the scripts; it is read before the next is asked for."""
    for file in _files(folder).values():
        engine.view(file)
    for name in LAID_BESIDE:
        engine.view((beside or folder) / f"{name}.parquet", FOUND_PREFIX + name)
    given = {WANTED: lambda: wanted, "indicator_bounds": bound_table}
    names = None
    for code, steps in scripts.items():
        for step in steps:
            if step.verb == "read":
                names = names or names_of(engine)
                yield Found(code, (batch.cast(FOUND) for batch in engine.batches_of(step)), names)
            else:
                engine.follow(step, given[step.name]() if step.verb == "given" else None)


def _files(folder: Path) -> dict[str, Path]:
    return {table.name: folder / f"{table.name}.parquet" for table in READ}
