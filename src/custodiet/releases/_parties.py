"""The organisations of many processes: one row each for every process, however often and wherever it is named."""

import functools
import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.release import Address, Identifier, Organization, Tender
from custodiet.model.tables import TEXT, TEXTS
from custodiet.problems import REMOVED, Problem
from custodiet.releases import minimise
from custodiet.releases._parts import Columns, Numbers, Origin, Parts, Values, in_order, members, single, texts
from custodiet.releases.gathered import Gathered

_NO_IDENTIFIER = Identifier()
_NO_ADDRESS = Address()
_ROLES = ("buyer", "procuringEntity", "supplier", "tenderer")
_PERSON = "person-"  # what the id of a natural person begins with


def parties_of(
    chunk: Gathered, releases: Parts, origin: Origin, tenders: Sequence[Tender], bids: Parts, awards: Parts
) -> "Parties":
    """The parties of all releases, in the order in which each release names them."""
    objects = chunk.releases
    named = {
        "party": members(releases, [one.parties for one in objects], "/parties"),
        "buyer": single(releases, [one.buyer for one in objects], "/buyer"),
        "procuringEntity": single(releases, [one.procuring_entity for one in tenders], "/tender/procuringEntity"),
        "tenderer": members(releases, [one.tenderers for one in tenders], "/tender/tenderers"),
        "bidder": members(bids, [one.tenderers for one in bids.objects], "/tenderers"),
        "supplier": members(awards, [one.suppliers for one in awards.objects], "/suppliers"),
    }
    return Parties(named, chunk, origin)


