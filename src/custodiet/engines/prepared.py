"""Statements compiled ahead of a run: what an expression asks does not depend on the rows that it is asked of.

Ibis takes longer to compile a hundred expressions than DuckDB to answer them over a small register. A room that asks
the same in every build keeps its statements for DuckDB in a file, which `make pages` writes. The file says by which
rules it was made: the sources of the expressions and the tables they read. Where these are not those of the run the
room compiles as ever, so that a file behind the code costs time and nothing else.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec
import pyarrow as pa

from custodiet.errors import DefinitionError

DIALECT = "duckdb"
"""The engine whose statements are kept."""

Verb = Literal["keep", "define", "given", "drop", "read"]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing that an engine is asked to do.

    `keep` computes a statement and holds its rows under `name`, `define` gives it that name, `given` holds rows that
    the room has, `drop` gives them up, and `read` hands the rows of a statement back.
    """

    script: str
    verb: Verb
    name: str = ""
    sql: str = ""


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rules: str


def rules_of(sources: Iterable[Path], tables: Mapping[str, pa.Schema]) -> str:
    """The sha256 of all that decides what is asked: the files that say it, and the columns of the tables."""
    digest = hashlib.sha256()
    for file in sorted(sources, key=lambda one: one.name):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    for name, schema in sorted(tables.items()):
        # Parquet files and declarations call the items of a list differently.
        columns = [f"{column.name} {column.type}".replace("<element: ", "<item: ") for column in schema]
        digest.update("\n".join([name, *columns, ""]).encode())
    return digest.hexdigest()


def prepared(file: Path, rules: str, dialect: str) -> dict[str, list[Step]] | None:
    """The steps of each script in the file, in their order; None where it is not for this engine and these rules.

    Raises DefinitionError where the file is damaged.
    """
    if dialect != DIALECT or not file.is_file():
        return None
    head, _newline, rest = file.read_bytes().partition(b"\n")
    try:
        if msgspec.json.decode(head, type=_Rules).rules != rules:
            return None
        scripts: dict[str, list[Step]] = {}
        for step in map(msgspec.json.Decoder(Step).decode, rest.splitlines()):
            scripts.setdefault(step.script, []).append(step)
    except msgspec.DecodeError as error:
        raise DefinitionError(
            f"{file}: the statements are damaged: {error}; write them anew by `make pages`"
        ) from error
    return scripts


def text_of(steps: Iterable[Step], rules: str) -> str:
    """The content of the file for these steps: one line each, so that a change shows which of them it changed."""
    lines = (msgspec.json.encode(line).decode() for line in (_Rules(rules), *steps))
    return "\n".join(lines) + "\n"
