"""An OCDS release as custodiet reads it: the fields that become statements, and nothing that shows a person.

Fields that are not named here are skipped by the decoder, contact points among them. Objects that become rows may
carry `@pointer` and `@document`: where they stand, given by converters of other formats and by the merge of several
releases; without them the place follows from the position in the release. `@origins` names, for a merged object, the
fields that another release stated, each with the document and pointer of the object there.
"""

from typing import TypeAlias

import msgspec

Text: TypeAlias = str | None
Id: TypeAlias = str | int | None
Number: TypeAlias = int | float | None


class Part(msgspec.Struct, gc=False, kw_only=True):
    """What every object of a release may carry."""

    pointer: Text = msgspec.field(default=None, name="@pointer")
    document: Text = msgspec.field(default=None, name="@document")
    origins: dict[str, tuple[str, str]] | None = msgspec.field(default=None, name="@origins")


class Value(msgspec.Struct, gc=False):
    """An amount of money in its currency."""

    amount: Number = None
    currency: Text = None


class Period(msgspec.Struct, gc=False, rename="camel"):
    """Two dates as published."""

    start_date: Text = None
    end_date: Text = None


class Identifier(msgspec.Struct, gc=False, rename="camel"):
    """A number in a register of organisations."""

    scheme: Text = None
    id: Id = None
    legal_name: Text = None
    uri: Text = None


class Address(msgspec.Struct, gc=False, rename="camel"):
    """A place, never finer than a settlement: streets and postal codes are not read."""

    locality: Text = None
    region: Text = None
    country_name: Text = None


class Organization(Part, gc=False, rename="camel"):
    """An organisation, or a reference to one (OCDS 1.0 embeds the whole organisation)."""

    id: Id = None
    name: Text = None
    identifier: Identifier | None = None
    additional_identifiers: list[Identifier] | None = None
    address: Address | None = None
    roles: list[str] | None = None


class Classification(msgspec.Struct, gc=False):
    """A code of a list such as CPV, with its label."""

    scheme: Text = None
    id: Id = None
    description: Text = None


class Unit(msgspec.Struct, gc=False):
    """The unit of an item and its price."""

    name: Text = None
    value: Value | None = None


class Item(Part, gc=False, rename="camel"):
    """A good, work or service."""

    id: Id = None
    description: Text = None
    classification: Classification | None = None
    additional_classifications: list[Classification] | None = None
    quantity: Number = None
    unit: Unit | None = None
    related_lot: Id = None


class Document(Part, gc=False, rename="camel"):
    """A file or page that the publisher attached."""

    id: Id = None
    document_type: Text = None
    title: Text = None
    url: Text = None
    date_published: Text = None
    format: Text = None
    language: Text = None


class Amendment(Part, gc=False, rename="camel"):
    """A change to a tender, award or contract."""

    id: Id = None
    date: Text = None
    description: Text = None
    rationale: Text = None


class Lot(Part, gc=False, rename="camel"):
    """A part of a tender that is awarded by itself."""

    id: Id = None
    title: Text = None
    description: Text = None
    status: Text = None
    value: Value | None = None


class Tender(Part, gc=False, rename="camel"):
    """The call."""

    id: Id = None
    title: Text = None
    description: Text = None
    status: Text = None
    procuring_entity: Organization | None = None
    value: Value | None = None
    procurement_method: Text = None
    procurement_method_details: Text = None
    procurement_method_rationale: Text = None
    main_procurement_category: Text = None
    award_criteria: Text = None
    date_published: Text = None
    tender_period: Period | None = None
    number_of_tenderers: Number = None
    classification: Classification | None = None
    additional_classifications: list[Classification] | None = None
    tenderers: list[Organization] | None = None
    items: list[Item] | None = None
    lots: list[Lot] | None = None
    documents: list[Document] | None = None
    amendments: list[Amendment] | None = None


class Bid(Part, gc=False, rename="camel"):
    """An offer."""

    id: Id = None
    date: Text = None
    status: Text = None
    tenderers: list[Organization] | None = None
    value: Value | None = None
    related_lots: list[Id] | None = None
    documents: list[Document] | None = None


class Bids(msgspec.Struct, gc=False):
    """The offers of a process (OCDS extension `bids`)."""

    details: list[Bid] | None = None


class Award(Part, gc=False, rename="camel"):
    """A decision for one or several suppliers."""

    id: Id = None
    title: Text = None
    description: Text = None
    status: Text = None
    date: Text = None
    value: Value | None = None
    suppliers: list[Organization] | None = None
    items: list[Item] | None = None
    related_lots: list[Id] | None = None
    documents: list[Document] | None = None
    amendments: list[Amendment] | None = None


class Transaction(Part, gc=False, rename="camel"):
    """A payment."""

    id: Id = None
    date: Text = None
    value: Value | None = None


class Implementation(msgspec.Struct, gc=False):
    """What happened under a contract."""

    transactions: list[Transaction] | None = None
    documents: list[Document] | None = None


class Contract(Part, gc=False, rename="camel"):
    """A signed contract."""

    id: Id = None
    award_id: Id = msgspec.field(default=None, name="awardID")
    title: Text = None
    description: Text = None
    status: Text = None
    date_signed: Text = None
    period: Period | None = None
    value: Value | None = None
    items: list[Item] | None = None
    documents: list[Document] | None = None
    amendments: list[Amendment] | None = None
    implementation: Implementation | None = None


class Budget(msgspec.Struct, gc=False):
    """Planned money."""

    amount: Value | None = None
    description: Text = None
    project: Text = None


class Planning(Part, gc=False):
    """What came before the call."""

    rationale: Text = None
    budget: Budget | None = None
    documents: list[Document] | None = None


class Release(Part, gc=False, rename="camel"):
    """One release, or the compiled state of a contracting process."""

    ocid: Text = None
    id: Id = None
    date: Text = None
    language: Text = None
    tag: list[str] | None = None
    initiation_type: Text = None
    parties: list[Organization] | None = None
    buyer: Organization | None = None
    planning: Planning | None = None
    tender: Tender | None = None
    bids: Bids | None = None
    awards: list[Award] | None = None
    contracts: list[Contract] | None = None
