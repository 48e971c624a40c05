"""Which purchases hold the words of a question, in any of the languages that the vocabulary knows.

A word is found as the beginning of a word, without regard to marks, apostrophes and script. Words that are a term of
a class of technology also find every purchase of that class, in whatever language its own words are.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from pyroaring import BitMap

from custodiet.register.index_layout import ANY_BEGINNING, FIRST_LETTERS, LONGEST_WORD
from custodiet.site.facets import Facets
from custodiet.text.search_words import SOUND, Word, asked

_SHORT = 2
"""Letters: a word up to this length is found whole and not as a beginning."""
_GAP = 3  # words that may stand in a gap of a term


@dataclass(frozen=True, slots=True)
class Hits:
    """Purchases that answer a question: all of them, and those that come first."""

    all: BitMap
    best: BitMap
    """Every word stands in a heading, in the script in which it is asked for."""
    good: BitMap
    """Every word stands in a heading, in whatever script, or is a term of a class of the purchase."""
    understood: tuple[str, ...]
    """The classes of which words of the question are terms."""


class Terms:
    """The terms of the vocabulary, by the letters they begin with."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._by_first: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for first, form, technology in index.execute("SELECT first, form, technology FROM term"):
            self._by_first[first].append((tuple(form.split()), technology))

    def at(self, words: Sequence[Word], start: int) -> dict[int, set[str]]:
        """For each number of words from `start` on that are a term: the classes of which they are one."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for mark, spelled in (("", [word.folded for word in words]), (SOUND, [word.sound for word in words])):
            word = spelled[start]
            for first in dict.fromkeys((word[:1], word[:2], word[:FIRST_LETTERS], ANY_BEGINNING)):
                for form, technology in self._by_first.get(mark + first, ()):
                    end = _end(form, spelled, start)
                    if end is not None:
                        found[end - start].add(technology)
        return found


def _end(form: Sequence[str], words: Sequence[str], at: int) -> int | None:
    """Behind which word a form ends that begins at one; None where it does not fit."""
    if not form:
        return at
    if form[0] == "~":
        ends = (_end(form[1:], words, at + skipped) for skipped in range(_GAP + 1) if at + skipped < len(words))
        return next((end for end in ends if end is not None), None)
    if at >= len(words) or not any(_fits(choice, words[at]) for choice in form[0].split("|")):
        return None
    return _end(form[1:], words, at + 1)


def _fits(choice: str, word: str) -> bool:
    stem = choice.strip("*")
    if choice.startswith("*"):
        return stem in word if choice.endswith("*") else word.endswith(stem)
    return word.startswith(stem) if choice.endswith("*") else word == stem


def hits(index: sqlite3.Connection, terms: Terms, facets: Facets, text: str) -> Hits | None:
    """The purchases that hold every word of a text; None where it has no words."""
    words = asked(text)
    named = _by_number(index, text)
    if not words:
        return Hits(named, named, named, ()) if named else None
    everywhere, best, good = [], [], []
    understood: dict[str, None] = {}
    for part, classes in _parts(words, terms):
        understood |= dict.fromkeys(classes)
        found = [_found(index, word) for word in part]
        known = BitMap().union(*(facets.purchases("technology", one) for one in classes))
        best.append(_common([one.written for one in found]))
        good.append(_common([one.heading for one in found]) | known)
        everywhere.append(_common([one.all for one in found]) | known)
    return Hits(_common(everywhere) | named, _common(best) | named, _common(good) | named, tuple(understood))


def _by_number(index: sqlite3.Connection, text: str) -> BitMap:
    """The purchases whose ocid, or the id of whose notice, is the text."""
    rows = index.execute("SELECT at FROM number WHERE name = ?", (text.strip(),))
    return BitMap([at for (at,) in rows])


def _parts(words: Sequence[Word], terms: Terms) -> Iterator[tuple[Sequence[Word], list[str]]]:
    """The words in groups: the longest that is a term, with its classes, else a word alone."""
    start = 0
    while start < len(words):
        known = terms.at(words, start)
        length = max(known, default=1)
        yield words[start : start + length], sorted(known.get(length, ()))
        start += length


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a word stands: in a heading as written, in a heading as it sounds, anywhere."""

    written: BitMap
    heading: BitMap
    all: BitMap


def _found(index: sqlite3.Connection, word: Word) -> _Found:
    """The purchases that hold a word: the whole of it, or each of its parts."""
    whole = _as_spelled(index, word.whole)
    if not word.parts:
        return whole
    parts = [_as_spelled(index, part) for part in word.parts if part]
    return _Found(
        whole.written | _common([part.written for part in parts]),
        whole.heading | _common([part.heading for part in parts]),
        whole.all | _common([part.all for part in parts]),
    )


def _as_spelled(index: sqlite3.Connection, spellings: Sequence[str]) -> _Found:
    """The purchases that hold one of the spellings; the pairs of a row of ideographs must all be there."""
    read = [_read(index, spelling) for spelling in spellings]
    if any(spelling.startswith(SOUND) for spelling in spellings):
        heading = BitMap().union(*(one[0] for one in read))
        return _Found(read[0][0], heading, heading.union(*(one[1] for one in read)))
    heading = _common([one[0] for one in read])
    return _Found(heading, heading, _common([one[0] | one[1] for one in read]))


def _read(index: sqlite3.Connection, spelling: str) -> tuple[BitMap, BitMap]:
    """The purchases that hold a word, or a word that begins so: in a heading, and in another text."""
    word = spelling[:LONGEST_WORD]
    if len(word.removeprefix(SOUND)) <= _SHORT:
        rows = index.execute("SELECT heading, text FROM word WHERE word = ?", (word,)).fetchall()
    else:
        rows = index.execute("SELECT heading, text FROM beginning WHERE word = ?", (word,)).fetchall()
        rows = rows or index.execute(_BEGINNING, (word, f"{word}{_LAST}")).fetchall()
    heading, text = ([BitMap.deserialize(row[side]) for row in rows if row[side]] for side in (0, 1))
    return BitMap().union(*heading), BitMap().union(*text)


_BEGINNING = "SELECT heading, text FROM word WHERE word >= ? AND word < ?"
_LAST = "\U0010ffff"


def _common(sets: Sequence[BitMap]) -> BitMap:
    return reduce(and_, sets)
