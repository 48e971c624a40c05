"""Columns of texts held with each different text once, so that millions of mentions take no room for each word."""

import pyarrow as pa
import pyarrow.compute as pc

JOINT = "\x1f"
"""Stands between the texts of a list."""


def texts_once(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The column in one piece, each different text once; the texts of a list are joined."""
    if pa.types.is_list(column.type):
        column = pa.chunked_array(list(map(_joined, column.chunks)), pa.dictionary(pa.int32(), pa.string()))
    return column.combine_chunks().dictionary_encode()


def _joined(lists: pa.ListArray) -> pa.DictionaryArray:
    return pc.binary_join(lists.cast(pa.list_(pa.string())), JOINT).dictionary_encode()
