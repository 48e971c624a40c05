"""The rows of many releases in the flat tables, column by column, each row with the place it was read from."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from custodiet.model.release import Budget, Classification, Id, Item, Period, Planning, Tender, Unit, Value
from custodiet.model.tables import TEXT, TEXTS
from custodiet.releases._origins import origins
from custodiet.releases._parties import parties_of
from custodiet.releases._parts import (
    NO_PARTS,
    Columns,
    Numbers,
    Origin,
    Parts,
    Values,
    chained,
    members,
    roots,
    texts,
    unique_ids,
)
from custodiet.releases._published_words import country_of_ocid, language_code
from custodiet.releases.gathered import Gathered
from custodiet.text.countries import country_code

_NO_VALUE = Value()
_NO_PERIOD = Period()
_NO_CODE = Classification()
_NO_UNIT = Unit()
_NO_TENDER = Tender()
_NO_PLANNING = Planning()
_NO_BUDGET = Budget()


def flatten(chunk: Gathered) -> dict[str, Columns]:
    """The columns of each table of a release, in the order in which the releases were gathered."""
    return _Flattening(chunk).tables() if chunk.releases else {}


class _Flattening:
    """The releases of a chunk on their way into columns: their parts by kind."""

    def __init__(self, chunk: Gathered) -> None:
        self.chunk, self.releases, self.origin = chunk, chunk.releases, Origin(chunk)
        self.roots = roots(chunk)
        self.tenders: list[Tender] = [one.tender or _NO_TENDER for one in self.releases]
        self.plannings: list[Planning] = [one.planning or _NO_PLANNING for one in self.releases]
        offers = [one.bids.details if one.bids else None for one in self.releases]
        self.bids = members(self.roots, offers, "/bids/details")
        self.awards = members(self.roots, [one.awards for one in self.releases], "/awards")
        self.contracts = members(self.roots, [one.contracts for one in self.releases], "/contracts")
        self.done = [one.implementation for one in self.contracts.objects]
        self.parties = parties_of(chunk, self.roots, self.origin, self.tenders, self.bids, self.awards)
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
        releases, tenders, plannings, parties = self.releases, self.tenders, self.plannings, self.parties
        periods = [one.tender_period or _NO_PERIOD for one in tenders]
        codes = [one.classification or _NO_CODE for one in tenders]
        budgets = [one.budget or _NO_BUDGET for one in plannings]
        return self.origin.columns(self.roots) | {
            "release_id": texts([one.id for one in releases]),
            "release_date": [one.date for one in releases],
            "releases": self.chunk.merged,
            "language": [language_code(one.language) for one in releases],
            "country": self._countries(),
            "title": [one.title for one in tenders],
            "description": [one.description for one in tenders],
            "buyer_id": parties.ids("buyer", len(releases)),
            "buyer_name": parties.names("buyer", [one.buyer for one in releases]),
            "procuring_entity_id": parties.ids("procuringEntity", len(releases)),
            "procuring_entity_name": parties.names("procuringEntity", [one.procuring_entity for one in tenders]),
            "status": [one.status for one in tenders],
            "method": [one.procurement_method for one in tenders],
            "method_details": [one.procurement_method_details for one in tenders],
            "method_rationale": [one.procurement_method_rationale for one in tenders],
            "category": [one.main_procurement_category for one in tenders],
            "award_criteria": [one.award_criteria for one in tenders],
            "scheme": [one.scheme for one in codes],
            "code": texts([one.id for one in codes]),
            "more_codes": _codes(tenders),
            "published": [one.date_published for one in tenders],
            "tender_start": [one.start_date for one in periods],
            "tender_end": [one.end_date for one in periods],
            "tenderers": [one.number_of_tenderers for one in tenders],
            **_money("tender", [one.value for one in tenders]),
            **_money("budget", [one.amount for one in budgets]),
            "budget_description": [one.description for one in budgets],
            "rationale": [one.rationale for one in plannings],
        }

    def _countries(self) -> list[str | None]:
        buyers, entities = (self.parties.countries(role, len(self.releases)) for role in ("buyer", "procuringEntity"))
        return [
            country_code(buyer) or country_code(entity) or country_of_ocid(one.ocid or "")
            for buyer, entity, one in zip(buyers, entities, self.releases, strict=True)
        ]

    def _lots(self) -> Columns:
        lots = members(self.roots, [one.lots for one in self.tenders], "/tender/lots")
        return self.origin.columns(lots) | {
            "lot_id": unique_ids(lots, self.chunk),
            "title": [one.title for one in lots.objects],
            "description": [one.description for one in lots.objects],
            "status": [one.status for one in lots.objects],
            **_money("value", [one.value for one in lots.objects]),
        }

    def _items(self) -> Columns:
        items = self._staged(
            {
                "tender": members(self.roots, [one.items for one in self.tenders], "/tender/items"),
                "award": members(self.awards, [one.items for one in self.awards.objects], "/items"),
                "contract": members(self.contracts, [one.items for one in self.contracts.objects], "/items"),
            }
        )
        objects = items.parts.objects
        codes = [one.classification or _NO_CODE for one in objects]
        units = [one.unit or _NO_UNIT for one in objects]
        return items.columns | {
            "item_id": items.ids,
            "lot_id": texts([one.related_lot for one in objects]),
            "description": [one.description for one in objects],
            "scheme": [one.scheme for one in codes],
            "code": texts([one.id for one in codes]),
            "code_description": [one.description for one in codes],
            "more_codes": _codes(objects),
            "quantity": [one.quantity for one in objects],
            "unit": [one.name for one in units],
            **_money("unit", [one.value for one in units]),
        }

    def _bids(self) -> Columns:
        bids = self.bids.objects
        return self.origin.columns(self.bids) | {
            "bid_id": self.bid_ids,
            "status": [one.status for one in bids],
            "date": [one.date for one in bids],
            "tenderer_ids": self.parties.id_lists("bidder", [one.tenderers for one in bids]),
            "lot_ids": _id_lists([one.related_lots for one in bids]),
            **_money("bid", [one.value for one in bids]),
        }

    def _awards(self) -> Columns:
        awards = self.awards.objects
        return self.origin.columns(self.awards) | {
            "award_id": self.award_ids,
            "title": [one.title for one in awards],
            "description": [one.description for one in awards],
            "status": [one.status for one in awards],
            "date": [one.date for one in awards],
            "supplier_ids": self.parties.id_lists("supplier", [one.suppliers for one in awards]),
            "lot_ids": _id_lists([one.related_lots for one in awards]),
            **_money("award", [one.value for one in awards]),
        }

    def _contracts(self) -> Columns:
        contracts = self.contracts.objects
        periods = [one.period or _NO_PERIOD for one in contracts]
        return self.origin.columns(self.contracts) | {
            "contract_id": self.contract_ids,
            "award_id": texts([one.award_id for one in contracts]),
            "title": [one.title for one in contracts],
            "description": [one.description for one in contracts],
            "status": [one.status for one in contracts],
            "date_signed": [one.date_signed for one in contracts],
            "start": [one.start_date for one in periods],
            "end": [one.end_date for one in periods],
            **_money("contract", [one.value for one in contracts]),
        }

    def _transactions(self) -> Columns:
        lists = [one.transactions if one else None for one in self.done]
        paid = members(self.contracts, lists, "/implementation/transactions")
        return self.origin.columns(paid) | {
            "contract_id": self.contract_ids.take(pa.array(paid.holders)),
            "transaction_id": unique_ids(paid, self.chunk),
            "date": [one.date for one in paid.objects],
            **_money("paid", [one.value for one in paid.objects]),
        }

    def _attachments(self) -> Columns:
        signed = members(self.contracts, [one.documents for one in self.contracts.objects], "/documents")
        carried_out = members(
            self.contracts, [one.documents if one else None for one in self.done], "/implementation/documents"
        )
        files = self._staged(
            {
                "tender": members(self.roots, [one.documents for one in self.tenders], "/tender/documents"),
                "bid": members(self.bids, [one.documents for one in self.bids.objects], "/documents"),
                "award": members(self.awards, [one.documents for one in self.awards.objects], "/documents"),
                "contract": signed,
                "implementation": carried_out,
                "planning": members(self.roots, [one.documents for one in self.plannings], "/planning/documents"),
            }
        )
        objects = files.parts.objects
        return files.columns | {
            "attachment_id": files.ids,
            "type": [one.document_type for one in objects],
            "title": [one.title for one in objects],
            "url": [one.url for one in objects],
            "published": [one.date_published for one in objects],
            "format": [one.format for one in objects],
            "language": [one.language for one in objects],
        }

    def _amendments(self) -> Columns:
        changes = self._staged(
            {
                "tender": members(self.roots, [one.amendments for one in self.tenders], "/tender/amendments"),
                "award": members(self.awards, [one.amendments for one in self.awards.objects], "/amendments"),
                "contract": members(self.contracts, [one.amendments for one in self.contracts.objects], "/amendments"),
            }
        )
        objects = changes.parts.objects
        return changes.columns | {
            "amendment_id": changes.ids,
            "date": [one.date for one in objects],
            "description": [one.description for one in objects],
            "rationale": [one.rationale for one in objects],
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


def _money(name: str, values: Sequence[Value | None]) -> Columns:
    stated = [value or _NO_VALUE for value in values]
    return {
        f"{name}_amount": [value.amount for value in stated],
        f"{name}_currency": [value.currency for value in stated],
    }


def _codes(holders: Sequence[Tender | Item]) -> Values:
    """Further codes of each as SCHEME:code."""
    lists = [one.additional_classifications for one in holders]
    if not any(lists):
        return pa.nulls(len(lists), TEXTS)
    return [
        [f"{code.scheme or ''}:{code.id}" for code in codes if code.id is not None] if codes else None
        for codes in lists
    ]


def _id_lists(lists: list[list[Id] | None]) -> Values:
    if lists.count(None) == len(lists):
        return pa.nulls(len(lists), TEXTS)
    return [None if ids is None else [str(one) for one in ids if one is not None] for ids in lists]
