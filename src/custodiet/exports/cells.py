"""Columns of a table as the cells of a file that people open: text, plain numbers, nothing that runs."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.errors import RegisterError
from custodiet.text.formulas import FORMULA

LIST_JOINER = "; "
_ROWS = 8_192  # wide rows with long texts stay far below the memory of a small machine


def batches(table: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
    """The rows of a table in small batches; raises RegisterError where a number is none (NaN or infinite)."""
    for batch in table.iter_batches(_ROWS):
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if pa.types.is_floating(column.type) and not pc.all(pc.is_finite(column), min_count=0).as_py():
                raise RegisterError(f"column {name} holds a number that is not finite; build the register again")
        yield batch


def is_text(column: pa.Array) -> bool:
    """Whether cells of this column are words and not numbers."""
    return bool(pa.types.is_string(column.type) or pa.types.is_list(column.type))


def as_text(column: pa.Array) -> pa.Array:
    """Each cell as text: lists joined by `; `, numbers without exponent, what is not stated as null."""
    if pa.types.is_string(column.type):
        return column
    if pa.types.is_list(column.type):
        return pa.array([_joined(values) for values in column.to_pylist()], pa.string())
    if pa.types.is_floating(column.type):
        return pa.array([plain(value) for value in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


def neutral(texts: pa.Array) -> pa.Array:
    """The texts with an apostrophe before each that a spreadsheet would take for a formula."""
    formulas = pc.match_substring_regex(texts, FORMULA)
    return changed(texts, formulas, lambda: pc.binary_join_element_wise("'", texts, ""))


def changed(texts: pa.Array, where: pa.Array, make: Callable[[], pa.Array]) -> pa.Array:
    """The texts with those of `make` where `where` is true; nothing is made for a column without any."""
    return pc.if_else(where, make(), texts) if pc.any(where).as_py() else texts


def plain(value: float | None) -> str | None:
    """A number as its shortest exact decimal text, without exponent and trailing `.0`."""
    return None if value is None else f"{Decimal(repr(value)):f}".removesuffix(".0")


def _joined(values: list[str | None] | None) -> str | None:
    return None if values is None else LIST_JOINER.join(value for value in values if value is not None)
