"""Estimates how much is missed: a random sample of what was not flagged, drawn by hash, answered by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest

from custodiet.classification.score import wilson


@dataclass(frozen=True, slots=True)
class Recall:
    """The estimated share of purchases that were found, its 95% interval, and what it rests on."""

    recall: float | None
    low: float | None
    high: float | None
    basis: str


def sample(ocids: Iterable[str], size: int, salt: str = "custodiet audit") -> list[str]:
    """The `size` ocids with the smallest salted hash: random, yet the same in every run and for every order."""
    return nsmallest(size, set(ocids), key=lambda ocid: (sha256(f"{salt}\n{ocid}".encode()).digest(), ocid))


def estimated_recall(found: int, not_flagged: int, sampled: int, missed: int) -> Recall:
    """The recall when `missed` of `sampled` not-flagged processes turned out to be purchases.

    `found`: flagged processes that are purchases. The interval is that of the missed share (Wilson), carried over.
    """
    interval = wilson(missed, sampled)
    basis = f"random audit: {missed} of {sampled} sampled among {not_flagged} not flagged, {found} flagged"
    if interval is None:
        return Recall(None, None, None, basis)
    low, high = interval
    return Recall(
        _recall(found, not_flagged, missed / sampled),
        _recall(found, not_flagged, high),
        _recall(found, not_flagged, low),
        basis,
    )


def _recall(found: int, not_flagged: int, missed_share: float) -> float | None:
    everything = found + not_flagged * missed_share
    return found / everything if everything else None
