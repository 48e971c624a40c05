"""What goes into a decision and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Label(StrEnum):
    """Whether a record buys surveillance technology."""

    YES = "yes"
    PART = "part"
    NO = "no"
    REVIEW = "review"


class Text(NamedTuple):
    """A text of a record with its place; `field` is title, description, lot, item, award, contract or code."""

    value: str
    pointer: str
    field: str


class Span(NamedTuple):
    """Words as published that carry a statement: about a class, a place watched or a capability."""

    about: str
    field: str
    pointer: str
    start: int
    end: int
    words: str
    rule: str
    score: float = 1.0
    main: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found in a record: label, classes, the words behind each, and the reason in one line."""

    label: Label
    classes: tuple[str, ...]
    score: float
    spans: tuple[Span, ...]
    scope: tuple[Span, ...]
    capabilities: tuple[Span, ...]
    why: str


NOTHING = Decision(Label.NO, (), 0.0, (), (), (), "no term of the vocabulary found")
