"""Finds every word of the vocabulary in texts: many texts at once for a first look, one text with care."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from custodiet.classification.misspelt import halves, slips
from custodiet.classification.terms import Choice, Term
from custodiet.text.fold import Folded, fold, fold_joined, fold_many, fold_word

_TELLING_ROLES = frozenset({"term", "hint"})
_WORD = re.compile(r"\w{0,30}")
_HYPHEN_INSIDE = re.compile(r"\w[-\u2010\u2011\u00ad]\w")


Place = tuple[int, int]


class Found(NamedTuple):
    """A term that speaks for a class: its range in the text as published, and what it means to whom."""

    start: int
    end: int
    role: str
    key: str
    term: str


class Findings(NamedTuple):
    """What one text holds: the terms that speak for a class in order of place, and the places of every term."""

    claims: list[Found]
    places: dict[str, list[Place]]


class Meaning(NamedTuple):
    """What a term stands for: `role` is term, hint, set, counter or another kind, `key` says which."""

    role: str
    key: str


class Matcher:
    """All terms of the vocabulary behind two automata, one over the telling words and one over all."""

    def __init__(self, meanings: Iterable[tuple[str, Meaning]], misspelt: Iterable[tuple[str, Meaning]]) -> None:
        self._claims: dict[str, list[Meaning]] = defaultdict(list)
        words: dict[Meaning, set[str]] = defaultdict(set)
        for text, meaning in meanings:
            if text not in words[meaning]:
                words[meaning].add(text)
                self._claims[text] += [meaning] if meaning.role in _TELLING_ROLES else []
        self._words = {meaning: frozenset(texts) for meaning, texts in words.items()}
        self._misspelt = [(fold_word(stem), meaning) for stem, meaning in misspelt]
        self._plain: dict[str, list[tuple[str, Choice]]] = defaultdict(list)
        self._anchored: dict[str, list[Term]] = defaultdict(list)
        self._telling: set[str] = set()
        for text, claims in self._claims.items():
            self._register(Term(text), telling=bool(claims))
        self._halves: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (stem, _) in enumerate(self._misspelt):
            for letters, offset in halves(stem):
                self._halves[letters].append((number, offset))
                self._telling.add(letters if offset else f" {letters}")

    def knows(self, term: str) -> bool:
        """Whether the term is part of the vocabulary and can be read."""
        return term in self._claims and Term(term).pattern is not None

    def words(self, role: str, key: str) -> frozenset[str]:
        """The terms that mean this."""
        return self._words.get(Meaning(role, key), frozenset())

    def candidates(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that may hold a term of some class; all others hold none."""
        found: set[int] = set()
        for many in fold_many(texts) if texts else ():
            places = [start for _, start, _ in self._first.find_matches_as_indexes(many.text, overlapping=False)]
            # A match may begin with the space before its text, which still belongs to the text before.
            numbers = np.searchsorted(many.starts, np.array(places, dtype=np.intp) + 1, side="right") - 1
            found.update(many.numbers[np.unique(numbers)].tolist())
        return sorted(found)

    def find(self, text: str) -> Findings:
        """Every term in one text."""
        places: dict[str, set[Place]] = defaultdict(set)
        self._look_at(fold_joined(text), places)
        if _HYPHEN_INSIDE.search(text):
            self._look_at(fold(text), places)
        claims = [
            Found(start, end, meaning.role, meaning.key, term)
            for term, known in places.items()
            for meaning in self._claims.get(term, ())
            for start, end in known
        ]
        return Findings(sorted(claims), {term: sorted(known) for term, known in places.items()})

    def _register(self, term: Term, *, telling: bool) -> None:
        for choice in term.anchor:
            if telling:
                self._telling.update(choice.telling)
            for letters in choice.anchors:
                if term.is_plain:
                    self._plain[letters].append((term.text, choice))
                else:
                    self._anchored[letters].append(term)

    def _look_at(self, view: Folded, places: dict[str, set[Place]]) -> None:
        folded = view.text
        seen: dict[str, Term] = {}
        for number, start, end in self._all.find_matches_as_indexes(folded, overlapping=True):
            plain, anchored, halved = self._behind[number]
            for text, choice in plain:
                place = _as_word(choice, folded, start, end)
                if place is not None:
                    places[text].add(view.original(*place))
            for term in anchored:
                seen[term.text] = term
            for stem, offset in halved:
                self._slips(stem, view, start - offset, places)
        for term in seen.values():
            for letters in term.needed:  # the hottest line of the room: most terms end here
                if letters not in folded:
                    break
            else:
                for place in term.places(folded):
                    places[term.text].add(view.original(*place))

    def _slips(self, number: int, view: Folded, around: int, places: dict[str, set[Place]]) -> None:
        stem, meaning = self._misspelt[number]
        for place in slips(stem, view.text, around):
            term = f"{stem} (one letter off)"
            self._claims[term] = [meaning]
            places[term].add(view.original(*place))

    @cached_property
    def _behind(self) -> list[tuple[list[tuple[str, Choice]], list[Term], list[tuple[int, int]]]]:
        """For each row of letters the plain terms, other terms and misspelt stems that it may stand for."""
        return [
            (self._plain.get(letters, []), self._anchored.get(letters, []), self._halves.get(letters, []))
            for letters in self.letters
        ]

    @cached_property
    def letters(self) -> list[str]:
        """All letters that are looked for, sorted."""
        return sorted({*self._plain, *self._anchored, *self._halves})

    @cached_property
    def _all(self) -> AhoCorasick:
        return AhoCorasick(self.letters, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _first(self) -> AhoCorasick:
        return AhoCorasick(sorted(self._telling), implementation=Implementation.DFA)


def _as_word(choice: Choice, folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The range of the word around letters found, where the choice is that word as far as its stars allow."""
    if choice.any_ending:
        end = _WORD.match(folded, end).end()  # type: ignore[union-attr]  # an empty ending matches everywhere
    if choice.any_beginning:
        low = max(-1, start - 30)
        start = max((at + 1 for at in range(start - 1, low, -1) if not folded[at].isalnum()), default=low + 1)
    if (start == 0 or not folded[start - 1].isalnum()) and not folded[end : end + 1].isalnum():
        return start, end
    return None
