"""Every statement about one process, each with the document, the place in it and the text that stands there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from custodiet.errors import UsageError
from custodiet.model.declared import declared_tables
from custodiet.register.manifest import read_manifest
from custodiet.register.rows import ParquetRows, Rows, references

Places = Callable[[str | None], Mapping[str, Mapping[str, str]]]
Origins = Mapping[tuple[str, str, str], dict[str, Any]]
"""Values of a merged process that another release stated, by table, pointer of the row and column."""
READ_TABLES = (
    "processes",
    "lots",
    "items",
    "bids",
    "awards",
    "contracts",
    "transactions",
    "amendments",
    "attachments",
    "parties",
)
_KEYS = frozenset({"ocid", "document_id", "pointer"})


class Statement(msgspec.Struct, frozen=True):  # of which a page holds hundreds: a dataclass takes five times as long
    """One value of the register, and where it was stated."""

    table: str
    row: str
    column: str
    value: Any
    document: str | None
    document_id: str | None
    pointer: str | None
    original: str | None
    """The text as published, where it was repaired; else the value is that text."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that a register says of a process: what was read, and what each room concluded from it."""

    ocid: str
    purchase: dict[str, Any] | None
    technologies: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    statements: list[Statement]
    organisations: list[dict[str, Any]]
    makers: list[dict[str, Any]]
    flags: list[dict[str, Any]]
    safeguards: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    problems: list[dict[str, Any]]
    documents: list[dict[str, Any]]


def explain(folder: Path, ocid: str, places: Places) -> Explanation:
    """What the register in `folder` says of a process; raises UsageError that names near ocids where it has none.

    Args:
        folder: the register.
        ocid: the process, or the number of a notice that one process alone has.
        places: gives, for the format of a document, where columns stand below the pointer of their row.
    """
    read_manifest(folder)
    register = ParquetRows(folder)
    if not register.rows("processes", "ocid", {ocid}):
        by_number = register.rows("processes", "release_id", {ocid})
        if len(by_number) != 1:
            raise UsageError(f"{folder}: no process or case {ocid!r}{register.near(ocid)}")
        ocid = by_number[0]["ocid"]
    return explained(register, ocid, places)


def explained(register: Rows, ocid: str, places: Places) -> Explanation:
    """What the rows of a register say of a process, of which it has at least the row of `processes`."""
    tables = {name: register.rows(name, "ocid", {ocid}) for name in READ_TABLES}
    flags = register.rows("flags", "ocid", {ocid})
    origins = {
        (one["table"], one["row_pointer"], one["column"]): one for one in register.rows("origins", "ocid", {ocid})
    }
    bases = {(row["document_id"], row["pointer"]) for rows in tables.values() for row in rows}
    used = {document for document, _pointer in bases} | set(_documents_of(flags))
    used |= {one["document_id"] for one in origins.values()}
    documents = {row["document_id"]: row for row in register.rows("documents", "document_id", used)}
    problems = register.problems(bases)
    resolved = {row["organisation_id"] for row in register.rows("party_organisations", "ocid", {ocid})}
    purchase = register.rows("purchases", "ocid", {ocid})
    technologies, readings, makers = (
        [_located(row, documents, origins, places) for row in register.rows(name, "ocid", {ocid})]
        for name in ("technologies", "readings", "makers_named")
    )
    return Explanation(
        ocid=ocid,
        purchase=purchase[0] if purchase else None,
        technologies=technologies,
        readings=readings,
        statements=list(_statements(tables, origins, documents, problems, places)),
        organisations=register.rows("organisations", "organisation_id", resolved),
        makers=makers,
        flags=[_with_places(row, documents, places) for row in flags],
        safeguards=register.rows("safeguards", "ocid", {ocid}),
        decisions=register.decisions(ocid, {one for row in tables["parties"] for one in references(row)}),
        problems=problems,
        documents=list(documents.values()),
    )


def _documents_of(flags: list[dict[str, Any]]) -> Iterator[str]:
    yield from (one.split(" ", 2)[1] for row in flags for one in row["evidence"] or () if one and one.count(" ") > 1)


def _with_places(row: dict[str, Any], documents: Mapping[str, dict[str, Any]], places: Places) -> dict[str, Any]:
    """A flag whose evidence, TABLE.COLUMN DOCUMENT POINTER, says by name and down to the value where it stands."""
    evidence = []
    for one in filter(None, row["evidence"] or ()):
        column, document_id, pointer = [*one.split(" ", 2), "", ""][:3]
        document = documents.get(document_id, {})
        table, _, name = column.partition(".")
        place = join(pointer, places(document.get("format")).get(table, {}).get(name, ""))
        evidence.append(
            {"column": column, "document": document.get("name"), "document_id": document_id, "pointer": place}
        )
    return {**row, "evidence": [one for one in evidence if one["column"]]}


def _statements(
    tables: Mapping[str, list[dict[str, Any]]],
    origins: Origins,
    documents: Mapping[str, dict[str, Any]],
    problems: list[dict[str, Any]],
    places: Places,
) -> Iterator[Statement]:
    repaired = {
        (one["document_id"], one["pointer"]): one["original"] for one in problems if one["action"] == "repaired"
    }
    for table, rows in tables.items():
        declared = declared_tables()[table]
        for row in rows:
            known = places(documents.get(row["document_id"], {}).get("format")).get(table, {})
            for column in declared.columns:
                value = row[column.name]
                if column.name in _KEYS or value is None or value == [] or not column.place:
                    continue
                other = origins.get((table, row["pointer"], column.name))
                document_id = other["document_id"] if other else row["document_id"]
                pointer = other["pointer"] if other else join(row["pointer"], known.get(column.name, ""))
                yield Statement(
                    table,
                    _row_name(declared.key, row),
                    column.name,
                    value,
                    documents.get(document_id, {}).get("name"),
                    document_id,
                    pointer,
                    repaired.get((document_id, pointer)),
                )


def join(pointer: str, place: str) -> str:
    """The place of a value below its row; of several alternatives each is spelled out."""
    if not place:
        return pointer
    return " | ".join(f"{pointer}{one}" for one in place.split(" | "))


def _row_name(key: tuple[str, ...], row: Mapping[str, Any]) -> str:
    """What tells the row from others of its process."""
    return " ".join(str(row[name]) for name in key if name != "ocid" and row[name] is not None)


def _located(
    row: dict[str, Any], documents: Mapping[str, dict[str, Any]], origins: Origins, places: Places
) -> dict[str, Any]:
    """A row about words of a text, with the document and the place at which that text stands."""
    other = origins.get((row["table"], row["pointer"], row["column"])) if row["table"] else None
    document = documents.get((other or row)["document_id"], {})
    known = places(document.get("format")).get(row["table"] or "", {})
    place = other["pointer"] if other else join(row["pointer"] or "", known.get(row["column"] or "", ""))
    return {**row, "document": document.get("name"), "place": place}
