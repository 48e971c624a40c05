"""Reads the vocabulary: one technology a file, and the shared word sets beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import msgspec

from custodiet.classification.ahead import worked_out
from custodiet.discovery import load, load_all, nearest, plugin_files
from custodiet.errors import DefinitionError

FOLDER = Path(__file__).parent / "technologies"


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes of public lists: `primary` make a purchase on their own, `weak` only support words."""

    primary: list[str] = []
    weak: list[str] = []


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terms of one language by how each was checked."""

    seen: list[str] = []
    official: list[str] = []
    translated: list[str] = []

    def all(self) -> list[str]:
        """Every term whatever its check."""
        return [*self.seen, *self.official, *self.translated]


class Hint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say something only beside others: `beside` confirm them, `unless` take them back.

    `alone` is their score where nothing confirms them: 0 says nothing, 0.6 asks for review, 1 decides.
    """

    why: str
    words: list[str]
    beside: list[str] = []
    unless: list[str] = []
    alone: float = 0.0


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line that must, or must not, be found; one test runs them all."""

    lang: str
    text: str
    codes: list[str] = []


class Technology(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One class of surveillance technology."""

    label: str
    definition: str
    source: str
    group: str
    codes: Codes
    terms: dict[str, Terms]
    must_match: list[Example]
    must_not_match: list[Example]
    hints: list[Hint] = []
    related: list[str] = []
    narrower: list[str] = []
    unless: list[str] = []
    note: str = ""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A top concept of the scheme."""

    label: str
    definition: str


Words = dict[str, list[str]]  # by language


class Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The top concepts of the scheme."""

    groups: dict[str, Group]


class Sets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sets of words that a hint may name as `@set`."""

    sets: dict[str, Words]


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sets of words that take back what they cover ("camera" in "gamma camera")."""

    counter: dict[str, Words]


class Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is read beside a match: negation, place watched, capability; and words that are often misspelt."""

    negation: Words
    scope: dict[str, Words]
    capability: dict[str, Words]
    misspelt: dict[str, list[str]]


@dataclass(frozen=True)
class Shared:
    """Everything that is not of one class."""

    groups: Mapping[str, Group]
    sets: Mapping[str, Words]
    counter: Mapping[str, Words]
    readings: Readings


@dataclass(frozen=True)
class Vocabulary:
    """All technologies by id, and the shared word sets."""

    technologies: Mapping[str, Technology]
    shared: Shared

    @cached_property
    def sets(self) -> Mapping[str, tuple[str, ...]]:
        """Each set of words, all languages together."""
        named = {**self.shared.sets, **self.shared.counter}
        return {name: tuple(word for words in by.values() for word in words) for name, by in named.items()}

    def words(self, names_or_words: list[str]) -> Iterator[str]:
        """The words meant, with each `@set` replaced by its words."""
        for word in names_or_words:
            if not word.startswith("@"):
                yield word
            elif word[1:] in self.sets:
                yield from self.sets[word[1:]]
            else:
                raise DefinitionError(f"unknown word set {word!r}{nearest(word[1:], self.sets)}")


def load_vocabulary(plugins: Path | None = None) -> Vocabulary:
    """Our vocabulary, with an outsider's technologies from `plugins/technologies` added."""
    files = tuple(plugin_files(FOLDER, ".toml", plugins))
    return ours() if all(file.parent == FOLDER for file in files) else read(files)


@cache
def ours() -> Vocabulary:
    """Our vocabulary; a build asks for it when it classifies, and again when it writes down the terms."""
    return worked_out("vocabulary", Vocabulary) or read(plugin_files(FOLDER, ".toml"))


def read(files: Iterable[Path]) -> Vocabulary:
    """The vocabulary of files of technologies and what is shared by all."""
    technologies = load_all(files, Technology)
    shared = Shared(
        groups=load(FOLDER / "_groups.toml", Groups).groups,
        sets=load(FOLDER / "_sets.toml", Sets).sets,
        counter=load(FOLDER / "_counter.toml", Counter).counter,
        readings=load(FOLDER / "_readings.toml", Readings),
    )
    for name, technology in technologies.items():
        if technology.group not in shared.groups:
            raise DefinitionError(
                f"{name}: unknown group {technology.group!r}{nearest(technology.group, shared.groups)}"
            )
    return Vocabulary(technologies, shared)
