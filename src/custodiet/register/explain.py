"""Every statement about one process, each with the document, the place in it and the text that stands there."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.discovery import nearest
from custodiet.errors import UsageError
from custodiet.model.declared import declared_tables
from custodiet.register.manifest import read_manifest

Places = Callable[[str | None], Mapping[str, Mapping[str, str]]]
Origins = Mapping[tuple[str, str, str], dict[str, Any]]
"""Values of a merged process that another release stated, by table, pointer of the row and column."""
_READ_ROOMS = (
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
_ALIKE = 5
_ALPHA_2 = 2  # letters of a country code


@dataclass(frozen=True, slots=True)
class Statement:
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
    register = _Register(folder)
    if not register.rows("processes", "ocid", ocid):
        by_number = register.rows("processes", "release_id", ocid)
        if len(by_number) != 1:
            raise UsageError(f"{folder}: no process or case {ocid!r}{register.near(ocid)}")
        ocid = by_number[0]["ocid"]
    tables = {name: register.rows(name, "ocid", ocid) for name in _READ_ROOMS}
    flags = register.rows("flags", "ocid", ocid)
    used = {row["document_id"] for rows in tables.values() for row in rows} | set(_documents_of(flags))
    documents = {row["document_id"]: row for row in register.rows_in("documents", "document_id", used)}
    problems = _problems(register.rows_in("problems", "document_id", used), tables)
    origins = {(one["table"], one["row_pointer"], one["column"]): one for one in register.rows("origins", "ocid", ocid)}
    documents |= {
        row["document_id"]: row
        for row in register.rows_in("documents", "document_id", {one["document_id"] for one in origins.values()})
    }
    statements = list(_statements(tables, origins, documents, problems, places))
    resolved = {row["organisation_id"] for row in register.rows("party_organisations", "ocid", ocid)}
    purchase = register.rows("purchases", "ocid", ocid)
    technologies = [_located(row, documents, origins, places) for row in register.rows("technologies", "ocid", ocid)]
    return Explanation(
        ocid=ocid,
        purchase=purchase[0] if purchase else None,
        technologies=technologies,
        statements=statements,
        organisations=register.rows_in("organisations", "organisation_id", resolved),
        makers=[_located(row, documents, origins, places) for row in register.rows("makers_named", "ocid", ocid)],
        flags=[_with_places(row, documents, places) for row in flags],
        safeguards=register.rows("safeguards", "ocid", ocid),
        decisions=_decisions(register, ocid, tables["parties"]),
        problems=problems,
        documents=list(documents.values()),
    )


class _Register:
    """The tables of a register, read by key."""

    def __init__(self, folder: Path) -> None:
        self._tables = folder / "tables"

    def rows(self, table: str, column: str, value: str) -> list[dict[str, Any]]:
        return self.rows_in(table, column, {value})

    def rows_in(self, table: str, column: str, values: set[str]) -> list[dict[str, Any]]:
        """The rows whose `column` is one of `values`; none where the register has no such table."""
        path = self._tables / f"{table}.parquet"
        if not path.is_file() or not values:
            return []
        chosen = pc.field(column).isin(pa.array(sorted(values), pa.string()))
        found: list[dict[str, Any]] = pq.read_table(path, filters=chosen).to_pylist()
        return found

    def all_rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a small table; none where the register has no such table."""
        path = self._tables / f"{table}.parquet"
        found: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.is_file() else []
        return found

    def near(self, asked: str) -> str:
        """Ids of purchases and cases that hold the text asked for, else the one most like it."""
        ids = [*self._column("purchases", "ocid"), *self._column("cases", "case")]
        holding = [one for one in ids if asked.lower() in one.lower()][:_ALIKE]
        if holding:
            return f"; did you mean {', '.join(holding)}?"
        return nearest(asked, ids) or "; `custodiet export` lists all"

    def _column(self, table: str, column: str) -> list[str]:
        path = self._tables / f"{table}.parquet"
        found: list[str] = pq.read_table(path, columns=[column])[column].to_pylist() if path.is_file() else []
        return found


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


def _decisions(register: "_Register", ocid: str, parties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What persons decided about the process, and about the organisations that its parties may be."""
    named = {f"name:{row['name']}" for row in parties if row["name"]}
    named |= {f"{row['scheme'] or ''}:{row['identifier']}" for row in parties if row["identifier"]}
    every = register.all_rows("decisions")
    return [
        one
        for one in every
        if one["ocid"] == ocid or any(_without_country(one[side]) in named for side in ("a", "b") if one[side])
    ]


def _without_country(reference: str) -> str:
    """A reference without the country that may stand behind a name."""
    name, at, country = reference.rpartition("@")
    return name if at and len(country) == _ALPHA_2 and reference.startswith("name:") else reference


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


def _problems(rows: list[dict[str, Any]], tables: Mapping[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The problems at or below a place that the process was read from."""
    bases = {(row["document_id"], row["pointer"]) for rows_of in tables.values() for row in rows_of}
    return [
        one
        for one in rows
        if any(one["document_id"] == document and _below(one["pointer"], base) for document, base in bases)
    ]


def _below(pointer: str, base: str) -> bool:
    return bool(base) and (pointer == base or pointer.startswith(f"{base}/"))


def _located(
    row: dict[str, Any], documents: Mapping[str, dict[str, Any]], origins: Origins, places: Places
) -> dict[str, Any]:
    """A row about words of a text, with the document and the place at which that text stands."""
    other = origins.get((row["table"], row["pointer"], row["column"])) if row["table"] else None
    document = documents.get((other or row)["document_id"], {})
    known = places(document.get("format")).get(row["table"] or "", {})
    place = other["pointer"] if other else join(row["pointer"] or "", known.get(row["column"] or "", ""))
    return {**row, "document": document.get("name"), "place": place}
