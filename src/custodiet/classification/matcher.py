"""Finds every word of the vocabulary in texts: many texts at once for a first look, one text with care."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, Implementation

from custodiet.classification.misspelt import slips
from custodiet.classification.sought import TELLING_ROLES, Meaning, Plain, Sought
from custodiet.classification.terms import Term
from custodiet.text.fold import Folded, Many, fold_both, fold_many

_WORD = re.compile(r"\w{0,30}")
_LONGEST_BEGINNING = 30  # letters, as many as an ending has


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


class Matcher:
    """All terms of the vocabulary behind two automata, one over the telling words and one over all."""

    def __init__(self, sought: Sought) -> None:
        self._sought = sought
        self._words = {meaning: frozenset(terms) for meaning, terms in sought.words}
        self._claims: dict[str, list[Meaning]] = defaultdict(list)
        for meaning, terms in sought.words:
            for term in terms if meaning.role in TELLING_ROLES else ():
                self._claims[term].append(meaning)
        self._terms = [Term(pattern.terms[0]) for pattern in sought.patterns]
        self._needed = [pattern.needed for pattern in sought.patterns]
        self._behind = [behind for _, behind in sought.letters]

    def knows(self, term: str) -> bool:
        """Whether the term is part of the vocabulary and can be read."""
        return any(term in terms for terms in self._words.values()) and Term(term).pattern is not None

    def words(self, role: str, key: str) -> frozenset[str]:
        """The terms that mean this."""
        return self._words.get(Meaning(role, key), frozenset())

    def candidates(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that may hold a term of some class; all others hold none."""
        found: set[int] = set()
        for many in fold_many(texts) if texts else ():
            found.update(many.numbers[list(self._tells(many))].tolist())
        return sorted(found)

    def _tells(self, many: Many) -> Iterator[int]:
        """Which of the folded texts may hold a term: every stop in them is a space, over which a term may go on."""
        hits = self._first.find_matches_as_indexes(many.text, overlapping=True)
        rows = np.array([row for row, _, _ in hits], dtype=np.intp)
        # A match may begin with the space before its text, which still belongs to the text before.
        places = np.array([start for _, start, _ in hits], dtype=np.intp) + 1
        numbers = np.searchsorted(many.starts, places, side="right") - 1
        sure = np.unique(numbers[self._telling_alone[rows]])
        yield from sure.tolist()
        doubtful = ~np.isin(numbers, sure)
        looked_for: dict[int, set[int]] = defaultdict(set)
        for number, row in zip(numbers[doubtful].tolist(), rows[doubtful].tolist(), strict=True):
            looked_for[number].add(row)
        ends = np.append(many.starts[1:], len(many.text)) - 1
        for number, found in looked_for.items():
            text = many.text[many.starts[number] : ends[number]]
            if any(self._holds(text, row) for row in found):
                yield number

    def _holds(self, text: str, row: int) -> bool:
        """Whether one of the patterns for which a row of letters tells fits the text."""
        for number, needed in self._sought.telling[row].patterns:
            for letters in needed:
                if letters not in text:
                    break
            else:
                if self._terms[number].places(text):
                    return True
        return False

    def find(self, text: str) -> Findings:
        """Every term in one text."""
        places: dict[str, list[Place]] = defaultdict(list)
        self._look_at(fold_both(text), places)
        known = {term: sorted(dict.fromkeys(at)) if len(at) > 1 else at for term, at in places.items()}
        claims = [
            Found._make((start, end, meaning.role, meaning.key, term))  # a third of the time of a plain call
            for term, at in known.items()
            for meaning in self._claims.get(term, ())
            for start, end in at
        ]
        return Findings(sorted(claims), known)

    def _look_at(self, view: Folded, places: dict[str, list[Place]]) -> None:
        folded, behind = view.text, self._behind
        possible: set[int] = set()
        for number, start, end in self._all.find_matches_as_indexes(folded, overlapping=True):
            plain, inside, patterns, halved = behind[number]
            if plain:
                begins = start == 0 or not folded[start - 1].isalnum()
                if begins or inside:
                    _take_words(plain, view, start, end, places, begins=begins)
            if patterns:
                possible.update(patterns)
            for stem, offset in halved:
                self._slips(stem, view, start - offset, places)
        needed = self._needed
        for number in possible:
            for letters in needed[number]:  # the hottest line of the room: most terms end here
                if letters not in folded:
                    break
            else:
                alike = self._sought.patterns[number].terms
                for start, end in self._terms[number].places(folded):
                    for term in alike:
                        places[term].append(view.original(start, end))

    def _slips(self, number: int, view: Folded, around: int, places: dict[str, list[Place]]) -> None:
        stem, meaning = self._sought.misspelt[number]
        for place in slips(stem, view.text, around):
            term = f"{stem} (one letter off)"
            self._claims[term] = [meaning]
            places[term].append(view.original(*place))

    @cached_property
    def letters(self) -> list[str]:
        """All letters that are looked for, sorted."""
        return [row for row, _ in self._sought.letters]

    @cached_property
    def _all(self) -> AhoCorasick:
        return AhoCorasick(self.letters, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _telling_alone(self) -> npt.NDArray[np.bool_]:
        """Which telling rows of letters are terms by themselves."""
        return np.array([row.alone for row in self._sought.telling])

    @cached_property
    def _first(self) -> AhoCorasick:
        return AhoCorasick([row.letters for row in self._sought.telling], implementation=Implementation.DFA)


def _take_words(
    plain: Plain, view: Folded, start: int, end: int, places: dict[str, list[Place]], *, begins: bool
) -> None:
    """Notes the plain terms that letters found stand for, each with the range of the word around them."""
    folded = view.text
    ends = not folded[end : end + 1].isalnum()
    for text, any_beginning, any_ending in plain:
        if begins and ends:
            places[text].append(view.original(start, end))
        elif (begins or any_beginning) and (ends or any_ending):
            low = start if begins else _beginning(folded, start)
            high = end if ends else _WORD.match(folded, end).end()  # type: ignore[union-attr]  # empty matches too
            if (low == 0 or not folded[low - 1].isalnum()) and not folded[high : high + 1].isalnum():
                places[text].append(view.original(low, high))


def _beginning(folded: str, start: int) -> int:
    """Where the word begins that goes on at `start`, or the farthest place before it at which it may begin."""
    low = max(0, start - _LONGEST_BEGINNING)
    while start > low and folded[start - 1].isalnum():
        start -= 1
    return start
