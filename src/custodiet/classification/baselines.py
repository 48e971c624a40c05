"""Three simple ways to find surveillance purchases, to stand beside ours in every evaluation."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import msgspec

from custodiet.classification.codes import normal
from custodiet.classification.terms import Term
from custodiet.classification.vocabulary import FOLDER
from custodiet.discovery import load
from custodiet.text.fold import fold


class Proposal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first proposal of the vocabulary, kept as it was."""

    about: str
    codes: list[str]
    keywords: list[str]
    terms: dict[str, list[str]]


def by_codes(_text: str, codes: Sequence[str]) -> bool:
    """Whether a code names surveillance technology; texts are not read."""
    return bool(_codes() & {normal(code) for code in codes})


def by_keywords(text: str, _codes: Sequence[str]) -> bool:
    """Whether a core word in English, Russian or Ukrainian stands in the text, letter for letter."""
    lower = text.lower()
    return any(word in lower for word in _proposal().keywords)


def by_proposal(text: str, _codes: Sequence[str]) -> bool:
    """Whether any term of the first proposal occurs, in any language, without counter terms."""
    folded = fold(text).text
    return any(any(term.places(folded)) for term in _terms())


BASELINES: Mapping[str, Callable[[str, Sequence[str]], bool]] = {
    "CPV codes alone": by_codes,
    "plain keywords en ru uk": by_keywords,
    "proposed vocabulary": by_proposal,
}


@cache
def _proposal() -> Proposal:
    return load(FOLDER / "_proposal.toml", Proposal)


@cache
def _codes() -> frozenset[str]:
    return frozenset(normal(code) for code in _proposal().codes)


@cache
def _terms() -> tuple[Term, ...]:
    return tuple(Term(word) for words in _proposal().terms.values() for word in words)
