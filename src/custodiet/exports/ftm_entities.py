"""The purchases of a register as entities of FollowTheMoney: who called for what, and what was awarded to whom.

Document (a source), PublicBody, Company, Organization or LegalEntity (an organisation, by what its name states),
CallForTenders (a purchase), Contract (an award that stands, or a contract without one), ContractAward (its supplier).
Only organisations that were resolved as the same are one entity; a possible likeness is not exported.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.exports.ftm_cases import projects_of
from custodiet.exports.ftm_statements import Entity, Places, Row, day, entity_id, url

# What a name states of the body; all other bodies stay an Organization, and a name that states nothing a LegalEntity.
_COMPANIES = {"llc", "jsc", "company", "partnership", "private_enterprise", "public_enterprise", "cooperative"}
_PUBLIC_BODIES = {
    *("ministry", "city_hall", "council", "executive_committee", "region_executive", "akimat", "village_council"),
    *("administration", "police", "border_guard", "prosecutor", "court", "treasury", "parliament", "commissioner"),
    *("national_security", "fire_service", "prison"),
}
_UNNAMED = {None, "sole_trader"}
_CALLERS = ("buyer_id", "procuring_entity_id")
_CAME_TO_NOTHING = {"cancelled", "unsuccessful", "withdrawn"}

_BY_PURCHASE = ("processes", "awards", "contracts", "bids", "party_organisations", "origins", "purchases")
_ROWS = 65_536


def entities(tables: Mapping[str, Path]) -> Iterator[Entity]:
    """Every entity: sources and organisations first, then the purchases by ocid."""
    purchases = _Purchases(tables)
    yield from purchases.documents()
    yield from purchases.organisations()
    for process in purchases.rows["processes"]:
        call = purchases.call(process)
        yield call
        yield from purchases.contracts(process, call.id)


class _Purchases:
    """The rows of all purchases, and what is needed to name their parts."""

    def __init__(self, tables: Mapping[str, Path]) -> None:
        ocids = pq.read_table(tables["purchases"], columns=["ocid"])["ocid"]
        self.rows = {name: _matching(tables[name], "ocid", ocids) for name in _BY_PURCHASE}
        self._places = Places(self.rows["origins"])
        self._by_party = {
            (row["ocid"], row["party_id"]): row["organisation_id"] for row in self.rows["party_organisations"]
        }
        wanted = pa.array(sorted(set(self._by_party.values())), pa.string())
        self._organisations = _matching(tables["organisations"], "organisation_id", wanted)
        sources = {row["document_id"] for row in (*self.rows["processes"], *self._organisations)}
        documents = _matching(tables["documents"], "document_id", pa.array(sorted(sources), pa.string()))
        self._documents = {row["document_id"]: row for row in documents}
        self._projects = projects_of(tables)
        self._urls = {row["ocid"]: row["notice_url"] for row in self.rows["purchases"]}
        self._within = {name: _by_ocid(self.rows[name]) for name in ("awards", "contracts", "bids")}

    def documents(self) -> Iterator[Entity]:
        for document_id, row in self._documents.items():
            document = Entity(entity_id("document", document_id), "Document")
            for prop, column in (("fileName", "name"), ("publisher", "publisher"), ("mimeType", "media_type")):
                document.say(prop, row[column], document_id)
            document.say("sourceUrl", url(row["uri"]), document_id)
            document.say("fileSize", None if row["bytes"] is None else str(row["bytes"]), document_id)
            document.say("publishedAt", day(row["published_at"]), document_id, row["published_at"])
            document.say("retrievedAt", day(row["retrieved_at"]), document_id, row["retrieved_at"])
            yield document

    def organisations(self) -> Iterator[Entity]:
        for row in self._organisations:
            entity = Entity(entity_id("organisation", row["organisation_id"]), _schema(row["kind"]))
            origin = f"{row['document_id']}#{row['pointer']}"
            entity.say("name", row["name"], origin)
            for name in row["names"] or []:
                if name != row["name"]:
                    entity.say("alias", name, origin)
            for identifier in row["identifiers"] or []:
                entity.say("registrationNumber", identifier.rpartition(":")[2], origin, identifier)
            entity.say("country", (row["country"] or "").lower(), origin, row["country"])
            self._prove(entity, row)
            yield entity

    def call(self, process: Row) -> Entity:
        """The call of a purchase; without a title as published, its ocid stands for the title that the schema asks."""
        call = Entity(entity_id("call", process["ocid"]), "CallForTenders")
        self._say(call, "processes", process, {"title": "title", "description": "description", "procedure": "method"})
        if not any(statement.prop == "title" for statement in call.statements):
            call.say("title", process["ocid"], self._places.of("processes", process, "ocid"))
        call.say("callId", process["ocid"], self._places.of("processes", process, "ocid"))
        self._say_authority(call, process)
        for prop, column in (("publicationDate", "published"), ("submissionDeadline", "tender_end")):
            call.say(prop, day(process[column]), self._places.of("processes", process, column), process[column])
        if process["scheme"] == "CPV":
            self._say(call, "processes", process, {"cpvCode": "code"})
        call.say("country", (process["country"] or "").lower(), self._places.of("processes", process, "country"))
        call.say("sourceUrl", url(self._urls[process["ocid"]]), self._places.of("processes", process, "ocid"))
        for bid in self._within["bids"][process["ocid"]]:
            self._say_parties(call, "tenderers", "bids", bid, "tenderer_ids")
        self._prove(call, process)
        return call

    def _say_authority(self, call: Entity, process: Row) -> None:
        """Who calls: the procuring entity on behalf of the buyer where they differ, else the buyer."""
        buyer, caller = (process[column] and self._party(process, process[column]) for column in _CALLERS)
        if buyer == caller or caller is None or buyer is None:
            self._say_party(
                call, "authority", "processes", process, "procuring_entity_id" if buyer is None else "buyer_id"
            )
        else:
            self._say_party(call, "authority", "processes", process, "procuring_entity_id")
            self._say_party(call, "onBehalfOf", "processes", process, "buyer_id")

    def contracts(self, process: Row, call_id: str) -> Iterator[Entity]:
        """The awards that stand with their suppliers, and the contracts that follow from none of the awards stated."""
        awards = self._within["awards"][process["ocid"]]
        of_award = defaultdict(list)
        for contract in self._within["contracts"][process["ocid"]]:
            of_award[contract["award_id"]].append(contract)
        for award in awards:
            signed = of_award.pop(award["award_id"], [])
            if award["status"] not in _CAME_TO_NOTHING:
                yield from self._awarded(process, award, signed, call_id)
        for orphans in of_award.values():
            for contract in orphans:
                if contract["status"] not in _CAME_TO_NOTHING:
                    entity = self._contract(process, ("contract", contract["contract_id"]))
                    self._say_contract(entity, contract)
                    yield entity

    def _awarded(self, process: Row, award: Row, signed: list[Row], call_id: str) -> Iterator[Entity]:
        """A Contract for an award and a ContractAward for each supplier; several suppliers share the amount unsplit."""
        contract = self._contract(process, ("award", award["award_id"]))
        self._say(contract, "awards", award, {"title": "title", "description": "description"})
        if len(signed) == 1:
            self._say_contract(contract, signed[0])
        yield contract
        suppliers = sorted({supplier for supplier in award["supplier_ids"] or [] if self._party(award, supplier)})
        for supplier in suppliers:
            entity = Entity(entity_id("awarded", award["ocid"], award["award_id"], supplier), "ContractAward")
            where = self._places.of("awards", award, "supplier_ids")
            entity.say("supplier", self._party(award, supplier), where, supplier)
            entity.say("contract", contract.id, where)
            entity.say("callForTenders", call_id, where)
            if len(suppliers) == 1:
                self._say_money(entity, "awards", award, "award")
            entity.say("date", day(award["date"]), self._places.of("awards", award, "date"), award["date"])
            self._say(entity, "awards", award, {"status": "status"})
            self._say_parts(entity, "lotNumber", award["lot_ids"], self._places.of("awards", award, "lot_ids"))
            self._prove(entity, award)
            yield entity

    def _contract(self, process: Row, key: tuple[str, str]) -> Entity:
        entity = Entity(entity_id("contract", process["ocid"], *key), "Contract")
        origin = self._places.of("processes", process, "title")
        entity.say("title", process["title"] or process["ocid"], origin)
        self._say_party(entity, "authority", "processes", process, "buyer_id")
        for project, case in self._projects.get(process["ocid"], []):
            entity.say("project", project, f"{case['document_id']}#{case['pointer']}", case["case"])
        self._prove(entity, process)
        return entity

    def _say_contract(self, entity: Entity, contract: Row) -> None:
        self._say(entity, "contracts", contract, {"title": "title", "description": "description", "status": "status"})
        self._say_money(entity, "contracts", contract, "contract")
        where = self._places.of("contracts", contract, "date_signed")
        entity.say("contractDate", day(contract["date_signed"]), where, contract["date_signed"])

    def _say(self, entity: Entity, table: str, row: Row, props: dict[str, str]) -> None:
        for prop, column in props.items():
            entity.say(prop, row[column], self._places.of(table, row, column))

    def _say_money(self, entity: Entity, table: str, row: Row, money: str) -> None:
        amount, currency = row[f"{money}_amount"], row[f"{money}_currency"]
        if amount is not None and currency is not None:
            entity.say("amount", f"{amount:f}", self._places.of(table, row, f"{money}_amount"))
            entity.say("currency", currency, self._places.of(table, row, f"{money}_currency"))

    def _say_party(self, entity: Entity, prop: str, table: str, row: Row, column: str) -> None:
        if row[column] is not None:
            entity.say(prop, self._party(row, row[column]), self._places.of(table, row, column), row[column])

    def _say_parties(self, entity: Entity, prop: str, table: str, row: Row, column: str) -> None:
        for party in row[column] or []:
            entity.say(prop, self._party(row, party), self._places.of(table, row, column), party)

    def _say_parts(self, entity: Entity, prop: str, values: list[str] | None, origin: str) -> None:
        for value in values or []:
            entity.say(prop, value, origin)

    def _party(self, row: Row, party_id: str) -> str | None:
        """The entity of a mention."""
        organisation = self._by_party.get((row["ocid"], party_id))
        return None if organisation is None else entity_id("organisation", organisation)

    def _prove(self, entity: Entity, row: Row) -> None:
        if row["document_id"] in self._documents:
            origin = f"{row['document_id']}#{row['pointer']}"
            entity.say("proof", entity_id("document", row["document_id"]), origin)


def _schema(kind: str | None) -> str:
    """The schema of an organisation: never more than its name states."""
    if kind in _COMPANIES:
        return "Company"
    if kind in _PUBLIC_BODIES:
        return "PublicBody"
    return "LegalEntity" if kind in _UNNAMED else "Organization"


def _matching(file: Path, column: str, values: Any) -> list[Row]:
    """The rows whose column has one of the values, in the order of that column."""
    rows: list[Row] = []
    with pq.ParquetFile(file) as table:
        for batch in table.iter_batches(_ROWS):
            rows += batch.filter(pc.is_in(batch[column], value_set=values)).to_pylist()
    return sorted(rows, key=lambda row: row[column])


def _by_ocid(rows: list[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["ocid"]].append(row)
    return found
