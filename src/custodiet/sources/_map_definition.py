"""A mapping file as the journalist writes it: which column is what. Read strictly; nothing else has keys for tables.

A plain text in a section is always the name of a column; a fixed text is written `{ constant = "..." }`.
"""

from typing import TypeAlias

import msgspec


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Any part of a mapping file: an unknown key is an error."""


class Field(Definition, frozen=True):
    """A column that needs more than its name, or a fixed text."""

    column: str | None = None
    constant: str | None = None
    pattern: str | None = None
    """A regular expression for the whole cell; its one group is the value."""
    values: dict[str, str] | str | None = None
    """What the publisher's words mean, here or under a name in `words`; an empty text means: not stated."""
    split: str | None = None
    """Mark between several values of one cell."""
    width: int | None = None
    """Digits of a number whose leading zeros a spreadsheet dropped."""
    table: str | None = None
    """Another table, whose `column` is read in the row where its column `where` equals this row's `equals`."""
    where: str | None = None
    equals: str | None = None


Cell: TypeAlias = str | Field


class Party(Definition, frozen=True):
    """An organisation."""

    id: Cell | None = None
    name: Cell | None = None
    legal_name: Cell | None = None
    scheme: Cell | None = None
    identifier: Cell | None = None
    locality: Cell | None = None
    region: Cell | None = None
    country: Cell | None = None


class Code(Definition, frozen=True):
    """A code of a list such as CPV."""

    scheme: Cell
    id: Cell
    label: Cell | None = None


class Rows(Definition, frozen=True):
    """A section that gives one object for each row of a table that states it."""

    table: str | None = None
    """Another table than the main one; its rows are found by its `key`."""
    rows_with: str | None = None
    """Only rows in which this column is stated; without it, rows in which any column of the section is."""
    needs: tuple[str, ...] = ()
    """Columns without which the list is not read: where they lack, the names of its columns would mean another list."""
    id: Cell | None = None


class Attachment(Rows, frozen=True):
    """A file or page of the publisher."""

    type: Cell | None = None
    title: Cell | None = None
    url: Cell | None = None
    published: Cell | None = None
    format: Cell | None = None


class Amendment(Rows, frozen=True):
    """A change to the tender."""

    date: Cell | None = None
    description: Cell | None = None
    rationale: Cell | None = None


class Item(Rows, frozen=True):
    """A good, work or service."""

    description: Cell | None = None
    codes: tuple[Code, ...] = ()
    quantity: Cell | None = None
    unit: Cell | None = None
    unit_amount: Cell | None = None
    unit_currency: Cell | None = None
    lot: Cell | None = None


class Lot(Rows, frozen=True):
    """A part of the tender that is awarded by itself."""

    title: Cell | None = None
    description: Cell | None = None
    status: Cell | None = None
    amount: Cell | None = None
    currency: Cell | None = None


class Bid(Rows, frozen=True):
    """An offer."""

    date: Cell | None = None
    status: Cell | None = None
    amount: Cell | None = None
    currency: Cell | None = None
    lots: Cell | None = None
    tenderer: Party | None = None


class Award(Rows, frozen=True):
    """A decision for a supplier."""

    title: Cell | None = None
    description: Cell | None = None
    status: Cell | None = None
    date: Cell | None = None
    amount: Cell | None = None
    currency: Cell | None = None
    lots: Cell | None = None
    supplier: Party | None = None


class Contract(Rows, frozen=True):
    """A signed contract."""

    award: Cell | None = None
    title: Cell | None = None
    description: Cell | None = None
    status: Cell | None = None
    signed: Cell | None = None
    start: Cell | None = None
    end: Cell | None = None
    amount: Cell | None = None
    currency: Cell | None = None


class Tender(Definition, frozen=True):
    """The call."""

    id: Cell | None = None
    title: Cell | None = None
    description: Cell | None = None
    status: Cell | None = None
    method: Cell | None = None
    method_details: Cell | None = None
    method_rationale: Cell | None = None
    category: Cell | None = None
    award_criteria: Cell | None = None
    published: Cell | None = None
    start: Cell | None = None
    end: Cell | None = None
    tenderers: Cell | None = None
    amount: Cell | None = None
    currency: Cell | None = None
    codes: tuple[Code, ...] = ()


class Planning(Definition, frozen=True):
    """What came before the call."""

    rationale: Cell | None = None
    budget: Cell | None = None
    budget_currency: Cell | None = None
    budget_description: Cell | None = None


class Table(Definition, frozen=True):
    """A further file that belongs to the main one."""

    recognise: tuple[str, ...]
    key: str | None = None
    """The column that equals the main table's `key`; not needed where rows are only looked up by a field."""
    ignore: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


class TableMapping(Definition, frozen=True, eq=False):
    """A mapping file: what the table is, how it is recognised, and which column is what; equal to itself alone."""

    name: str
    recognise: tuple[str, ...]
    ocid: str
    """A text with columns in braces, such as `russia:{id}`."""
    publisher: str | None = None
    licence: str | None = None
    country: str | None = None
    language: str | None = None
    currency: str | None = None
    notice: str | None = None
    """The address of a notice, with columns in braces."""
    release: str = "row"
    """`row`: one process a row. `file`: one process a file, whose lists stand side by side."""
    zone: str | None = None
    decimal: str = "."
    dates: tuple[str, ...] = ()
    currencies: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    """Tables of values that several cells use, each under a name."""
    not_stated: tuple[str, ...] = ()
    key: str | None = None
    ignore: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    tables: dict[str, Table] = {}
    buyer: Party | None = None
    procuring_entity: Party | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    lots: tuple[Lot, ...] = ()
    items: tuple[Item, ...] = ()
    documents: tuple[Attachment, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    bids: tuple[Bid, ...] = ()
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
