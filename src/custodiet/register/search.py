"""The index of a register, `search.sqlite`: made from the tables, holding nothing that they lack.

It answers what a site asks in a few reads: the rows of one purchase, and which purchases have these words and these
values. Rows go in in a fixed order in one transaction, with a fixed page size and no journal, so that the same tables
give the same bytes with the same SQLite and zstd. `index_layout` says what is in it.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.errors import RegisterError
from custodiet.model.organisation_tables import SOLE_TRADER
from custodiet.register.card import Card, card
from custodiet.register.explain import READ_TABLES
from custodiet.register.index_facets import Facets
from custodiet.register.index_kept import write_decisions, write_kept, write_problems
from custodiet.register.index_layout import (
    ANY_BEGINNING,
    FIRST_LETTERS,
    INDEXES,
    LAYOUT,
    PURCHASE_TABLES,
    SCHEMA,
    SEARCH_FILE,
    Packing,
    plain,
)
from custodiet.register.index_rows import Gathered, gathered, numbered
from custodiet.register.index_words import Words
from custodiet.register.rows import highest
from custodiet.text.search_words import SOUND

_DICTIONARY_BYTES = 64 * 1024
_DICTIONARY_PURCHASES = 40


def write_search(folder: Path, beside: Path | None = None) -> int:
    """The number of purchases indexed into `search.sqlite` of a register that is being built.

    Tables `beside` it are read instead of those that hold more than the rows of purchases.
    """
    file = folder / SEARCH_FILE
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as index:
        for setting in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF", f"user_version = {LAYOUT}"):
            index.execute(f"PRAGMA {setting}")
        index.execute("BEGIN")
        for statement in SCHEMA:
            index.execute(statement)
        number = _Writing(folder / "tables", beside, index).write()
        for statement in INDEXES:
            index.execute(statement)
        index.execute("COMMIT")
        index.execute("VACUUM")
    return number


def open_search(folder: Path) -> sqlite3.Connection:
    """The index of a finished register, open for reading alone; usable from any one thread at a time."""
    file = folder / SEARCH_FILE
    if not file.is_file():
        raise RegisterError(f"{folder} has no {SEARCH_FILE}; build the register again")
    index = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        layout = index.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        index.close()
        raise RegisterError(f"{file} is damaged ({error}); build the register again") from error
    if layout != LAYOUT:
        index.close()
        raise RegisterError(f"{file} has layout {layout}, this version reads layout {LAYOUT}; build the register again")
    return index


class _Writing:
    """One index while it is written."""

    def __init__(self, tables: Path, beside: Path | None, index: sqlite3.Connection) -> None:
        self._tables, self._beside = tables, beside
        self._index = index
        self._words, self._facets = Words(), Facets()
        self._places = {row["place_id"]: row for row in _rows(tables, "places")}
        self._names: dict[str, list[str]] = {}
        self._traders: set[str] = set()
        self._bases: dict[tuple[str, str], int] = {}

    def write(self) -> int:
        """Writes everything; the number of purchases."""
        ocids = numbered(self._tables)
        organisations = self._organisations(ocids)
        self._purchases(ocids)
        self._words.write(self._index)
        self._facets.write(self._index, self._label)
        write_problems(self._tables, self._index, self._bases)
        write_decisions(self._tables, self._index)
        write_kept(self._tables, self._index, organisations)
        self._terms()
        self._index.execute("INSERT INTO part VALUES ('purchases', ?)", (str(len(ocids)),))
        return len(ocids)

    def _organisations(self, ocids: list[str]) -> set[str]:
        """The organisations of the purchases; their names are kept for cards and words.

        Natural persons who trade are none of them: they have no page, and nobody can be looked up by one.
        """
        chosen = pa.array(ocids, pa.string())
        found: set[str] = set()
        for batch in _batches(self._tables, "party_organisations", ["ocid", "organisation_id"]):
            found.update(batch.filter(pc.is_in(batch["ocid"], chosen))["organisation_id"].to_pylist())
        for batch in _batches(self._tables, "organisations", ["organisation_id", "name", "names", "kind"]):
            for row in batch.filter(
                pc.is_in(batch["organisation_id"], pa.array(sorted(found), pa.string()))
            ).to_pylist():
                self._names[row["organisation_id"]] = list(dict.fromkeys([row["name"] or "", *(row["names"] or [])]))
                if row["kind"] == SOLE_TRADER:
                    self._traders.add(row["organisation_id"])
        return found - self._traders

    def _purchases(self, ocids: list[str]) -> None:
        """Writes a row per purchase; the dictionary of the packing is made of the newest ones."""
        purchases = gathered(self._tables, ocids, beside=self._beside)
        first = [(one, self._packed(one)) for one in islice(purchases, _DICTIONARY_PURCHASES)]
        dictionary = b"".join(rows for _one, rows in reversed(first))[-_DICTIONARY_BYTES:]
        self._index.execute("INSERT INTO part VALUES ('dictionary', ?)", (dictionary,))
        packing = Packing(dictionary)
        self._index.executemany(
            "INSERT INTO purchase VALUES (?, ?, ?, ?)",
            (
                (one.at, one.ocid, plain(self._taken_in(one)), packing.pack(rows))
                for one, rows in chain(first, ((one, self._packed(one)) for one in purchases))
            ),
        )

    @staticmethod
    def _packed(one: Gathered) -> bytes:
        return plain([one.rows.get(name, ()) for name in PURCHASE_TABLES])

    def _taken_in(self, one: Gathered) -> Card:
        """The card of a purchase, whose words and values are taken in, and the places it was read from."""
        purchase = one.dicts("purchases")[0]
        located = one.dicts("process_places")
        place = self._places.get(located[0]["place_id"]) if located else None
        flags = {indicator for indicator, state in one.values("flags", "indicator", "state") if state == "flagged"}
        shown = card(purchase, place, self._suppliers(purchase), tuple(sorted(flags)))
        self._facets.add(one.at, shown, sorted(set(one.values("safeguards", "question", "state"))))
        self._words.add(one.at, self._headings(purchase, place), self._texts(one))
        read = {where for table in READ_TABLES for where in one.values(table, "document_id", "pointer")}
        self._bases.update(dict.fromkeys(highest(read), one.at))
        number = purchase["ocid"], *(name for (name,) in one.values("processes", "release_id") if name)
        self._index.executemany("INSERT INTO number VALUES (?, ?)", [(name, one.at) for name in sorted(set(number))])
        return shown

    def _suppliers(self, purchase: Mapping[str, Any]) -> tuple[tuple[str | None, str], ...]:
        known = tuple(
            (None if one in self._traders else one, self._name(one) or one)
            for one in purchase["suppliers"] or ()
            if one
        )
        return known or tuple((None, name) for name in purchase["supplier_names"] or () if name)

    def _name(self, organisation: str) -> str | None:
        return next(iter(self._names.get(organisation, ())), None) or None

    def _headings(self, purchase: Mapping[str, Any], place: Mapping[str, Any] | None) -> Iterator[str | None]:
        """What a purchase is called, and what it is known by."""
        yield from (purchase["title"], purchase["buyer_name"])
        yield from (purchase["settlement"], purchase["region"], *(purchase["supplier_names"] or ()))
        yield from (purchase["makers"] or ())
        for organisation in (purchase["buyer"], *(purchase["suppliers"] or ())):
            yield from self._names.get(organisation, ())
        if place is not None:
            yield from (place["name"], place["region_name"], *(place["names"] or ()))

    @staticmethod
    def _texts(one: Gathered) -> Iterator[str | None]:
        """What else is written of a purchase."""
        for table, columns in (
            ("processes", ("description", "procuring_entity_name", "title")),
            ("lots", ("title", "description")),
            ("items", ("description", "code_description")),
            ("awards", ("title", "description")),
            ("contracts", ("title", "description")),
            ("technologies", ("words",)),
            ("makers_named", ("words", "product")),
        ):
            for values in one.values(table, *columns):
                yield from values

    def _label(self, facet: str, value: str) -> str | None:
        if facet == "place":
            return self._places[value]["name"] if value in self._places else None
        return self._name(value) if facet in {"buyer", "supplier"} else None

    def _terms(self) -> None:
        """The forms of the vocabulary's terms by the letters they begin with."""
        rows = {
            (mark + (ANY_BEGINNING if choice.startswith("*") else choice.strip("*")[:FIRST_LETTERS]), form, technology)
            for row in _rows(self._tables, "terms")
            for technology in (row["technology"],)
            for mark, written in (("", row["forms"]), (SOUND, row["sounds"]))
            for form in written or ()
            for choice in form.split(" ", 1)[0].split("|")
        }
        self._index.executemany("INSERT INTO term VALUES (?, ?, ?)", sorted(rows))


def _batches(tables: Path, name: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    file = tables / f"{name}.parquet"
    if file.is_file():
        with pq.ParquetFile(file) as table:
            yield from table.iter_batches(columns=columns)


def _rows(tables: Path, name: str) -> list[dict[str, Any]]:
    file = tables / f"{name}.parquet"
    found: list[dict[str, Any]] = pq.read_table(file).to_pylist() if file.is_file() else []
    return found