class Parties:
    """The rows of `parties`, and for each mention of an organisation which of them it is."""

    def __init__(self, named: dict[str, Parts], chunk: Gathered, origin: Origin) -> None:
        self._named = named
        self._numbers, firsts = _told_apart(named)
        rows = in_order([parts.chosen(firsts[kind]) for kind, parts in named.items()])
        at = origin.columns(rows)
        self._shown = _Shown.of(rows.objects, at, chunk.problems)
        self.columns: Columns = at | self._shown.columns | {"roles": self._roles(rows)}

    def ids(self, kind: str, releases: int) -> pa.Array:
        """For each release the party id of the one organisation of this kind."""
        return self._shown.ids.take(self._of_each(kind, releases))

    def names(self, kind: str, objects: Sequence[Organization | None]) -> list[str | None]:
        """For each release the name of the one organisation of this kind as printed there, or what stands for it."""
        names = [None if one is None else one.name for one in objects]
        for release, number in enumerate(self._of_each(kind, len(objects)).to_pylist()):
            if number is not None and number in self._shown.persons and names[release] is not None:
                names[release] = self._shown.columns["name"][number]
        return names

    def countries(self, kind: str, releases: int) -> list[str | None]:
        """For each release the country of the one organisation of this kind as printed."""
        countries = self._shown.columns["country"]
        return [None if one is None else countries[one] for one in self._of_each(kind, releases).to_pylist()]

    def id_lists(self, kind: str, lists: Sequence[list[Organization] | None]) -> pa.Array:
        """For each bid or award the party ids of its organisations, each once."""
        numbers, holders = self._numbers[kind], self._named[kind].holders
        ends = np.searchsorted(holders, np.arange(len(lists) + 1))
        pairs = pa.array(holders * (len(self._shown.ids) + 1) + numbers)
        if (numbers < 0).any() or pc.count_distinct(pairs).as_py() < len(numbers):
            return pa.array(self._each_once(numbers, ends, lists), TEXTS)
        stated = np.array([one is not None for one in lists], bool)
        offsets = pa.array(ends, pa.int32(), mask=np.append(~stated, values=False))
        return pa.ListArray.from_arrays(offsets, self._shown.ids.take(pa.array(numbers)), type=TEXTS)

    def _each_once(self, numbers: Numbers, ends: Numbers, lists: Sequence[Any]) -> list[list[str] | None]:
        ids = self._shown.ids.to_pylist()
        return [
            None if one is None else list(dict.fromkeys(ids[n] for n in numbers[start:end].tolist() if n >= 0))
            for one, start, end in zip(lists, ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]

    def _of_each(self, kind: str, releases: int) -> pa.Array:
        """For each release the number of the party of this kind; null where it has none."""
        numbers = np.full(releases, -1)
        numbers[self._named[kind].owners] = self._numbers[kind]
        return pa.array(numbers, mask=numbers < 0)

    def _roles(self, rows: Parts) -> Values:
        """The roles of each party, sorted: those its first mention states, and those it is named in."""
        named_in = np.zeros(len(rows), np.intp)
        for kind, numbers in self._numbers.items():
            role = {"bidder": "tenderer"}.get(kind, kind)
            if role in _ROLES:
                np.bitwise_or.at(named_in, numbers[numbers >= 0], 1 << _ROLES.index(role))
        known: dict[tuple[int, tuple[str, ...]], int] = {}
        stated = [tuple(one.roles or ()) for one in rows.objects]
        combined = [known.setdefault(pair, len(known)) for pair in zip(named_in.tolist(), stated, strict=True)]
        lists = [sorted({*more, *(role for n, role in enumerate(_ROLES) if named & 1 << n)}) for named, more in known]
        return pa.array(lists, TEXTS).take(pa.array(combined, pa.int64()))


def _told_apart(named: dict[str, Parts]) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    """For each mention the row of its party, -1 where it has neither id nor name; and those that come first.

    A party is told by its id, or by its name where it has none, within one process. The kinds stand in the order in
    which a release is read, so that the first mention of a party in one kind after another is its first in the release.
    """
    kinds = list(named.values())
    ends = np.cumsum([len(parts) for parts in kinds])[:-1]
    stated = itertools.chain.from_iterable(parts.objects for parts in kinds)
    keys = texts([one.name if one.id is None else one.id for one in stated]).dictionary_encode()
    owners = np.concatenate([parts.owners for parts in kinds])
    codes = keys.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    known = np.flatnonzero((codes >= 0) & (codes != keys.dictionary.index("").as_py()))
    pairs = pa.array(owners[known] * (len(keys.dictionary) + 1) + codes[known])
    met = pairs.dictionary_encode().indices.to_numpy()  # numbered in the order in which they are met
    first = known[np.flatnonzero(np.diff(np.maximum.accumulate(met), prepend=-1))]
    rows = np.empty(len(first), np.intp)
    rows[np.argsort(owners[first], kind="stable")] = np.arange(len(first))
    numbers = np.full(len(owners), -1)
    numbers[known] = rows[met]
    starts = np.concatenate([[0], ends])
    firsts = np.split(first, np.searchsorted(first, ends))
    return (
        dict(zip(named, np.split(numbers, ends), strict=True)),
        {kind: found - start for kind, found, start in zip(named, firsts, starts, strict=True)},
    )


class _Shown(NamedTuple):
    """What may be shown of each party: its id and columns, and which of them are natural persons."""

    ids: pa.Array
    columns: Columns
    persons: frozenset[int]

    @classmethod
    def of(cls, objects: Sequence[Organization], at: Columns, problems: list[Problem]) -> "_Shown":
        """The parties without natural persons, each of whom is a problem."""
        identifiers = [one.identifier or _NO_IDENTIFIER for one in objects]
        addresses = [one.address or _NO_ADDRESS for one in objects]
        stated = _Stated(
            [str(one.name if one.id is None else one.id) for one in objects],
            [one.name for one in objects],
            [one.legal_name for one in identifiers],
            [one.scheme for one in identifiers],
            [None if one.id is None else str(one.id) for one in identifiers],
            [one.country_name for one in addresses],
        )
        regions = [one.region for one in addresses]
        firms = list(map(_firm, *stated))
        for n, firm in enumerate(firms):
            if firm.is_person:
                trader = minimise.party(*(column[n] for column in stated[1:5]), regions[n], stated.countries[n])
                firms[n] = firm._replace(name=trader.name, legal_name=trader.legal_name)
                where = str(at["document_id"][n]), str(at["pointer"][n])
                problems.append(Problem(*where, "natural-person", "", REMOVED, ", ".join(trader.kinds)))
        columns: Columns = {
            "party_id": [one.party_id for one in firms],
            "name": [one.name for one in firms],
            "legal_name": [one.legal_name for one in firms],
            "scheme": [one.scheme for one in firms],
            "identifier": [one.identifier for one in firms],
            "more_identifiers": _more_identifiers(objects, firms, stated.countries),
            "locality": _places([one.locality for one in addresses]),
            "region": _places(regions),
            "country": stated.countries,
        }
        persons = frozenset(n for n, firm in enumerate(firms) if firm.party_id.startswith(_PERSON))
        return cls(pa.array(columns["party_id"], TEXT), columns, persons)


class _Stated(NamedTuple):
    """What parties state, column by column."""

    keys: list[str]
    names: list[str | None]
    legal_names: list[str | None]
    schemes: list[str | None]
    numbers: list[str | None]
    countries: list[str | None]


class _Firm(NamedTuple):
    """What may be shown of a party; of a person its label is missing, since it names the region."""

    party_id: str
    name: str | None
    legal_name: str | None
    scheme: str | None
    identifier: str | None
    is_person: bool = False


@functools.lru_cache(maxsize=1 << 15)
def _firm(
    key: str, name: str | None, legal_name: str | None, scheme: str | None, number: str | None, country: str | None
) -> _Firm:
    party = minimise.party(name, legal_name, scheme, number, None, country)
    if party.is_person:
        return _Firm(party.id_token or "person", None, None, None, None, is_person=True)
    party_id = minimise.reference(key, country)
    return _Firm(party_id, party.name, party.legal_name, party.scheme, party.identifier)


def _places(printed: list[str | None]) -> Values:
    """Settlements and regions without what is finer."""
    coded = pa.array(printed, TEXT).dictionary_encode()
    distinct = coded.dictionary.to_pylist()
    kept = [minimise.place(one) for one in distinct]
    return printed if kept == distinct else pa.array(kept, TEXT).take(coded.indices)


def _more_identifiers(objects: Sequence[Organization], firms: Sequence[_Firm], countries: Sequence[Any]) -> Values:
    """Further identifiers as SCHEME:id, a personal one as its token; none of a person."""
    if not any(one.additional_identifiers for one in objects):
        return pa.nulls(len(objects), TEXTS)
    return [
        [_identifier(more, country) for more in one.additional_identifiers if more.id is not None]
        if one.additional_identifiers and not firm.is_person
        else None
        for one, firm, country in zip(objects, firms, countries, strict=True)
    ]


def _identifier(identifier: Identifier, country: str | None) -> str:
    minimised = minimise.party(None, None, identifier.scheme, str(identifier.id), None, country)
    return minimised.id_token or f"{identifier.scheme or ''}:{identifier.id}"
