"""Keeps, of several compiled releases of one process, the last one; the others are set aside and counted."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.model.parquet import TableWriter
from custodiet.model.tables import PROBLEMS, RELEASE_TABLES, Table
from custodiet.problems import SET_ASIDE, Problem
from custodiet.releases.batches import problem_batch


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a compiled release stands; it owns the rows at and below its pointer."""

    document_id: str
    pointer: str

    def owns(self, document_id: str, pointer: str) -> bool:
        return document_id == self.document_id and (
            pointer == self.pointer or pointer.startswith(f"{self.pointer}/") or not self.pointer
        )


def drop_repeated(folder: Path) -> list[str]:
    """The ocids of processes of which several compiled releases were read; older ones leave every table in `folder`.

    The last is that of the latest date; among equal dates that of the greatest document id and pointer, so that the
    order of the inputs decides nothing.
    """
    losers = _losers(folder / "processes.parquet")
    if not losers:
        return []
    ocids = pa.array(sorted(losers), pa.string())
    for table in RELEASE_TABLES:
        if table.names[1:3] == ("document_id", "pointer"):
            _rewrite(folder, table, lambda batch: _without(batch, ocids, losers))
    dropped = [
        Problem(place.document_id, place.pointer, "release-superseded", ocid, SET_ASIDE, _WHY)
        for ocid in sorted(losers)
        for place in losers[ocid]
    ]
    _append(folder, PROBLEMS, problem_batch(dropped))
    return sorted(losers)


_WHY = "a later compiled release was read"
_READ = ["ocid", "release_date", "document_id", "pointer"]


def _losers(processes: Path) -> dict[str, list[_Place]]:
    counts = pc.value_counts(pq.read_table(processes, columns=["ocid"]).column("ocid").combine_chunks())
    repeated = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if not len(repeated):
        return {}
    rows = pq.read_table(processes, columns=_READ, filters=pc.field("ocid").isin(repeated)).to_pylist()
    rows.sort(key=lambda row: (row["ocid"], row["release_date"] or "", row["document_id"], row["pointer"]))
    losers: dict[str, list[_Place]] = {}
    for row, following in itertools.pairwise(rows):
        if row["ocid"] == following["ocid"]:
            losers.setdefault(row["ocid"], []).append(_Place(row["document_id"], row["pointer"]))
    return losers


def _without(batch: pa.RecordBatch, ocids: pa.Array, losers: dict[str, list[_Place]]) -> pa.RecordBatch:
    suspect = pc.is_in(batch.column("ocid"), ocids)
    if not pc.any(suspect).as_py():
        return batch
    keep = [True] * batch.num_rows
    columns = [batch.column(name).to_pylist() for name in ("ocid", "document_id", "pointer")]
    for n, (ocid, document_id, pointer) in enumerate(zip(*columns, strict=True)):
        keep[n] = not any(place.owns(document_id, pointer) for place in losers.get(ocid, ()))
    return batch.filter(pa.array(keep))


def _rewrite(folder: Path, table: Table, change: Callable[[pa.RecordBatch], pa.RecordBatch]) -> None:
    path = folder / f"{table.name}.parquet"
    aside = path.rename(path.with_suffix(".before"))
    with TableWriter(table, folder) as writer:
        for batch in _batches(aside):
            writer.write(change(batch))
    aside.unlink()


def _append(folder: Path, table: Table, more: pa.RecordBatch) -> None:
    path = folder / f"{table.name}.parquet"
    aside = path.rename(path.with_suffix(".before"))
    with TableWriter(table, folder) as writer:
        for batch in [*_batches(aside), more]:
            writer.write(batch)
    aside.unlink()


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches()
