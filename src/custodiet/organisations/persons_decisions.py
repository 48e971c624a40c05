"""People's decisions on organisations: an append-only CSV file, read strictly and replayed at every build.

Columns: `a`, `b`, `decision` (same, different or related), `who`, `when` (YYYY-MM-DD), `why`. An organisation is named
by a raw identifier, `SCHEME:number`, or by its raw name, `name:NAME`, with `@COUNTRY` behind it where the name occurs
in several countries. The last line on a pair holds: a decision is taken back by a later line, never by deleting one.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from custodiet.discovery import nearest
from custodiet.errors import DefinitionError
from custodiet.organisations.clusters import Clusters
from custodiet.organisations.mention import Mention
from custodiet.problems import DOUBTED, SET_ASIDE, Problem

COLUMNS = ("a", "b", "decision", "who", "when", "why")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_VERDICTS = ("same", "different", "related")


@dataclass(frozen=True, slots=True)
class PersonsDecision:
    """One line of the file."""

    a: str
    b: str
    decision: str
    who: str
    when: str
    why: str
    line: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """The lines that hold, in the order of the file, and the file's name for reports."""

    file: str
    lines: tuple[PersonsDecision, ...]


def read_decisions(file: Path) -> Decisions:
    """The decisions of a CSV file; every broken line is named in one DefinitionError."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, restkey="more")
        unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if unknown:
            raise DefinitionError(f"{file}, line 1: unknown column {unknown[0]!r}{nearest(unknown[0], COLUMNS)}")
        if missing:
            raise DefinitionError(
                f"{file}, line 1: the column {missing[0]!r} is missing; the columns are {', '.join(COLUMNS)}"
            )
        rows = [(reader.line_num, row) for row in reader]
    faults = [f"{file}, line {line}: {fault}" for line, row in rows if (fault := _fault(row)) is not None]
    if faults:
        raise DefinitionError("\n".join(faults))
    found = [PersonsDecision(**{name: row[name].strip() for name in COLUMNS}, line=line) for line, row in rows]
    last = {frozenset((one.a, one.b)): one for one in found}
    return Decisions(file.name, tuple(sorted(last.values(), key=lambda one: one.line)))


def apply(
    decisions: Decisions, mentions: Sequence[Mention], clusters: Clusters, *, may_merge: bool
) -> tuple[Problem, ...]:
    """Replays the decisions on the clusters; problems where one names nothing or speaks against the numbers."""
    index = _index(mentions, {name for one in decisions.lines for name in (one.a, one.b)})
    problems: list[Problem] = []
    for one in decisions.lines:
        a, b = index.get(one.a, []), index.get(one.b, [])
        if not a or not b:
            problems.append(
                _problem(
                    decisions, one, "decision-names-nothing", SET_ASIDE, "no mention bears " + (one.b if a else one.a)
                )
            )
        elif one.decision != "same":
            clusters.keep_apart(a[0], b[0])
            if set(clusters.numbers(a[0])) & set(clusters.numbers(b[0])):
                problems.append(
                    _problem(
                        decisions,
                        one,
                        "decision-against-evidence",
                        DOUBTED,
                        "both carry one number; the decision holds",
                    )
                )
        elif may_merge:
            if not clusters.may_join(a[0], b[0]):
                problems.append(
                    _problem(
                        decisions, one, "decision-against-evidence", DOUBTED, "their numbers differ; the decision holds"
                    )
                )
            for member in (*a[1:], *b):
                clusters.join(a[0], member, "person", f"decided by {one.who} on {one.when}: {one.why}", forced=True)
    return tuple(problems)


def _fault(row: dict[str, str]) -> str | None:
    if row.get("more") or any(row[name] is None for name in COLUMNS):
        return f"a line has {len(COLUMNS)} cells"
    if row["decision"].strip() not in _VERDICTS:
        hint = nearest(row["decision"], _VERDICTS)
        return f"unknown decision {row['decision']!r}{hint}; it is one of {', '.join(_VERDICTS)}"
    if not _DATE.fullmatch(row["when"].strip()):
        return f"`when` must be a date such as 2026-11-23, found {row['when']!r}"
    empty = next((name for name in ("a", "b", "who", "why") if not row[name].strip()), None)
    return None if empty is None else f"`{empty}` is empty"


def _index(mentions: Sequence[Mention], wanted: Iterable[str]) -> dict[str, list[int]]:
    """For each reference of the file the mentions it names."""
    asked = set(wanted)
    index: dict[str, list[int]] = {}
    for place, mention in enumerate(mentions):
        references = [f"name:{mention.name}", f"name:{mention.name}@{mention.country}"]
        references += [f"{scheme}:{number}" for scheme, number in mention.identifiers]
        for reference in references:
            if reference in asked:
                index.setdefault(reference, []).append(place)
    return index


def _problem(decisions: Decisions, one: PersonsDecision, kind: str, action: str, detail: str) -> Problem:
    return Problem(decisions.file, f"line {one.line}", kind, f"{one.a} {one.decision} {one.b}", action, detail)
