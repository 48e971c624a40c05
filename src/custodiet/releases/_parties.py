"""The organisations of many processes: one row each for every process, however often and wherever it is named."""

import functools
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.tables import TEXT, TEXTS
from custodiet.problems import REMOVED, Problem
from custodiet.releases import minimise
from custodiet.releases._objects import Flags, Numbers, Objects
from custodiet.releases._parts import Columns, Origin, Parts, in_order, members, single
from custodiet.releases.gathered import Gathered

_ROLES = ("buyer", "procuringEntity", "supplier", "tenderer")
# Roles of bodies that buy or oversee; who has none of them takes part as tenderer or supplier, or is paid.
_BUYING = frozenset(
    ("buyer", "procuringEntity", "centralPurchasingBody", "reviewBody", "administrativeEntity", "funder", "payer")
)
_PERSON = "person-"  # what the id of a natural person begins with


def parties_of(chunk: Gathered, releases: Parts, origin: Origin, bids: Parts, awards: Parts) -> "Parties":
    """The parties of all releases, in the order in which each release names them."""
    named = {
        "party": members(releases, "parties"),
        "buyer": single(releases, "buyer"),
        "procuringEntity": single(releases, "tender", "procuringEntity"),
        "tenderer": members(releases, "tender", "tenderers"),
        "bidder": members(bids, "tenderers"),
        "supplier": members(awards, "suppliers"),
    }
    return Parties(named, chunk, origin)


