"""Finds every word of the vocabulary in texts: many texts at once for a first look, one text with care."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, Implementation

from custodiet.classification.misspelt import halves, slips
from custodiet.classification.terms import Choice, Term
from custodiet.text.fold import Folded, Many, fold_both, fold_many, fold_word

_TELLING_ROLES = frozenset({"term", "hint"})
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


class Meaning(NamedTuple):
    """What a term stands for: `role` is term, hint, set, counter or another kind, `key` says which."""

    role: str
    key: str


_Plain = tuple[tuple[str, bool, bool], ...]
"""Terms of one word without parts: the term, and whether more letters may go before and behind those found."""
_Behind = tuple[_Plain, bool, tuple[int, ...], tuple[tuple[int, int], ...]]
"""What a row of letters may stand for: plain terms, whether one of them may begin before the row, numbers of other
terms, halves of misspelt stems."""

_Needed = tuple[tuple[str, ...], Term]
"""A term, and the letters that must all stand in a text that holds it."""


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
        self._plain: dict[str, list[tuple[str, bool, bool]]] = defaultdict(list)
        alike: dict[str, list[Term]] = defaultdict(list)
        self._telling: dict[str, set[str]] = defaultdict(set)  # the rows that tell alone, or for which expressions
        for text, claims in self._claims.items():
            self._register(Term(text), alike, telling=bool(claims))
        self._alike = list(alike.values())  # terms that differ in marks and case alone share a pattern
        self._halves: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, (stem, _) in enumerate(self._misspelt):
            for letters, offset in halves(stem):
                self._halves[letters].append((number, offset))
                self._telling[letters if offset else f" {letters}"].add("")

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
            if any(_holds(text, self._behind_telling[row]) for row in found):
                yield number

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

    def _register(self, term: Term, alike: dict[str, list[Term]], *, telling: bool) -> None:
        if telling:
            for letters in (letters for choice in term.anchor for letters in choice.telling):
                self._telling[letters].add("" if term.is_plain else term.expression)
        if not term.is_plain:
            alike[term.expression].append(term)
            return
        for choice in term.anchor:
            for letters in choice.anchors:
                self._plain[letters].append((term.text, choice.any_beginning, choice.any_ending))

    def _look_at(self, view: Folded, places: dict[str, list[Place]]) -> None:
        folded, behind = view.text, self._behind
        possible: set[int] = set()
        for number, start, end in self._all.find_matches_as_indexes(folded, overlapping=True):
            plain, inside, terms, halved = behind[number]
            if plain:
                begins = start == 0 or not folded[start - 1].isalnum()
                if begins or inside:
                    _take_words(plain, view, start, end, places, begins=begins)
            if terms:
                possible.update(terms)
            for stem, offset in halved:
                self._slips(stem, view, start - offset, places)
        needed = self._needed
        for number in possible:
            for letters in needed[number]:  # the hottest line of the room: most terms end here
                if letters not in folded:
                    break
            else:
                alike = self._alike[number]
                for start, end in alike[0].places(folded):
                    for term in alike:
                        places[term.text].append(view.original(start, end))

    def _slips(self, number: int, view: Folded, around: int, places: dict[str, list[Place]]) -> None:
        stem, meaning = self._misspelt[number]
        for place in slips(stem, view.text, around):
            term = f"{stem} (one letter off)"
            self._claims[term] = [meaning]
            places[term].append(view.original(*place))

    @cached_property
    def _found_by(self) -> list[tuple[Choice, ...]]:
        """For each term that needs a pattern the word by which it is found."""
        terms = [alike[0] for alike in self._alike]
        uses = Counter(row for term in terms for word in term.words for choice in word for row in choice.anchors)
        return [term.rarest(uses) for term in terms]

    @cached_property
    def _needed(self) -> list[tuple[str, ...]]:
        """For each of them the letters that must all stand in a text beside those of that word."""
        return [alike[0].needed(word) for alike, word in zip(self._alike, self._found_by, strict=True)]

    @cached_property
    def _behind(self) -> list[_Behind]:
        """For each row of letters what it may stand for."""
        behind: list[_Behind] = []
        for row in self.letters:
            plain = tuple(self._plain.get(row, ()))
            inside = any(any_beginning for _, any_beginning, _ in plain)
            behind.append((plain, inside, tuple(self._anchored.get(row, ())), tuple(self._halves.get(row, ()))))
        return behind

    @cached_property
    def _anchored(self) -> dict[str, list[int]]:
        """Numbers of the terms that need a pattern, by the letters they are looked for by."""
        anchored: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._found_by):
            for letters in {letters for choice in word for letters in choice.anchors}:
                anchored[letters].append(number)
        return anchored

    @cached_property
    def letters(self) -> list[str]:
        """All letters that are looked for, sorted."""
        return sorted({*self._plain, *self._anchored, *self._halves})

    @cached_property
    def _all(self) -> AhoCorasick:
        return AhoCorasick(self.letters, implementation=Implementation.ContiguousNFA)

    @cached_property
    def _behind_telling(self) -> list[tuple[_Needed, ...]]:
        """For each telling row of letters the terms that it may be part of."""
        terms = {alike[0].expression: alike[0] for alike in self._alike}
        return [
            tuple((terms[one].needed(terms[one].anchor), terms[one]) for one in sorted(expressions) if one)
            for _, expressions in sorted(self._telling.items())
        ]

    @cached_property
    def _telling_alone(self) -> npt.NDArray[np.bool_]:
        """Which telling rows of letters are terms by themselves."""
        return np.array(["" in expressions for _, expressions in sorted(self._telling.items())])

    @cached_property
    def _first(self) -> AhoCorasick:
        return AhoCorasick(sorted(self._telling), implementation=Implementation.DFA)


def _holds(text: str, terms: Iterable[_Needed]) -> bool:
    """Whether one of the terms stands in the text."""
    for needed, term in terms:
        for letters in needed:
            if letters not in text:
                break
        else:
            if term.places(text):
                return True
    return False


def _take_words(
    plain: _Plain, view: Folded, start: int, end: int, places: dict[str, list[Place]], *, begins: bool
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
