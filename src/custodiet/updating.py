"""The first three rooms for a register that builds on another: what is known of an input is not read again.

The tables that come out are, byte for byte, those of a build of all inputs. A process of which both an old and a new
input hold releases is merged again, for which the old one has to be given too.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.errors import InputError, UsageError
from custodiet.extract import ExtractWriter
from custodiet.intake import TABLES, Buckets, Progress, Taken, bucket_number, workers, write
from custodiet.keeping import (
    ASIDES,
    FOLDER,
    Account,
    FileRead,
    KeptInputs,
    account_of,
    ocids_of,
    open_kept,
    rows_by_file,
)
from custodiet.model.chosen_rows import rows_from
from custodiet.model.parquet import TableWriter
from custodiet.model.tables import PROBLEMS, PROCESSES, TECHNOLOGIES, Table
from custodiet.releases import problem_batch
from custodiet.settings import Settings
from custodiet.sources import DisplacedError, Reader


@dataclass(frozen=True)
class Plan:
    """Which inputs are read, and which are known from another register."""

    old: Path
    kept: KeptInputs
    given: Mapping[str, str]
    """The sha256 of each file given, by name."""
    again: frozenset[str] = frozenset()
    """Known inputs that are read all the same."""

    @cached_property
    def reused(self) -> tuple[FileRead, ...]:
        """The inputs whose rows are taken over."""
        found = [one for one in self.kept.files if one.kept and one.name not in self.again and self._unchanged(one)]
        while True:
            names = {one.name for one in found}
            gone = {known.document_id for one in self.kept.files if one.name not in names for known in one.documents}
            # Where an input said only that it is the same as another which is gone, it has to be read.
            staying = [one for one in found if not any(problem.document_id in gone for problem in one.problems)]
            if len(staying) == len(found):
                return tuple(found)
            found = staying

    @cached_property
    def fresh(self) -> frozenset[str]:
        """The names of the inputs that are read."""
        return frozenset(self.given) - {one.name for one in self.reused}

    @cached_property
    def documents(self) -> dict[str, tuple[str, str]]:
        """The documents of the inputs whose rows are taken over, by id: the input and the name of the document."""
        return {known.document_id: (one.name, known.name) for one in self.reused for known in one.documents}

    def ask(self) -> None:
        """Raises InputError where an input has to be read that was not given."""
        names = {one.name for one in self.reused}
        _ask_for(sorted({one.name for one in self.kept.files} - names - set(self.given)), self.old)

    def _unchanged(self, one: FileRead) -> bool:
        return self.given.get(one.name, one.sha256) == one.sha256


def plan(reader: Reader, old: Path, settings: Settings) -> Plan:
    """What has to be read of the inputs given, beside the register `old`.

    Raises:
        UsageError: `old` cannot be built on, or two inputs have one name.
        InputError: an old input has to be read again and is not given.
    """
    found = Plan(old, open_kept(old, settings), _hashed(reader))
    found.ask()
    return found


def take_in_onto(
    plan: Plan, reader: Reader, settings: Settings, folder: Path, work: Path, progress: Progress
) -> tuple[Taken, Account]:
    """Writes the tables of the first three rooms into `folder`, as a build of all inputs would.

    `reader` knows all documents and problems afterwards. Where a new input holds a document of an old one that comes
    behind it, the old one says now that it repeats the new one: it is read again with all that say so of it.

    Raises InputError where an old input has to be read again and is not given.
    """
    while True:
        place = work / f"again-{len(plan.again)}"  # one of its own: nothing of an attempt that ended stands in the way
        place.mkdir()
        try:
            return _take_in_onto(plan, reader, settings, folder, place, progress)
        except DisplacedError as displaced:
            plan = replace(plan, again=plan.again | {displaced.file})
            plan.ask()


def _take_in_onto(
    plan: Plan, reader: Reader, settings: Settings, folder: Path, work: Path, progress: Progress
) -> tuple[Taken, Account]:
    fresh, read, waited = reader.only(plan.fresh, plan.documents), Taken(), list[tuple[str, str, str]]()
    (work / FOLDER).mkdir()
    with workers(fresh, settings, work) as hands:
        with Buckets(work) as buckets:
            with _writers(work / FOLDER) as writers:
                for worked in hands.each_chunk(fresh):
                    write(worked, writers)
                    read.add(worked)
                    buckets.add(worked.aside)
                    waited += ((one.ocid, one.document_id, one.pointer) for one in worked.aside)
                    progress("reading", read.records.total(), fresh.bytes_done, fresh.bytes_total)
            own = account_of(
                fresh, pa.Table.from_pylist([dict(zip(ASIDES.names, one, strict=True)) for one in waited], ASIDES)
            )
            combined = _Combined(plan, own, read, work / FOLDER, settings.workers)
            for worked in hands.each_chunk(reader.only(combined.read_again())):
                buckets.add(one for one in worked.aside if one.ocid in combined.touched)
        with _writers(folder) as writers, ExtractWriter(work / "extract") as beside:
            taken = combined.write(writers, beside)
            batches = [worked.tables for worked in hands.each_bucket(buckets, lambda: writers[PROCESSES.name].ocids)]
            combined.write_merged(writers, beside, batches, taken)
            taken.extract = beside.extract()
            account = combined.account(reader)
            writers[PROBLEMS.name].write(problem_batch(reader.problems))
            taken.rows[PROBLEMS.name] += len(reader.problems)
    return taken, account


class _Combined:
    """Rows of inputs read now and of those known from before, in the order of all inputs."""

    def __init__(self, plan: Plan, own: Account, read: Taken, fresh: Path, threads: int) -> None:
        self._plan, self._own, self._read, self._threads = plan, own, read, threads
        self._places = {"fresh": fresh, "old": plan.old / FOLDER}
        self._rows = {table.name: rows_by_file(fresh, table, read.rows[table.name], own.files).rows for table in TABLES}
        old = pq.ParquetFile(plan.old / FOLDER / "asides.parquet").read()
        stays = pc.is_in(old["document_id"], pa.array(list(plan.documents), pa.string()))
        self._before, self._waiting = old, old.filter(stays)
        self.touched = self._touched(old.filter(pc.invert(stays)))

    def read_again(self) -> set[str]:
        """The known inputs that hold releases of processes that are merged again.

        Raises InputError where one of them is not given.
        """
        chosen = pc.is_in(self._waiting["ocid"], pa.array(sorted(self.touched), pa.string()))
        names = {
            self._plan.documents[one][0] for one in pc.unique(self._waiting.filter(chosen)["document_id"]).to_pylist()
        }
        _ask_for(sorted(names - set(self._plan.given)), self._plan.old)
        return names

    def write(self, writers: Mapping[str, TableWriter], beside: ExtractWriter) -> Taken:
        """Writes the rows of all inputs but those of merged processes; of what was found also `beside` them."""
        taken = Taken(records=self._read.records.copy(), formats=dict(self._read.formats))
        for place in self._places.values():
            found = pq.ParquetFile(place / f"{TECHNOLOGIES.name}.parquet").read(["ocid"])["ocid"].chunks
            beside.find(found, pq.read_metadata(place / f"{PROCESSES.name}.parquet").num_rows)
        with ThreadPoolExecutor(self._threads) as hands:  # Arrow packs and unpacks without Python's lock
            taken.rows.update(dict(hands.map(partial(self._write, writers, beside), TABLES)))
        taken.chunked = taken.rows.copy()
        for one in self._plan.reused:
            taken.records.update({known.document_id: known.records for known in one.documents if known.records})
            taken.set_aside += sum(known.records for known in one.documents) - one.rows.get(PROCESSES.name, 0)
        taken.set_aside += self._read.set_aside - self._waiting.num_rows
        taken.laid_aside = self._waiting.num_rows + self._own.asides.num_rows
        taken.releases = taken.rows[PROCESSES.name] + taken.laid_aside
        return taken

    def _write(self, writers: Mapping[str, TableWriter], beside: ExtractWriter, table: Table) -> tuple[str, int]:
        """Writes the rows of a table, and says how many they are."""
        writer = writers[table.name]
        for batch in self._in_order(table):
            writer.write(batch)
            beside.keep(table.name, batch)
        return table.name, writer.rows

    def write_merged(
        self,
        writers: Mapping[str, TableWriter],
        beside: ExtractWriter,
        found: Sequence[Mapping[str, pa.RecordBatch]],
        taken: Taken,
    ) -> None:
        """Writes the processes that several releases made: those merged now, and those that nothing touched."""
        asides = pa.concat_tables([self._before, self._own.asides])
        beside.find([one[TECHNOLOGIES.name]["ocid"] for one in found if TECHNOLOGIES.name in one], 0)
        for table in TABLES:
            now = pa.Table.from_batches([one[table.name] for one in found if table.name in one], table.schema)
            first = self._plan.kept.chunked.get(table.name, 0)
            before = rows_from(self._places["old"] / f"{table.name}.parquet", first)
            touched = pc.is_in(ocids_of(before, asides), pa.array(sorted(self.touched), pa.string()))
            rows = pa.concat_tables([before.filter(pc.invert(touched)), now])
            if rows.num_rows:
                in_order = rows.take(_merging_order(ocids_of(rows, asides)))
                writers[table.name].write(in_order)
                beside.keep(table.name, in_order)
            taken.merged[table.name] = rows.num_rows
            taken.rows[table.name] += rows.num_rows

    def account(self, reader: Reader) -> Account:
        """What is known of all inputs; the reader learns it too."""
        files = sorted([*self._plan.reused, *self._own.files], key=lambda one: one.name)
        passed = {one.pointer: one for one in (*self._plan.kept.passed_over, *self._own.passed_over)}
        behind = self._own.behind
        account = Account(
            [passed[name] for name in sorted(passed)],
            files,
            pa.concat_tables([self._waiting, self._own.asides]),
            self._own.joined,
            behind,
        )
        reader.documents = {known.document_id: known for one in files for known in one.documents}
        reader.notes = [note for one in files for note in one.notes]
        reader.problems = [*account.passed_over, *(found for one in files for found in one.problems), *behind]
        reader.apply_notes()
        return account

    def _touched(self, gone: pa.Table) -> frozenset[str]:
        """The processes to be merged again: a release of them came or went."""
        compiled = [pq.ParquetFile(self._places["fresh"] / "processes.parquet").read(["ocid"])["ocid"]]
        start = 0
        processes = pq.ParquetFile(self._places["old"] / "processes.parquet").read(["ocid"])["ocid"]
        for one in self._plan.kept.files:
            rows = one.rows.get(PROCESSES.name, 0)
            if one not in self._plan.reused:
                compiled.append(processes.slice(start, rows))
            start += rows
        changed = pa.chunked_array([chunk for column in compiled for chunk in column.chunks], pa.string())
        both = self._waiting["ocid"].filter(pc.is_in(self._waiting["ocid"], changed))
        found = (both, gone["ocid"], self._own.asides["ocid"])
        return frozenset(ocid for column in found for ocid in pc.unique(column).to_pylist())

    def _in_order(self, table: Table) -> Iterator[pa.RecordBatch]:
        """The rows of a table, file by file; behind them those that several files gave together."""
        cursors = {kind: _Cursor(place / f"{table.name}.parquet") for kind, place in self._places.items()}
        reused = {one.name for one in self._plan.reused}
        numbers = {one.name: n for n, one in enumerate(self._own.files) if not self._shared(one)}
        old = {one.name: one.rows.get(table.name, 0) for one in self._plan.kept.files}
        for name in sorted({*old, *numbers}):
            before = list(cursors["old"].take(old.get(name, 0)))
            if name in reused:
                yield from before
            elif name in numbers:
                yield from cursors["fresh"].take(int(self._rows[table.name][numbers[name]]))
        yield from cursors["fresh"].take(None)

    def _shared(self, one: FileRead) -> bool:
        return any(known.document_id in self._own.joined for known in one.documents)


class _Cursor:
    """Hands out the rows of a file from its start."""

    def __init__(self, path: Path) -> None:
        self._batches = pq.ParquetFile(path).iter_batches()
        self._rest: pa.RecordBatch | None = None

    def take(self, rows: int | None) -> Iterator[pa.RecordBatch]:
        """The next rows, or all that are left."""
        while rows is None or rows > 0:
            batch = next(self._batches, None) if self._rest is None else self._rest
            if batch is None:
                return
            part = batch if rows is None else batch.slice(0, rows)
            self._rest = batch.slice(part.num_rows) if part.num_rows < batch.num_rows else None
            rows = None if rows is None else rows - part.num_rows
            yield part


def _merging_order(ocids: pa.ChunkedArray) -> pa.Array:
    """The order in which merged processes are written: by bucket, then by process; rows of one stay as they are."""
    different = pc.unique(ocids)
    buckets = {ocid: bucket_number(ocid or "") for ocid in different.to_pylist()}
    places = pa.table(
        {"ocid": different, "bucket": pa.array([buckets[one] for one in different.to_pylist()], pa.int32())}
    )
    ranked = places.sort_by([("bucket", "ascending"), ("ocid", "ascending")])["ocid"]
    return pc.sort_indices(pc.index_in(ocids, ranked))


@contextmanager
def _writers(folder: Path) -> Iterator[dict[str, TableWriter]]:
    with ExitStack() as files:
        yield {table.name: files.enter_context(TableWriter(table, folder)) for table in TABLES}


def _hashed(reader: Reader) -> dict[str, str]:
    """The sha256 of each file given, by name."""
    found: dict[str, str] = {}
    for name, path in reader.files:
        if name in found:
            raise UsageError(f"two inputs are called {name}; with --onto each needs a name of its own")
        with path.open("rb") as stream:
            found[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _ask_for(names: Sequence[str], old: Path) -> None:
    if names:
        others = f" and {len(names) - 1} more" if len(names) > 1 else ""
        raise InputError(
            f"{names[0]}{others} of {old} must be read again, since a process in it is touched, a new input holds a "
            "document of it, or its rows were not kept; give it beside the new inputs"
        )
