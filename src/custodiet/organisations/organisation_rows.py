"""Writes groups of mentions as the tables `organisations`, `party_organisations` and `links`."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import pyarrow as pa

from custodiet.model.organisation_tables import LINKS, ORGANISATIONS, PARTY_ORGANISATIONS
from custodiet.organisations.clusters import Clusters
from custodiet.organisations.distinct import Distinct, Evidence
from custodiet.organisations.mention import Mention
from custodiet.organisations.names import Name
from custodiet.organisations.org_ids import TRADER
from custodiet.organisations.reading import Read

_Row = dict[str, object]
EVIDENCE = "evidence"  # rank of the place that shows a row, until the places are written
PROCESS, PUBLISHER = "process", "publisher"
WHY_ALONE = {
    PROCESS: "no number, and a name too common to say whether another process means the same body",
    PUBLISHER: "one name of a public body in the data of one publisher; no number",
}
_ID_LENGTH = 20  # hexadecimal digits: 80 bits, no collision among millions


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two mentions' organisations, before organisations have ids."""

    a: int
    b: int
    relation: str
    basis: str | None
    why: str


def tables_of(
    parties: pa.Table,
    distinct: Distinct,
    read: Sequence[Read],
    clusters: Clusters,
    links: Iterable[Link],
    alone: Mapping[int, str],
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The three tables; a mention in `alone` is one organisation per process or per publisher."""
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(distinct.mentions)):
        groups[clusters.root(place)].append(place)
    ids = _ids(groups, distinct.mentions)
    of_mention = [ids[clusters.root(place)] for place in range(len(distinct.mentions))]
    apart = _each_process(parties, distinct, alone)
    of_row = distinct.row_to_mention.astype(np.int32)
    of_row[list(apart)] = np.arange(len(of_mention), len(of_mention) + len(apart))
    known = pa.array([*of_mention, *(organisation_id for _, organisation_id in apart.values())], pa.string())
    columns = [parties["ocid"], parties["party_id"], pa.DictionaryArray.from_arrays(of_row, known)]
    to_organisation = pa.table(columns, names=list(PARTY_ORGANISATIONS.names))
    rows = chain(
        (_row(ids[root], members, distinct, read, clusters) for root, members in groups.items() if root not in alone),
        _alone_rows(distinct, read, apart, alone),
    )
    organisations = _in_parts(rows, distinct.evidence).sort_by("organisation_id")
    return to_organisation, organisations, _link_table(links, ids, clusters, distinct)


def _each_process(parties: pa.Table, distinct: Distinct, alone: Mapping[int, str]) -> dict[int, tuple[int, str]]:
    """For each row whose text does not identify: its mention and an id that holds for its process or publisher."""
    if not alone:
        return {}
    own = np.isin(distinct.row_to_mention, np.fromiter(alone, dtype=np.int64))
    rows = np.flatnonzero(own)
    ocids = parties["ocid"].filter(pa.array(own)).to_pylist()
    mentions = distinct.row_to_mention[rows].tolist()
    return {
        row: (mention, _id(*_raw(distinct.mentions[mention]), _within(ocid or "", alone[mention])))
        for row, mention, ocid in zip(rows.tolist(), mentions, ocids, strict=True)
    }


def _within(ocid: str, scope: str) -> str:
    """The process, or its publisher: the registered prefix of the ocid, or the source before a colon."""
    if scope == PROCESS:
        return ocid
    return ocid[: len("ocds-000000")] if ocid.startswith("ocds-") else ocid.partition(":")[0]


def _alone_rows(
    distinct: Distinct, read: Sequence[Read], apart: Mapping[int, tuple[int, str]], alone: Mapping[int, str]
) -> Iterator[_Row]:
    """Organisations of one process or one publisher each: the name is too common to say more."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, (_, organisation_id) in apart.items():
        found[organisation_id].append(row)
    for organisation_id, rows in found.items():
        member = apart[rows[0]][0]
        mention = distinct.mentions[member]
        yield {
            "organisation_id": organisation_id, "name": mention.name, "names": [mention.name],
            "country": mention.country, "locality": mention.locality, "region": mention.region,
            "kind": _kind([read[member].name]), "identifiers": _identifiers([read[member]]),
            "roles": list(distinct.mentions[member].roles), "mentions": len(rows),
            "basis": "name" if alone[member] == PUBLISHER and len(rows) > 1 else None,
            "why": WHY_ALONE[alone[member]],
            EVIDENCE: min(int(distinct.evidence.rank[row]) for row in rows),
        }  # fmt: skip


def _in_parts(rows: Iterator[_Row], evidence: Evidence) -> pa.Table:
    """The organisations table, made a part at a time so that never all rows stand in memory as dictionaries."""
    parts = [ORGANISATIONS.schema.empty_table()]
    stated = pa.schema([column for column in ORGANISATIONS.schema if column.name not in {"document_id", "pointer"}])
    while part := list(islice(rows, 20_000)):
        places = evidence.at([int(str(row[EVIDENCE])) for row in part])
        table = pa.Table.from_pylist(part, schema=stated)
        for column in ("document_id", "pointer"):
            table = table.append_column(ORGANISATIONS.schema.field(column), places[column].cast(pa.string()))
        parts.append(table.select(ORGANISATIONS.names))
    return pa.concat_tables(parts).combine_chunks()


def _ids(groups: dict[int, list[int]], mentions: Sequence[Mention]) -> dict[int, str]:
    """An id for each group from the raw values of its mentions; a raw identifier in two groups names neither."""
    owners = Counter(
        identifier
        for members in groups.values()
        for identifier in {i for m in members for i in mentions[m].identifiers}
    )
    ids: dict[int, str] = {}
    for root, members in groups.items():
        own = [identifier for m in members for identifier in mentions[m].identifiers if owners[identifier] == 1]
        ids[root] = _id(*min(own)) if own else min(_id(*_raw(mentions[m])) for m in members)
    return ids


def _raw(mention: Mention) -> tuple[str, ...]:
    identifiers = (part for identifier in mention.identifiers for part in identifier)
    return (
        mention.name, mention.legal_name or "", mention.country or "", mention.locality or "", mention.region or "",
        *identifiers,
    )  # fmt: skip


def _id(*values: str) -> str:
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:_ID_LENGTH]


