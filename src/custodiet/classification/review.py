"""Lists what a person should look at, the dearest and most doubtful first, ready to be filled in."""

from typing import Any

import pyarrow as pa

from custodiet.classification.classifier import INCLUDE
from custodiet.classification.decisions import ANSWERS

WORKLIST = pa.schema(
    [
        ("ocid", pa.string()),
        ("technology", pa.string()),
        ("title", pa.string()),
        ("buyer_name", pa.string()),
        ("tender_amount", pa.decimal128(24, 4)),
        ("tender_currency", pa.string()),
        ("label", pa.string()),
        ("doubt", pa.float64()),
        ("words", pa.string()),
        ("why_machine", pa.string()),
        ("pointer", pa.string()),
        *((name, pa.string()) for name in ANSWERS),
    ]
)


def worklist(technologies: Any, processes: Any) -> pa.Table:
    """One row per doubtful process and class, with empty columns for decision, who, when and why.

    Order: rank of the value among values of the same currency (two currencies are never compared), then doubt.
    """
    known = {row["ocid"]: row for row in processes.to_pylist()}
    rows = [_row(found, known.get(found["ocid"], {})) for found in technologies.to_pylist() if _is_doubtful(found)]
    ranks = _ranks(rows)
    rows.sort(key=lambda row: (-ranks[row["ocid"]], -row["doubt"], row["ocid"], row["technology"]))
    return pa.Table.from_pylist(rows, schema=WORKLIST)


def doubt(score: float, rule: str) -> float:
    """How doubtful a finding is: 1 for a head that says nothing alone, 0 for a strong term."""
    return round(max(0.0, INCLUDE - score) / (INCLUDE - 0.5) if score < INCLUDE else 0.2 * rule.startswith("hint"), 3)


def _is_doubtful(found: dict[str, Any]) -> bool:
    return bool(found["label"] == "review" or (found["rule"] or "").startswith("hint"))


def _row(found: dict[str, Any], process: dict[str, Any]) -> dict[str, Any]:
    row = {name: found.get(name) for name in ("ocid", "technology", "label", "words", "pointer")}
    row |= {name: process.get(name) for name in ("title", "buyer_name", "tender_amount", "tender_currency")}
    return row | {"why_machine": found["why"], "doubt": doubt(found["score"] or 0.0, found["rule"] or "")}


def _ranks(rows: list[dict[str, Any]]) -> dict[str, float]:
    """For each process the share of values in its currency that are not above its own; 0 where none is stated."""
    values: dict[str | None, list[Any]] = {}
    for row in rows:
        if row["tender_amount"] is not None:
            values.setdefault(row["tender_currency"], []).append(row["tender_amount"])
    ranks = dict.fromkeys((row["ocid"] for row in rows), 0.0)
    for row in rows:
        if row["tender_amount"] is not None:
            same = values[row["tender_currency"]]
            ranks[row["ocid"]] = sum(value <= row["tender_amount"] for value in same) / len(same)
    return ranks
