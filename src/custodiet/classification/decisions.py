"""Reads what persons decided about findings, and lets it win over the machine, with every contradiction reported."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from custodiet.classification.classifier import INCLUDE
from custodiet.errors import DefinitionError
from custodiet.model.tables import TECHNOLOGIES

ANSWERS = ("decision", "who", "when", "why")
COLUMNS = ("ocid", "technology", *ANSWERS)
_LABELS = frozenset({"yes", "part", "no"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """What a person decided about a process and class; `who` is a role or short sign, never a full name."""

    ocid: str
    technology: str
    decision: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A decision that the evidence, or another decision, speaks against."""

    ocid: str
    technology: str
    found: str


def read_decisions(files: Iterable[Path]) -> list[PersonDecision]:
    """All filled-in rows of the files; rows with an empty decision are passed over, all mistakes reported at once."""
    decisions: list[PersonDecision] = []
    wrong: list[str] = []
    for file in sorted(files):
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                wrong.append(f"{file}: columns missing: {', '.join(missing)}; write the file by `custodiet review`")
                continue
            for number, row in enumerate(reader, 2):
                decision = PersonDecision(*((row[name] or "").strip() for name in COLUMNS))
                if decision.decision:
                    wrong += [f"{file}, line {number}: {mistake}" for mistake in _mistakes(decision)]
                    decisions.append(decision)
    if wrong:
        raise DefinitionError("\n".join(wrong))
    return decisions


def decided(technologies: Any, decisions: Iterable[PersonDecision]) -> tuple[pa.Table, list[Contradiction]]:
    """The technologies with the decisions applied (sorted by ocid, technology), and what speaks against them."""
    latest: dict[tuple[str, str], PersonDecision] = {}
    contradictions: list[Contradiction] = []
    for decision in sorted(decisions, key=lambda one: (one.ocid, one.technology, one.when, one.who)):
        before = latest.get((decision.ocid, decision.technology))
        if before is not None and before.decision != decision.decision:
            contradictions.append(_contradiction(decision, f"{before.who} decided {before.decision} on {before.when}"))
        latest[decision.ocid, decision.technology] = decision
    rows = {(row["ocid"], row["technology"]): row for row in technologies.to_pylist()}
    for key, decision in latest.items():
        contradictions += _against_evidence(decision, rows.get(key))
        _apply(decision, key, rows)
    ordered = [rows[key] for key in sorted(rows)]
    return pa.Table.from_pylist(ordered, schema=TECHNOLOGIES.schema), contradictions


def _mistakes(decision: PersonDecision) -> Iterator[str]:
    if decision.decision not in _LABELS:
        yield f"decision {decision.decision!r} is none of yes, part, no"
    if not _DATE.match(decision.when):
        yield f"when {decision.when!r} is no date such as 2026-11-23"
    for name in ("ocid", "technology", "who", "why"):
        if not getattr(decision, name):
            yield f"{name} is empty: a decision says what was decided, by whom and why"


def _apply(decision: PersonDecision, key: tuple[str, str], rows: dict[tuple[str, str], dict[str, Any]]) -> None:
    if decision.decision == "no":
        rows.pop(key, None)
        return
    row = rows.get(key, dict.fromkeys(TECHNOLOGIES.names))
    rows[key] = row | {
        "ocid": decision.ocid,
        "technology": decision.technology,
        "label": decision.decision,
        "role": "main object" if decision.decision == "yes" else "component",
        "score": row["score"] if row["score"] is not None and row["score"] >= INCLUDE else INCLUDE,
        "rule": f"person: {decision.who} on {decision.when}",
        "why": f"{decision.decision}: {decision.why}",
    }


def _against_evidence(decision: PersonDecision, row: Mapping[str, Any] | None) -> Iterator[Contradiction]:
    if row is None and decision.decision != "no":
        yield _contradiction(decision, "no words of this class found in the documents read")
    elif row is not None and decision.decision == "no" and (row["rule"] or "").startswith(("term", "code")):
        yield _contradiction(decision, f"the text says {row['words']!r} ({row['rule']})")


def _contradiction(decision: PersonDecision, found: str) -> Contradiction:
    text = f"{decision.who} decided {decision.decision} on {decision.when}, but {found}"
    return Contradiction(decision.ocid, decision.technology, text)
