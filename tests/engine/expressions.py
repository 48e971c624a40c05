"""Every expression of the rooms by name: what an engine finds with it over a folder of tables, as a table in memory."""

from collections.abc import Callable, Iterator, Mapping
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


def indicator_expressions(settings: Mapping[str, Any]) -> Callable[[Engine, Path], Found]:
    """What every indicator asks of an engine with these settings."""

    def found(engine: Engine, folder: Path) -> Found:
        for one in indicators.signals(engine, folder, settings, purchases=[f"p{n:02}" for n in range(40)]):
            yield f"{one.code} flags", one.flags
            yield f"{one.code} counts", one.counts

    return found
