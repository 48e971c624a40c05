"""Resolves the mentions of all processes into organisations: numbers first, then names under guards, then `possible`.

The steps stand in `_resolve` in their order. Work is done on distinct mentions only; candidates come from keys (number,
name, sound) and never from comparing everything with everything.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from custodiet.organisations.clusters import Clusters
from custodiet.organisations.comparison import MARKS
from custodiet.organisations.decide import decide
from custodiet.organisations.distinct import Distinct, distinct
from custodiet.organisations.meanings import LOCAL, LOWER
from custodiet.organisations.mention import Basis
from custodiet.organisations.names import Name, spelling
from custodiet.organisations.org_ids import with_numbers_of_ids
from custodiet.organisations.organisation_rows import PROCESS, PUBLISHER, Link, tables_of
from custodiet.organisations.pair import Lists, alike, pair_of
from custodiet.organisations.persons_decisions import Decisions, apply
from custodiet.organisations.reading import Read, read_mention
from custodiet.organisations.same_name import same_name
from custodiet.organisations.spelling import near
from custodiet.problems import DOUBTED, Problem
from custodiet.system_memory import collector_at_rest

if TYPE_CHECKING:
    from custodiet.organisations.localities import Locality

Key = TypeVar("Key")
ALL_BASES: frozenset[Basis] = frozenset({"identifier", "person", "maker", "name"})
NAMES_OF_ONE_NUMBER = 25  # a number under more names than this is a placeholder nobody listed
SHARED_NUMBER = "identifier-of-several-names"
LONG_NAME = 6  # sounds of an uncommon word that make a name without a place worth joining
FREQUENT_PLACES = 3  # places from which on a name of common words is frequent
BLOCK = 40  # candidates compared with each other under one key; larger blocks hold common names only
LINKS_OF_ONE_NAME = 20  # a name of more organisations than this says nothing about any two of them


@dataclass(frozen=True, slots=True)
class Resolved:
    """`parties_to_organisation` (ocid, party_id, organisation_id), the organisations, their links, doubts.

    Columns of the first table may be dictionaries: it is as long as the mentions are many.
    """

    parties_to_organisation: pa.Table
    organisations: pa.Table
    links: pa.Table
    problems: tuple[Problem, ...] = ()


def resolve(
    parties: pa.Table,
    decisions: Decisions | None = None,
    bases: Iterable[Basis] = ALL_BASES,
    lists: Lists | None = None,
) -> Resolved:
    """The organisations behind the rows of `parties`; only `bases` may merge, everything weaker becomes a link."""
    with collector_at_rest():
        return _resolve(parties, decisions, frozenset(bases), lists or Lists.ours())


def _resolve(parties: pa.Table, decisions: Decisions | None, allowed: frozenset[Basis], lists: Lists) -> Resolved:
    parties = with_numbers_of_ids(parties)
    mentions = distinct(parties)
    read = [read_mention(mention) for mention in mentions.mentions]
    clusters = Clusters([one.numbers for one in read], [one.name.form for one in read])
    problems = apply(decisions, mentions.mentions, clusters, may_merge="person" in allowed) if decisions else ()
    if "identifier" in allowed:
        problems = (*problems, *_shared_numbers(_join_by_number(read, clusters, lists), mentions))
    if "maker" in allowed:
        _join_by_maker(read, clusters, lists)
    frequent = _frequent_names(read)
    if "name" in allowed:
        _join_by_name(read, clusters, lists, frequent)
        _join_by_sound(read, clusters, lists)
        _join_misspelt(read, clusters, lists)
    links = _possible(read, clusters, lists)
    alone = _unidentified(read, clusters, lists, frequent, names_merge="name" in allowed)
    to_organisation, organisations, link_table = tables_of(parties, mentions, read, clusters, links, alone)
    return Resolved(to_organisation, organisations, link_table, problems)


def _join_by_number(read: Sequence[Read], clusters: Clusters, lists: Lists) -> list[tuple[int, str]]:
    """Joins mentions under one number whose names agree; the numbers whose names do not, each with one mention."""
    doubted: list[tuple[int, str]] = []
    numbered = ((number, place) for place, one in enumerate(read) for number in (*one.numbers, *one.records))
    for (scheme, number), members in _grouped(numbered):
        if len(members) == 1:
            continue
        by_name: dict[Name, list[int]] = defaultdict(list)
        for member in members:
            by_name[read[member].name].append(member)
        heads: list[int] = []
        why = f"one number ({scheme} {number}) and one name"
        for same in by_name.values():
            for member in same[1:]:
                clusters.join(same[0], member, "identifier", why)
            if len(by_name) <= NAMES_OF_ONE_NUMBER and not _joined_to_head(same[0], heads, why, read, clusters, lists):
                heads.append(same[0])
        if len(heads) > 1 or len(by_name) > NAMES_OF_ONE_NUMBER:
            doubted.append((members[0], f"{scheme} {number}"))
    return doubted


def _shared_numbers(doubted: Sequence[tuple[int, str]], mentions: Distinct) -> Iterator[Problem]:
    """A problem row for each number under names that do not agree."""
    places = mentions.evidence.at([int(mentions.evidence.first[mention]) for mention, _ in doubted]).to_pylist()
    for (_, number), place in zip(doubted, places, strict=True):
        detail = "several names that do not agree stand under this number; by itself it merged none of them"
        yield Problem(place["document_id"] or "", place["pointer"] or "", SHARED_NUMBER, number, DOUBTED, detail)


def _joined_to_head(
    member: int, heads: list[int], why: str, read: Sequence[Read], clusters: Clusters, lists: Lists
) -> bool:
    for head in heads:
        if _plainly_one(read[head].name, read[member].name):
            return clusters.join(head, member, "identifier", why)
        found = decide(read[head].mention, read[member].mention, lists)
        if found.decision == "same" and found.basis is not None:
            return clusters.join(head, member, found.basis, found.why)
    return False


def _plainly_one(a: Name, b: Name) -> bool:
    """Whether two names under one number need no closer look: same words, or one spelling slip apart."""
    return a.numbers == b.numbers and (a.tokens == b.tokens or near(a.joined, b.joined))


def _join_by_maker(read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    """Joins mentions whose whole name is one maker's, each with the first one it agrees with."""
    named = (
        (hit.key, place)
        for place, one in enumerate(read)
        if one.name.joined in lists.makers.index and (hit := lists.makers.named(one.mention)) and not hit.brand
    )
    for _, members in _grouped(named):
        groups: list[list[int]] = []
        for member in members:
            group = next((group for group in groups if _all_one_maker(member, group, read, lists)), None)
            if group is None:
                groups.append([member])
            else:
                group.append(member)
                clusters.join(group[0], member, "maker", "two names of one maker in the list of makers")


