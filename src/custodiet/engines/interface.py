"""What an engine is: runs Ibis expressions over Parquet files and writes tables that are equal byte for byte.

Expressions come from the rooms as Ibis tables and are executed here alone. Both engines hand their rows, in an order
that leaves no ties, to the same writer: so equal rows give equal bytes, whichever engine found them. Ibis takes most
of a second to import, so that is done when an engine is opened, not when this module is.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeGuard

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.discovery import nearest
from custodiet.engines.prepared import Step
from custodiet.errors import DoorError, InputError, UsageError
from custodiet.model.tables import Table

if TYPE_CHECKING:
    import ibis

    Expression: TypeAlias = ibis.Table
else:
    Expression: TypeAlias = Any

ROWS_PER_GROUP = 65_536
"""Rows of a row group; fixed, because the bytes of a file depend on it."""
_ZSTD_LEVEL = 1  # level 3 is a third slower and a twentieth smaller on these tables


@dataclass(frozen=True, slots=True)
class Later:
    """An expression by name, made where its statement was not compiled ahead."""

    name: str
    make: Callable[[], Expression]


class Engine(ABC):
    """A session of an engine; a context manager that forgets everything when it closes."""

    dialect = ""
    """The name by which this engine is chosen, and whose statements it takes."""

    def __init__(self) -> None:
        self.ahead: Mapping[str, str] = {}
        """Statements compiled ahead, by the names of expressions: all that is asked, or none."""
        self.compiled: dict[str, str] = {}
        """Statements compiled here, by the names of expressions."""
        self._kept: dict[str, pa.Schema | None] = {}
        self._views: dict[Path, str] = {}
        self._tables: dict[str, Expression] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def table(self, source: Path | str, name: str = "") -> Expression:
        """The rows of a Parquet file, which statements find under `name` if one is given, or of a table kept."""
        schema = self._kept.get(source) if isinstance(source, str) else None
        if schema is not None:
            return named(str(source), schema)
        if isinstance(source, str) and not source.endswith(".parquet"):
            raise UsageError(f"no table is kept as {source!r}{nearest(source, self._kept)}")
        name = self.view(Path(source), name)
        if name not in self._tables:
            self._tables[name] = named(name, _schema_of(Path(source)))
        return self._tables[name]

    def view(self, file: Path, name: str = "") -> str:
        """The name under which statements find the rows of a Parquet file; the same in every run, or the one given."""
        if name:
            self._view(name, file)
            return name
        if file not in self._views:
            _schema_of(file)
            taken = file.stem in {other.stem for other in self._views} or not file.stem.isidentifier()
            self._views[file] = f"file_{len(self._views)}" if taken else f"file_{file.stem}"
            self._view(self._views[file], file)
        return self._views[file]

    def held(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Columns of a table that is kept under a name, batch by batch and in no order."""
        return self._batches(f"SELECT {', '.join(columns)} FROM {name}")  # noqa: S608  (plain names of our own)

    def batches_of(self, step: Step) -> Iterator[pa.RecordBatch]:
        """The rows of a `read` that was compiled ahead, batch by batch."""
        return self._batches(step.sql)

    def follow(self, step: Step, rows: pa.Table | None = None) -> None:
        """Does what any other step compiled ahead says; `rows` are those of a `given`."""
        match step.verb:
            case "keep":
                self._keep_found(step.name, step.sql)
            case "define":
                self._define(step.name, step.sql)
            case "given":
                self._keep_given(step.name, rows)
            case "drop":
                self._drop(step.name)

    def keep(self, name: str, rows: Expression | pa.Table | Callable[[], Expression]) -> Expression:
        """The same rows as a table of this engine, computed once; a table kept under that name before is replaced.

        Where statements were compiled ahead nothing is handed back, since nothing is built on it.
        """
        _check_plain(name)
        if isinstance(rows, pa.Table):
            self._keep_given(name, rows)
            self._kept[name] = rows.schema
        else:
            sql, schema = self._asked(Later(name, rows) if callable(rows) else rows)
            self._keep_found(name, sql)
            self._kept[name] = schema
        schema = self._kept[name]
        return None if self.ahead or schema is None else named(name, schema)

    def given(self, name: str) -> Expression:
        """The rows of a table that was kept under a name as it was given, to build an expression on."""
        return named(name, self._kept[name])

    def define(self, name: str, rows: Expression) -> Expression:
        """The same rows under a name, computed wherever they are used: expressions on top of it stay small."""
        _check_plain(name)
        self._define(name, self._sql(rows))
        return named(name, rows.schema().to_pyarrow())

    def drop(self, name: str) -> None:
        """Gives up a kept table."""
        del self._kept[name]
        self._drop(name)

    def read(self, rows: Expression | Later, order_by: Sequence[str] = ()) -> pa.Table:
        """All rows in memory, ordered by columns that together tell every row from every other."""
        sql, schema = self._asked(rows, order_by)
        found = self._read(sql)
        return found if schema is None else found.cast(schema)

    def batches(
        self, rows: Expression | Later, order_by: Sequence[str] = (), columns: Sequence[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """The rows batch by batch, in the order of the columns of `order_by`; of all columns or some."""
        sql, schema = self._asked(rows, order_by, columns)
        for batch in self._batches(sql):
            yield batch if schema is None else batch.cast(schema)

    def write(
        self,
        rows: Expression | Later | Iterable[pa.RecordBatch],
        path: Path,
        table: Table,
        order_by: Sequence[str] = (),
    ) -> int:
        """The number of rows written to `path` with the declared columns of `table`.

        Equal rows give equal bytes, whatever the engine, the number of threads and the size of the batches.

        Args:
            rows: an expression, or batches whose order is already total.
            path: the Parquet file to make.
            table: the table that the file holds.
            order_by: columns to order an expression by; the key of the table where none are given.
        """
        if isinstance(rows, Later) or _is_expression(rows):
            return _write(self.batches(rows, _total(table, order_by), table.names), path, table)
        return _write(rows, path, table)

    def _asked(
        self, rows: Expression | Later, order_by: Sequence[str] = (), columns: Sequence[str] = ()
    ) -> tuple[str, pa.Schema | None]:
        """The statement that gives the rows, and their columns; without these where it was compiled ahead."""
        if not isinstance(rows, Later):
            chosen = rows.select(*columns) if columns else rows
            return self._sql(_ordered(chosen, order_by)), chosen.schema().to_pyarrow()
        if rows.name in self.ahead:
            return self.ahead[rows.name], None
        sql, schema = self._asked(rows.make(), order_by, columns)
        self.compiled[rows.name] = sql
        return sql, schema

    @abstractmethod
    def close(self) -> None:
        """Forgets all tables and gives the memory back."""

    @abstractmethod
    def _sql(self, rows: Expression) -> str:
        """The statement that gives the rows of an expression."""

    @abstractmethod
    def _view(self, name: str, path: Path) -> None:
        """Makes a Parquet file known under a name."""

    @abstractmethod
    def _keep_given(self, name: str, rows: pa.Table) -> None:
        """Holds rows of this process under a name."""

    @abstractmethod
    def _keep_found(self, name: str, sql: str) -> None:
        """Computes a statement and holds its rows under a name."""

    @abstractmethod
    def _define(self, name: str, sql: str) -> None:
        """Gives a statement a name."""

    @abstractmethod
    def _drop(self, name: str) -> None:
        """Gives up what is held under a name."""

    @abstractmethod
    def _read(self, sql: str) -> pa.Table:
        """The rows of a statement at once."""

    @abstractmethod
    def _batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The rows of a statement batch by batch, in its order."""


def named(name: str, schema: pa.Schema) -> Expression:
    """A table of an engine by its name."""
    import ibis  # noqa: PLC0415

    return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)


def _schema_of(path: Path) -> pa.Schema:
    if not path.is_file():
        raise InputError(f"{path}: no such file; the room before has to write it first")
    try:
        return pq.read_schema(path)
    except pa.ArrowInvalid as error:
        raise InputError(f"{path}: not a Parquet file: {error}") from error


def _check_plain(name: str) -> None:
    if not name.isidentifier():
        raise UsageError(f"a table of the engine needs a plain name, found {name!r}")


def _is_expression(rows: Expression | Iterable[pa.RecordBatch]) -> TypeGuard[Expression]:
    return hasattr(rows, "order_by")


def _ordered(rows: Expression, order_by: Sequence[str]) -> Expression:
    return rows.order_by(*order_by) if order_by else rows


def _total(table: Table, order_by: Sequence[str]) -> tuple[str, ...]:
    """The columns to order by, sure to tell every row from every other."""
    order = tuple(order_by) or table.key or table.names
    needed = table.key or table.names
    missing = [name for name in needed if name not in order]
    if missing:
        raise UsageError(f"{table.name}: ordering by {', '.join(order)} leaves ties; add {', '.join(missing)}")
    return order


def _write(batches: Iterable[pa.RecordBatch], path: Path, table: Table) -> int:
    written = 0
    with pq.ParquetWriter(path, table.schema, compression="zstd", compression_level=_ZSTD_LEVEL) as writer:
        for group in _groups(batches, table):
            writer.write_table(group, row_group_size=ROWS_PER_GROUP)
            written += group.num_rows
    return written


def _groups(batches: Iterable[pa.RecordBatch], table: Table) -> Iterator[pa.Table]:
    """Row groups of equal size in contiguous memory, so that pages are cut at the same rows whatever the batches."""
    waiting: list[pa.Table] = []
    rows = 0
    for batch in batches:
        waiting.append(_declared(batch, table))
        rows += batch.num_rows
        while rows >= ROWS_PER_GROUP:
            whole = pa.concat_tables(waiting)
            yield whole.slice(0, ROWS_PER_GROUP).combine_chunks()
            waiting = [whole.slice(ROWS_PER_GROUP)]
            rows -= ROWS_PER_GROUP
            del whole
    if rows:
        yield pa.concat_tables(waiting).combine_chunks()


def _declared(batch: pa.RecordBatch, table: Table) -> pa.Table:
    """The batch with the columns of the table in declared order and type; anything else is a fault of the room."""
    missing = [name for name in table.names if name not in batch.schema.names]
    if missing or batch.num_columns != len(table.names):
        found = ", ".join(batch.schema.names)
        raise DoorError(f"table {table.name}: expected the columns {', '.join(table.names)}, found {found}")
    columns = pa.Table.from_batches([batch]).select(list(table.names))
    try:
        return columns.cast(table.schema)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise DoorError(f"table {table.name}: a column is not of its declared type: {error}") from error
