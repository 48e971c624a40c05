"""Tables for a person to fill in: what to look at in a register, and a sample of what was not flagged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.auditing import Audited, audited, drawn, flagged
from custodiet.classification.review import WORKLIST, worklist
from custodiet.decided import ANSWER, read_rows
from custodiet.decided import AUDIT as AUDIT_ROW
from custodiet.errors import UsageError
from custodiet.exports.as_csv import write_csv
from custodiet.exports.as_xlsx import write_xlsx
from custodiet.register.manifest import read_manifest
from custodiet.text.countries import country_code

TEXT = pa.string()
_FOUND = [field for field in WORKLIST if field.name not in ANSWER]
REVIEW = pa.schema([*_FOUND, ("a", TEXT), ("b", TEXT), ("answers", TEXT), *((name, TEXT) for name in ANSWER)])
_SHOWN = ("ocid", "title", "description", "buyer_name", "country", "notice_url", "document", "pointer")
AUDIT = pa.schema([*((name, TEXT) for name in ("audit", *_SHOWN, "technology", *ANSWER))])
LABELS = ("yes", "part", "no")
_NOTICES = ("tenderNotice", "awardNotice", "contractNotice")


def review(register: Path) -> tuple[pa.Table, int]:
    """What a person should look at: doubtful findings, then possible organisations; and how many links are left out.

    A link is left out where no name or number of the texts tells its two organisations apart.
    """
    read_manifest(register)
    found = worklist(_read(register, "technologies"), _read(register, "processes", _columns_of_processes()))
    rows = [{**row, "answers": "yes, part or no"} for row in found.to_pylist()]
    links = list(_possible(register))
    told = [link for link in links if link["a"] and link["b"]]
    return pa.Table.from_pylist(rows + told, schema=REVIEW), len(links) - len(told)


def audit(register: Path, size: int) -> pa.Table:
    """A random sample of the processes that are no purchase, to be answered whole."""
    read_manifest(register)
    purchases = flagged(_read(register, "technologies"))
    ocids = drawn(_read(register, "processes", ["ocid"])["ocid"].to_pylist(), purchases, size)
    chosen = pa.array(ocids, TEXT)
    processes = {row["ocid"]: row for row in _chosen(register, "processes", "ocid", chosen)}
    documents = {row["document_id"]: row["name"] for row in _read(register, "documents").to_pylist()}
    notices = {
        row["ocid"]: row["url"]
        for row in _chosen(register, "attachments", "ocid", chosen)
        if row["type"] in _NOTICES and row["url"]
    }
    rows = [
        {**processes[ocid], "audit": f"{number} of {len(ocids)}", "notice_url": notices.get(ocid)}
        | {"document": documents.get(processes[ocid]["document_id"]), "buyer_name": _buyer(processes[ocid])}
        for number, ocid in enumerate(ocids, 1)
    ]
    return pa.Table.from_pylist([{name: row.get(name) for name in AUDIT.names} for row in rows], schema=AUDIT)


def recall(register: Path, answers: Path) -> Audited:
    """The recall of a register, estimated from a sample of it that a person filled in."""
    read_manifest(register)
    rows = [row for row in read_rows(answers) if row.kind == AUDIT_ROW]
    if not rows:
        raise UsageError(f"{answers}: no sample of an audit; draw one by `custodiet audit {register} --sample 200`")
    for row in rows:
        if row.answered and row.cells["decision"] not in LABELS:
            raise UsageError(
                f"{answers}, {row.pointer}: decision {row.cells['decision']!r} is none of {', '.join(LABELS)}"
            )
    found = flagged(_read(register, "technologies"))
    decisions = _read(register, "decisions").to_pylist()
    found -= {one["ocid"] for one in decisions if one["kind"] == AUDIT_ROW and one["technology"]}
    return audited(rows, _read(register, "processes", ["ocid"])["ocid"].to_pylist(), found)


def write(table: pa.Table, name: str, to: Path) -> None:
    """Writes a table as CSV or XLSX, as the ending of the file says; a file that exists is never replaced."""
    if to.suffix.lower() not in {".csv", ".xlsx"}:
        raise UsageError(f"--to {to}: a table to fill in is .csv or .xlsx")
    if to.exists():
        raise UsageError(f"{to} exists and is not replaced, since a person may have filled it in: choose another name")
    part = to.with_name(f".{to.name}.parquet")
    try:
        pq.write_table(table, part)
        with pq.ParquetFile(part) as file:
            if to.suffix.lower() == ".csv":
                write_csv(file, to)
            else:
                write_xlsx({name: file}, to)
    except OSError as error:
        raise UsageError(f"cannot write {to}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _columns_of_processes() -> list[str]:
    return [
        name for name in WORKLIST.names if name in {"ocid", "title", "buyer_name", "tender_amount", "tender_currency"}
    ]


def _read(register: Path, table: str, columns: list[str] | None = None) -> pa.Table:
    return pq.read_table(register / "tables" / f"{table}.parquet", columns=columns)


def _chosen(register: Path, table: str, column: str, values: pa.Array) -> list[dict[str, Any]]:
    found = pq.read_table(register / "tables" / f"{table}.parquet", filters=pc.field(column).isin(values))
    rows: list[dict[str, Any]] = found.to_pylist()
    return rows


def _buyer(process: Mapping[str, Any]) -> str | None:
    name: str | None = process["buyer_name"] or process["procuring_entity_name"]
    return name


def _possible(register: Path) -> Iterator[dict[str, Any]]:
    """Possible links in the order of their table, with what tells each organisation from every other."""
    links = [row for row in _read(register, "links").to_pylist() if row["relation"] == "possible"]
    concerned = {link[side] for link in links for side in ("organisation_a", "organisation_b")}
    references = _references(register, concerned)
    names = {
        row["organisation_id"]: row["name"]
        for row in _chosen(register, "organisations", "organisation_id", pa.array(sorted(concerned), TEXT))
    }
    for link in links:
        a, b = link["organisation_a"], link["organisation_b"]
        yield {
            "title": f"{names.get(a) or a} / {names.get(b) or b}", "label": "possible", "why_machine": link["why"],
            "pointer": link["pointer"], "a": references.get(a), "b": references.get(b),
            "answers": "same, different or related",
        }  # fmt: skip


def _references(register: Path, wanted: set[str]) -> dict[str, str]:
    """For each organisation a number or name that no other organisation bears, numbers before names."""
    if not wanted:
        return {}
    of = _read(register, "party_organisations").join(_parties(register), ["ocid", "party_id"])
    bearers: dict[str, set[str]] = defaultdict(set)
    borne: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for row in of.to_pylist():
        for rank, reference in _borne(row):
            bearers[reference].add(row["organisation_id"])
            borne[row["organisation_id"]].add((rank, reference))
    return {
        one: best
        for one in wanted
        if (best := _first(reference for _, reference in sorted(borne[one]) if len(bearers[reference]) == 1))
    }


def _first(references: Iterable[str]) -> str | None:
    return next(iter(references), None)


def _parties(register: Path) -> pa.Table:
    return _read(register, "parties", ["ocid", "party_id", "name", "scheme", "identifier", "country"])


def _borne(row: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The ways in which a decision can name the organisation of a mention."""
    if row["identifier"]:
        yield 1, f"{row['scheme'] or ''}:{row['identifier']}"
    if row["name"]:
        yield 2, f"name:{row['name']}"
        if country := country_code(row["country"]):
            yield 3, f"name:{row['name']}@{country}"
