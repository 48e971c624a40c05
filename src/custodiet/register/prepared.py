"""What the rooms over whole tables ask of DuckDB besides the indicators, compiled ahead.

`_statements.jsonl` holds the statements by the names of the expressions; scripts/statements_page.py writes it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from custodiet.engine import Engine, prepared, rules_of
from custodiet.model.chosen_rows import file_in
from custodiet.model.organisation_tables import MAKERS_NAMED, PARTY_ORGANISATIONS
from custodiet.model.place_tables import PROCESS_PLACES, PROCESS_PURPOSES
from custodiet.model.tables import RELEASE_TABLES, TECHNOLOGIES

if TYPE_CHECKING:
    import ibis

    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

STATEMENTS = Path(__file__).with_name("_statements.jsonl")
READ = (*RELEASE_TABLES, TECHNOLOGIES, PARTY_ORGANISATIONS, MAKERS_NAMED, PROCESS_PLACES, PROCESS_PURPOSES)
"""The tables that the expressions read, as far as they stand there."""
_SOURCES = (
    *("assemble", "dated_rows", "place_rows", "purpose_rows", "spending_rows", "unit_price_rows"),
    *("places", "purposes", "spending", "unit_prices", "row_words"),
)
"""The modules that say what is asked: the expressions, and those that ask."""


class Views(Mapping[str, Rows]):
    """The tables of a folder by name, known to an engine; each is made an expression when it is asked for."""

    def __init__(self, engine: Engine, folder: Path, beside: Path | None = None) -> None:
        self._engine, self._files = engine, dict[str, Path]()
        for file in sorted(folder.glob("*.parquet")):
            self.add(file_in(file.stem, folder, beside))

    def add(self, file: Path) -> None:
        """Lets the engine know a table that was written since."""
        self._engine.view(file)
        self._files[file.stem] = file

    def __getitem__(self, name: str) -> Rows:
        """The rows of a table."""
        return self._engine.table(self._files[name])

    def __iter__(self) -> Iterator[str]:
        """The names of the tables."""
        return iter(self._files)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(self._files)


def rules() -> str:
    """What the statements depend on."""
    files = [STATEMENTS.with_name(f"{name}.py") for name in _SOURCES]
    return rules_of(files, {table.name: table.schema for table in READ})


def statements(engine: Engine) -> Mapping[str, str]:
    """The statements by name; none where this engine needs others."""
    scripts = prepared(STATEMENTS, rules(), engine.dialect) or {}
    return {name: steps[0].sql for name, steps in scripts.items()}
