"""The terms of the vocabulary as a table, for those who look purchases up by words and know nothing of this room."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import product
from math import prod
from typing import NamedTuple

import pyarrow as pa

from custodiet.classification.ahead import worked_out
from custodiet.classification.vocabulary import Vocabulary, ours
from custodiet.model.vocabulary_tables import TERMS
from custodiet.text.fold import fold_word
from custodiet.text.search_words import sound

_JOINTS = re.compile("[-+'\u2018\u2019\u02bb\u02bc`]")
_MOST_FORMS = 16  # a term of many joined parts is kept with all apart and all together


def term_table(vocabulary: Vocabulary) -> pa.Table:
    """One row per class, language and term, ordered by these."""
    ahead = worked_out("terms", list[Row]) if vocabulary is ours() else None
    columns = zip(*(ahead or rows(vocabulary)), strict=True)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, TERMS.schema, strict=True)], schema=TERMS.schema
    )


class Row(NamedTuple):
    """A term of a class in one language, and the ways to write it, and its sounds where it is not in Latin letters."""

    technology: str
    language: str
    term: str
    forms: list[str]
    sounds: list[str]


def rows(vocabulary: Vocabulary) -> list[Row]:
    """The rows in their order."""
    return sorted({one[:3]: one for one in _rows(vocabulary)}.values())


def _rows(vocabulary: Vocabulary) -> Iterator[Row]:
    for name, technology in vocabulary.technologies.items():
        label = technology.label.replace("|", " ").replace("~", " ")
        terms = [("en", label), *((lang, term) for lang, by in technology.terms.items() for term in by.all())]
        for language, term in terms:
            sounds = [] if term.isascii() else forms(term, sound)
            yield Row(name, language, term, forms(term, fold_word), sounds)


def forms(term: str, spell: Callable[[str], str]) -> list[str]:
    """The ways to write a term, its words spelled anew: joined parts together, and apart."""
    slots = [("~",) if word == "~" else _ways(word, spell) for word in term.lower().split()]
    if prod(len(slot) for slot in slots) > _MOST_FORMS:
        slots = [slot[:1] for slot in slots]
    return [" ".join(form) for form in product(*slots)]


@lru_cache(maxsize=10_000)
def _ways(word: str, spell: Callable[[str], str]) -> tuple[str, ...]:
    """The word with its parts together; and, where it has no other choice, with its parts apart."""
    choices = word.split("|")
    together = "|".join(_written(choice, "", spell) for choice in choices)
    if len(choices) > 1 or not _JOINTS.search(word):
        return (together,)
    apart = _written(word, " ", spell)
    return (together,) if apart == together else (together, apart)


def _written(choice: str, between: str, spell: Callable[[str], str]) -> str:
    parts = [spell(part) for part in _JOINTS.split(choice.strip("*")) if part]
    return "*" * choice.startswith("*") + between.join(parts) + "*" * choice.endswith("*")
