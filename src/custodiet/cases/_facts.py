"""What the file of a case may hold: sources, and facts of three kinds that each name one of them."""

from typing import Annotated, Literal, TypeAlias

import msgspec

Sentence: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
FactId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]*$")]
Country: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}$")]
Currency: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{3}$")]
When: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
"""A year, a month or a day: as exact as the source is, never more."""
Exact: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{1,18}(\.\d{1,4})?$")]
"""A decimal number as text, so that no digit is lost or added."""

Confirmed: TypeAlias = Literal["page", "secondary", "unconfirmed"]
State: TypeAlias = Literal["claimed", "documented", "contradicted"]
RoleName: TypeAlias = Literal["funder", "lender", "borrower", "guarantor", "buyer", "contractor", "maker", "operator"]
FinancingKind: TypeAlias = Literal["loan", "grant", "ppp", "fines_share", "budget"]
Precision: TypeAlias = Literal["exact", "about", "at_least", "more_than", "at_most", "planned"]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who says so and where it was read; `published` stands in for an address that is not known.

    Several `addresses` mean that they tell the case together, and that which of them tells which fact is not recorded.
    """

    name: Sentence
    addresses: tuple[Sentence, ...] = ()
    published: When | None = None
    confirmed: Confirmed


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One statement of one source; `contradicts` names the facts of the same file that say otherwise."""

    id: FactId
    state: State
    source: FactId
    contradicts: tuple[FactId, ...] = ()


class Role(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The part that an organisation played; `names` are further spellings by which data may know it."""

    role: RoleName
    organisation: Sentence
    names: tuple[Sentence, ...] = ()
    country: Country | None = None
    note: Sentence | None = None


class Financing(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where money came from and on which terms; `part_of` names the fact whose amount holds this one already."""

    kind: FinancingKind
    amount: Exact | None = None
    currency: Currency | None = None
    date: When | None = None
    rate: Exact | None = None
    term_years: Exact | None = None
    grace_years: Exact | None = None
    part_of: FactId | None = None
    note: Sentence | None = None


class Observation(Fact, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A dated claim: a number with its scope, or an event; without a date where the source states none."""

    date: When | None = None
    scope: Sentence
    text: Sentence
    value: Exact | None = None
    unit: Sentence | None = None
    precision: Precision | None = None


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A source that may answer a question about safeguards: a claim until a person has read and assessed it."""

    question: Sentence
    date: When
    what: Sentence
    source: FactId
