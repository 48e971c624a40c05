"""One build on its way through the rooms: where its tables stand, and what was handed on so far."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.decided import Decided
from custodiet.engine import Engine, open_engine
from custodiet.intake import Progress, Taken
from custodiet.model.case_tables import CASES
from custodiet.model.chosen_rows import file_in, rows_of
from custodiet.model.organisation_tables import ORGANISATIONS
from custodiet.model.parquet import ROW_GROUP, TableWriter
from custodiet.model.register_tables import PURCHASES
from custodiet.model.tables import PROBLEMS, PROCESSES, Table
from custodiet.problems import Problem
from custodiet.register.prepared import Views, statements
from custodiet.settings import Settings
from custodiet.sources import Reader
from custodiet.system_memory import collector_at_rest

if TYPE_CHECKING:
    from custodiet.auditing import Audited
    from custodiet.cases import Case


@contextmanager
def kept_tidy() -> Iterator[None]:
    """A room whose memory is looked over once, when it is through, and given back before the next one begins.

    Rooms make millions of small objects without circles; looking for circles while they grow is a fifth of the time.
    """
    try:
        with collector_at_rest():
            yield
    finally:
        gc.collect(0)  # what is new since the room before
        pa.default_memory_pool().release_unused()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build gave, in the numbers that `--json` prints."""

    records: int
    processes: int
    purchases: int
    organisations: int
    flags: int
    problems: int
    documents: int
    seconds: float
    cases: int = 0
    implausible: int = 0
    seconds_by_room: dict[str, float] = field(default_factory=dict)


class Run:
    """One build on its way: where its tables are, and what the rooms handed on so far."""

    def __init__(self, reader: Reader, settings: Settings, folder: Path, progress: Progress) -> None:
        self.reader, self.settings, self.folder, self.progress = reader, settings, folder, progress
        self.tables, self.work = folder / "tables", folder / "work"
        self.tables.mkdir()
        self.work.mkdir()
        self.taken = Taken()
        self.seconds: dict[str, float] = {}
        self.rows: dict[str, int] = {}
        self.decided = Decided()
        self.recall: Audited | None = None
        self.cases: dict[str, Case] = {}
        self.notes: dict[str, Any] = {}
        self.implausible = 0

    def engine(self) -> Engine:
        """An engine with the memory and threads of the run."""
        settings = self.settings
        return open_engine(settings.engine, settings.memory, settings.workers, self.work, settings.spark_master)

    @contextmanager
    def asked(self, about: pa.ChunkedArray | None = None) -> Iterator[tuple[Engine, Views]]:
        """An engine that knows the statements of the register compiled ahead, and the tables of the run.

        Where what is asked is `about` some processes alone, these are all that need be in the tables.
        """
        with self.engine() as engine:
            engine.ahead = statements(engine)
            yield engine, Views(engine, self.tables, None if about is None else self.beside(about))

    def beside(self, ocids: pa.ChunkedArray) -> Path | None:
        """The folder in which the rows of these processes stand beside the whole tables, if they do."""
        extract = self.taken.extract
        return extract.folder if extract is not None and extract.holds(ocids) else None

    def rows_of(self, name: str, ocids: pa.ChunkedArray, columns: Sequence[str] | None = None) -> pa.Table:
        """The rows of these processes in a table, with all columns or some."""
        return rows_of(file_in(name, self.tables, self.beside(ocids)), pc.unique(ocids), columns)

    def read(self, table: Table, columns: Sequence[str] | None = None, repeated: Sequence[str] = ()) -> pa.Table:
        """A table of the run in memory; texts of the columns in `repeated` stand once in each row group."""
        file = self.tables / f"{table.name}.parquet"
        wanted = columns and list(columns)
        with pq.ParquetFile(file, read_dictionary=list(repeated)) as rows:
            groups = [rows.read_row_group(group, wanted) for group in range(rows.num_row_groups)] if repeated else []
            found = pa.concat_tables(groups) if groups else rows.read(wanted)
        pa.default_memory_pool().release_unused()  # what was held while it was unpacked
        return found

    def write(self, table: Table, rows: pa.Table) -> None:
        """Writes a table whose rows are in their order."""
        with TableWriter(table, self.tables) as writer:
            for part in rows.select(list(table.names)).to_batches(max_chunksize=ROW_GROUP):
                writer.write(part.cast(table.schema))

    def add(self, table: Table, rows: pa.Table) -> None:
        """Adds rows behind those that a table of the run has."""
        if rows.num_rows:
            self.write(table, pa.concat_tables([self.read(table), rows.cast(table.schema)]))

    def report(self, problems: Sequence[Problem]) -> None:
        """Adds problems to those of the run."""
        columns = [[getattr(one, name) for one in problems] for name in PROBLEMS.names]
        self.add(PROBLEMS, pa.table(columns, schema=PROBLEMS.schema))

    def summary(self, seconds: float) -> Summary:
        """The numbers of the finished run."""
        return Summary(
            records=self.taken.records.total(),
            processes=self.rows[PROCESSES.name],
            purchases=self.rows[PURCHASES.name],
            organisations=self.rows[ORGANISATIONS.name],
            flags=self.rows["flags"],
            problems=self.rows[PROBLEMS.name],
            documents=len(self.reader.documents),
            cases=self.rows[CASES.name],
            implausible=self.implausible,
            seconds=round(seconds, 3),
            seconds_by_room={name: round(spent, 3) for name, spent in self.seconds.items()},
        )
