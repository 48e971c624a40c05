"""The words of a request in each language: one public file per language, none derived from another."""

from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Annotated, TypeAlias

import msgspec

from custodiet.discovery import load_all, nearest, plugin_files
from custodiet.errors import DefinitionError, UsageError

FOLDER = Path(__file__).parent

Sentence: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The fixed sentences; words in braces are filled in, words in brackets are left for the person who sends."""

    heading: Sentence
    subject: Sentence
    to: Sentence
    buyer_unknown: Sentence
    sender: Sentence
    reply_to: Sentence
    about: Sentence
    ground: Sentence
    ground_unknown: Sentence
    please: Sentence
    answer: Sentence
    searched: Sentence
    term: Sentence
    form: Sentence
    part: Sentence
    elsewhere: Sentence
    persons: Sentence
    close: Sentence


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the purchase is described: one line a fact."""

    title: Sentence
    number: Sentence
    date: Sentence
    supplier: Sentence
    notice: Sentence
    planned: Sentence
    tendered: Sentence
    awarded: Sentence
    contracted: Sentence
    paid: Sentence


class Asks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may be asked for beside the questions about safeguards."""

    contract: Sentence
    price: Sentence
    supplier: Sentence
    counts: Sentence
    recipients: Sentence
    contradiction: Sentence


class Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The kinds of days in which a term is counted."""

    working: Sentence
    calendar: Sentence
    as_printed: Sentence


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One language; `date` is the way it writes a day, `checked` says who has read the wording.

    `questions` are those about safeguards, by id, where this file words them; any other stands in the language
    `questions_in`, like the titles of cases that have none in this one.
    """

    name: Sentence
    questions_in: Sentence
    checked: Sentence
    date: Sentence
    law_number: Sentence
    letter: Letter
    facts: Facts
    asks: Asks
    units: Units
    questions: dict[str, Sentence] = {}


def load_texts(plugins: Path | None = None) -> dict[str, Words]:
    """The words by language, ours and an outsider's, sorted by language."""
    texts = dict(sorted(load_all(plugin_files(FOLDER, ".toml", plugins), Words).items()))
    faults = [
        f"{language}.toml: {key}: holds {sorted(held)} in braces, expected {sorted(expected)}"
        for language, words in texts.items()
        for key, held, expected in _braces(words, texts["en"])
        if held != expected
    ]
    if faults:
        raise DefinitionError("\n".join(faults))
    return texts


def words_in(language: str, plugins: Path | None = None) -> Words:
    """The words in one language; raises UsageError that names the languages there are."""
    texts = load_texts(plugins)
    if language not in texts:
        raise UsageError(
            f"no request is written in {language!r}{nearest(language, texts)}; the languages are {', '.join(texts)}"
        )
    return texts[language]


def _braces(words: msgspec.Struct, pattern: msgspec.Struct) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each sentence with what it has filled in, and what the English one has."""
    for key in words.__struct_fields__:
        own, english = getattr(words, key), getattr(pattern, key)
        if isinstance(own, msgspec.Struct):
            yield from _braces(own, english)
        elif isinstance(own, str):
            yield key, _filled(own), _filled(english)


def _filled(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
