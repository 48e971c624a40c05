"""Writes the statements of the indicators, compiled ahead for DuckDB; `--check` only compares."""

import re
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import structs
from written import settle

from custodiet.engine import Step
from custodiet.engines.duck import DuckEngine
from custodiet.engines.prepared import Verb, text_of
from custodiet.indicators._compiled import compiled
from custodiet.indicators._prepared import READ, STATEMENTS, rules
from custodiet.indicators._signals import wanted_table

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
        self.steps.append(Step("", verb, name, _LEFT_OUT.sub(_in_order, sql)))

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

    def _read(self, sql: str) -> pa.Table:
        self._note("read", sql=sql)
        return super()._read(sql)


def _in_order(names: re.Match[str]) -> str:
    """Names of columns in the order of their letters; Ibis keeps them as a set, which has none."""
    return ", ".join(sorted(names[0].split(", ")))


def statements() -> list[Step]:
    """Every step of every indicator, as asked of tables without rows."""
    with tempfile.TemporaryDirectory() as place, Recording() as engine:
        for table in READ:
            pq.write_table(table.schema.empty_table(), Path(place) / f"{table.name}.parquet")
        found = compiled(engine, Path(place), wanted_table(()))
        return [step for one in found for step in engine.handed_over(one.code)]


if __name__ == "__main__":
    told = rules({table.name: table.schema for table in READ})
    sys.exit(settle(STATEMENTS, text_of(statements(), told), sys.argv[1:]))
