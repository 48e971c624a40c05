"""The rows of many releases in the flat tables, column by column, each row with the place it was read from."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.tables import TEXT, TEXTS
from custodiet.releases._objects import Numbers, Objects
from custodiet.releases._origins import origins
from custodiet.releases._parties import parties_of
from custodiet.releases._parts import NO_PARTS, Columns, Origin, Parts, chained, members, roots, unique_ids
from custodiet.releases._published_words import country_of_ocid, language_code
from custodiet.releases.gathered import Gathered
from custodiet.text.countries import country_code

_OCID_PREFIX = 11  # letters


def flatten(chunk: Gathered) -> dict[str, Columns]:
    """The columns of each table of a release, in the order in which the releases were gathered."""
    return _Flattening(chunk).tables() if len(chunk) else {}


class _Flattening:
    """The releases of a chunk on their way into columns: their parts by kind."""

    def __init__(self, chunk: Gathered) -> None:
        self.chunk, self.releases, self.origin = chunk, chunk.objects, Origin(chunk)
        self.roots = roots(chunk)
        self.bids = members(self.roots, "bids", "details")
        self.awards = members(self.roots, "awards")
        self.contracts = members(self.roots, "contracts")
        self.parties = parties_of(chunk, self.roots, self.origin, self.bids, self.awards)
        self.bid_ids = unique_ids(self.bids, chunk)
        self.award_ids = unique_ids(self.awards, chunk)
        self.contract_ids = unique_ids(self.contracts, chunk)
        self.holder_ids = {
            "bid": self.bid_ids,
            "award": self.award_ids,
            "contract": self.contract_ids,
            "implementation": self.contract_ids,
        }

    def tables(self) -> dict[str, Columns]:
        """The columns by table."""
        processes = self._processes()
        return {
            "processes": processes,
            "lots": self._lots(),
            "items": self._items(),
            "bids": self._bids(),
            "awards": self._awards(),
            "contracts": self._contracts(),
            "transactions": self._transactions(),
            "amendments": self._amendments(),
            "attachments": self._attachments(),
            "parties": self.parties.columns,
            "origins": origins(self.chunk, processes),
        }

    def _processes(self) -> Columns:
        releases, parties = self.releases, self.parties
        return self.origin.columns(self.roots) | {
            "release_id": releases.ids("id"),
            "release_date": releases.texts("date"),
            "releases": self.chunk.merged,
            "language": _mapped(releases.texts("language"), language_code),
            "country": self._countries(),
            "title": releases.texts("tender", "title"),
            "description": releases.texts("tender", "description"),
            "buyer_id": parties.ids("buyer", len(releases)),
            "buyer_name": parties.names("buyer", releases.texts("buyer", "name")),
            "procuring_entity_id": parties.ids("procuringEntity", len(releases)),
            "procuring_entity_name": parties.names(
                "procuringEntity", releases.texts("tender", "procuringEntity", "name")
            ),
            "status": releases.texts("tender", "status"),
            "method": releases.texts("tender", "procurementMethod"),
            "method_details": releases.texts("tender", "procurementMethodDetails"),
            "method_rationale": releases.texts("tender", "procurementMethodRationale"),
            "category": releases.texts("tender", "mainProcurementCategory"),
            "award_criteria": releases.texts("tender", "awardCriteria"),
            "scheme": releases.texts("tender", "classification", "scheme"),
            "code": releases.ids("tender", "classification", "id"),
            "more_codes": _codes(releases, "tender", "additionalClassifications"),
            "published": releases.texts("tender", "datePublished"),
            "tender_start": releases.texts("tender", "tenderPeriod", "startDate"),
            "tender_end": releases.texts("tender", "tenderPeriod", "endDate"),
            "tenderers": releases.numbers("tender", "numberOfTenderers"),
            **_money("tender", releases, "tender", "value"),
            **_money("budget", releases, "planning", "budget", "amount"),
            "budget_description": releases.texts("planning", "budget", "description"),
            "rationale": releases.texts("planning", "rationale"),
        }

    def _countries(self) -> pa.Array:
        """The country of the buyer, else of the procuring entity, else of the publisher."""
        number = len(self.releases)
        prefixes = pc.utf8_slice_codeunits(self.releases.texts("ocid"), 0, _OCID_PREFIX)
        return pc.coalesce(
            *(_mapped(self.parties.countries(role, number), country_code) for role in ("buyer", "procuringEntity")),
            _mapped(prefixes, lambda prefix: country_of_ocid(prefix or "")),
        )

    def _lots(self) -> Columns:
        lots = members(self.roots, "tender", "lots")
        objects = lots.objects
        return self.origin.columns(lots) | {
            "lot_id": unique_ids(lots, self.chunk),
            "title": objects.texts("title"),
            "description": objects.texts("description"),
            "status": objects.texts("status"),
            **_money("value", objects, "value"),
        }

    def _items(self) -> Columns:
        items = self._staged(
            {
                "tender": members(self.roots, "tender", "items"),
                "award": members(self.awards, "items"),
                "contract": members(self.contracts, "items"),
            }
        )
        objects = items.parts.objects
        return items.columns | {
            "item_id": items.ids,
            "lot_id": objects.ids("relatedLot"),
            "description": objects.texts("description"),
            "scheme": objects.texts("classification", "scheme"),
            "code": objects.ids("classification", "id"),
            "code_description": objects.texts("classification", "description"),
            "more_codes": _codes(objects, "additionalClassifications"),
            "quantity": objects.numbers("quantity"),
            "unit": objects.texts("unit", "name"),
            **_money("unit", objects, "unit", "value"),
        }

    def _bids(self) -> Columns:
        bids = self.bids.objects
        return self.origin.columns(self.bids) | {
            "bid_id": self.bid_ids,
            "status": bids.texts("status"),
            "date": bids.texts("date"),
            "tenderer_ids": self.parties.id_lists("bidder", bids.lists("tenderers")),
            "lot_ids": bids.text_lists("relatedLots"),
            **_money("bid", bids, "value"),
        }

    def _awards(self) -> Columns:
        awards = self.awards.objects
        return self.origin.columns(self.awards) | {
            "award_id": self.award_ids,
            "title": awards.texts("title"),
            "description": awards.texts("description"),
            "status": awards.texts("status"),
            "date": awards.texts("date"),
            "supplier_ids": self.parties.id_lists("supplier", awards.lists("suppliers")),
            "lot_ids": awards.text_lists("relatedLots"),
            **_money("award", awards, "value"),
        }

    def _contracts(self) -> Columns:
        contracts = self.contracts.objects
        return self.origin.columns(self.contracts) | {
            "contract_id": self.contract_ids,
            "award_id": contracts.ids("awardID"),
            "title": contracts.texts("title"),
            "description": contracts.texts("description"),
            "status": contracts.texts("status"),
            "date_signed": contracts.texts("dateSigned"),
            "start": contracts.texts("period", "startDate"),
            "end": contracts.texts("period", "endDate"),
            **_money("contract", contracts, "value"),
        }

    def _transactions(self) -> Columns:
        paid = members(self.contracts, "implementation", "transactions")
        return self.origin.columns(paid) | {
            "contract_id": self.contract_ids.take(pa.array(paid.holders)),
            "transaction_id": unique_ids(paid, self.chunk),
            "date": paid.objects.texts("date"),
            **_money("paid", paid.objects, "value"),
        }

    def _attachments(self) -> Columns:
        files = self._staged(
            {
                "tender": members(self.roots, "tender", "documents"),
                "bid": members(self.bids, "documents"),
                "award": members(self.awards, "documents"),
                "contract": members(self.contracts, "documents"),
                "implementation": members(self.contracts, "implementation", "documents"),
                "planning": members(self.roots, "planning", "documents"),
            }
        )
        objects = files.parts.objects
        return files.columns | {
            "attachment_id": files.ids,
            "type": objects.texts("documentType"),
            "title": objects.texts("title"),
            "url": objects.texts("url"),
            "published": objects.texts("datePublished"),
            "format": objects.texts("format"),
            "language": objects.texts("language"),
        }

    def _amendments(self) -> Columns:
        changes = self._staged(
            {
                "tender": members(self.roots, "tender", "amendments"),
                "award": members(self.awards, "amendments"),
                "contract": members(self.contracts, "amendments"),
            }
        )
        objects = changes.parts.objects
        return changes.columns | {
            "amendment_id": changes.ids,
            "date": objects.texts("date"),
            "description": objects.texts("description"),
            "rationale": objects.texts("rationale"),
        }

    def _staged(self, stages: dict[str, Parts]) -> "_Staged":
        """Parts of several stages in the order of their releases, and there of the stages."""
        full = {stage: kind for stage, kind in stages.items() if len(kind)}
        if not full:
            return _Staged(NO_PARTS, pa.nulls(0, TEXT), self.origin.columns(NO_PARTS))
        ids = [unique_ids(kind, self.chunk) for kind in full.values()]
        holders = [self._holders(stage, kind) for stage, kind in full.items()]
        named = [pa.repeat(pa.scalar(stage, TEXT), len(kind)) for stage, kind in full.items()]
        order = np.argsort(np.concatenate(self._keys(full)), kind="stable")
        parts = chained(list(full.values())).chosen(order)
        id_column, stage_column, holder_column = (
            pa.concat_arrays(arrays).take(pa.array(order)) for arrays in (ids, named, holders)
        )
        columns = self.origin.columns(parts) | {"stage": stage_column, "holder_id": holder_column}
        return _Staged(parts, id_column, columns)

    def _holders(self, stage: str, parts: Parts) -> pa.Array:
        if stage not in self.holder_ids:
            return pa.nulls(len(parts), TEXT)
        return self.holder_ids[stage].take(pa.array(parts.holders))

    def _keys(self, stages: dict[str, Parts]) -> list[Numbers]:
        """What to sort parts by: their release, then their stage; what is carried out goes behind its contract."""
        width = 2 * len(self.contracts) + 3
        last = {"contract": 1, "implementation": 2}
        return [
            kind.owners * width + 2 * kind.holders + last[stage]
            if stage in last
            else kind.owners * width + (width - 1 if stage == "planning" else 0)
            for stage, kind in stages.items()
        ]


class _Staged(NamedTuple):
    """Parts of several stages, their ids, and the columns that say where they stand."""

    parts: Parts
    ids: pa.Array
    columns: Columns


def _money(name: str, objects: Objects, *path: str) -> Columns:
    return {
        f"{name}_amount": objects.numbers(*path, "amount"),
        f"{name}_currency": objects.texts(*path, "currency"),
    }


def _codes(holders: Objects, *path: str) -> pa.Array:
    """Further codes of each as SCHEME:code; null where it has no list, or an empty one."""
    codes, counts = holders.members(*path)
    if not len(codes):
        return pa.nulls(len(holders), TEXTS)
    ids = codes.ids("id")
    named = pc.binary_join_element_wise(pc.fill_null(codes.texts("scheme"), ""), ids, ":")
    stated = np.repeat(np.arange(len(counts)), counts)[np.asarray(ids.is_valid())]
    ends = np.searchsorted(stated, np.arange(len(counts) + 1))
    offsets = pa.array(ends, pa.int32(), mask=np.append(counts == 0, values=False))
    return pa.ListArray.from_arrays(offsets, named.drop_null(), type=TEXTS)


def _mapped(texts: pa.Array, meaning: Callable[[str | None], str | None]) -> pa.Array:
    """What each text means, each distinct one asked once."""
    distinct = texts.unique()
    meanings = pa.array([meaning(one) for one in distinct.to_pylist()], TEXT)
    return meanings.take(pc.index_in(texts, distinct))
