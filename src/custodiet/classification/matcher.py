"""Finds every word of the vocabulary in texts: many texts at once for a first look, one text with care."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from custodiet.classification.fold import Folded, fold, fold_joined, fold_many, fold_word
from custodiet.classification.misspelt import halves, slips
from custodiet.classification.terms import Term

_HYPHEN_INSIDE = re.compile(r"\w[-\u2010\u2011\u00ad]\w")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A term found: what it means to whom, and its range in the text as published."""

    start: int
    end: int
    role: str
    key: str
    term: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term stands for: `role` is term, hint, set, counter or another kind, `key` says which."""

    role: str
    key: str


class Matcher:
    """All terms of the vocabulary behind two automata, one over the telling words and one over all."""

    def __init__(self, meanings: Iterable[tuple[str, Meaning]], misspelt: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, list[Meaning]] = defaultdict(list)
        for text, meaning in meanings:
            if meaning not in self._meanings[text]:
                self._meanings[text].append(meaning)
        self._misspelt = [(fold_word(stem), meaning) for stem, meaning in misspelt]
        self._anchored: dict[str, list[Term]] = defaultdict(list)
        self._telling: set[str] = set()
        for text, known in self._meanings.items():
            term = Term(text)
            for letters in term.anchors:
                self._anchored[letters].append(term)
                if any(meaning.role in {"term", "hint"} for meaning in known):
                    self._telling.add(letters)
        self._halves: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (stem, _) in enumerate(self._misspelt):
            for letters, offset in halves(stem):
                self._halves[letters].append((number, offset))

    def candidates(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that may hold a term of some class; all others hold none."""
        if not texts:
            return []
        folded, starts = fold_many(texts)
        places = [start for _, start, _ in self._first.find_matches_as_indexes(folded, overlapping=False)]
        return np.unique(np.searchsorted(starts, places, side="right") - 1).tolist() if places else []

    def find(self, text: str) -> list[Found]:
        """Every term in one text, in order of place."""
        views = [fold_joined(text)]
        if _HYPHEN_INSIDE.search(text):
            views.append(fold(text))
        return sorted({found for view in views for found in self._in_view(view)})

    def _in_view(self, view: Folded) -> Iterable[Found]:
        seen: dict[str, Term] = {}
        for number, start, _ in self._all.find_matches_as_indexes(view.text, overlapping=True):
            letters = self._letters[number]
            for term in self._anchored.get(letters, ()):
                seen[term.text] = term
            for stem, offset in self._halves.get(letters, ()):
                yield from self._slips(stem, view, start - offset)
        for text, term in seen.items():
            for match in term.pattern.finditer(view.text):
                start, end = view.original(*match.span())
                for meaning in self._meanings[text]:
                    yield Found(start, end, meaning.role, meaning.key, text)

    def _slips(self, number: int, view: Folded, around: int) -> Iterable[Found]:
        stem, meaning = self._misspelt[number]
        for range_ in slips(stem, view.text, around):
            start, end = view.original(*range_)
            yield Found(start, end, meaning.role, meaning.key, f"{stem} (one letter off)")

    @cached_property
    def _letters(self) -> list[str]:
        return sorted({*self._anchored, *self._halves})

    @cached_property
    def _all(self) -> AhoCorasick:
        return AhoCorasick(self._letters, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _first(self) -> AhoCorasick:
        return AhoCorasick(sorted({*self._telling, *self._halves}), implementation=Implementation.DFA)
