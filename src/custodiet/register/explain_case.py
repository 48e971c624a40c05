"""Everything a register says of a documented case, claim by claim with its source, contradictions side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.register.explain_lines import documents, money, safeguards
from custodiet.register.manifest import read_manifest

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseExplanation:
    """A case with what its sources say: who played which part, how it was paid, what was seen when."""

    case: dict[str, Any]
    roles: list[dict[str, Any]]
    financing: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    safeguards: list[dict[str, Any]]
    documents: list[dict[str, Any]]


def explain_case(folder: Path, case: str) -> CaseExplanation | None:
    """What the register in `folder` says of a case; None where it has no case of that id."""
    read_manifest(folder)
    found = _rows(folder, "cases", "case", case)
    if not found:
        return None
    return CaseExplanation(
        found[0],
        roles=_rows(folder, "roles", "case", case),
        financing=_rows(folder, "financing", "case", case),
        observations=_rows(folder, "observations", "case", case),
        safeguards=_rows(folder, "safeguards", "ocid", case),
        documents=_rows(folder, "documents", "document_id", found[0]["document_id"]),
    )


def case_lines(explanation: CaseExplanation) -> Iterator[str]:
    """The explanation as lines for a person."""
    case = explanation.case
    yield case["title"]
    yield f"  {case['case']}; {', '.join(case['countries'])}{_period(case)}"
    yield f"  {case['summary']}"
    for name in ("settlements", "technologies", "related", "purchases"):
        if case[name]:
            yield f"  {name}: {'; '.join(case[name])}"
    yield from _claims("Parts played", explanation.roles, lambda row: f"{row['role']}: {row['organisation']}")
    yield from _claims("Money", explanation.financing, _payment)
    yield from _claims("Observed or claimed", explanation.observations, _observation)
    if case["not_known"]:
        yield "\nNot known from the sources read"
        yield from (f"  {one}" for one in case["not_known"])
    yield from safeguards(explanation.safeguards)
    yield from documents(explanation.documents)


def _rows(folder: Path, table: str, column: str, value: str) -> list[dict[str, Any]]:
    path = folder / "tables" / f"{table}.parquet"
    if not path.is_file():
        return []
    found: list[dict[str, Any]] = pq.read_table(path, filters=pc.field(column) == value).to_pylist()
    return found


def _period(case: Row) -> str:
    if case["started"] is None:
        return ""
    return f"; since {case['started']}" if case["ended"] is None else f"; {case['started']} to {case['ended']}"


def _claims(title: str, rows: list[dict[str, Any]], told: Any) -> Iterator[str]:
    if rows:
        yield f"\n{title}"
    for row in rows:
        note = f" ({row['note']})" if row.get("note") else ""
        yield f"  {row['fact']}: {told(row)}{note}"
        against = f"; contradicted by {', '.join(row['contradicts'])}" if row["contradicts"] else ""
        seen = {"page": "seen in the source", "secondary": "told by another", "unconfirmed": "not seen"}
        yield f"    {row['state']}{against}; source: {row['source_name']} ({seen[row['source_confirmed']]})"
        yield from (f"    {address}" for address in row["source_addresses"])


def _payment(row: Row) -> str:
    amount = "amount not stated" if row["amount"] is None else f"{money(row['amount'])} {row['currency']}"
    terms = {"rate": "% a year", "term_years": " years", "grace_years": " years of grace"}
    stated = [f"{row[name]}{unit}" for name, unit in terms.items() if row[name] is not None]
    part = [f"part of {row['part_of']}, not to be added"] if row["part_of"] else []
    return ", ".join([row["kind"], amount, *stated, *part, *([row["date"]] if row["date"] else [])])


def _observation(row: Row) -> str:
    number = "" if row["value"] is None else f"{row['precision'] or ''} {row['value']} {row['unit'] or ''}, ".lstrip()
    return f"{row['date'] or 'no date stated'}: {number}{row['text']} [{row['scope']}]"
