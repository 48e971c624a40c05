"""The tables of the cases: one row per case, role, source of money and dated claim."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from custodiet.cases._case import Case
from custodiet.cases._facts import Fact
from custodiet.model.case_tables import CASES, FINANCING, OBSERVATIONS, ROLES
from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.model.tables import DOCUMENTS, Table

Row = dict[str, Any]
ASSESSED_BY = "custodiet, from the file of the case"


def tables(cases: Mapping[str, Case]) -> dict[str, pa.Table]:
    """The tables CASES, ROLES, FINANCING and OBSERVATIONS by name, each in the order of its key."""
    ordered = [cases[name] for name in sorted(cases)]
    return {
        CASES.name: _table(CASES, (_case_row(case) for case in ordered)),
        ROLES.name: _table(ROLES, _fact_rows(ordered, "roles")),
        FINANCING.name: _table(FINANCING, _fact_rows(ordered, "financing")),
        OBSERVATIONS.name: _table(OBSERVATIONS, _fact_rows(ordered, "observations")),
    }


def documents(cases: Mapping[str, Case]) -> pa.Table:
    """One row per file of a case, as `documents` declares: what `document_id` in the tables of cases points to."""
    rows = (
        {
            "document_id": case.document_id,
            "name": f"cases/{case.file_name}",
            "format": "case",
            "bytes": case.bytes,
            "records": 1,
            "media_type": "application/toml",
        }
        for case in sorted(cases.values(), key=lambda case: case.document_id)
    )
    return _table(DOCUMENTS, rows)


def claims(cases: Mapping[str, Case]) -> pa.Table:
    """What the cases name as possible answers to safeguard questions, as SAFEGUARDS: `claimed` at most."""
    rows = (
        {
            "ocid": case.id,
            "question": evidence.question,
            "state": "claimed",
            "evidence_uri": next(iter(case.content.sources[evidence.source].addresses), None),
            "locator": f"{case.document_id}#/evidence/{number}",
            "date": evidence.date,
            "assessor": ASSESSED_BY,
            "reason": evidence.what,
        }
        for case in (cases[name] for name in sorted(cases))
        for number, evidence in enumerate(case.content.evidence)
    )
    return _table(SAFEGUARDS, sorted(rows, key=lambda row: (row["ocid"], row["question"])))


def _table(table: Table, rows: Iterable[Row]) -> pa.Table:
    listed = list(rows)
    columns = [[row.get(name) for row in listed] for name in table.names]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, table.schema, strict=True)]
    return pa.table(arrays, schema=table.schema)


def _case_row(case: Case) -> Row:
    content = case.content
    return {
        "case": case.id,
        "title": content.title.en,
        "title_uk": content.title.uk,
        "title_ru": content.title.ru,
        "title_ky": content.title.ky,
        "summary": content.summary,
        "countries": sorted({place.country for place in content.places}),
        "settlements": [place.settlement for place in content.places if place.settlement],
        "started": content.started,
        "ended": content.ended,
        "technologies": sorted(content.technologies),
        "related": sorted(content.related),
        "purchases": sorted(purchase.ocid for purchase in content.purchases),
        "not_known": list(content.not_known),
        "document_id": case.document_id,
        "pointer": "",
    }


def _fact_rows(cases: Iterable[Case], section: str) -> list[Row]:
    """One row per fact of one section of each file; its columns are the fields of the fact and of its source."""
    rows = [
        _fact_row(case, fact, f"/{section}/{number}")
        for case in cases
        for number, fact in enumerate(getattr(case.content, section))
    ]
    return sorted(rows, key=lambda row: (row["case"], row["fact"]))


def _fact_row(case: Case, fact: Fact, pointer: str) -> Row:
    source = case.content.sources[fact.source]
    own = {name: getattr(fact, name) for name in fact.__struct_fields__ if name not in {"id", "source", "names"}}
    if "amount" in own and own["amount"] is not None:
        own["amount"] = Decimal(own["amount"])
    return own | {
        "case": case.id,
        "fact": fact.id,
        "contradicts": _contradicted_by_either(case, fact),
        "source_name": source.name,
        "source_addresses": list(source.addresses),
        "source_confirmed": source.confirmed,
        "document_id": case.document_id,
        "pointer": pointer,
    }


def _contradicted_by_either(case: Case, fact: Fact) -> list[str]:
    """The facts that this one contradicts and those that contradict it, so that either leads to the other."""
    naming = {other.id for other in case.content.facts if fact.id in other.contradicts}
    return sorted(naming | set(fact.contradicts))
