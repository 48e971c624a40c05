"""Writes what the rooms over whole tables ask of DuckDB, compiled ahead; `--check` only compares."""

import re
import sys
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import structs
from written import settle

from custodiet.countries import load_countries
from custodiet.engine import Later, Step
from custodiet.engines.duck import DuckEngine
from custodiet.engines.prepared import Verb, text_of
from custodiet.indicators import _prepared as indicators
from custodiet.indicators._compiled import compiled
from custodiet.indicators._signals import wanted_table
from custodiet.model.place_tables import PROCESS_PLACES, PROCESS_PURPOSES, SPENDING
from custodiet.model.register_tables import COVERAGE, PURCHASES
from custodiet.model.tables import Table
from custodiet.register import assemble
from custodiet.register import prepared as register
from custodiet.register.dated_rows import dated
from custodiet.register.places import locate, places_in
from custodiet.register.purposes import process_purposes
from custodiet.register.spending import spending_batches
from custodiet.register.unit_prices import priced

_LEFT_OUT = re.compile(r"(?<=EXCLUDE \()[^)]*")


class Recording(DuckEngine):
    """An engine that notes what it is asked."""

    def __init__(self) -> None:
        super().__init__(threads=1)
        self.steps: list[Step] = []

    def handed_over(self, script: str) -> list[Step]:
        """The steps noted since the last script was handed over."""
        steps, self.steps = self.steps, []
        return [structs.replace(step, script=script) for step in steps]

    def _note(self, verb: Verb, name: str = "", sql: str = "") -> None:
        self.steps.append(Step("", verb, name, _settled(sql)))

    def _keep_given(self, name: str, rows: pa.Table) -> None:
        self._note("given", name)
        super()._keep_given(name, rows)

    def _keep_found(self, name: str, sql: str) -> None:
        self._note("keep", name, sql)
        super()._keep_found(name, sql)

    def _define(self, name: str, sql: str) -> None:
        self._note("define", name, sql)
        super()._define(name, sql)

    def _drop(self, name: str) -> None:
        self._note("drop", name)
        super()._drop(name)

    def held(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """What is kept, which every run asks for by its name; that is no step."""
        rows = super().held(name, columns)
        self.steps.pop()
        return rows

    def _batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        self._note("read", sql=sql)
        return super()._batches(sql)


def _settled(sql: str) -> str:
    """The statement with its sets in order."""
    return _LEFT_OUT.sub(_in_order, sql)


def _in_order(names: re.Match[str]) -> str:
    """Names of columns in the order of their letters; Ibis keeps them as a set, which has none."""
    return ", ".join(sorted(names[0].split(", ")))


def of_indicators() -> str:
    """Every step of every indicator, as asked of tables without rows."""
    with tempfile.TemporaryDirectory() as place, Recording() as engine:
        _write_empty(indicators.READ, Path(place))
        steps: list[Step] = []
        for found in compiled(engine, Path(place), wanted_table(())):
            deque(found.rows, maxlen=0)
            steps += engine.handed_over(found.code)
    return text_of(steps, indicators.rules({table.name: table.schema for table in indicators.READ}))


def of_register() -> str:
    """Every other expression by its name, as asked of tables without rows."""
    with tempfile.TemporaryDirectory() as place, Recording() as engine:
        folder = Path(place)
        _write_empty(register.READ, folder)
        tables = register.Views(engine, folder)
        held = engine.keep("held_back", pa.table({"ocid": pa.array([], pa.string())}))
        for code, profile in sorted(load_countries().items()):
            if profile.publication is not None:
                engine.read(Later(f"dated_{code}", partial(dated, tables, code)), ("ocid",))
        for name, make, table in (
            ("coverage", lambda: assemble.coverage({**tables, "held_back": held}), COVERAGE),
            ("purchases", lambda: assemble.purchases(tables), PURCHASES),
        ):
            engine.write(Later(name, make), folder / "written.parquet", table)
        engine.write(locate(engine, tables), folder / "written.parquet", PROCESS_PLACES)
        engine.write(process_purposes(engine, tables), folder / "written.parquet", PROCESS_PURPOSES)
        engine.write(spending_batches(engine, tables, places_in(engine, tables)), folder / "written.parquet", SPENDING)
        engine.read(priced(engine, tables))
        steps = [Step(name, "read", sql=_settled(sql)) for name, sql in engine.compiled.items()]
    return text_of(steps, register.rules())


def _write_empty(tables: Iterable[Table], folder: Path) -> None:
    for table in tables:
        pq.write_table(table.schema.empty_table(), folder / f"{table.name}.parquet")


if __name__ == "__main__":
    sys.exit(
        settle(indicators.STATEMENTS, of_indicators(), sys.argv[1:])
        or settle(register.STATEMENTS, of_register(), sys.argv[1:])
    )
