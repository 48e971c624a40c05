"""Safeguards of a purchase or case as a checklist: by stage, each question with its state, and counts of the states."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from custodiet.site.definitions import Definitions, Question, State, Texts

ORDER = (
    "documented",
    "partly_documented",
    "claimed",
    "contradicted",
    "refused",
    "not_public_by_law",
    "not_found",
    "not_checked",
    "not_applicable",
)
OPEN = frozenset({"not_checked", "not_found"})


class Answer(msgspec.Struct, frozen=True):
    """One question with what is known of it."""

    question: Question
    state: str
    label: Texts
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions that apply, by stage; those that do not; and counts by state in a fixed order."""

    stages: tuple[tuple[Texts, tuple[Answer, ...]], ...]
    aside: tuple[Answer, ...]
    counts: tuple[tuple[str, State, int], ...]
    applies: int

    def count(self, state: str) -> int:
        """How many questions are in a state."""
        return next((number for key, _, number in self.counts if key == state), 0)


def checklist(rows: Sequence[Mapping[str, Any]], definitions: Definitions) -> Checklist:
    """The checklist of the rows of `safeguards` of one purchase or case; unknown questions of an older register go."""
    known = [row for row in rows if row["question"] in definitions.questions and row["state"] in definitions.states]
    answers = [_answer(row, definitions) for row in sorted(known, key=lambda row: str(row["question"]))]
    applying = [one for one in answers if one.state != "not_applicable"]
    stages = [
        (label, tuple(one for one in applying if one.question.stage == stage))
        for stage, label in definitions.stages.items()
    ]
    numbers = Counter(one.state for one in answers)
    return Checklist(
        stages=tuple((label, found) for label, found in stages if found),
        aside=tuple(one for one in answers if one.state == "not_applicable"),
        counts=tuple(
            (state, definitions.states[state], numbers[state]) for state in ORDER if state in definitions.states
        ),
        applies=len(applying),
    )


def _answer(row: Mapping[str, Any], definitions: Definitions) -> Answer:
    return Answer(definitions.questions[row["question"]], row["state"], definitions.states[row["state"]].label, row)
