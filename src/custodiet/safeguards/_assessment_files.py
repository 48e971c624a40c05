"""Reads what persons have assessed: `*.toml` (tables `[[assessment]]`) and `*.csv` (one line each) of a folder."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from custodiet.discovery import load, nearest
from custodiet.errors import DefinitionError
from custodiet.safeguards._question import Question, load_questions
from custodiet.safeguards._vocabulary import State, load_states

_SHA256 = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_HEADING = re.compile(r"\s*\[\[\s*assessment\s*\]\]")


class Assessment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What was found on one question for one purchase or case; the fields are the columns of `SAFEGUARDS`."""

    ocid: str
    question: str
    state: str
    evidence_uri: str | None = None
    evidence_hash: str | None = None
    locator: str | None = None
    against_uri: str | None = None
    looked_in: str | None = None
    date: dt.date | None = None
    assessor: str | None = None
    reviewer: str | None = None
    reason: str | None = None


class AssessmentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML file of assessments."""

    assessment: tuple[Assessment, ...]


def read_assessments(folder: Path, questions: Mapping[str, Question] | None = None) -> list[Assessment]:
    """Every assessment below `folder`, sorted by purchase and question; all mistakes are reported at once."""
    known = load_questions() if questions is None else questions
    states = load_states()
    placed: dict[tuple[str, str], tuple[str, Assessment]] = {}
    faults: list[str] = []
    for where, each in _read_files(folder, faults):
        faults += [f"{where}: {fault}" for fault in _faults(each, known, states)]
        first, _ = placed.setdefault((each.ocid, each.question), (where, each))
        if first != where:
            faults.append(f"{where}: {each.ocid} {each.question} is assessed already at {first}; keep one of the two")
    if faults:
        raise DefinitionError("\n".join(faults))
    return [each for _, (_, each) in sorted(placed.items())]


def _read_files(folder: Path, faults: list[str]) -> Iterator[tuple[str, Assessment]]:
    """Each assessment with its file and line; a file that cannot be understood becomes a fault."""
    readers = {".toml": _read_toml, ".csv": _read_csv}
    for file in sorted(file for file in folder.rglob("*") if file.suffix in readers):
        try:
            yield from readers[file.suffix](file)
        except DefinitionError as error:
            faults.append(str(error))


def _read_toml(file: Path) -> Iterator[tuple[str, Assessment]]:
    entries = load(file, AssessmentFile).assessment
    rows = file.read_text(encoding="utf-8").splitlines()
    headings = [number for number, row in enumerate(rows, 1) if _HEADING.match(row)]
    lines = headings if len(headings) == len(entries) else [0] * len(entries)  # `assessment = [{...}]` has no headings
    yield from ((f"{file}, line {line}", each) for line, each in zip(lines, entries, strict=True))


def _read_csv(file: Path) -> Iterator[tuple[str, Assessment]]:
    fields = [field.name for field in msgspec.structs.fields(Assessment)]
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, restkey="")
        for name in reader.fieldnames or ():
            if name not in fields:
                raise DefinitionError(f"{file}, line 1: unknown column {name!r}{nearest(name, fields)}")
        for row in reader:
            where = f"{file}, line {reader.line_num}"
            if "" in row:
                raise DefinitionError(
                    f"{where}: more cells than columns; put quotation marks around a text with a comma"
                )
            filled = {name: text.strip() for name, text in row.items() if text and text.strip()}
            try:
                yield where, msgspec.convert(filled, type=Assessment)
            except msgspec.ValidationError as error:
                raise DefinitionError(f"{where}: {error}") from error


def _faults(each: Assessment, questions: Mapping[str, Question], states: Mapping[str, State]) -> Iterator[str]:
    """What keeps an assessment from standing for what it says."""
    if each.question not in questions:
        yield f"no question is called {each.question!r}{nearest(each.question, questions)}"
    if each.state not in states:
        yield f"no state is called {each.state!r}{nearest(each.state, states)}; the nine are {', '.join(states)}"
        return
    for need in states[each.state].needs:
        if not getattr(each, need):
            yield f"the state {each.state!r} needs {need!r}; fill it in, or leave the question not_checked"
    if each.reviewer is not None and each.reviewer == each.assessor:
        yield f"{each.reviewer!r} cannot review its own assessment; name a second reviewer"
    if each.evidence_hash is not None and not _SHA256.fullmatch(each.evidence_hash):
        yield f"evidence_hash {each.evidence_hash!r} is no sha256; expected 64 hexadecimal digits in lower case"
    for address in (each.evidence_uri, each.against_uri):
        if address is not None and not _ADDRESS.fullmatch(address):
            yield f"{address!r} is no address; expected one such as https://example.org/document.pdf"
    for role in (each.assessor, each.reviewer):
        if role is not None and "@" in role:
            yield "an assessor is a role or an organisation, never a personal address; write it without '@'"
