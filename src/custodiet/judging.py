"""What the indicators say of some inputs, without a register: the flat tables stand in a folder that is gone after."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet import indicators
from custodiet.engine import Engine, open_engine
from custodiet.errors import NotUnderstoodError
from custodiet.indicators._settings import read_settings
from custodiet.intake import Progress, take_in
from custodiet.model.tables import PROBLEMS, PROCESSES
from custodiet.releases import drop_repeated
from custodiet.settings import Settings
from custodiet.sources import Reader

_SHOWN_PROBLEMS = 5


def judge(
    inputs: Sequence[str], settings: Settings, given: Mapping[str, Any], progress: Progress
) -> tuple[pa.Table, pa.Table]:
    """The tables `flags` (flagged subjects alone) and `indicator_counts`; `given` are the settings of the indicators.

    Raises:
        UsageError: `given` names an unknown indicator or setting.
        InputError: an input is missing, or nothing in the inputs was understood.
    """
    known = indicators.load_indicators(settings.plugins)
    read_settings(given, {code: one.settings for code, one in known.items()})  # mistakes come before the reading
    with _tables(inputs, settings, progress) as (engine, folder):
        return indicators.run(engine, folder, given, plugins=settings.plugins)


def judge_as_cardinal(
    inputs: Sequence[str], settings: Settings, given: Mapping[str, Any], progress: Progress
) -> dict[str, Any]:
    """What Cardinal prints for the same settings; raises as `judge` does."""
    with _tables(inputs, settings, progress) as (engine, folder):
        return indicators.cardinal(engine, folder, given, plugins=settings.plugins)


@contextmanager
def _tables(inputs: Sequence[str], settings: Settings, progress: Progress) -> Iterator[tuple[Engine, Path]]:
    """An engine, and the folder with the flat tables of the inputs."""
    settings.check()
    reader = Reader(inputs, settings)
    with tempfile.TemporaryDirectory(prefix="custodiet-") as place:
        tables, work = Path(place) / "tables", Path(place) / "work"
        tables.mkdir()
        work.mkdir()
        taken = take_in(reader, settings, tables, work, progress)
        if not taken.rows[PROCESSES.name]:
            names = {document_id: document.name for document_id, document in reader.documents.items()}
            raise NotUnderstoodError(nothing_understood(pq.read_table(tables / f"{PROBLEMS.name}.parquet"), names))
        drop_repeated(tables)
        progress("indicators", taken.records.total(), reader.bytes_total, reader.bytes_total)
        with open_engine(settings.engine, settings.memory, settings.workers, work, settings.spark_master) as engine:
            yield engine, tables


def nothing_understood(problems: pa.Table, names: Mapping[str, str]) -> str:
    """Why no process was found, document by document, as far as fits on a screen."""
    said = [
        f"\n  {names.get(one['document_id'], one['pointer'])}: {one['kind']}: {one['detail']}"
        for one in problems.slice(0, _SHOWN_PROBLEMS).to_pylist()
    ]
    left = problems.num_rows - len(said)
    return "no contracting process was found in the inputs" + "".join(said) + (f"\n  and {left:,} more" if left else "")
