"""The terms of the vocabulary as a table, for those who look purchases up by words and know nothing of this room."""

from collections.abc import Iterator
from itertools import product

import pyarrow as pa

from custodiet.classification.terms import Choice, Term
from custodiet.classification.vocabulary import Vocabulary
from custodiet.model.vocabulary_tables import TERMS

_MOST_FORMS = 16  # a term of many joined parts is kept with all apart and all together


def term_table(vocabulary: Vocabulary) -> pa.Table:
    """One row per class, language and term, ordered by these."""
    rows = sorted({(one["technology"], one["language"], one["term"]): one for one in _rows(vocabulary)}.items())
    return pa.Table.from_pylist([row for _key, row in rows], schema=TERMS.schema)


def _rows(vocabulary: Vocabulary) -> Iterator[dict[str, object]]:
    for name, technology in vocabulary.technologies.items():
        label = technology.label.replace("|", " ").replace("~", " ")
        terms = [("en", label), *((lang, term) for lang, by in technology.terms.items() for term in by.all())]
        for language, term in terms:
            yield {"technology": name, "language": language, "term": term, "forms": forms(term)}


def forms(term: str) -> list[str]:
    """The ways to write a term, its words folded: joined parts together, and apart."""
    marks = ["~" if mark == "~" else None for mark in term.split()]
    words = iter(Term(term).words)
    slots = [("~",) if mark else _ways(next(words)) for mark in marks]
    count = 1
    for slot in slots:
        count *= len(slot)
    if count > _MOST_FORMS:
        slots = [slot[:1] for slot in slots]
    return [" ".join(form) for form in product(*slots)]


def _ways(word: tuple[Choice, ...]) -> tuple[str, ...]:
    """The word with its parts together; and, where it has no other choice, with its parts apart."""
    together = "|".join(_written(choice, "") for choice in word)
    apart = _written(word[0], " ")
    return (together,) if len(word) > 1 or len(word[0].parts) == 1 else (together, apart)


def _written(choice: Choice, between: str) -> str:
    return "*" * choice.any_beginning + between.join(choice.parts) + "*" * choice.any_ending
