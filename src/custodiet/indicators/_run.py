"""Runs indicators over a folder of flat tables: rows of `flags`, and of how many subjects, one indicator at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from custodiet.discovery import nearest
from custodiet.engine import Engine
from custodiet.errors import UsageError
from custodiet.indicators._load import Indicator, load_indicators
from custodiet.indicators._settings import read_settings
from custodiet.indicators._tables import WANTED, Rows, Tables
from custodiet.model.indicator_tables import (
    FLAGGED,
    FLAGS,
    INDICATOR_COUNTS,
    INDICATOR_TABLES,
    NOT_COMPUTABLE,
    NOT_FLAGGED,
)
from custodiet.model.tables import RELEASE_TABLES

WARN_SHARE = 0.6
"""A signal that most subjects show is no signal: the data or the threshold need a look."""
WARN_FEWEST = 30
"""Subjects judged before a share means anything."""

_WARNING = "more than 60% are flagged: check threshold and data before reading anything into it"
_COUNTED = [*INDICATOR_COUNTS.key, "state", "number"]
_ROW = (*FLAGS.names, "source", "country", "year", "number")
_ORDER = (*FLAGS.key, "source", "country", "year", "state")


@dataclass(frozen=True, slots=True)
class Signals:
    """What one indicator says: rows of `flags` and of `indicator_counts`, both in the order of their keys."""

    code: str
    flags: pa.Table
    counts: pa.Table


def signals(
    engine: Engine,
    folder: Path,
    settings: Mapping[str, Any] | None = None,
    *,
    indicators: Sequence[str] | None = None,
    purchases: Iterable[str] | None = None,
    plugins: Path | None = None,
) -> Iterator[Signals]:
    """What each indicator says, in the order of the codes, so that all flags together are in the order of their key.

    Args:
        engine: runs the expressions.
        folder: the flat tables as `NAME.parquet`; a table of `RELEASE_TABLES` that is not there has no rows.
        settings: `{"currency": ..., "R003": {...}}`; what is not given has its default.
        indicators: codes to run; all where not given.
        purchases: processes for which all three states are kept; of the others only the flagged ones are.
        plugins: folder of an outsider's files.
    """
    known = load_indicators(plugins)
    chosen = _chosen(known, indicators)
    every = read_settings(settings or {}, {code: known[code].settings for code in known})
    wanted = pa.table({"wanted": pa.array(sorted(set(purchases or ())), pa.string())})
    given = tables_of(engine, folder) | {WANTED: engine.keep(WANTED, wanted)}
    tables = Tables(given, every.common, engine.keep, engine.define)
    for code in chosen:
        yield _signals(engine, code, known[code].flag(tables, every.single[code]))
        for step in tables.forgotten(code):
            engine.drop(step)


def run(
    engine: Engine, folder: Path, settings: Mapping[str, Any] | None = None, **options: Any
) -> tuple[pa.Table, pa.Table]:
    """The tables `flags` and `indicator_counts` in memory; the arguments are those of `signals`."""
    found = list(signals(engine, folder, settings, **options))
    flags = pa.concat_tables([FLAGS.schema.empty_table(), *(one.flags for one in found)])
    counts = pa.concat_tables([INDICATOR_COUNTS.schema.empty_table(), *(one.counts for one in found)])
    return flags, counts


def write(
    engine: Engine, folder: Path, to: Path, settings: Mapping[str, Any] | None = None, **options: Any
) -> tuple[int, int]:
    """Writes `flags.parquet` and `indicator_counts.parquet` into `to`, holding one indicator in memory at a time.

    Returns the rows of each; the arguments are those of `signals`.
    """
    counts: list[pa.RecordBatch] = []

    def flags() -> Iterator[pa.RecordBatch]:
        for one in signals(engine, folder, settings, **options):
            counts.extend(one.counts.to_batches())
            yield from one.flags.to_batches()

    flagged = engine.write(flags(), to / "flags.parquet", FLAGS)
    return flagged, engine.write(counts, to / "indicator_counts.parquet", INDICATOR_COUNTS)


def tables_of(engine: Engine, folder: Path) -> dict[str, Rows]:
    """Every table of the folder that stands before this room, and the flat tables that are not there without rows."""
    made_here = {table.name for table in INDICATOR_TABLES}
    files = sorted(file for file in folder.glob("*.parquet") if file.stem not in made_here)
    found = {file.stem: engine.table(file) for file in files}
    for table in RELEASE_TABLES:
        if table.name not in found:
            found[table.name] = engine.keep(table.name, table.schema.empty_table())
    return found


def _chosen(known: Mapping[str, Indicator], indicators: Sequence[str] | None) -> list[str]:
    if indicators is None:
        return list(known)
    unknown = [code for code in indicators if code not in known]
    if unknown:
        hints = "; ".join(f"{code!r}{nearest(code, known)}" for code in unknown)
        raise UsageError(f"no indicator is called {hints}; `custodiet indicators --list` shows all")
    return sorted(set(indicators))


def _signals(engine: Engine, code: str, rows: Rows) -> Signals:
    """Judges once: one query gives the rows that are kept, and of all rows how many are in which state."""
    found = engine.read(_kept(rows).union(_counted(rows)), _ORDER)
    is_count = pc.is_valid(found["number"])
    flags = found.filter(pc.invert(is_count)).select(FLAGS.names).cast(FLAGS.schema)
    return Signals(code, flags, _count_table(found.filter(is_count).select(_COUNTED).to_pylist()))


def _kept(rows: Rows) -> Rows:
    """The rows of `flags`."""
    kept = rows.filter(_.kept).drop("kept")
    untold = {"source": ibis.null("string"), "country": ibis.null("string"), "year": ibis.null("int64")}
    return kept.mutate(**untold, number=ibis.null("int64")).select(_ROW)


def _counted(rows: Rows) -> Rows:
    """One row per kind of subject, source, country, year and state: how many subjects."""
    counted = rows.group_by([*INDICATOR_COUNTS.key, "state"]).aggregate(number=_.count())
    empty = {name: ibis.null(rows[name].type()) for name in _ROW if name not in counted.columns}
    return counted.mutate(**empty).select(_ROW)


def _count_table(counted: Iterable[Mapping[str, Any]]) -> pa.Table:
    """The rows of `indicator_counts`, with a warning where most subjects are flagged."""
    states: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in counted:
        states.setdefault(tuple(row[name] for name in INDICATOR_COUNTS.key), {})[row["state"]] = row["number"]
    rows = [dict(zip(INDICATOR_COUNTS.key, key, strict=True)) | _shares(found) for key, found in states.items()]
    return pa.Table.from_pylist(rows, INDICATOR_COUNTS.schema)


def _shares(states: Mapping[str, int]) -> dict[str, Any]:
    flagged, not_flagged = states.get(FLAGGED, 0), states.get(NOT_FLAGGED, 0)
    judged = flagged + not_flagged
    share = flagged / judged if judged else None
    doubtful = share is not None and share > WARN_SHARE and judged >= WARN_FEWEST
    return {
        "flagged": flagged,
        "not_flagged": not_flagged,
        "not_computable": states.get(NOT_COMPUTABLE, 0),
        "judged": judged,
        "share": share,
        "warning": _WARNING if doubtful else None,
    }
