"""The page of an organisation: what it buys or supplies, what it is to others, and what only may be the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.find import FacetValue, Found, counts, find
from custodiet.site.query import Query
from custodiet.site.sentences import Sentence, say
from custodiet.site.signals import Signals, signals
from custodiet.site.site import Site

POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Part:
    """The purchases in which it plays one part."""

    role: str
    query: Query
    found: Found
    technologies: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation; possible matches and hits on lists stand apart and are never counted."""

    organisation: Mapping[str, Any]
    parts: tuple[Part, ...]
    links: Sequence[Mapping[str, Any]]
    possible: Sequence[Mapping[str, Any]]
    hits: Sequence[Mapping[str, Any]]
    signals: Signals
    not_known: tuple[Sentence, ...]


def organisation_page(site: Site, organisation_id: str) -> OrganisationPage | None:
    """The page of an organisation; None where the register has none of that id in any purchase."""
    row = site.store.organisation(organisation_id)
    if row is None:
        return None
    parts = tuple(one for role in ("buyer", "supplier") if (one := _part(site, role, organisation_id)).found.total)
    links = site.store.links(organisation_id)
    return OrganisationPage(
        organisation=row,
        parts=parts,
        links=[one for one in links if one["relation"] != POSSIBLE],
        possible=[one for one in links if one["relation"] == POSSIBLE],
        hits=site.store.list_hits(organisation_id),
        signals=signals(site.store.flags_of(organisation_id), site.definitions),
        not_known=tuple(_not_known(row, parts)),
    )


def _part(site: Site, role: str, organisation_id: str) -> Part:
    query = Query(buyer=(organisation_id,)) if role == "buyer" else Query(supplier=(organisation_id,))
    return Part(role, query, find(site.store, query, limit=10), counts(site.store, query, "technology"))


def _not_known(row: Mapping[str, Any], parts: Sequence[Part]) -> Iterator[Sentence]:
    if not row["identifiers"]:
        yield say("No registry number is stated: another body of the same name cannot be told apart.")
    if row["country"] is None:
        yield say("The country is not stated.")
    if not parts:
        yield say("It is named in documents read, but as no buyer or supplier of a purchase in this register.")
    yield say("Who owns it or decides in it is not told here: this register watches institutions, never persons.")
