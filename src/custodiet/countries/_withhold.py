"""Leaves out or holds back purchases of a country whose profile asks for more care, and counts them."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from custodiet.countries._profile import LeftOut, Profile
from custodiet.errors import UsageError
from custodiet.model.tables import COUNT, TEXT

TOO_RECENT = "too recent"
UNDATED = "no date"
COUNTS = pa.schema([("document_id", TEXT), ("country", TEXT), ("reason", TEXT), ("purchases", COUNT)])
_READ = ["country", "buyer_name", "date", "document_id"]
_DAY = 10  # characters of an ISO date


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may be published, and how much is not: one row of `counts` per document and reason."""

    published: pa.Table
    counts: pa.Table


def withhold(purchases: pa.Table, profile: Profile, today: dt.date, delay_days: int | None = None) -> Withheld:
    """The purchases that may be published today, in their order, with counts of the others.

    Takes PURCHASES. Only purchases of the profile's country are judged: those of a buyer whose name the profile leaves
    out are never published, all others from `delay_days` after their `date` on. That date is the signature where a
    contract is known; for the rest it is the latest step known (award, call). Whatever has no date is held back.

    Raises:
        UsageError: the delay is negative.
    """
    rule = profile.publication
    if rule is None:
        return Withheld(purchases, COUNTS.empty_table())
    delay = rule.delay_days if delay_days is None else delay_days
    if delay < 0:
        raise UsageError(f"a delay of {delay} days lies in the future; give 0 or more")
    last_day = today - dt.timedelta(days=delay)
    patterns = [(each.kind, _pattern(each)) for each in rule.left_out]
    reasons = [
        _reason(row, patterns, last_day) if row["country"] == profile.code else None
        for row in purchases.select(_READ).to_pylist()
    ]
    published = purchases.filter(pa.array([reason is None for reason in reasons], pa.bool_()))
    return Withheld(published, _counts(purchases, reasons))


def _reason(row: dict[str, str | None], patterns: list[tuple[str, re.Pattern[str]]], last_day: dt.date) -> str | None:
    """Why a purchase is not published today, None where it is."""
    buyer = _folded(row["buyer_name"] or "")
    for kind, pattern in patterns:
        if pattern.search(buyer):
            return kind
    try:
        day = dt.date.fromisoformat((row["date"] or "")[:_DAY])
    except ValueError:
        return UNDATED
    return TOO_RECENT if day > last_day else None


def _pattern(left_out: LeftOut) -> re.Pattern[str]:
    """Finds the words of buyers that are left out: whole, or open where a `*` stands for the rest of a word."""
    words = []
    for word in left_out.words:
        start = "" if word.startswith("*") else r"(?<!\w)"
        end = "" if word.endswith("*") else r"(?!\w)"
        words.append(f"{start}{re.escape(_folded(word.strip('*')))}{end}")
    return re.compile("|".join(words))


def _folded(text: str) -> str:
    """Lower case, one blank between words, one kind of apostrophe."""
    return " ".join(re.sub("[`´’ʼʹ‘]", "'", text.casefold()).split())


def _counts(purchases: pa.Table, reasons: list[str | None]) -> pa.Table:
    held = Counter(
        (row["document_id"], row["country"], reason)
        for row, reason in zip(purchases.select(_READ).to_pylist(), reasons, strict=True)
        if reason is not None
    )
    keys = sorted(held, key=lambda key: tuple(part or "" for part in key))
    rows = [dict(zip(COUNTS.names, (*key, held[key]), strict=True)) for key in keys]
    return pa.Table.from_pylist(rows, schema=COUNTS)
