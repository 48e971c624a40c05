"""Runs indicators over a folder of flat tables: rows of `flags`, and of how many subjects, one indicator at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from custodiet.engine import Engine
from custodiet.indicators._found import Found
from custodiet.indicators._prepared import scripts_for, taken_by
from custodiet.indicators._signals import Counted, Signals, count_table, flags_in, signals_of, wanted_table
from custodiet.model.indicator_tables import FLAGS, INDICATOR_COUNTS


def signals(
    engine: Engine,
    folder: Path,
    settings: Mapping[str, Any] | None = None,
    *,
    indicators: Sequence[str] | None = None,
    purchases: Iterable[str] | None = None,
    plugins: Path | None = None,
    beside: Path | None = None,
) -> Iterator[Signals]:
    """What each indicator says, in the order of the codes, so that all flags together are in the order of their key.

    Args:
        engine: runs the expressions.
        folder: the flat tables as `NAME.parquet`; a table of `RELEASE_TABLES` that is not there has no rows.
        settings: `{"currency": ..., "R003": {...}}`; what is not given has its default.
        indicators: codes to run; all where not given.
        purchases: processes for which all three states are kept; of the others only the flagged ones are.
        plugins: folder of an outsider's files.
        beside: folder in which the rows of processes in which something was found lie a second time, if they do.
    """
    options: dict[str, Any] = {
        "indicators": indicators,
        "purchases": purchases,
        "plugins": plugins,
        "beside": beside,
    }
    yield from map(signals_of, _found(engine, folder, settings, **options))


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
    """Writes `flags.parquet` and `indicator_counts.parquet` into `to`, holding few rows at a time.

    Returns the rows of each; the arguments are those of `signals`.
    """
    counts: list[pa.RecordBatch] = []

    def flags() -> Iterator[pa.RecordBatch]:
        for found in _found(engine, folder, settings, **options):
            counted: list[Counted] = []
            yield from flags_in(found, counted)
            counts.extend(count_table(counted).to_batches())

    flagged = engine.write(flags(), to / "flags.parquet", FLAGS)
    return flagged, engine.write(counts, to / "indicator_counts.parquet", INDICATOR_COUNTS)


def _found(
    engine: Engine,
    folder: Path,
    settings: Mapping[str, Any] | None = None,
    *,
    indicators: Sequence[str] | None = None,
    purchases: Iterable[str] | None = None,
    plugins: Path | None = None,
    beside: Path | None = None,
) -> Iterator[Found]:
    """The rows of each query in turn: by statements compiled ahead where all is as shipped."""
    wanted = wanted_table(purchases or ())
    as_shipped = not settings and indicators is None and plugins is None
    scripts = scripts_for(engine, folder) if as_shipped else None
    if scripts is not None:
        yield from taken_by(engine, folder, wanted, scripts, beside)
        return
    from custodiet.indicators._compiled import compiled  # noqa: PLC0415  (brings Ibis, most of a second)

    yield from compiled(engine, folder, wanted, settings, indicators, plugins, beside)
