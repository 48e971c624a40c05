"""Finds every word of the vocabulary in texts: many texts at once for a first look, one text with care."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation

from custodiet.classification.fold import Folded, fold, fold_joined, fold_many, fold_word
from custodiet.classification.misspelt import halves, slips
from custodiet.classification.terms import Choice, Term

_TELLING_ROLES = frozenset({"term", "hint"})
_WORD = re.compile(r"\w{0,30}")
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
        self._plain: dict[str, list[tuple[str, Choice]]] = defaultdict(list)
        self._anchored: dict[str, list[Term]] = defaultdict(list)
        self._telling: set[str] = set()
        for text, known in self._meanings.items():
            self._register(Term(text), telling=any(meaning.role in _TELLING_ROLES for meaning in known))
        self._halves: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (stem, _) in enumerate(self._misspelt):
            for letters, offset in halves(stem):
                self._halves[letters].append((number, offset))
                self._telling.add(letters if offset else f" {letters}")

    def knows(self, term: str) -> bool:
        """Whether the term is part of the vocabulary and can be read."""
        return term in self._meanings and Term(term).pattern is not None

    def candidates(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that may hold a term of some class; all others hold none."""
        hyphened = [number for number, text in enumerate(texts) if _HYPHEN_INSIDE.search(text)]
        joined = self._hit([texts[number] for number in hyphened], joined=True)
        return sorted({*self._hit(texts, joined=False), *(hyphened[number] for number in joined)})

    def find(self, text: str) -> list[Found]:
        """Every term in one text, in order of place."""
        views = [fold_joined(text)]
        if _HYPHEN_INSIDE.search(text):
            views.append(fold(text))
        return sorted({found for view in views for found in self._in_view(view)})

    def _register(self, term: Term, *, telling: bool) -> None:
        for choice in term.anchor:
            if telling:
                self._telling.update(choice.telling)
            for letters in choice.anchors:
                if term.is_plain:
                    self._plain[letters].append((term.text, choice))
                else:
                    self._anchored[letters].append(term)

    def _hit(self, texts: Sequence[str], *, joined: bool) -> list[int]:
        if not texts:
            return []
        folded, starts = fold_many(texts, joined=joined)
        places = [start for _, start, _ in self._first.find_matches_as_indexes(folded, overlapping=False)]
        # A match may begin with the space before its text, which still belongs to the text before.
        return np.unique(np.searchsorted(starts, np.array(places, dtype=np.intp) + 1, side="right") - 1).tolist()

    def _in_view(self, view: Folded) -> Iterator[Found]:
        seen: dict[str, Term] = {}
        for number, start, end in self._all.find_matches_as_indexes(view.text, overlapping=True):
            letters = self._letters[number]
            for text, choice in self._plain.get(letters, ()):
                yield from self._plain_match(text, choice, view, start, end)
            for term in self._anchored.get(letters, ()):
                seen[term.text] = term
            for stem, offset in self._halves.get(letters, ()):
                yield from self._slips(stem, view, start - offset)
        for term in seen.values():
            if term.may_match(view.text):
                for match in term.pattern.finditer(view.text):
                    yield from self._found(term.text, view, *match.span())

    def _plain_match(self, text: str, choice: Choice, view: Folded, start: int, end: int) -> Iterator[Found]:
        """The term where it stands as a word of its own, or within one as far as its stars allow."""
        folded = view.text
        if choice.any_ending:
            end = _WORD.match(folded, end).end()  # type: ignore[union-attr]  # an empty ending matches everywhere
        if choice.any_beginning:
            start = max(
                (at + 1 for at in range(start - 1, max(-1, start - 30), -1) if not folded[at].isalnum()), default=0
            )
        if (start == 0 or not folded[start - 1].isalnum()) and not folded[end : end + 1].isalnum():
            yield from self._found(text, view, start, end)

    def _found(self, text: str, view: Folded, start: int, end: int) -> Iterator[Found]:
        first, last = view.original(start, end)
        for meaning in self._meanings[text]:
            yield Found(first, last, meaning.role, meaning.key, text)

    def _slips(self, number: int, view: Folded, around: int) -> Iterator[Found]:
        stem, meaning = self._misspelt[number]
        for range_ in slips(stem, view.text, around):
            start, end = view.original(*range_)
            yield Found(start, end, meaning.role, meaning.key, f"{stem} (one letter off)")

    @cached_property
    def _letters(self) -> list[str]:
        return sorted({*self._plain, *self._anchored, *self._halves})

    @cached_property
    def _all(self) -> AhoCorasick:
        return AhoCorasick(self._letters, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _first(self) -> AhoCorasick:
        return AhoCorasick(sorted(self._telling), implementation=Implementation.DFA)
