"""Reads what persons decided: a folder of tables as `custodiet review` and `custodiet audit` write them, filled in.

    DIR/*.csv, *.xlsx   rows told by their columns: findings (`ocid`, `technology`), organisations (`a`, `b`), both in
                        one table, or a sample of an audit (`ocid`, `audit`); each with `decision`, `who`, `when`, `why`
    DIR/safeguards/     assessments of safeguards, as `custodiet.safeguards` reads them

A row without a decision is passed over. Every mistake of every file is named in one error.
"""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from custodiet import safeguards
from custodiet.classification import decisions as findings
from custodiet.classification.decisions import PersonDecision
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.discovery import nearest
from custodiet.errors import CustodietError, DefinitionError, InputError
from custodiet.model.document import Document
from custodiet.model.register_tables import DECISIONS
from custodiet.organisations import Decisions, read_decisions
from custodiet.problems import DOUBTED, SET_ASIDE, Problem
from custodiet.sources._table import Table as Sheet
from custodiet.sources._table_csv import read_csv
from custodiet.sources._table_xlsx import read_xlsx
from custodiet.text.formulas import restored

FINDING, ORGANISATIONS, AUDIT = "finding", "organisations", "audit"
ANSWER = ("decision", "who", "when", "why")
_KINDS = {AUDIT: ("ocid", "audit"), FINDING: ("ocid", "technology"), ORGANISATIONS: ("a", "b")}
_LINES = 10_000_000  # lines of a file; line numbers of several files are told apart by multiples of it
_READERS: dict[str, Callable[[bytes], list[Sheet]]] = {".csv": lambda data: [read_csv(data)], ".xlsx": read_xlsx}
_SAFEGUARDS = "safeguards"
_NO_CLASS = "-"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file with its decision, or without one where nothing was filled in."""

    kind: str
    cells: Mapping[str, str]
    document_id: str
    pointer: str
    line: int

    @property
    def answered(self) -> bool:
        """Whether a person decided."""
        return bool(self.cells.get("decision"))


@dataclass(frozen=True, slots=True)
class Decided:
    """What the files of a folder say, each kind as its room takes it."""

    documents: tuple[Document, ...] = ()
    rows: tuple[Row, ...] = ()
    findings: tuple[PersonDecision, ...] = ()
    missed: tuple[PersonDecision, ...] = ()
    """Classes that the answers of audits name: purchases that were missed until then."""
    organisations: Decisions | None = None
    assessments: tuple[safeguards.Assessment, ...] = ()

    @property
    def audited(self) -> tuple[Row, ...]:
        """The rows of audits, answered or not."""
        return tuple(row for row in self.rows if row.kind == AUDIT)

    def table(self) -> pa.Table:
        """The table `decisions`."""
        answered = sorted((row for row in self.rows if row.answered), key=lambda row: (row.document_id, row.line))
        found = [
            {name: row.cells.get(name) or None for name in DECISIONS.names}
            | {"kind": row.kind, "document_id": row.document_id, "pointer": row.pointer}
            for row in answered
        ]
        return pa.Table.from_pylist(found, schema=DECISIONS.schema)

    def place(self, kind: str, **cells: str) -> tuple[str, str] | None:
        """Document and pointer of the last decision of this kind with these cells."""
        for row in reversed(self.rows):
            if row.kind == kind and row.answered and all(row.cells.get(name) == text for name, text in cells.items()):
                return row.document_id, row.pointer
        return None

    def placed(self, problems: tuple[Problem, ...]) -> list[Problem]:
        """Problems of the room `organisations`: those of a decision at its document and row, the others as they are."""
        by_line = {
            f"line {number * _LINES + row.line}": row for number, row in self._of_files() if row.kind == ORGANISATIONS
        }
        rows = [by_line.get(one.pointer) for one in problems]
        return [
            one if row is None else replace(one, document_id=row.document_id, pointer=row.pointer)
            for one, row in zip(problems, rows, strict=True)
        ]

    def _of_files(self) -> Iterator[tuple[int, Row]]:
        numbers = {document.document_id: number for number, document in enumerate(self.documents)}
        yield from ((numbers[row.document_id], row) for row in self.rows)


def read_decided(folder: Path | None, plugins: Path | None = None) -> Decided:
    """Everything a folder says; nothing where no folder is given. Raises DefinitionError that names what is wrong."""
    if folder is None:
        return Decided()
    wrong: list[str] = []
    files: list[_File] = []
    for file in sorted(file for file in folder.iterdir() if file.suffix.lower() in _READERS):
        try:
            files.append(_read_file(file))
        except CustodietError as error:
            wrong.append(str(error))
    findings_read = tuple(one for file in files for one in file.findings)
    missed = tuple(one for file in files for one in file.missed)
    wrong += _unknown((*findings_read, *missed), plugins)
    if wrong:
        raise DefinitionError("\n".join(wrong))
    place = folder / _SAFEGUARDS
    questions = safeguards.load_questions(plugins)
    return Decided(
        documents=tuple(file.document for file in files),
        rows=tuple(row for file in files for row in file.rows),
        findings=findings_read,
        missed=missed,
        organisations=_together(files),
        assessments=tuple(safeguards.read_assessments(place, questions)) if place.is_dir() else (),
    )


@dataclass(frozen=True, slots=True)
class _File:
    """What one file says."""

    document: Document
    rows: list[Row]
    findings: list[PersonDecision]
    missed: list[PersonDecision]
    organisations: Decisions | None


def _read_file(file: Path) -> _File:
    data, rows = _bytes(file), read_rows(file)
    name, filled = f"decisions/{file.name}", sum(row.answered for row in rows)
    return _File(
        Document(sha256(data).hexdigest(), name, len(data), format="decisions", records=filled),
        rows,
        _findings(file, [row for row in rows if row.kind == FINDING]),
        _missed(file, [row for row in rows if row.kind == AUDIT]),
        _organisations(file, [row for row in rows if row.kind == ORGANISATIONS]),
    )


def _together(files: list[_File]) -> Decisions | None:
    """The decisions on organisations of all files in the order of their names; the last one on a pair holds."""
    lines = [
        replace(line, line=number * _LINES + line.line)
        for number, file in enumerate(files)
        if file.organisations is not None
        for line in file.organisations.lines
    ]
    last = {frozenset((one.a, one.b)): one for one in lines}
    ordered = tuple(sorted(last.values(), key=lambda one: one.line))
    return Decisions("decisions", ordered) if ordered else None


def read_rows(file: Path) -> list[Row]:
    """The rows of one file; raises DefinitionError where its columns are of no kind, InputError where it is broken."""
    data = _bytes(file)
    document_id = sha256(data).hexdigest()
    rows: list[Row] = []
    if file.suffix.lower() not in _READERS:
        raise DefinitionError(f"{file}: a table of decisions is .csv or .xlsx")
    for sheet in _READERS[file.suffix.lower()](data):
        kinds = [kind for kind, columns in _KINDS.items() if set(columns) <= set(sheet.columns)]
        missing = [name for name in ANSWER if name not in sheet.columns]
        if not kinds or missing:
            raise DefinitionError(f"{file}: {_expected(sheet, missing if kinds else [])}")
        for number, cells in enumerate(sheet.rows):
            named = {
                name: restored(" ".join((cell or "").split())) for name, cell in zip(sheet.columns, cells, strict=False)
            }
            kind = kinds[0] if kinds[0] == AUDIT else _kind(named)
            if kind is not None:
                rows.append(Row(kind, named, document_id, sheet.pointer(number), sheet.first + number))
    return rows


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error


def _expected(sheet: Sheet, missing: list[str]) -> str:
    if missing:
        return f"columns missing: {', '.join(missing)}; write the file by `custodiet review` or `custodiet audit`"
    known = sorted({name for columns in _KINDS.values() for name in columns})
    near = next((hint for name in sheet.columns if (hint := nearest(name, known))), "")
    kinds = "; ".join(f"{kind}: {', '.join(columns)}" for kind, columns in _KINDS.items())
    return f"no table of decisions: its columns name none of {kinds}{near}"


def _kind(cells: Mapping[str, str]) -> str | None:
    """Whether a row of a worklist is about a finding or about two organisations."""
    if cells.get("a") or cells.get("b"):
        return ORGANISATIONS
    return FINDING if cells.get("ocid") or cells.get("technology") or cells.get("decision") else None


def _findings(file: Path, rows: list[Row]) -> list[PersonDecision]:
    """Decisions on findings, checked by the room that applies them."""
    if not any(row.answered for row in rows):
        return []
    return _through(file, findings.COLUMNS, rows, "-", lambda copy: findings.read_decisions([copy]))


def _missed(file: Path, rows: list[Row]) -> list[PersonDecision]:
    """The classes that answers of an audit name; every answer is checked, also those without a class."""
    filled = [replace(row, cells={**row.cells, **_filled(row.cells)}) for row in rows]
    return [one for one in _findings(file, filled) if one.technology != _NO_CLASS and one.decision != "no"]


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    """What an answer of an audit need not say: a class, and a reason beside that of the audit."""
    return {"technology": cells.get("technology") or _NO_CLASS, "why": cells.get("why") or "seen in a random audit"}


def _organisations(file: Path, rows: list[Row]) -> Decisions | None:
    if not any(row.answered for row in rows):
        return None
    return _through(file, ("a", "b", *ANSWER), rows, "", read_decisions)


def _through(file: Path, columns: tuple[str, ...], rows: list[Row], passed_over: str, read: Callable[[Path], T]) -> T:
    """What a room reads from a copy of the rows that concern it; its errors name the file and its lines.

    Every other line is kept with `passed_over` in its first cell, or blank, and the decision empty.
    """
    chosen = {row.line: [row.cells.get(name, "") for name in columns] for row in rows if row.answered}
    other = [passed_over, *[""] * (len(columns) - 1)] if passed_over else []
    lines = [chosen.get(number, other) for number in range(2, max(chosen) + 1)]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "decisions.csv"
        with copy.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *lines])
        try:
            return read(copy)
        except DefinitionError as error:
            raise DefinitionError(str(error).replace(str(copy), str(file))) from error


def _unknown(decisions: Iterable[PersonDecision], plugins: Path | None) -> Iterator[str]:
    named = {one.technology for one in decisions}
    if named:
        known = load_vocabulary(plugins).technologies
        for name in sorted(named - known.keys()):
            yield f"--decisions: no technology is called {name!r}{nearest(name, known)}"


def contradictions(found: Iterable[findings.Contradiction], decided: Decided) -> Iterator[Problem]:
    """Decisions on findings that the evidence, or another decision, speaks against, as problems."""
    for one in found:
        document_id, pointer = _place_of(decided, one.ocid, one.technology)
        original = f"{one.ocid} {one.technology}"
        yield Problem(document_id, pointer, "decision-against-evidence", original, DOUBTED, one.found)


def strangers(decisions: Iterable[PersonDecision], decided: Decided) -> Iterator[Problem]:
    """Decisions on processes that were not read, as problems."""
    for one in decisions:
        document_id, pointer = _place_of(decided, one.ocid, one.technology)
        detail = "no process of this id in the inputs read"
        yield Problem(document_id, pointer, "decision-names-nothing", one.ocid, SET_ASIDE, detail)


def _place_of(decided: Decided, ocid: str, technology: str) -> tuple[str, str]:
    place = decided.place(FINDING, ocid=ocid, technology=technology)
    return place or decided.place(AUDIT, ocid=ocid, technology=technology) or ("", "")
