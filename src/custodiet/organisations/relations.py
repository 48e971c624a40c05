"""Relations that the processes themselves show: who sells which maker, who procures for whom, who supplies together.

A link of these kinds counts processes and shows one of them; it never says more than that they stand together there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.organisation_tables import LINKS

_RULE = "rule: processes"
_TOGETHER = 5  # suppliers on one award from which on it is a framework, no consortium


class Telling(NamedTuple):
    """The rows of a table that can tell a relation: by which columns they are known, and what is read of them."""

    keys: tuple[str, ...]
    wanted: Callable[[pa.Table], pa.ChunkedArray]
    columns: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """A relation while it is counted: its processes, the first evidence, and whether each award named one supplier."""

    ocids: set[str] = field(default_factory=set)
    evidence: tuple[str, str] | None = None
    single: int = 0

    def add(self, ocid: str, evidence: tuple[str, str], *, single: bool) -> None:
        if ocid not in self.ocids:
            self.single += single
        self.ocids.add(ocid)
        self.evidence = evidence if self.evidence is None else min(self.evidence, evidence)


def relations(tables: Mapping[str, pa.Table], party_organisations: pa.Table, makers_named: pa.Table) -> pa.Table:
    """The links of kind `sells`, `procures_for` and `supplies_with`, in the schema of `links`."""
    organisation = _Organisations(party_organisations)
    rows = [
        *_sellers(tables["awards"], organisation, makers_named),
        *_procuring(tables["processes"], organisation),
        *_together(tables["awards"], organisation),
    ]
    rows.sort(key=lambda row: (str(row["organisation_a"]), str(row["organisation_b"]), str(row["relation"])))
    return pa.Table.from_pylist(rows, schema=LINKS.schema)


def by_two_bodies() -> Telling:
    """The processes whose procuring entity is another than the buyer."""
    return Telling(
        ("buyer_id", "procuring_entity_id"),
        _two_bodies,
        ("ocid", "buyer_id", "procuring_entity_id", "document_id", "pointer"),
    )


def by_suppliers(makers_named: pa.Table) -> Telling:
    """The awards of several suppliers, and those of processes whose texts name a maker."""
    ocids = pc.unique(makers_named["ocid"])
    return Telling(
        ("ocid", "supplier_ids"),
        lambda awards: pc.or_(_several(awards), pc.is_in(awards["ocid"], ocids)),
        ("ocid", "supplier_ids", "document_id", "pointer"),
    )


def _two_bodies(processes: pa.Table) -> pa.ChunkedArray:
    buyer, entity = (processes[name].cast(pa.string()) for name in ("buyer_id", "procuring_entity_id"))
    return pc.fill_null(pc.not_equal(buyer, entity), fill_value=False)


def _several(awards: pa.Table) -> pa.ChunkedArray:
    number = pc.list_value_length(awards["supplier_ids"])
    return pc.fill_null(pc.and_(pc.greater(number, 1), pc.less_equal(number, _TOGETHER)), fill_value=False)


class _Organisations:
    """The organisation of a party, looked up for the processes asked for only."""

    def __init__(self, party_organisations: pa.Table) -> None:
        self._table = party_organisations

    def of(self, ocids: Iterable[str]) -> dict[tuple[str, str], str]:
        wanted = pa.array(sorted(set(ocids)), pa.string())
        taken = self._table.filter(pc.is_in(self._table["ocid"], wanted))
        keys = zip(taken["ocid"].to_pylist(), taken["party_id"].to_pylist(), strict=True)
        return dict(zip(keys, taken["organisation_id"].to_pylist(), strict=True))


def _sellers(awards: pa.Table, organisations: _Organisations, makers_named: pa.Table) -> Iterator[dict[str, object]]:
    """Suppliers of awards in processes whose texts name a maker."""
    named: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in makers_named.select(["ocid", "maker", "document_id", "pointer"]).to_pylist():
        evidence = (row["document_id"] or "", row["pointer"] or "")
        known = named[row["ocid"]].get(row["maker"])
        named[row["ocid"]][row["maker"]] = evidence if known is None else min(known, evidence)
    of = organisations.of(named)
    found: dict[tuple[str, str], _Found] = defaultdict(_Found)
    for ocid, suppliers, _ in _awards(awards, named):
        for supplier in suppliers:
            for maker, evidence in named[ocid].items():
                if (ocid, supplier) in of:
                    found[of[ocid, supplier], f"maker:{maker}"].add(ocid, evidence, single=len(suppliers) == 1)
    for (supplier, maker), seen in found.items():
        several = len(seen.ocids) - seen.single
        shared = f"; in {several} of them with other suppliers on the award" if several else ""
        why = f"supplier of {len(seen.ocids)} processes whose texts name {maker.removeprefix('maker:')}{shared}"
        yield _row(supplier, maker, "sells", why, seen)


def _procuring(processes: pa.Table, organisations: _Organisations) -> Iterator[dict[str, object]]:
    """Procuring entities that are another organisation than the buyer."""
    taken = processes.filter(_two_bodies(processes))
    columns = ["ocid", "buyer_id", "procuring_entity_id", "document_id", "pointer"]
    of = organisations.of(taken["ocid"].to_pylist())
    found: dict[tuple[str, str], _Found] = defaultdict(_Found)
    for row in taken.select(columns).to_pylist():
        buyer = of.get((row["ocid"], row["buyer_id"]))
        entity = of.get((row["ocid"], row["procuring_entity_id"]))
        if buyer and entity and buyer != entity:
            found[entity, buyer].add(row["ocid"], (row["document_id"] or "", row["pointer"] or ""), single=True)
    for (entity, buyer), seen in found.items():
        yield _row(
            entity, buyer, "procures_for", f"procuring entity of {len(seen.ocids)} processes of this buyer", seen
        )


def _together(awards: pa.Table, organisations: _Organisations) -> Iterator[dict[str, object]]:
    """Suppliers that stand on one award together, two to five of them."""
    taken = awards.filter(_several(awards))
    of = organisations.of(taken["ocid"].to_pylist())
    found: dict[tuple[str, str], _Found] = defaultdict(_Found)
    for ocid, suppliers, evidence in _awards(taken, None):
        members = sorted({of[ocid, supplier] for supplier in suppliers if (ocid, supplier) in of})
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                found[one, other].add(ocid, evidence, single=False)
    for (one, other), seen in found.items():
        yield _row(one, other, "supplies_with", f"suppliers of one award in {len(seen.ocids)} processes", seen)


def _awards(awards: pa.Table, ocids: Mapping[str, object] | None) -> Iterator[tuple[str, list[str], tuple[str, str]]]:
    """The suppliers of each award, each once, with the award's place."""
    if ocids is not None:
        awards = awards.filter(pc.is_in(awards["ocid"], pa.array(sorted(ocids), pa.string())))
    for row in awards.select(["ocid", "supplier_ids", "document_id", "pointer"]).to_pylist():
        suppliers = sorted(set(row["supplier_ids"] or ()))
        if suppliers:
            yield row["ocid"], suppliers, (row["document_id"] or "", row["pointer"] or "")


def _row(a: str, b: str, relation: str, why: str, seen: _Found) -> dict[str, object]:
    document_id, pointer = seen.evidence or (None, None)
    return {
        "organisation_a": a, "organisation_b": b, "relation": relation, "basis": None, "why": why,
        "purchases": len(seen.ocids), "document_id": document_id, "pointer": pointer, "decided_by": _RULE,
    }  # fmt: skip