def _all_one_maker(member: int, group: Sequence[int], read: Sequence[Read], lists: Lists) -> bool:
    """Whether the list calls the mention the same as each in the group: no bare name may bridge two companies."""
    return all(decide(read[other].mention, read[member].mention, lists).basis == "maker" for other in group[:BLOCK])


def _join_by_name(read: Sequence[Read], clusters: Clusters, lists: Lists, frequent: frozenset[object]) -> None:
    """Joins mentions of one name: first inside one place, then across places where the guards allow it."""
    for key, members in _grouped((_name_key(one), place) for place, one in enumerate(read) if one.name.tokens):
        if len(members) > 1 and key not in frequent:
            _join_group(members, read, clusters, lists)


def _name_key(one: Read) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    return one.mention.country, tuple(sorted(set(one.name.tokens))), one.name.numbers


def _frequent_names(read: Sequence[Read]) -> frozenset[object]:
    """The names of common words that these data show in many places: they identify nobody without a number."""
    places: dict[object, set[Locality]] = defaultdict(set)
    for one in read:
        if not one.name.kinds and not any(token[0] not in MARKS for token in one.name.tokens):
            places[_name_key(one)].add(one.place)
    return frozenset(key for key, where in places.items() if len(where) >= FREQUENT_PLACES)


