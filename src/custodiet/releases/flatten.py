"""The rows of one release in the flat tables, each with the place it was read from."""

from collections.abc import Sequence
from typing import Any

from custodiet.model.release import (
    Amendment,
    Award,
    Bid,
    Classification,
    Contract,
    Document,
    Item,
    Lot,
    Organization,
    Part,
    Period,
    Release,
    Tender,
    Value,
)
from custodiet.model.tables import PROCESSES, RELEASE_TABLES
from custodiet.releases._parties import Parties
from custodiet.releases._published_words import country_of_ocid, language_code
from custodiet.releases.rows import Rows, unique_ids

_NO_VALUE = Value()
_NO_PERIOD = Period()
_NO_CODE = Classification()
_PLACES = {table.name: table.places for table in RELEASE_TABLES}


def flatten(release: Release, base: str, document_id: str, rows: Rows, releases: int = 1) -> None:
    """Adds the rows of `release` to `rows`.

    Args:
        release: the release, whose `ocid` is stated.
        base: pointer of the release in its document.
        document_id: the document; parts that stand in another one say so themselves.
        rows: gathers the rows.
        releases: how many releases were merged into this one.
    """
    _Flattening(release, base, document_id, rows).run(releases)


class _Flattening:
    """One release on its way into rows: where it stands, and the organisations it has named so far."""

    def __init__(self, release: Release, base: str, document_id: str, rows: Rows) -> None:
        self.release, self.rows = release, rows
        self.ocid: str = release.ocid or ""
        self.document_id = release.document or document_id
        self.base = release.pointer if release.pointer is not None else base
        self.parties = Parties(rows, self.ocid, self.document_id, self.base)

    def run(self, releases: int) -> None:
        release, tender = self.release, self.release.tender or Tender()
        for n, party in enumerate(release.parties or ()):
            self.parties.refer(party, "", f"/parties/{n}")
            if party.origins:
                self._origins(party, "parties", f"/parties/{n}")
        buyer_id = self._refer(release.buyer, "buyer", "/buyer")
        entity_id = self._refer(tender.procuring_entity, "procuringEntity", "/tender/procuringEntity")
        self._refer_all(tender.tenderers, "tenderer", "/tender/tenderers")
        self._tender_parts(tender)
        self._bids(release.bids.details if release.bids else None)
        self._awards(release.awards)
        self._contracts(release.contracts)
        if release.planning is not None:
            self._attachments(release.planning.documents, "planning", None, "/planning/documents")
        self._process(tender, buyer_id, entity_id, releases)
        self.parties.write()

    def _process(self, tender: Tender, buyer_id: str | None, entity_id: str | None, releases: int) -> None:
        release, planning = self.release, self.release.planning
        period, value = tender.tender_period or _NO_PERIOD, tender.value or _NO_VALUE
        code, budget = tender.classification or _NO_CODE, planning.budget if planning else None
        planned = (budget.amount if budget else None) or _NO_VALUE
        country = self.parties.country(buyer_id) or self.parties.country(entity_id) or country_of_ocid(self.ocid)
        self.rows.processes.append(
            (
                self.ocid,
                self.document_id,
                self.base,
                None if release.id is None else str(release.id),
                release.date,
                releases,
                language_code(release.language),
                country,
                tender.title,
                tender.description,
                buyer_id,
                self.parties.name(release.buyer),
                entity_id,
                self.parties.name(tender.procuring_entity),
                tender.status,
                tender.procurement_method,
                tender.procurement_method_details,
                tender.procurement_method_rationale,
                tender.main_procurement_category,
                tender.award_criteria,
                code.scheme,
                None if code.id is None else str(code.id),
                _codes(tender.additional_classifications),
                tender.date_published,
                period.start_date,
                period.end_date,
                tender.number_of_tenderers,
                value.amount,
                value.currency,
                planned.amount,
                planned.currency,
                budget.description if budget else None,
                planning.rationale if planning else None,
            )
        )
        self._origins(release, "processes", "")
        self._origins(tender, "processes", "", "/tender")
        if planning is not None:
            self._origins(planning, "processes", "", "/planning")
        if releases > 1:
            self._elsewhere(tender, "/tender")
            self._elsewhere(planning, "/planning")

    def _tender_parts(self, tender: Tender) -> None:
        self._lots(tender.lots)
        self._items(tender.items, "tender", None, "/tender/items")
        self._attachments(tender.documents, "tender", None, "/tender/documents")
        self._amendments(tender.amendments, "tender", None, "/tender/amendments")

    def _lots(self, lots: list[Lot] | None) -> None:
        if not lots:
            return
        for n, (lot, lot_id) in enumerate(zip(lots, self._ids(lots, "/tender/lots"), strict=True)):
            value = lot.value or _NO_VALUE
            at = self._at(lot, f"/tender/lots/{n}", "lots")
            self.rows.lots.append((*at, lot_id, lot.title, lot.description, lot.status, value.amount, value.currency))

    def _items(self, items: list[Item] | None, stage: str, holder_id: str | None, place: str) -> None:
        if not items:
            return
        ocid, document_id, base, append = self.ocid, self.document_id, self.base, self.rows.items.append
        for n, (item, item_id) in enumerate(zip(items, self._ids(items, place), strict=True)):
            code, unit = item.classification or _NO_CODE, item.unit
            price = (unit.value if unit else None) or _NO_VALUE
            if item.origins:
                self._origins(item, "items", f"{place}/{n}")
            append(
                (
                    ocid,
                    item.document or document_id,
                    item.pointer or f"{base}{place}/{n}",
                    stage,
                    holder_id,
                    item_id,
                    None if item.related_lot is None else str(item.related_lot),
                    item.description,
                    code.scheme,
                    None if code.id is None else str(code.id),
                    code.description,
                    _codes(item.additional_classifications),
                    item.quantity,
                    unit.name if unit else None,
                    price.amount,
                    price.currency,
                )
            )

    def _bids(self, bids: list[Bid] | None) -> None:
        if not bids:
            return
        for n, (bid, bid_id) in enumerate(zip(bids, self._ids(bids, "/bids/details"), strict=True)):
            place = f"/bids/details/{n}"
            value = bid.value or _NO_VALUE
            tenderers = self._refer_all(bid.tenderers, "tenderer", f"{place}/tenderers")
            at = self._at(bid, place, "bids")
            lots = _texts(bid.related_lots)
            self.rows.bids.append((*at, bid_id, bid.status, bid.date, tenderers, lots, value.amount, value.currency))
            self._attachments(bid.documents, "bid", bid_id, f"{place}/documents")

    def _awards(self, awards: list[Award] | None) -> None:
        if not awards:
            return
        for n, (award, award_id) in enumerate(zip(awards, self._ids(awards, "/awards"), strict=True)):
            place = f"/awards/{n}"
            value = award.value or _NO_VALUE
            suppliers = self._refer_all(award.suppliers, "supplier", f"{place}/suppliers")
            self.rows.awards.append(
                (
                    *self._at(award, place, "awards"),
                    award_id,
                    award.title,
                    award.description,
                    award.status,
                    award.date,
                    suppliers,
                    _texts(award.related_lots),
                    value.amount,
                    value.currency,
                )
            )
            self._items(award.items, "award", award_id, f"{place}/items")
            self._attachments(award.documents, "award", award_id, f"{place}/documents")
            self._amendments(award.amendments, "award", award_id, f"{place}/amendments")

    def _contracts(self, contracts: list[Contract] | None) -> None:
        if not contracts:
            return
        for n, (contract, contract_id) in enumerate(zip(contracts, self._ids(contracts, "/contracts"), strict=True)):
            place = f"/contracts/{n}"
            value, period = contract.value or _NO_VALUE, contract.period or _NO_PERIOD
            self.rows.contracts.append(
                (
                    *self._at(contract, place, "contracts"),
                    contract_id,
                    None if contract.award_id is None else str(contract.award_id),
                    contract.title,
                    contract.description,
                    contract.status,
                    contract.date_signed,
                    period.start_date,
                    period.end_date,
                    value.amount,
                    value.currency,
                )
            )
            self._items(contract.items, "contract", contract_id, f"{place}/items")
            self._attachments(contract.documents, "contract", contract_id, f"{place}/documents")
            self._amendments(contract.amendments, "contract", contract_id, f"{place}/amendments")
            if contract.implementation is not None:
                self._implementation(contract, contract_id, f"{place}/implementation")

    def _implementation(self, contract: Contract, contract_id: str, place: str) -> None:
        done = contract.implementation
        if done is None:
            return
        transactions = done.transactions or []
        ids = self._ids(transactions, f"{place}/transactions")
        for n, (paid, paid_id) in enumerate(zip(transactions, ids, strict=True)):
            value = paid.value or _NO_VALUE
            at = self._at(paid, f"{place}/transactions/{n}", "transactions")
            self.rows.transactions.append((*at, contract_id, paid_id, paid.date, value.amount, value.currency))
        self._attachments(done.documents, "implementation", contract_id, f"{place}/documents")

    def _attachments(self, documents: list[Document] | None, stage: str, holder: str | None, place: str) -> None:
        if not documents:
            return
        ocid, document_id, base, append = self.ocid, self.document_id, self.base, self.rows.attachments.append
        for n, (file, file_id) in enumerate(zip(documents, self._ids(documents, place), strict=True)):
            if file.origins:
                self._origins(file, "attachments", f"{place}/{n}")
            append(
                (
                    ocid,
                    file.document or document_id,
                    file.pointer or f"{base}{place}/{n}",
                    stage,
                    holder,
                    file_id,
                    file.document_type,
                    file.title,
                    file.url,
                    file.date_published,
                    file.format,
                    file.language,
                )
            )

    def _amendments(self, amendments: list[Amendment] | None, stage: str, holder: str | None, place: str) -> None:
        if not amendments:
            return
        for n, (change, change_id) in enumerate(zip(amendments, self._ids(amendments, place), strict=True)):
            at = self._at(change, f"{place}/{n}", "amendments")
            self.rows.amendments.append(
                (*at, stage, holder, change_id, change.date, change.description, change.rationale)
            )

    def _refer(self, organization: Organization | None, role: str, place: str) -> str | None:
        return None if organization is None else self.parties.refer(organization, role, place)

    def _refer_all(self, organizations: list[Organization] | None, role: str, place: str) -> list[str] | None:
        if organizations is None:
            return None
        refer = self.parties.refer
        if len(organizations) == 1:
            only = refer(organizations[0], role, f"{place}/0")
            return [] if only is None else [only]
        ids = [refer(one, role, f"{place}/{n}") for n, one in enumerate(organizations)]
        return list(dict.fromkeys(one for one in ids if one is not None))

    def _ids(self, parts: Sequence[Any], place: str) -> list[str]:
        return unique_ids(parts, self.rows, self.document_id, f"{self.base}{place}")

    def _at(self, part: Part, place: str, table: str) -> tuple[str, str, str]:
        """The first columns of a row: ocid, document, pointer."""
        if part.origins:
            self._origins(part, table, place)
        return self.ocid, part.document or self.document_id, part.pointer or f"{self.base}{place}"

    def _origins(self, part: Part, table: str, place: str, inside: str = "") -> None:
        """A row for each column whose value another release stated than the one the row points to."""
        row_pointer = (part.pointer if part.pointer and not inside else None) or f"{self.base}{place}"
        for key, (document_id, pointer) in (part.origins or {}).items():
            for column, stands_at in _PLACES[table].items():
                below = f"{inside}/{key}"
                if stands_at == below or stands_at.startswith(f"{below}/"):
                    value = f"{pointer}{stands_at[len(inside) :]}"
                    self.rows.origins.append((self.ocid, table, row_pointer, column, document_id, value))

    def _elsewhere(self, part: Part | None, inside: str) -> None:
        """A row for each column of the process from a part that the last release did not state at all."""
        if part is None or part.pointer is None:
            return
        document_id, row = part.document or self.document_id, self.rows.processes[-1]
        if document_id == self.document_id and f"{part.pointer}/".startswith(f"{self.base}/"):
            return
        is_ocds = part.pointer.endswith(inside)  # in other formats a value's place is known below its own row alone
        for number, column in enumerate(PROCESSES.columns):
            below = column.place.removeprefix(f"{inside}/")
            told = column.place.startswith(f"{inside}/") and row[number] is not None
            if told and not any(f"{below}/".startswith(f"{path}/") for path in part.origins or {}):
                value = f"{part.pointer}{column.place.removeprefix(inside) if is_ocds else ''}"
                self.rows.origins.append((self.ocid, "processes", self.base, column.name, document_id, value))


def _codes(codes: list[Classification] | None) -> list[str] | None:
    if not codes:
        return None
    return [f"{code.scheme or ''}:{code.id}" for code in codes if code.id is not None]


def _texts(ids: Sequence[Any] | None) -> list[str] | None:
    return None if ids is None else [str(one) for one in ids if one is not None]
