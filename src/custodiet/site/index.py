"""The index of a register, opened for reading by many threads: rows by key, and the rows of one purchase."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from custodiet.register.card import Card
from custodiet.register.index_layout import KEPT, PURCHASE_TABLES, Packing, as_row, purchase_row
from custodiet.register.rows import Row
from custodiet.register.search import open_search
from custodiet.site.links import MOST_CHARS

_AT_ONCE = 500  # values bound in one statement
_cards = msgspec.json.Decoder(Card)


class Index:
    """One `search.sqlite`; each thread has a connection of its own, which can only read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = threading.local()
        self._open: dict[threading.Thread, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self._packing = Packing(self.part("dictionary"))

    def close(self) -> None:
        """Closes the connections of all threads."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        found: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if found is None:
            found = open_search(self._folder)
            self._threads.connection = found
            self._keep(found)
        return found

    def _keep(self, connection: sqlite3.Connection) -> None:
        """Remembers the connection of this thread, and closes those of threads that have ended."""
        with self._lock:
            for ended in [thread for thread in self._open if not thread.is_alive()]:
                self._open.pop(ended).close()
            self._open[threading.current_thread()] = connection

    def part(self, name: str) -> bytes:
        """A single value of the index."""
        found = self.connection.execute("SELECT content FROM part WHERE name = ?", (name,)).fetchone()
        return bytes(found[0]) if found and isinstance(found[0], bytes) else str(found[0] if found else "").encode()

    def kept(self, table: str, column: str, values: Iterable[str | None]) -> list[Row]:
        """The rows of a kept table whose column has one of the values, in the order of the table."""
        if column not in KEPT[table]:
            raise KeyError(f"kept_{table} is not looked up by {column}")
        found: list[tuple[int, bytes]] = []
        wanted = sorted({value for value in values if value is not None})
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f'SELECT at, row FROM kept_{table} WHERE "{column}" IN ({marks})'  # noqa: S608 - names of our layout
            found += self.connection.execute(query, some).fetchall()
        return [as_row(table, msgspec.json.decode(row)) for _at, row in sorted(found)]

    def all_kept(self, table: str, limit: int = -1, after: int = 0) -> Iterator[tuple[int, Row]]:
        """The rows of a kept table with their numbers, in the order of the table."""
        query = f"SELECT at, row FROM kept_{table} WHERE at > ? ORDER BY at LIMIT ?"  # noqa: S608 - a name of our layout
        for at, row in self.connection.execute(query, (after, limit)):
            yield at, as_row(table, msgspec.json.decode(row))

    def cards(self, numbers: Sequence[int]) -> list[Card]:
        """The cards of purchases, in the order of the numbers given."""
        found: dict[int, bytes] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT at, card FROM purchase WHERE at IN ({marks})"  # noqa: S608 - question marks alone
            found.update(self.connection.execute(query, some).fetchall())
        return [_cards.decode(found[number]) for number in numbers]

    def number(self, ocid: str) -> int | None:
        """The number of a purchase."""
        found = self.connection.execute("SELECT at FROM purchase WHERE ocid = ?", (ocid,)).fetchone()
        return None if found is None else int(found[0])

    def unnamed(self, table: str, column: str) -> list[str]:
        """The ids that may be too long for a name in an address: read from the index of ids alone."""
        query = f'SELECT "{column}" FROM {table} WHERE length(CAST("{column}" AS BLOB)) > ? AND '  # noqa: S608 - names of our layout
        long = f'(length("{column}") > ? OR "{column}" GLOB \'*[^A-Za-z0-9._-]*\')'
        return [row[0] for row in self.connection.execute(query + long, (MOST_CHARS // 3, MOST_CHARS))]

    def alike(self, table: str, column: str) -> list[str]:
        """The ids of which another differs in capital letters alone."""
        query = f"""
            SELECT "{column}" FROM {table} WHERE lower("{column}") IN
              (SELECT lower("{column}") FROM {table} GROUP BY 1 HAVING count(DISTINCT "{column}") > 1)
        """  # noqa: S608 - names of our layout
        return [row[0] for row in self.connection.execute(query)]

    def ocids(self, numbers: Sequence[int]) -> Iterator[str]:
        """The ocids of purchases, in the order of the numbers given."""
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT at, ocid FROM purchase WHERE at IN ({marks})"  # noqa: S608 - question marks alone
            found = dict(self.connection.execute(query, some).fetchall())
            yield from (found[number] for number in some)

    def rows_of(self, ocid: str) -> "PurchaseRows | None":
        """All rows kept with a purchase; None where there is no such purchase."""
        found = self.connection.execute("SELECT rows FROM purchase WHERE ocid = ?", (ocid,)).fetchone()
        if found is None:
            return None
        return PurchaseRows(self, ocid, msgspec.json.decode(self._packing.unpack(found[0])))


class PurchaseRows:
    """The rows that an explanation of one purchase asks for."""

    def __init__(self, index: Index, ocid: str, packed: list[list[list[Any]]]) -> None:
        self._index = index
        self._ocid = ocid
        self._tables = dict(zip(PURCHASE_TABLES, packed, strict=True))

    def rows(self, table: str, column: str, values: Iterable[str]) -> list[Row]:
        """The rows whose `column` is one of `values`: of this purchase by its ocid, of others by their key."""
        if column == "ocid" and table in self._tables:
            return [purchase_row(table, self._ocid, row) for row in self._tables[table]]
        return self._index.kept(table, column, values)

    def problems(self, places: Iterable[tuple[str, str]]) -> list[Row]:
        """The problems at or below these places."""
        bases = {(document, pointer) for document, pointer in places if pointer}
        found: dict[int, bytes] = {}
        for document, pointer in _highest(bases):
            rows = self._index.connection.execute(_BELOW, (document, pointer, f"{pointer}/", f"{pointer}0"))
            found.update(rows.fetchall())
        return [as_row("problems", msgspec.json.decode(row)) for _at, row in sorted(found.items())]

    def decisions(self, ocid: str, references: Iterable[str]) -> list[Row]:
        """The decisions on this purchase, or on an organisation that one of the references names."""
        subjects = [f"ocid:{ocid}", *sorted(set(references))]
        found: dict[int, bytes] = {}
        for start in range(0, len(subjects), _AT_ONCE):
            some = subjects[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT at, row FROM decision WHERE subject IN ({marks})"  # noqa: S608 - question marks alone
            found.update(self._index.connection.execute(query, some).fetchall())
        return [as_row("decisions", msgspec.json.decode(row)) for _at, row in sorted(found.items())]


# Every pointer below a place begins with it and a slash; the sign behind the slash is the digit 0.
_BELOW = """
SELECT at, row FROM problem WHERE document_id = ?1 AND pointer = ?2
UNION ALL SELECT at, row FROM problem WHERE document_id = ?1 AND pointer >= ?3 AND pointer < ?4
"""


def _highest(bases: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The places that lie below no other."""
    found: list[tuple[str, str]] = []
    for document, pointer in sorted(bases):
        last = found[-1] if found else ("", "")
        if document != last[0] or not pointer.startswith(f"{last[1]}/"):
            found.append((document, pointer))
    return found
