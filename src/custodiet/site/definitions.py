"""What the site tells of technologies, indicators, questions and makers: read elsewhere and handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from custodiet.countries import Profile

Texts = Mapping[str, str]
"""One sentence by language."""


def in_language(texts: Texts, language: str) -> str:
    """The sentence in a language, in English where it is not given."""
    return texts.get(language) or texts["en"]


@dataclass(frozen=True, slots=True)
class Technology:
    """A class of surveillance technology."""

    key: str
    label: str
    definition: str
    group: str
    terms: tuple[str, ...]
    """Words by which it is found, as the vocabulary writes them."""
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """A top concept that several technologies belong to."""

    key: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an indicator's page: a heading, paragraphs and points."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A signal: what it looks for, how, and when it says nothing."""

    code: str
    title: str
    summary: str
    sections: tuple[Section, ...]

    def section(self, heading: str) -> Section | None:
        """The section under a heading; None where it has none."""
        return next((one for one in self.sections if one.heading == heading), None)


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a law or standard that asks a question; a benchmark where it binds nobody."""

    name: str
    ref: str
    confirmed: str
    binding_in: tuple[str, ...]
    applies_from: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question about safeguards."""

    id: str
    stage: str
    title: Texts
    question: Texts
    evidence: tuple[Texts, ...]
    required: tuple[Texts, ...]
    notes: tuple[Texts, ...]
    published: tuple[str, ...]
    sources: tuple[Source, ...]
    applies_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """One of the nine states of an answer."""

    label: Texts
    meaning: Texts


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker of surveillance technology, and the official lists that name it."""

    key: str
    name: str
    country: str
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Definitions:
    """Everything that the rooms say in words; all keys as in the tables. Loaded once: equal to itself alone."""

    technologies: Mapping[str, Technology]
    groups: Mapping[str, Group]
    indicators: Mapping[str, Indicator]
    questions: Mapping[str, Question]
    states: Mapping[str, State]
    stages: Mapping[str, Texts]
    published: Mapping[str, Texts]
    makers: Mapping[str, Maker]
    countries: Mapping[str, Profile]
    asked: Mapping[str, Any]
    """The questions as `custodiet.requests` takes them."""
    places_of: Callable[[str | None], Mapping[str, Mapping[str, str]]]
    """For the format of a document: where the columns of each table stand below the pointer of their row."""
