"""The organisations of one process: one row each, however often and in whichever part of the release it is named."""

import functools
from typing import Any, TypeAlias

from custodiet.model.release import Address, Identifier, Organization
from custodiet.problems import REMOVED, Problem
from custodiet.releases import minimise
from custodiet.releases.rows import Rows
from custodiet.text.countries import country_code

_NO_IDENTIFIER = Identifier()
_NO_ADDRESS = Address()


class Parties:
    """Gathers the parties of a process; `refer` gives the id under which the process knows an organisation."""

    def __init__(self, rows: Rows, ocid: str, document_id: str, base: str) -> None:
        self._rows, self._ocid, self._document_id, self._base = rows, ocid, document_id, base
        self._known: dict[str, tuple[str, list[Any], set[str]]] = {}

    def refer(self, organization: Organization, role: str, place: str) -> str | None:
        """The party id of an organisation named at `place`; None where it has neither id nor name."""
        key = organization.id if organization.id is not None else organization.name
        if key is None or key == "":
            return None
        known = self._known.get(str(key))
        if known is None:
            known = self._add(str(key), organization, place)
        if role:
            known[2].add(role)
        return known[0]

    def name(self, organization: Organization | None) -> str | None:
        """The name of an organisation as it may be shown, as printed in this reference."""
        if organization is None or organization.name is None:
            return None
        key = str(organization.id if organization.id is not None else organization.name)
        known = self._known.get(key)
        if known is not None and known[0].startswith("person-"):
            shown: str | None = known[1][4]
            return shown
        return organization.name

    def country(self, party_id: str | None) -> str | None:
        """The country of a party as alpha-2 code."""
        for known_id, row, _roles in self._known.values():
            if known_id == party_id:
                return country_code(row[11])
        return None

    def write(self) -> None:
        """Adds the gathered parties to the rows, in the order in which they were met."""
        self._rows.parties.extend((*row, sorted(roles)) for _id, row, roles in self._known.values())

    def _add(self, key: str, organization: Organization, place: str) -> tuple[str, list[Any], set[str]]:
        identifier, address = organization.identifier or _NO_IDENTIFIER, organization.address or _NO_ADDRESS
        pointer = organization.pointer or self._base + place
        document_id = organization.document or self._document_id
        number = None if identifier.id is None else str(identifier.id)
        region, country = address.region, address.country_name
        stated = (organization.name, identifier.legal_name, identifier.scheme, number)
        party_id, known, is_person = _firm(key, *stated, country)
        more = None
        if is_person:
            trader = minimise.party(*stated, region, country)
            known = (trader.name, trader.legal_name, None, None)
            kinds = ", ".join(trader.kinds)
            self._rows.problems.append(Problem(document_id, pointer, "natural-person", "", REMOVED, kinds))
        elif organization.additional_identifiers:
            more = [_identifier(one, country) for one in organization.additional_identifiers if one.id is not None]
        row = [
            self._ocid,
            document_id,
            pointer,
            party_id,
            *known,
            more,
            _place(address.locality),
            _place(region),
            country,
        ]
        added = (party_id, row, set(organization.roles or ()))
        self._known[key] = added
        return added


_Known: TypeAlias = tuple[str | None, str | None, str | None, str | None]
"""Name, legal name, scheme and identifier as they may be shown."""


@functools.lru_cache(maxsize=1 << 15)
def _firm(
    key: str, name: str | None, legal_name: str | None, scheme: str | None, number: str | None, country: str | None
) -> tuple[str, _Known, bool]:
    """Party id and shown parts of an organisation, and whether it is a person, whose label names the region."""
    party = minimise.party(name, legal_name, scheme, number, None, country)
    if party.is_person:
        return party.id_token or "person", (None, None, None, None), True
    return minimise.reference(key, country), (party.name, party.legal_name, party.scheme, party.identifier), False


@functools.lru_cache(maxsize=1 << 14)
def _place(printed: str | None) -> str | None:
    return None if printed is None else minimise.place(printed)


def _identifier(identifier: Identifier, country: str | None) -> str:
    """A further identifier as SCHEME:id; a personal one as its token."""
    minimised = minimise.party(None, None, identifier.scheme, str(identifier.id), None, country)
    return minimised.id_token or f"{identifier.scheme or ''}:{identifier.id}"
