"""Rows chosen from the file of a table, read a row group at a time: the others are never all held."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Column: TypeAlias = pa.Array | pa.ChunkedArray
_BYTES_OF_A_CODE = 4  # that a dictionary takes for each of its rows at most, its texts among them


def file_in(name: str, tables: Path, beside: Path | None) -> Path:
    """The file of a table beside the others, else among them."""
    nearer = tables if beside is None else beside
    return nearer / f"{name}.parquet" if (nearer / f"{name}.parquet").is_file() else tables / f"{name}.parquet"


def rows_of(file: Path, ocids: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of these processes in the order of the file, with all columns or some."""
    return rows_where(file, ["ocid"], lambda rows: _is_in(rows["ocid"].combine_chunks(), ocids), columns)


def rows_where(
    file: Path, keys: Sequence[str], wanted: Callable[[pa.Table], Column], columns: Sequence[str] | None = None
) -> pa.Table:
    """The rows that are wanted by their keys, in the order of the file, with all columns or some."""
    schema = pq.read_schema(file)
    schema = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    groups = groups_where(file, keys, wanted, schema.names)
    return pa.concat_tables([schema.empty_table(), *(group.cast(schema) for group in groups)])


def rows_from(file: Path, first: int) -> pa.Table:
    """The rows of a file from a number on; the row groups before it are not read."""
    with pq.ParquetFile(file) as table:
        sizes = [table.metadata.row_group(group).num_rows for group in range(table.num_row_groups)]
        starts = list(accumulate(sizes, initial=0))
        skipped = sum(end <= first for end in starts[1:])
        return table.read_row_groups(list(range(skipped, len(sizes)))).slice(first - starts[skipped])


def groups_where(
    file: Path, keys: Sequence[str], wanted: Callable[[pa.Table], Column], columns: Sequence[str]
) -> Iterator[pa.Table]:
    """The rows that are wanted by their keys, row group by row group.

    A column that the file keeps as a dictionary comes as one: with the texts of all rows of its group, wanted or not.
    """
    others = [name for name in columns if name not in keys]
    about = pq.read_metadata(file)
    with pq.ParquetFile(file, metadata=about, read_dictionary=_dictionaries(about)) as table:
        for group in range(table.num_row_groups):
            found = table.read_row_group(group, columns=list(keys))
            chosen = wanted(found)
            if pc.any(chosen).as_py():
                rest = table.read_row_group(group, columns=others)
                for name in others:
                    found = found.append_column(rest.schema.field(name), rest[name])
                yield found.select(list(columns)).filter(chosen)


def _dictionaries(about: pq.FileMetaData) -> list[str]:
    """The columns of texts that a file keeps as dictionaries: read as such, no text is copied for each row.

    A column of many different texts begins as one and goes on without; to make it one takes longer than the copies.
    """
    group = about.row_group(0) if about.num_row_groups else None
    columns = [group.column(at) for at in range(group.num_columns)] if group else []
    return [
        one.path_in_schema
        for one in columns
        if one.physical_type == "BYTE_ARRAY"
        and "RLE_DICTIONARY" in one.encodings
        and one.total_uncompressed_size < _BYTES_OF_A_CODE * one.num_values
        and "." not in one.path_in_schema
    ]


def _is_in(ocid: pa.Array, ocids: pa.Array) -> Column:
    """Whether each of the texts is one of `ocids`; of a dictionary each text is looked up once."""
    if not pa.types.is_dictionary(ocid.type):
        return pc.is_in(ocid, ocids)
    return pc.is_in(ocid.dictionary, ocids).take(ocid.indices)
