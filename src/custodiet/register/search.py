"""The index for searching purchases by words: `search.sqlite`, made from the tables and holding nothing they lack.

Words are found without regard to case and accents, and by their beginning. Rows go in by ocid in one transaction, with
a fixed page size and no journal, so that the same tables give the same bytes with the same SQLite.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.errors import RegisterError

SEARCH_FILE = "search.sqlite"
LAYOUT = 1
"""Stands in `PRAGMA user_version`; raised when the columns change."""

# The modifier apostrophe is a letter to Unicode: without this rule Ukrainian words would hold together in one spelling
# of the apostrophe and fall apart in the others.
_SCHEMA = """
CREATE VIRTUAL TABLE purchases USING fts5(
  ocid UNINDEXED, title, description, buyer, suppliers, place, technologies,
  prefix = '2 3', tokenize = "unicode61 remove_diacritics 2 separators 'ʼ'"
)
"""
# The numbers weigh the columns in their order: a word of the title says most, one of the description least.
_FIND = """
SELECT ocid FROM purchases WHERE purchases MATCH ?
ORDER BY bm25(purchases, 0, 10, 2, 5, 5, 5, 5), ocid LIMIT ? OFFSET ?
"""
_COLUMNS = (
    "ocid",
    "title",
    "buyer_name",
    "supplier_names",
    "makers",
    "settlement",
    "region",
    "country",
    "technologies",
)
_ROWS = 65_536


def write_search(folder: Path) -> int:
    """The number of purchases indexed into `search.sqlite` of a register that is being built."""
    file = folder / SEARCH_FILE
    file.unlink(missing_ok=True)
    rows = sorted(_rows(folder / "tables"))
    with closing(sqlite3.connect(file, isolation_level=None)) as index:
        for setting in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", f"user_version = {LAYOUT}"):
            index.execute(f"PRAGMA {setting}")
        index.execute("BEGIN")
        index.execute(_SCHEMA)
        index.executemany("INSERT INTO purchases VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        index.execute("INSERT INTO purchases (purchases) VALUES ('optimize')")
        index.execute("COMMIT")
        index.execute("VACUUM")
    return len(rows)


def open_search(folder: Path) -> sqlite3.Connection:
    """The index of a finished register, open for reading alone; usable from any one thread at a time."""
    file = folder / SEARCH_FILE
    if not file.is_file():
        raise RegisterError(f"{folder} has no {SEARCH_FILE}; build the register again")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def matches(index: sqlite3.Connection, text: str, *, limit: int = 50, offset: int = 0) -> list[str]:
    """The ocids of the purchases that hold every word of `text`, best first, ties by ocid."""
    query = _query(text)
    if not query:
        return []
    return [ocid for (ocid,) in index.execute(_FIND, (query, limit, offset))]


def _query(text: str) -> str:
    """Each word as a quoted beginning of a word: no sign of the query language has a meaning in it."""
    words = text.replace("\0", " ").split()
    return " AND ".join(f'"{word.replace(chr(34), chr(34) * 2)}"*' for word in words if any(map(str.isalnum, word)))


def _rows(tables: Path) -> Iterator[tuple[str, ...]]:
    """What is indexed of each purchase; a text that is not stated is empty."""
    purchases = pq.read_table(tables / "purchases.parquet", columns=list(_COLUMNS))
    descriptions = _descriptions(tables / "processes.parquet", purchases["ocid"])
    for row in purchases.to_pylist():
        names = [*(row["supplier_names"] or []), *(row["makers"] or [])]
        place = [row[name] for name in ("settlement", "region", "country") if row[name] is not None]
        yield (
            row["ocid"],
            row["title"] or "",
            descriptions.get(row["ocid"]) or "",
            row["buyer_name"] or "",
            "; ".join(names),
            ", ".join(place),
            "; ".join(row["technologies"] or []),
        )


def _descriptions(file: Path, ocids: pa.ChunkedArray) -> dict[str, str | None]:
    """The description of each of these processes."""
    found: dict[str, str | None] = {}
    with pq.ParquetFile(file) as processes:
        for batch in processes.iter_batches(_ROWS, columns=["ocid", "description"]):
            wanted = batch.filter(pc.is_in(batch["ocid"], value_set=ocids))
            found.update(zip(wanted["ocid"].to_pylist(), wanted["description"].to_pylist(), strict=True))
    return found
