"""Names the languages and classes that the vocabulary knows too little about."""

from collections.abc import Iterator
from dataclasses import dataclass

from custodiet.classification.vocabulary import Vocabulary

FEW = 3  # terms: with fewer, one unusual wording is enough to be missed
NEVER_IN_TEXT = frozenset({"enabling.support"})  # read from the works named beside another class


@dataclass(frozen=True, slots=True)
class Cell:
    """How many terms a class has in a language, and how many were checked against a published text or code list."""

    technology: str
    language: str
    terms: int
    checked: int


def cells(vocabulary: Vocabulary) -> list[Cell]:
    """One cell per class and language of the vocabulary, sorted."""
    languages = sorted({language for one in vocabulary.technologies.values() for language in one.terms})
    return [_cell(vocabulary, name, language) for name in sorted(vocabulary.technologies) for language in languages]


def thin(vocabulary: Vocabulary) -> list[Cell]:
    """The cells with few terms."""
    return [cell for cell in cells(vocabulary) if cell.terms < FEW and cell.technology not in NEVER_IN_TEXT]


def report(vocabulary: Vocabulary) -> Iterator[str]:
    """The thin coverage as text: for each language how many classes are known, how many thinly, how many not."""
    every = [cell for cell in cells(vocabulary) if cell.technology not in NEVER_IN_TEXT]
    yield f"{'language':<10}{'terms':>7}{'checked':>9}{'classes':>9}{'thin':>6}{'none':>6}"
    for language in sorted({cell.language for cell in every}):
        mine = [cell for cell in every if cell.language == language]
        thinly = sum(0 < cell.terms < FEW for cell in mine)
        none = sum(cell.terms == 0 for cell in mine)
        terms, checked = sum(cell.terms for cell in mine), sum(cell.checked for cell in mine)
        yield f"{language:<10}{terms:>7}{checked:>9}{len(mine) - none:>9}{thinly:>6}{none:>6}"


def _cell(vocabulary: Vocabulary, name: str, language: str) -> Cell:
    terms = vocabulary.technologies[name].terms.get(language)
    if terms is None:
        return Cell(name, language, 0, 0)
    return Cell(name, language, len(terms.all()), len(terms.seen) + len(terms.official))
