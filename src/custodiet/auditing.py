"""How much was missed: draws the sample of an audit, and computes the recall from its answers.

The sample is drawn by hash from the processes that are no purchase, those for review among them. Answers whose process
has become a purchase since are left out; what remains is still a random part of what is not flagged now.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.classification.audit import Recall, estimated_recall, sample
from custodiet.decided import Row
from custodiet.errors import UsageError

PURCHASE = ("yes", "part")


@dataclass(frozen=True, slots=True)
class Audited:
    """A recall with what a reader needs to judge it."""

    recall: Recall
    unanswered: int

    @property
    def basis(self) -> str:
        """What the estimate rests on, with its interval, in one line."""
        if self.recall.low is None or self.recall.high is None:
            return self.recall.basis
        return f"{self.recall.basis}; 95% interval {self.recall.low:.3f} to {self.recall.high:.3f}"


def flagged(technologies: pa.Table) -> set[str]:
    """The ocids that a table of technologies labels as purchases."""
    sure = pc.is_in(technologies["label"], value_set=pa.array(PURCHASE))
    return set(technologies["ocid"].filter(sure).to_pylist())


def drawn(processes: Iterable[str], purchases: set[str], size: int) -> list[str]:
    """The ocids of the sample, in the order in which they were drawn."""
    if size < 1:
        raise UsageError(f"--sample {size}: give how many processes a person is to look at, such as 200")
    return sample((ocid for ocid in processes if ocid not in purchases), size)


def audited(answers: Iterable[Row], processes: Iterable[str], purchases: set[str]) -> Audited:
    """The estimated recall; `purchases` are those found without the answers of the audit."""
    left = {ocid for ocid in processes if ocid not in purchases}
    rows = {row.cells["ocid"]: row for row in answers if row.cells.get("ocid") in left}
    judged = [row for row in rows.values() if row.answered]
    missed = sum(row.cells["decision"] in PURCHASE for row in judged)
    return Audited(estimated_recall(len(purchases), len(left), len(judged), missed), len(rows) - len(judged))
