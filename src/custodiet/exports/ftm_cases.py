"""The documented cases of a register as entities of FollowTheMoney: what was built, who took part, what was lent.

Document (the file of a case), Project (the case), LegalEntity (an organisation as a source names it),
ProjectParticipant (the part it played) and Debt (a loan). A loan is a Debt where its source names one borrower, which
the schema asks for; a sum whose parts are stated stands in its parts alone. Contradictions stand side by side.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from custodiet.exports.ftm_statements import Entity, Row, day, entity_id, url

_ALSO_NAMED = ("title_uk", "title_ru", "title_ky")


def case_entities(tables: Mapping[str, Path]) -> Iterator[Entity]:
    """Every entity of the cases: files, organisations, then each case with its participants and loans."""
    cases, roles, financing = (pq.read_table(tables[name]).to_pylist() for name in ("cases", "roles", "financing"))
    files = {row["document_id"] for row in cases}
    yield from (_file(row) for row in pq.read_table(tables["documents"]).to_pylist() if row["document_id"] in files)
    yield from _organisations(roles)
    for case in cases:
        yield _project(case)
        own = [role for role in roles if role["case"] == case["case"]]
        yield from (_participant(role) for role in own)
        loans = [fact for fact in financing if fact["case"] == case["case"] and fact["kind"] == "loan"]
        wholes = {loan["part_of"] for loan in loans}
        for loan in loans:
            if loan["fact"] not in wholes:
                yield from _debt(loan, own)


def projects_of(tables: Mapping[str, Path]) -> dict[str, list[tuple[str, Row]]]:
    """For each confirmed purchase of a case the id of the project, with the row that says so."""
    found: dict[str, list[tuple[str, Row]]] = {}
    for case in pq.read_table(tables["cases"]).to_pylist():
        for ocid in case["purchases"] or []:
            found.setdefault(ocid, []).append((_project_id(case), case))
    return found


def _file(row: Row) -> Entity:
    document = Entity(entity_id("document", row["document_id"]), "Document")
    document.say("fileName", row["name"], row["document_id"])
    document.say("mimeType", row["media_type"], row["document_id"])
    document.say("fileSize", None if row["bytes"] is None else str(row["bytes"]), row["document_id"])
    return document


def _organisations(roles: list[Row]) -> Iterator[Entity]:
    """One entity for each name and country; it is no organisation that the register has resolved."""
    found: dict[str, Entity] = {}
    for role in roles:
        entity = found.setdefault(_organisation_id(role), Entity(_organisation_id(role), "LegalEntity"))
        entity.say("name", role["organisation"], _origin(role))
        entity.say("country", (role["country"] or "").lower(), _origin(role), role["country"])
        _prove(entity, role)
    yield from (found[key] for key in sorted(found))


def _project(case: Row) -> Entity:
    project = Entity(_project_id(case), "Project")
    project.say("name", case["title"], _origin(case))
    for column in _ALSO_NAMED:
        project.say("alias", case[column], _origin(case))
    project.say("projectId", case["case"], _origin(case))
    project.say("description", case["summary"], _origin(case))
    for country in case["countries"] or []:
        project.say("country", country.lower(), _origin(case), country)
    project.say("startDate", day(case["started"]), _origin(case), case["started"])
    project.say("endDate", day(case["ended"]), _origin(case), case["ended"])
    _prove(project, case)
    return project


def _participant(role: Row) -> Entity:
    part = Entity(entity_id("part", role["case"], role["fact"]), "ProjectParticipant")
    part.say("project", _project_id(role), _origin(role), role["case"])
    part.say("participant", _organisation_id(role), _origin(role), role["organisation"])
    part.say("role", role["role"], _origin(role))
    part.say("description", role["note"], _origin(role))
    _say_source(part, role)
    return part


def _debt(loan: Row, roles: list[Row]) -> Iterator[Entity]:
    """The loan between the one lender and the one borrower that its source names."""
    lenders, borrowers = (_sole(roles, role, loan["source_name"]) for role in ("lender", "borrower"))
    if borrowers is None:
        return
    debt = Entity(entity_id("debt", loan["case"], loan["fact"]), "Debt")
    debt.say("debtor", _organisation_id(borrowers), _origin(borrowers), borrowers["organisation"])
    if lenders is not None:
        debt.say("creditor", _organisation_id(lenders), _origin(lenders), lenders["organisation"])
    if loan["amount"] is not None and loan["currency"] is not None:
        debt.say("amount", f"{loan['amount']:f}", _origin(loan))
        debt.say("currency", loan["currency"], _origin(loan))
    debt.say("date", day(loan["date"]), _origin(loan), loan["date"])
    debt.say("description", loan["note"], _origin(loan))
    _say_source(debt, loan)
    yield debt


def _sole(roles: list[Row], role: str, source: str) -> Row | None:
    named = [row for row in roles if row["role"] == role and row["source_name"] == source]
    return named[0] if len({_organisation_id(row) for row in named}) == 1 else None


def _say_source(entity: Entity, fact: Row) -> None:
    """Who says so, in which state the claim stands, and the file that proves that the register says so."""
    entity.say("publisher", fact["source_name"], _origin(fact))
    entity.say("summary", fact["state"], _origin(fact))
    for address in fact["source_addresses"] or []:
        entity.say("sourceUrl", url(address), _origin(fact))
    _prove(entity, fact)


def _prove(entity: Entity, row: Row) -> None:
    entity.say("proof", entity_id("document", row["document_id"]), _origin(row))


def _origin(row: Row) -> str:
    """Document and place of a case or of one of its facts."""
    return f"{row['document_id']}#{row['pointer']}"


def _project_id(row: Row) -> str:
    return entity_id("project", row["case"])


def _organisation_id(role: Row) -> str:
    return entity_id("organisation-as-told", role["organisation"], role["country"])
