"""A table as JSON Lines: one object a row, keys in the order of the columns.

Amounts are numbers with all their digits (read them as decimals, not as floats), lists are arrays, and what is not
stated is null.
"""

from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from custodiet.exports.cells import batches


def write_jsonl(table: pq.ParquetFile, to: Path) -> int:
    """The number of rows written to `to`."""
    encoder = msgspec.json.Encoder(decimal_format="number")
    rows = 0
    with to.open("wb") as out:
        for batch in batches(table):
            out.write(encoder.encode_lines(batch.to_pylist()))
            rows += batch.num_rows
    return rows
