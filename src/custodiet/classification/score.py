"""Precision, recall and F1 with their 95% intervals."""

from dataclasses import dataclass
from math import sqrt

import msgspec

Z = 1.959964  # two-sided 95% of the normal distribution


class Score(msgspec.Struct, frozen=True):
    """How well something was found: `right` of `found` are right, `right` of `wanted` were found."""

    right: int
    found: int
    wanted: int
    precision: float | None
    precision_interval: tuple[float, float] | None
    recall: float | None
    recall_interval: tuple[float, float] | None
    f1: float | None
    f1_interval: tuple[float, float] | None

    @property
    def precision_text(self) -> str:
        """The precision with its interval, for people."""
        return _text(self.precision, self.precision_interval)

    @property
    def recall_text(self) -> str:
        """The recall with its interval, for people."""
        return _text(self.recall, self.recall_interval)

    @property
    def f1_text(self) -> str:
        """F1 with its interval, for people."""
        return _text(self.f1, self.f1_interval)


@dataclass(slots=True)
class Counts:
    """Counts that a score is made of."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, *, labelled: bool, found: bool) -> None:
        """Counts one record."""
        self.right += labelled and found
        self.found += found
        self.wanted += labelled

    def score(self) -> Score:
        """The score of these counts; a share of nothing is None."""
        total = self.found + self.wanted
        return Score(
            right=self.right,
            found=self.found,
            wanted=self.wanted,
            precision=self.right / self.found if self.found else None,
            precision_interval=wilson(self.right, self.found),
            recall=self.right / self.wanted if self.wanted else None,
            recall_interval=wilson(self.right, self.wanted),
            f1=2 * self.right / total if total else None,
            f1_interval=_f1_interval(self.right, total - self.right),
        )


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """The 95% interval of a share (Wilson, Journal of the American Statistical Association 22, 1927, p. 209)."""
    if trials == 0:
        return None
    share, square = successes / trials, Z * Z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = Z / (1 + square / trials) * sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def _f1_interval(right: int, right_or_wrong: int) -> tuple[float, float] | None:
    """The interval of F1 = 2J / (1 + J), where J is the share of the right among all that was found or wanted."""
    interval = wilson(right, right_or_wrong)
    return None if interval is None else (2 * interval[0] / (1 + interval[0]), 2 * interval[1] / (1 + interval[1]))


def _text(share: float | None, interval: tuple[float, float] | None) -> str:
    if share is None or interval is None:
        return "-"
    return f"{share:.2f} ({interval[0]:.2f} to {interval[1]:.2f})"
