"""Reads the vocabulary: one technology a file, and the shared word sets beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from custodiet.discovery import load, load_all, nearest, plugin_files
from custodiet.errors import DefinitionError

FOLDER = Path(__file__).parent / "technologies"


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A definition that is read strictly."""


class Codes(Struct):
    """Codes of public lists: `primary` make a purchase on their own, `weak` only support words."""

    primary: list[str] = []
    weak: list[str] = []


class Terms(Struct):
    """Terms of one language by how each was checked."""

    seen: list[str] = []
    official: list[str] = []
    translated: list[str] = []

    def all(self) -> list[str]:
        """Every term whatever its check."""
        return [*self.seen, *self.official, *self.translated]


class Hint(Struct):
    """Words that say something only beside others: `beside` confirm them, `unless` take them back.

    `alone` is their score where nothing confirms them: 0 says nothing, 0.6 asks for review, 1 decides.
    """

    why: str
    words: list[str]
    beside: list[str] = []
    unless: list[str] = []
    alone: float = 0.0
    within: str = "near"


class Example(Struct):
    """A line that must, or must not, be found; one test runs them all."""

    lang: str
    text: str
    codes: list[str] = []


class Technology(Struct):
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
    exact: dict[str, str] = {}
    note: str = ""


class Group(Struct):
    """A top concept of the scheme."""

    label: str
    definition: str


class Shared(Struct):
    """Everything that is not of one class: groups, sets of words, what voids a match, what is read beside it."""

    groups: dict[str, Group]
    sets: dict[str, dict[str, list[str]]]
    counter: dict[str, dict[str, list[str]]]
    negation: dict[str, list[str]]
    scope: dict[str, dict[str, list[str]]]
    capability: dict[str, dict[str, list[str]]]
    misspelt: dict[str, list[str]]


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
    technologies = load_all(plugin_files(FOLDER, ".toml", plugins), Technology)
    shared = Shared(
        **{name: kind for file in ("_groups", "_sets", "_counter", "_readings") for name, kind in _part(file)}
    )
    for name, technology in technologies.items():
        if technology.group not in shared.groups:
            raise DefinitionError(
                f"{name}: unknown group {technology.group!r}{nearest(technology.group, shared.groups)}"
            )
    return Vocabulary(technologies, shared)


class _Groups(Struct):
    groups: dict[str, Group]


class _Sets(Struct):
    sets: dict[str, dict[str, list[str]]]


class _Counter(Struct):
    counter: dict[str, dict[str, list[str]]]


class _Readings(Struct):
    negation: dict[str, list[str]]
    scope: dict[str, dict[str, list[str]]]
    capability: dict[str, dict[str, list[str]]]
    misspelt: dict[str, list[str]]


def _part(file: str) -> Iterator[tuple[str, object]]:
    kind = {"_groups": _Groups, "_sets": _Sets, "_counter": _Counter, "_readings": _Readings}[file]
    part = load(FOLDER / f"{file}.toml", kind)
    for field in msgspec.structs.fields(kind):
        yield field.encode_name, getattr(part, field.name)