class Parties:
    """The rows of `parties`, and for each mention of an organisation which of them it is."""

    def __init__(self, named: dict[str, Parts], chunk: Gathered, origin: Origin) -> None:
        self._named = named
        self._numbers, firsts = _told_apart(named)
        rows = in_order([parts.chosen(firsts[kind]) for kind, parts in named.items()])
        at, roles = origin.columns(rows), self._roles(rows)
        self._shown = _Shown.of(rows.objects, roles, at, chunk.problems)
        same = self._shown.firsts(rows.owners)
        first = same == np.arange(len(rows))
        if not first.all():  # one person under two spellings of a name
            places, kept = (np.cumsum(first) - 1)[same], np.flatnonzero(first)
            self._numbers = {kind: np.where(found < 0, found, places[found]) for kind, found in self._numbers.items()}
            rows, self._shown = rows.chosen(kept), self._shown.chosen(kept)
            at, roles = origin.columns(rows), self._roles(rows)
        self.columns: Columns = at | self._shown.columns | {"roles": roles}

    def ids(self, kind: str, releases: int) -> pa.Array:
        """For each release the party id of the one organisation of this kind."""
        return self._shown.ids.take(self._of_each(kind, releases))

    def names(self, kind: str, printed: pa.Array) -> pa.Array:
        """For each release the name of the one organisation of this kind as printed there, or what stands for it."""
        numbers = self._of_each(kind, len(printed))
        persons = pc.and_(
            pc.fill_null(pa.array(self._shown.persons).take(numbers), fill_value=False), printed.is_valid()
        )
        return pc.if_else(persons, self._shown.columns["name"].take(numbers), printed)

    def countries(self, kind: str, releases: int) -> pa.Array:
        """For each release the country of the one organisation of this kind as printed."""
        return self._shown.columns["country"].take(self._of_each(kind, releases))

    def id_lists(self, kind: str, stated: Flags) -> pa.Array:
        """For each bid or award the party ids of its organisations, each once; null where it has no list."""
        numbers, holders = self._numbers[kind], self._named[kind].holders
        ends = np.searchsorted(holders, np.arange(len(stated) + 1))
        pairs = pa.array(holders * (len(self._shown.ids) + 1) + numbers)
        if (numbers < 0).any() or pc.count_distinct(pairs).as_py() < len(numbers):
            return pa.array(self._each_once(numbers, ends, stated), TEXTS)
        offsets = pa.array(ends, pa.int32(), mask=np.append(~stated, values=False))
        return pa.ListArray.from_arrays(offsets, self._shown.ids.take(pa.array(numbers)), type=TEXTS)

    def _each_once(self, numbers: Numbers, ends: Numbers, stated: Flags) -> list[list[str] | None]:
        ids = self._shown.ids.to_pylist()
        return [
            list(dict.fromkeys(ids[n] for n in numbers[start:end].tolist() if n >= 0)) if one else None
            for one, start, end in zip(stated.tolist(), ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]

    def _of_each(self, kind: str, releases: int) -> pa.Array:
        """For each release the number of the party of this kind; null where it has none."""
        numbers = np.full(releases, -1)
        numbers[self._named[kind].owners] = self._numbers[kind]
        return pa.array(numbers, mask=numbers < 0)

    def _roles(self, rows: Parts) -> pa.Array:
        """The roles of each party, sorted: those its first mention states, and those it is named in."""
        named_in = np.zeros(len(rows), np.intp)
        for kind, numbers in self._numbers.items():
            role = {"bidder": "tenderer"}.get(kind, kind)
            if role in _ROLES:
                np.bitwise_or.at(named_in, numbers[numbers >= 0], 1 << _ROLES.index(role))
        stated = rows.objects.text_lists("roles")
        firsts, alike = distinct(pc.binary_join(stated, "\0"), stated.value_lengths(), pa.array(named_in))
        pairs = zip(named_in[firsts].tolist(), stated.take(pa.array(firsts)).to_pylist(), strict=True)
        lists = [
            sorted({*(more or ()), *(role for n, role in enumerate(_ROLES) if named & 1 << n)}) for named, more in pairs
        ]
        return pa.array(lists, TEXTS).take(pa.array(alike))


def distinct(*columns: pa.Array) -> tuple[Numbers, Numbers]:
    """The first row of each different combination of values, and for each row the number of its combination."""
    alike = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        codes = column.dictionary_encode()
        numbers = codes.indices.fill_null(len(codes.dictionary)).to_numpy(zero_copy_only=False)
        pairs = pa.array(alike * (len(codes.dictionary) + 1) + numbers)
        alike = pairs.dictionary_encode().indices.to_numpy()  # numbered in the order in which they are met
    alike = alike.astype(np.int64)
    return np.flatnonzero(np.diff(np.maximum.accumulate(alike), prepend=-1)), alike


def _told_apart(named: dict[str, Parts]) -> tuple[dict[str, Numbers], dict[str, Numbers]]:
    """For each mention the row of its party, -1 where it has neither id nor name; and those that come first.

    A party is told by its id, or by its name where it has none, within one process. The kinds stand in the order in
    which a release is read, so that the first mention of a party in one kind after another is its first in the release.
    """
    kinds = list(named.values())
    ends = np.cumsum([len(parts) for parts in kinds])[:-1]
    keys = pa.concat_arrays([_key(parts.objects) for parts in kinds]).dictionary_encode()
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


def _key(objects: Objects) -> pa.Array:
    return pc.coalesce(objects.ids("id"), objects.texts("name"))


class _Shown(NamedTuple):
    """What may be shown of each party: its id and columns, and which of them are natural persons."""

    ids: pa.Array
    columns: dict[str, pa.Array]
    persons: Flags

    @classmethod
    def of(cls, objects: Objects, roles: pa.Array, at: Columns, problems: list[Problem]) -> "_Shown":
        """The parties without natural persons, each of whom is a problem."""
        regions, countries = objects.texts("address", "region"), objects.texts("address", "countryName")
        stated = (
            _key(objects),
            objects.texts("name"),
            objects.texts("identifier", "legalName"),
            objects.texts("identifier", "scheme"),
            objects.ids("identifier", "id"),
            countries,
        )
        offers = _offers(roles)
        firms, alike = _firms(*stated, pa.nulls(len(objects), TEXT), offers)
        if any(firm.is_person for firm in firms):
            firms, alike = _firms(*stated, regions, offers)
        persons = np.array([firm.is_person for firm in firms], bool)[alike]
        for n in np.flatnonzero(persons).tolist():
            where = str(at["document_id"][n]), str(at["pointer"][n])
            problems.append(Problem(*where, "natural-person", "", REMOVED, ", ".join(firms[alike[n]].kinds)))
        rows = pa.array(alike)
        columns = {
            name: pa.array([getattr(firm, name) for firm in firms], TEXT).take(rows) for name in _Firm._fields[:5]
        } | {
            "more_identifiers": _more_identifiers(objects, persons, countries),
            "locality": _places(objects.texts("address", "locality")),
            "region": _places(regions),
            "country": countries,
        }
        bare = np.array([firm.party_id.startswith(_PERSON) for firm in firms], bool)[alike]
        return cls(columns["party_id"], columns, bare)

    def firsts(self, owners: Numbers) -> Numbers:
        """For each party the first of its release that is the same: itself, or the same person."""
        persons = np.flatnonzero(self.persons)
        chosen = pa.array(persons)
        found, alike = distinct(pa.array(owners).take(chosen), self.ids.take(chosen))
        firsts = np.arange(len(owners))
        firsts[persons] = persons[found][alike]
        return firsts

    def chosen(self, numbers: Numbers) -> "_Shown":
        """Those with these numbers."""
        at = pa.array(numbers)
        columns = {name: values.take(at) for name, values in self.columns.items()}
        return _Shown(columns["party_id"], columns, self.persons[numbers])


class _Firm(NamedTuple):
    """What may be shown of a party."""

    party_id: str
    name: str | None
    legal_name: str | None
    scheme: str | None
    identifier: str | None
    kinds: tuple[str, ...] = ()
    is_person: bool = False


def _firms(*stated: pa.Array) -> tuple[list[_Firm], Numbers]:
    """What may be shown of the different parties, and for each mention which of them it is.

    The region is asked for persons alone: it is part of what stands for their names.
    """
    firsts, alike = distinct(*stated)
    chosen = pa.array(firsts)
    return [_shown(*one) for one in zip(*(column.take(chosen).to_pylist() for column in stated), strict=True)], alike


@functools.lru_cache(maxsize=1 << 15)
def _shown(
    key: str,
    name: str | None,
    legal_name: str | None,
    scheme: str | None,
    number: str | None,
    country: str | None,
    region: str | None,
    offers: bool,  # noqa: FBT001  one column beside the others
) -> _Firm:
    party = minimise.party(name, legal_name, scheme, number, None, country, offers=offers)
    if party.is_person:
        trader = minimise.party(name, legal_name, scheme, number, region, country, offers=offers)
        who = party.id_token or "person"
        return _Firm(who, trader.name, trader.legal_name, None, None, trader.kinds, is_person=True)
    return _Firm(minimise.reference(key, country), party.name, party.legal_name, party.scheme, party.identifier)


def _offers(roles: pa.Array) -> pa.Array:
    """Whether each party, by its roles, takes part rather than buys."""
    coded = pa.array(pc.binary_join(roles, " ")).dictionary_encode()
    return pa.array([_BUYING.isdisjoint(one.split()) for one in coded.dictionary.to_pylist()]).take(coded.indices)


def _places(printed: pa.Array) -> pa.Array:
    """Settlements and regions without what is finer."""
    coded = printed.dictionary_encode()
    stated = coded.dictionary.to_pylist()
    kept = [minimise.place(one) for one in stated]
    return printed if kept == stated else pa.array(kept, TEXT).take(coded.indices)


def _more_identifiers(objects: Objects, persons: Flags, countries: pa.Array) -> pa.Array:
    """Further identifiers as SCHEME:id, a personal one as its token; none of a person."""
    more, counts = objects.members("additionalIdentifiers")
    if not len(more):
        return pa.nulls(len(objects), TEXTS)
    holders = np.repeat(np.arange(len(counts)), counts)
    of_countries = countries.take(pa.array(holders)).to_pylist()
    stated = zip(more.texts("scheme").to_pylist(), more.ids("id").to_pylist(), of_countries, strict=True)
    shown = [None if number is None else _identifier(scheme, number, country) for scheme, number, country in stated]
    lists: list[list[str] | None] = [
        [] if count and not person else None for count, person in zip(counts.tolist(), persons.tolist(), strict=True)
    ]
    for holder, one in zip(holders.tolist(), shown, strict=True):
        kept = lists[holder]
        if one is not None and kept is not None:
            kept.append(one)
    return pa.array(lists, TEXTS)


def _identifier(scheme: str | None, number: str, country: str | None) -> str:
    minimised = minimise.party(None, None, scheme, number, None, country)
    return minimised.id_token or f"{scheme or ''}:{number}"
