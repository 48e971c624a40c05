"""The words of purchases, each with the compressed set of purchases that hold it: in a heading, or in any text."""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pyroaring import BitMap

from custodiet.register.index_layout import LONGEST_WORD
from custodiet.text.search_words import chunks, spellings

SHARED_BY = 64
"""A beginning that more words share has a row of its own, so that no question has to join more than so many."""
SHORTEST_BEGINNING = 3
_LONGEST_BEGINNING = 12
_MOST_KNOWN = 300_000  # words whose spellings are remembered
_MOST_TEXTS, _SHORT = 20_000, 200  # texts whose words are remembered: names, titles and goods return again and again


class Words:
    """Collects the words of purchases, which come in the order of their numbers."""

    def __init__(self) -> None:
        self._heading: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._text: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._spellings: dict[str, tuple[str, ...]] = {}
        self._words: dict[str, tuple[str, ...]] = {}

    def add(self, at: int, headings: Iterable[str | None], texts: Iterable[str | None]) -> None:
        """Takes in the words of a purchase."""
        heading = self._of(headings)
        for word in heading:
            self._heading[word].append(at)
        for word in self._of(texts) - heading:
            self._text[word].append(at)

    def _of(self, texts: Iterable[str | None]) -> set[str]:
        found: set[str] = set()
        for text in set(texts):
            if text:
                found.update(self._words.get(text) or self._read(text))
        return found

    def _read(self, text: str) -> tuple[str, ...]:
        known = self._spellings
        if len(known) > _MOST_KNOWN:
            known.clear()
        found: set[str] = set()
        for chunk in chunks(text):
            if chunk not in known:
                known[chunk] = tuple(dict.fromkeys(word[:LONGEST_WORD] for word in spellings(chunk)))
            found.update(known[chunk])
        words = tuple(found)
        if len(self._words) > _MOST_TEXTS:
            self._words.clear()
        if len(text) <= _SHORT:
            self._words[text] = words
        return words

    def write(self, index: sqlite3.Connection) -> None:
        """Writes the words and the beginnings that many share, both in the order of their letters."""
        words = sorted(self._heading.keys() | self._text.keys())
        index.executemany("INSERT INTO word VALUES (?, ?, ?)", ((word, *self._packed([word])) for word in words))
        index.executemany(
            "INSERT INTO beginning VALUES (?, ?, ?)",
            sorted((beginning, *self._packed(sharing)) for beginning, sharing in shared_beginnings(words)),
        )

    def _packed(self, words: Sequence[str]) -> tuple[bytes | None, bytes | None]:
        heading = _joined(self._heading[word] for word in words if word in self._heading)
        text = _joined(self._text[word] for word in words if word in self._text)
        return _serialized(heading), _serialized(text - heading)


def shared_beginnings(words: Sequence[str], length: int = SHORTEST_BEGINNING) -> Iterator[tuple[str, Sequence[str]]]:
    """Each beginning of more than SHARED_BY words, with these words, from `length` letters on; `words` are in order."""
    for beginning, group in groupby(words, key=lambda word: word[:length]):
        sharing = list(group)
        if len(sharing) > SHARED_BY and len(beginning) == length:
            yield beginning, sharing
            if length < _LONGEST_BEGINNING:
                yield from shared_beginnings(sharing, length + 1)


def _joined(numbers: "Iterable[array[int]]") -> BitMap:
    return BitMap().union(*(BitMap(some) for some in numbers))


def _serialized(numbers: BitMap) -> bytes | None:
    """The set as bytes; None for an empty one."""
    if not numbers:
        return None
    numbers.run_optimize()
    found: bytes = numbers.serialize()
    return found