def _row(
    organisation_id: str, members: Sequence[int], distinct: Distinct, read: Sequence[Read], clusters: Clusters
) -> _Row:
    mentions = [distinct.mentions[member] for member in members]
    counts = [int(distinct.counts[member]) for member in members]
    reason = clusters.reason(members[0])
    return {
        "organisation_id": organisation_id,
        "name": _most((mention.name for mention in mentions), counts),
        "names": sorted({mention.name for mention in mentions}),
        "country": _most((mention.country for mention in mentions), counts),
        "locality": _most((mention.locality for mention in mentions), counts),
        "region": _most((mention.region for mention in mentions), counts),
        "kind": _kind([read[member].name for member in members]),
        "identifiers": _identifiers(read[member] for member in members),
        "roles": sorted({role for member in members for role in distinct.mentions[member].roles}),
        "mentions": sum(counts),
        "basis": reason[0] if reason else None,
        "why": reason[1] if reason else None,
        EVIDENCE: min(int(distinct.evidence.first[member]) for member in members),
    }


def _identifiers(members: Iterable[Read]) -> list[str]:
    """The identifiers of the mentions as SCHEME:id, cleaned."""
    stated = {number for one in members for number in (*one.numbers, *one.records)}
    return sorted(f"{scheme}:{number}" for scheme, number in stated if scheme != TRADER)


def _most(values: Iterable[str | None], counts: Sequence[int]) -> str | None:
    """The value with the most mentions, the first in the alphabet among equals; None where none is stated."""
    stated = list(values)
    if len(set(stated)) == 1:
        return stated[0] or None
    tally: Counter[str] = Counter()
    for value, count in zip(stated, counts, strict=True):
        if value:
            tally[value] += count
    return min(tally, key=lambda value: (-tally[value], value)) if tally else None


def _kind(names: Sequence[Name]) -> str | None:
    """The kind of body most often named, else the class of legal form."""
    kinds = Counter(kind[1:] for name in names for kind in name.kinds)
    forms = Counter(name.form for name in names if name.form)
    tally = kinds or forms
    return min(tally, key=lambda kind: (-tally[kind], kind)) if tally else None


def _link_table(links: Iterable[Link], ids: dict[int, str], clusters: Clusters, distinct: Distinct) -> pa.Table:
    rows: dict[tuple[str, str, str], dict[str, object]] = {}
    for link in links:
        a, b = ids[clusters.root(link.a)], ids[clusters.root(link.b)]
        if a == b:
            continue
        first, second = (a, b) if link.relation in {"part_of", "branch", "parent", "member"} else sorted((a, b))
        (place,) = distinct.evidence.at([int(distinct.evidence.first[link.b])]).to_pylist()
        rows[first, second, link.relation] = {
            "organisation_a": first,
            "organisation_b": second,
            "relation": link.relation,
            "basis": link.basis,
            "why": link.why,
            "purchases": None,
            "document_id": place["document_id"],
            "pointer": place["pointer"],
            "decided_by": "rule",
        }
    return pa.Table.from_pylist([rows[key] for key in sorted(rows)], schema=LINKS.schema)
