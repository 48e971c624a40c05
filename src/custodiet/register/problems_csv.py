"""`problems.csv`: every thing that was set aside, repaired, doubted or removed, as a list that opens anywhere."""

import csv
from pathlib import Path

import pyarrow.parquet as pq

from custodiet.model.tables import PROBLEMS

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def write_problems_csv(folder: Path) -> None:
    """Writes the table `problems` beside the tables, with the name of each document; no cell begins a formula."""
    names = dict(
        zip(
            *(
                pq.read_table(folder / "tables" / "documents.parquet").column(one).to_pylist()
                for one in ("document_id", "name")
            ),
            strict=True,
        )
    )
    with (
        (folder / "problems.csv").open("w", encoding="utf-8-sig", newline="") as file,
        pq.ParquetFile(folder / "tables" / "problems.parquet") as table,
    ):
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["document", *PROBLEMS.names])
        for batch in table.iter_batches():
            for row in zip(*(batch.column(name).to_pylist() for name in PROBLEMS.names), strict=True):
                writer.writerow([_plain(names.get(row[0], "")), *map(_plain, row)])


def _plain(cell: str | None) -> str:
    text = cell or ""
    return f"'{text}" if text.startswith(_RISKY) else text
