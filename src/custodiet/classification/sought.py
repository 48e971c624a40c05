"""What is looked for in texts to find the terms of the vocabulary: rows of letters, and what each may stand for.

Working this out for twelve thousand terms takes half a second, so for our vocabulary it was worked out ahead
(`ahead`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from custodiet.classification.misspelt import halves
from custodiet.classification.terms import Choice, Term
from custodiet.text.fold import fold_word

TELLING_ROLES = frozenset({"term", "hint"})
"""Roles of terms that speak for a class."""


class Meaning(NamedTuple):
    """What a term stands for: `role` is term, hint, set, counter or another kind, `key` says which."""

    role: str
    key: str


Plain = tuple[tuple[str, bool, bool], ...]
"""Terms of one word without parts: the term, and whether more letters may go before and behind those found."""


class Behind(NamedTuple):
    """What a row of letters may stand for.

    Plain terms, whether one of them may begin before the row, numbers of patterns, and halves of misspelt stems: the
    number of the stem and where in it the half begins.
    """

    plain: Plain
    inside: bool
    patterns: tuple[int, ...]
    halves: tuple[tuple[int, int], ...]


class Pattern(NamedTuple):
    """Terms that need a pattern, and differ in marks and case alone, so that one is enough.

    `needed` are letters that must all stand in a text beside those of the word by which the pattern is found.
    """

    terms: tuple[str, ...]
    needed: tuple[str, ...]


class Telling(NamedTuple):
    """A row of letters that tells that a text may hold a term of some class.

    Alone, or where one of these patterns fits: its number, and the letters that it needs besides these.
    """

    letters: str
    alone: bool
    patterns: tuple[tuple[int, tuple[str, ...]], ...]


class Sought(msgspec.Struct, frozen=True):
    """All that a matcher looks for, the rows of letters sorted."""

    words: tuple[tuple[Meaning, tuple[str, ...]], ...]
    """The terms that mean the same."""
    misspelt: tuple[tuple[str, Meaning], ...]
    patterns: tuple[Pattern, ...]
    letters: tuple[tuple[str, Behind], ...]
    telling: tuple[Telling, ...]


def sought(meanings: Iterable[tuple[str, Meaning]], misspelt: Iterable[tuple[str, Meaning]]) -> Sought:
    """What to look for to find terms by their meanings, and the stems in `misspelt` with a slip in them."""
    words: dict[Meaning, dict[str, None]] = defaultdict(dict)
    for text, meaning in meanings:
        words[meaning][text] = None
    stems = tuple((fold_word(stem), meaning) for stem, meaning in misspelt)
    terms = {text: Term(text) for texts in words.values() for text in texts}
    alike: dict[str, list[Term]] = defaultdict(list)
    for term in terms.values():
        if not term.is_plain:
            alike[term.expression].append(term)
    found_by = _found_by([same[0] for same in alike.values()])
    claims = {text for meaning, texts in words.items() if meaning.role in TELLING_ROLES for text in texts}
    return Sought(
        tuple((meaning, tuple(texts)) for meaning, texts in words.items()),
        stems,
        tuple(
            Pattern(tuple(term.text for term in same), same[0].needed(word))
            for same, word in zip(alike.values(), found_by, strict=True)
        ),
        tuple(_letters([term for term in terms.values() if term.is_plain], found_by, stems)),
        tuple(_telling([term for term in terms.values() if term.text in claims], alike, stems)),
    )


def _found_by(terms: list[Term]) -> list[tuple[Choice, ...]]:
    """For each term that needs a pattern the word by which it is found."""
    uses = Counter(row for term in terms for word in term.words for choice in word for row in choice.anchors)
    return [term.rarest(uses) for term in terms]


def _letters(
    plain: list[Term], found_by: list[tuple[Choice, ...]], stems: tuple[tuple[str, Meaning], ...]
) -> Iterable[tuple[str, Behind]]:
    """Every row of letters with what it may stand for, sorted."""
    words: dict[str, list[tuple[str, bool, bool]]] = defaultdict(list)
    for term in plain:
        for choice in term.anchor:
            for letters in choice.anchors:
                words[letters].append((term.text, choice.any_beginning, choice.any_ending))
    patterns: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(found_by):
        for letters in {letters for choice in word for letters in choice.anchors}:
            patterns[letters].append(number)
    halved: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, (stem, _) in enumerate(stems):
        for letters, offset in halves(stem):
            halved[letters].append((number, offset))
    for row in sorted({*words, *patterns, *halved}):
        inside = any(any_beginning for _, any_beginning, _ in words[row])
        yield row, Behind(tuple(words[row]), inside, tuple(patterns[row]), tuple(halved[row]))


def _telling(
    terms: list[Term], alike: Mapping[str, list[Term]], stems: tuple[tuple[str, Meaning], ...]
) -> Iterable[Telling]:
    """Every row of letters that tells alone or for a pattern, sorted."""
    rows: dict[str, set[str]] = defaultdict(set)  # what it tells for; the empty text is itself
    for term in terms:
        for letters in (letters for choice in term.anchor for letters in choice.telling):
            rows[letters].add("" if term.is_plain else term.expression)
    for stem, _ in stems:
        for letters, offset in halves(stem):
            rows[letters if offset else f" {letters}"].add("")
    numbers = {expression: number for number, expression in enumerate(alike)}
    for letters, expressions in sorted(rows.items()):
        named = [(numbers[one], alike[one][0]) for one in sorted(expressions) if one]
        yield Telling(letters, "" in expressions, tuple((n, term.needed(term.anchor)) for n, term in named))
