"""Asks for each indicator in turn, compiling its expressions: with settings of one's own, other tables, or plugins."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from custodiet.discovery import nearest
from custodiet.engine import Engine
from custodiet.errors import UsageError
from custodiet.indicators._found import COUNTED, FOUND, ORDER, Found, names_of
from custodiet.indicators._load import Indicator, load_indicators
from custodiet.indicators._settings import read_settings
from custodiet.indicators._signals import FOUND_PREFIX, LAID_BESIDE, WANTED
from custodiet.indicators._tables import Rows, Tables
from custodiet.model.indicator_tables import INDICATOR_TABLES
from custodiet.model.tables import RELEASE_TABLES

_NOTHING = {name: ibis.null(kind) for name, kind in ibis.Schema.from_pyarrow(FOUND).items()}


def compiled(
    engine: Engine,
    folder: Path,
    wanted: pa.Table,
    settings: Mapping[str, Any] | None = None,
    indicators: Sequence[str] | None = None,
    plugins: Path | None = None,
    beside: Path | None = None,
) -> Iterator[Found]:
    """What the query of each indicator gives, in the order of the codes; the arguments are those of `signals`."""
    known = load_indicators(plugins)
    chosen = _chosen(known, indicators)
    every = read_settings(settings or {}, {code: known[code].settings for code in known})
    given = tables_of(engine, folder, beside) | {WANTED: engine.keep(WANTED, wanted)}
    tables = Tables(given, every.common, engine.keep, engine.define)
    tables.cohorts  # noqa: B018  (kept from here on, with the numbers that it is made of)
    names = names_of(engine)
    for code in chosen:
        # Judges once: one query gives the rows that are kept, and of all rows how many are in which state.
        rows = known[code].flag(tables, every.single[code])
        yield Found(code, engine.batches(_found_in(rows), ORDER), names)
        for step in tables.forgotten(code):
            engine.drop(step)


def tables_of(engine: Engine, folder: Path, beside: Path | None = None) -> dict[str, Rows]:
    """Every table of the folder that stands before this room, and the flat tables that are not there without rows.

    `found_NAME` are the rows of some of them that lie beside, in a folder of their own, or else in the whole table.
    """
    made_here = {table.name for table in INDICATOR_TABLES}
    files = sorted(file for file in folder.glob("*.parquet") if file.stem not in made_here)
    found = {file.stem: engine.table(file) for file in files}
    for table in RELEASE_TABLES:
        if table.name not in found:
            found[table.name] = engine.keep(table.name, table.schema.empty_table())
    for name in LAID_BESIDE:
        file = (beside or folder) / f"{name}.parquet"
        found[FOUND_PREFIX + name] = engine.table(file, FOUND_PREFIX + name) if file.is_file() else found[name]
    return found


def _chosen(known: Mapping[str, Indicator], indicators: Sequence[str] | None) -> list[str]:
    if indicators is None:
        return list(known)
    unknown = [code for code in indicators if code not in known]
    if unknown:
        hints = "; ".join(f"{code!r}{nearest(code, known)}" for code in unknown)
        raise UsageError(f"no indicator is called {hints}; `custodiet indicators --list` shows all")
    return sorted(set(indicators))


def _found_in(rows: Rows) -> Rows:
    """What leaves of the rows judged: those that are kept, and of all how many are in which state."""
    counts = {column: _.count(where=_.state == state) for column, state in COUNTED.items()}
    counted = rows.select("kind", "cohort", "state").group_by(["kind", "cohort"]).aggregate(**counts)
    return _whole(rows.filter(_.kept)).union(_whole(counted))


def _whole(rows: Rows) -> Rows:
    """The rows with every column of FOUND; those that they lack are empty."""
    return rows.select(**{name: _[name] if name in rows.columns else empty for name, empty in _NOTHING.items()})