def _join_group(members: Sequence[int], read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    by_place: dict[Locality, list[int]] = defaultdict(list)
    for member in members:
        by_place[read[member].place].append(member)
    heads = [head for inside in by_place.values() for head in _join_inside(inside, read, clusters, lists)]
    if 1 < len(heads) <= BLOCK and not _ambiguous(heads, clusters):
        _join_pairs(heads, read, clusters, lists)


def _join_inside(inside: list[int], read: Sequence[Read], clusters: Clusters, lists: Lists) -> list[int]:
    """Joins mentions of one name in one place by legal form; the heads of what remains."""
    place = read[inside[0]].place
    if not place.settlements and not place.regions:
        return _join_placeless(inside, read, clusters, lists)
    by_form: dict[str, list[int]] = defaultdict(list)
    for member in inside:
        by_form[read[member].name.form or ""].append(member)
    formless = by_form.pop("", [])
    groups = list(by_form.values())
    if len(groups) <= 1:
        groups = [(groups[0] if groups else []) + formless]
    elif formless:
        groups.append(formless)
    for group in groups:
        if not _ambiguous(group, clusters):
            _join_alike(group, read, clusters, lists)
    return [group[0] for group in groups]


def _join_placeless(inside: Sequence[int], read: Sequence[Read], clusters: Clusters, lists: Lists) -> list[int]:
    """Joins mentions without a place only where form and letters agree, not the sound alone."""
    groups: dict[object, list[int]] = defaultdict(list)
    for member in inside:
        groups[read[member].name.form, spelling(read[member].name)].append(member)
    for group in groups.values():
        if not _ambiguous(group, clusters):
            _join_alike(group, read, clusters, lists)
    return [group[0] for group in groups.values()]


def _join_alike(group: Sequence[int], read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    """Joins mentions that differ in nothing the guards look at: one question decides for all."""
    if len(group) < 2:  # noqa: PLR2004 - nothing to join
        return
    found = same_name(alike(read[group[0]], read[group[1]], lists))
    if found is not None and found.basis is not None:
        for member in group[1:]:
            clusters.join(group[0], member, found.basis, found.why)


def _only_one(placeless: Read, stated: Read) -> bool:
    """Whether a name without a place may be the one organisation of that name and form that the data hold."""
    same_form = stated.name.form is not None and stated.name.form == placeless.name.form
    telling = max((len(token) for token in stated.name.tokens if token[0] not in MARKS), default=0)
    return same_form and telling >= LONG_NAME


def _ambiguous(members: Iterable[int], clusters: Clusters) -> bool:
    """Whether two groups among the mentions carry different numbers of one register: then the name is of several."""
    seen: dict[str, int] = {}
    for root in sorted({clusters.root(member) for member in members}):
        for scheme in {scheme for scheme, _ in clusters.numbers(root)}:
            if seen.setdefault(scheme, root) != root:
                return True
    return False


def _join_pairs(heads: Sequence[int], read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    """Joins each pair that the guards call same; a mention without place joins only where one place is in question."""
    stated = [head for head in heads if read[head].place.settlements or read[head].place.regions]
    placeless = [head for head in heads if head not in stated]
    for at, head in enumerate(stated):
        for other in stated[at + 1 :]:
            _join_if_same(head, other, read, clusters, lists)
    if len({clusters.root(head) for head in stated}) == 1:
        for head in placeless:
            if _only_one(read[head], read[stated[0]]):
                why = "one uncommon name and form; the only place stated with it in these data"
                clusters.join(stated[0], head, "name", why)
            else:
                _join_if_same(stated[0], head, read, clusters, lists)


def _join_if_same(a: int, b: int, read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    if clusters.root(a) == clusters.root(b) or not clusters.may_join(a, b):
        return
    found = same_name(pair_of(read[a].mention, read[b].mention, lists))
    if found is not None and found.basis is not None:
        clusters.join(a, b, found.basis, found.why)


def _join_by_sound(read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    """Joins mentions in one place whose names sound alike though words of them are translated or run together."""
    keys = (
        ((one.mention.country, one.place, one.name.joined, one.name.numbers), place)
        for place, one in enumerate(read)
        if len(one.name.joined) > 5  # noqa: PLR2004 - short sounds collide
    )
    for _, members in _grouped(keys):
        heads = list({read[member].name.tokens: member for member in reversed(members)}.values())
        if 1 < len(heads) <= BLOCK and not _ambiguous(heads, clusters):
            _join_pairs(heads, read, clusters, lists)


def _join_misspelt(read: Sequence[Read], clusters: Clusters, lists: Lists) -> None:
    """Joins names in one place that are one slip apart: they share their first or their last letters."""
    one_per_name = {
        (one.mention.country, one.place, one.name.joined, one.name.form): place
        for place, one in reversed(list(enumerate(read)))
    }
    for _, members in _grouped(_spelling_keys(read, sorted(one_per_name.values()))):
        if not 1 < len(members) <= BLOCK:
            continue
        for at, head in enumerate(members):
            for other in members[at + 1 :]:
                if near(read[head].name.joined, read[other].name.joined):
                    _join_if_same(head, other, read, clusters, lists)


def _spelling_keys(read: Sequence[Read], places: Iterable[int]) -> Iterator[tuple[tuple[object, ...], int]]:
    for place in places:
        one = read[place]
        sound = one.name.joined
        half = min(8, len(sound) // 2)
        if len(sound) < 8 or not (one.place.settlements or one.place.regions):  # noqa: PLR2004 - short names differ by one letter too often
            continue
        where = (one.mention.country, one.place, one.name.numbers)
        yield (*where, "begins", sound[:half]), place
        yield (*where, "ends", sound[-half:]), place


def _unidentified(
    read: Sequence[Read], clusters: Clusters, lists: Lists, frequent: frozenset[object], *, names_merge: bool
) -> dict[int, str]:
    """Mentions that stand alone and whose text does not identify, and within what one text still means one body.

    Printed in two processes, such a text may be two organisations. The name of an office that is no local one
    ("Department of Water Resources") means one body within the data of one publisher.
    """
    size = Counter(clusters.root(place) for place in range(len(read)))
    alone: dict[int, str] = {}
    for place, one in enumerate(read):
        if one.numbers or one.records or size[clusters.root(place)] > 1:
            continue
        if not names_merge:
            alone[place] = PROCESS
        elif _name_key(one) in frequent or same_name(alike(one, one, lists)) is None:
            alone[place] = PUBLISHER if _office(one) else PROCESS
    return alone


def _office(one: Read) -> bool:
    """Whether the name is a public office's, with a field, and of a kind that towns do not have each for themselves."""
    kinds = one.name.kinds
    return bool(kinds) and not kinds & (LOCAL | LOWER) and len(set(one.name.tokens)) > len(kinds)


def _possible(read: Sequence[Read], clusters: Clusters, lists: Lists) -> list[Link]:
    """Links between organisations of one name that no guard let join."""
    links: dict[tuple[int, int], Link] = {}
    for _, members in _grouped((_name_key(one), place) for place, one in enumerate(read) if one.name.weight >= 1):
        roots = sorted({clusters.root(member) for member in members})
        if not 1 < len(roots) <= LINKS_OF_ONE_NAME:
            continue
        for other in roots[1:]:
            found = decide(read[roots[0]].mention, read[other].mention, lists)
            if found.decision in {"possible", "same"}:
                links[roots[0], other] = Link(roots[0], other, "possible", None, found.why)
            elif found.decision == "related":
                links[roots[0], other] = Link(roots[0], other, found.relation or "related", None, found.why)
    return list(links.values())


def _grouped(keyed: Iterable[tuple[Key, int]]) -> Iterator[tuple[Key, list[int]]]:
    """Members by key, keys in the order of their first member."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for key, member in keyed:
        groups[key].append(member)
    yield from groups.items()
