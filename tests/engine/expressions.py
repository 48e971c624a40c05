"""Every expression of the rooms by name: what an engine finds with it over a folder of tables, as a table in memory."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa

from custodiet import indicators
from custodiet.engine import Engine
from custodiet.model.place_tables import PROCESS_PLACES, PROCESS_PURPOSES, SPENDING
from custodiet.model.register_tables import COVERAGE, PURCHASES
from custodiet.register import assemble
from custodiet.register.dated_rows import dated
from custodiet.register.places import locate, places_in
from custodiet.register.purposes import process_purposes
from custodiet.register.spending import spending_batches
from custodiet.register.unit_prices import priced

Found = Iterator[tuple[str, pa.Table]]
Expressions = Callable[[Engine, Path], Found]
INDICATORS = indicators.load_indicators()
LOW = {
    code: {
        name: 2 for name in ("minimum_peers", "minimum_contracting_processes") if name in one.settings.__struct_fields__
    }
    for code, one in INDICATORS.items()
}
"""Peer groups of a few rows are enough, so that something is flagged among a few rows."""


def register_expressions(engine: Engine, folder: Path) -> Found:
    """What the pipeline asks of an engine besides the indicators."""
    tables = {file.stem: engine.table(file) for file in sorted(folder.glob("*.parquet"))}
    tables["held_back"] = engine.keep("held_back", pa.table({"ocid": pa.array(["p01", "p02"], pa.string())}))
    yield "coverage", engine.read(assemble.coverage(tables, (0.5, "audit")), COVERAGE.key)
    yield "publication", engine.read(dated(tables, "UA"), ("ocid",))
    yield "purchases", engine.read(assemble.purchases(tables), PURCHASES.key)
    tables[PROCESS_PLACES.name] = engine.keep("places_kept", locate(engine, tables).make())
    places = places_in(engine, tables)
    yield "places", places
    yield "process_places", engine.read(tables[PROCESS_PLACES.name], PROCESS_PLACES.key)
    tables[PROCESS_PURPOSES.name] = engine.keep("purposes_kept", process_purposes(engine, tables).make())
    yield "process_purposes", engine.read(tables[PROCESS_PURPOSES.name], PROCESS_PURPOSES.key)
    yield "spending", pa.Table.from_batches(spending_batches(engine, tables, places), SPENDING.schema)
    prices = priced(engine, tables).make()
    yield "prices", engine.read(prices, tuple(prices.columns))


def indicator_expressions(settings: Mapping[str, Any]) -> Expressions:
    """What every indicator asks of an engine with these settings."""

    def found(engine: Engine, folder: Path) -> Found:
        for one in indicators.signals(engine, folder, settings, purchases=[f"p{n:02}" for n in range(40)]):
            yield f"{one.code} flags", one.flags
            yield f"{one.code} counts", one.counts

    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """What two engines found with one expression: how many rows the first, and the pairs of rows that differ."""

    name: str
    rows: int
    different: list[tuple[Any, Any]]


def compared(expressions: Expressions, engines: tuple[Engine, Engine], folder: Path) -> list[Compared]:
    """Each expression over the tables of a folder, row by row on both engines."""
    one, other = (dict(expressions(engine, folder)) for engine in engines)
    assert one.keys() == other.keys()
    return [Compared(name, rows.num_rows, _different(rows, other[name])) for name, rows in one.items()]


def _different(one: pa.Table, other: pa.Table) -> list[tuple[Any, Any]]:
    assert one.schema == other.schema
    pairs = zip_longest(one.to_pylist(), other.to_pylist())
    return [pair for pair in pairs if repr(pair[0]) != repr(pair[1])]  # not-a-number equals itself, and 1 is not 1.0
