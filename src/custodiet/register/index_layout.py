"""How `search.sqlite` is laid out: what its writer and its readers must agree on.

Purchases are numbered from the newest; sets of purchases are compressed bitmaps of these numbers.

    purchase   at, ocid, card, rows     a row per purchase: its card, and its rows of all tables, packed together
    number     name, at                 ocids, and ids of notices
    facet      facet, value, count, label, purchases      a bitmap for each value of a facet, by falling count
    word       word, heading, text      bitmaps: purchases with the word in a heading; in any text
    beginning  word, heading, text      the same for a beginning that many words share
    term       first, form, technology  the terms of the vocabulary
    column     name, numbers            for each purchase the places of its values in a facet; orders by amount
    problem    document_id, pointer, row                  problems at or below what purchases were read from
    decision   subject, row             decisions of persons, by process or reference of an organisation
    kept_T     row, and the columns by which rows of table T are looked up
    part       name, content            single values: the dictionary of the packing, sums of the whole
"""

import sys
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import pyarrow as pa

from custodiet.model.declared import declared_tables
from custodiet.register.explain import READ_TABLES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SEARCH_FILE = "search.sqlite"
LAYOUT = 3
"""Stands in `PRAGMA user_version`; raised when the layout changes."""

PURCHASE_TABLES = (
    "purchases",
    *READ_TABLES,
    *("origins", "party_organisations", "technologies", "readings", "makers_named", "flags", "safeguards"),
    *("process_places", "process_purposes", "comparisons"),
)
"""Tables whose rows are kept with their purchase."""

KEPT = {
    "documents": ("document_id",),
    "organisations": ("organisation_id",),
    "places": ("place_id", "country"),
    "cases": ("case",),
    "roles": ("case",),
    "financing": ("case",),
    "observations": ("case",),
    "spending": ("place_id",),
    "links": ("organisation_a", "organisation_b"),
    "list_hits": ("organisation_id",),
    "indicator_counts": ("indicator",),
    "coverage": ("country", "year"),
    "flags": ("subject_id",),
    "safeguards": ("ocid",),
}
"""Tables whose rows are kept by themselves, with the columns by which they are looked up: of `flags` those on
organisations, of `safeguards` those of cases."""

FACETS = (
    *("technology", "country", "place", "buyer", "supplier", "maker", "state", "year"),
    *("currency", "amount", "usd", "flag", "safeguard"),
)
WIDE = ("place", "buyer", "supplier")
"""Facets of very many values, which are counted by a column and not value by value."""
LONGEST_WORD = 60
"""Letters of a word that are kept."""
ANY_BEGINNING = "*"
"""The first letters of a term that may stand inside a word."""
FIRST_LETTERS = 3
"""Letters by which a term is looked up; fewer where it begins with a shorter stem."""
NONE = "none"
"""The value of a facet where nothing is stated."""


def _texts(keys: tuple[str, ...]) -> str:
    return ", ".join(f'"{key}" TEXT' for key in keys)


SCHEMA = (
    "CREATE TABLE purchase (at INTEGER PRIMARY KEY, ocid TEXT NOT NULL, card BLOB NOT NULL, rows BLOB NOT NULL)",
    "CREATE TABLE number (name TEXT NOT NULL, at INTEGER NOT NULL)",
    "CREATE TABLE facet (facet TEXT, value TEXT, place INTEGER, count INTEGER, label TEXT, purchases BLOB NOT NULL)",
    "CREATE TABLE word (word TEXT NOT NULL, heading BLOB, text BLOB)",
    "CREATE TABLE beginning (word TEXT NOT NULL, heading BLOB, text BLOB)",
    "CREATE TABLE term (first TEXT NOT NULL, form TEXT NOT NULL, technology TEXT NOT NULL)",
    "CREATE TABLE column (name TEXT NOT NULL, numbers BLOB NOT NULL)",
    "CREATE TABLE problem (at INTEGER PRIMARY KEY, document_id TEXT, pointer TEXT, row BLOB NOT NULL)",
    "CREATE TABLE decision (at INTEGER, subject TEXT NOT NULL, row BLOB NOT NULL)",
    "CREATE TABLE part (name TEXT NOT NULL, content BLOB NOT NULL)",
    *(f"CREATE TABLE kept_{table} (at INTEGER PRIMARY KEY, {_texts(keys)}, row BLOB)" for table, keys in KEPT.items()),
)
INDEXES = (
    "CREATE UNIQUE INDEX purchase_ocid ON purchase (ocid)",
    "CREATE INDEX number_name ON number (name)",
    "CREATE UNIQUE INDEX facet_value ON facet (facet, value)",
    "CREATE UNIQUE INDEX facet_place ON facet (facet, place)",
    "CREATE UNIQUE INDEX word_word ON word (word)",
    "CREATE UNIQUE INDEX beginning_word ON beginning (word)",
    "CREATE INDEX problem_place ON problem (document_id, pointer)",
    "CREATE INDEX decision_subject ON decision (subject)",
    *(f'CREATE INDEX "kept_{table}_{key}" ON kept_{table} ("{key}")' for table, keys in KEPT.items() for key in keys),
)

Packed = Sequence[Sequence[Sequence[Any]]]
"""For each of PURCHASE_TABLES its rows, each the values of the columns but the ocid."""


class Packing:
    """Packs the rows of a purchase, with a dictionary of what such rows look like."""

    def __init__(self, dictionary: bytes) -> None:
        self._dictionary = zstd.ZstdDict(dictionary, is_raw=True) if dictionary else None
        digested = self._dictionary and self._dictionary.as_digested_dict
        self._compressor = zstd.ZstdCompressor(3, zstd_dict=digested)

    def pack(self, plain: bytes) -> bytes:
        """The packed bytes of `plain`: a frame for itself."""
        return self._compressor.compress(plain, zstd.ZstdCompressor.FLUSH_FRAME)

    def unpack(self, packed: bytes) -> bytes:
        """The bytes that were packed."""
        return zstd.decompress(packed, self._dictionary and self._dictionary.as_digested_dict)


def plain(rows: Any) -> bytes:
    """Rows as JSON; amounts become their exact decimal text."""
    return msgspec.json.encode(rows)


def as_row(table: str, values: Sequence[Any]) -> dict[str, Any]:
    """The values of a row under the names of its columns, amounts as decimals."""
    names, amounts = columns(table)
    row = dict(zip(names, values, strict=True))
    for name in amounts:
        if row[name] is not None:
            row[name] = Decimal(row[name])
    return row


@cache
def columns(table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a declared table, and those that hold exact decimals."""
    declared = declared_tables()[table]
    return declared.names, tuple(one.name for one in declared.columns if pa.types.is_decimal(one.type))


@cache
def columns_without_ocid(table: str) -> tuple[str, ...]:
    """The columns of a table whose rows are kept with their purchase."""
    return tuple(name for name in columns(table)[0] if name != "ocid")


def purchase_row(table: str, ocid: str, values: Sequence[Any]) -> dict[str, Any]:
    """A row kept with its purchase, with the columns in their order."""
    names, amounts = columns(table)
    rest = iter(values)
    row = {name: ocid if name == "ocid" else next(rest) for name in names}
    for name in amounts:
        if row[name] is not None:
            row[name] = Decimal(row[name])
    return row
