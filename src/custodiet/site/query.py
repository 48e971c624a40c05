"""What is asked of a register: words and values, read from an address and written back in one order."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from custodiet.errors import UsageError
from custodiet.register.index_layout import FACETS
from custodiet.site.languages import language
from custodiet.site.sentences import Sentence, say

Sort = Literal["relevance", "date", "oldest", "amount"]
SORTS: tuple[Sort, ...] = ("relevance", "date", "oldest", "amount")
MOST_LETTERS = 300
"""Letters of the words that are asked for."""
MOST_WORDS = 16
MOST_VALUES = 40
"""Values of all facets together."""
_LONGEST_VALUE = 500
WORDS = "q"
"""The name of the words in an address."""


class QueryError(UsageError):
    """A question that cannot be answered as it was put; the sentence is for the person who put it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.told(language("en")))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Query:
    """Words, and values by facet: a purchase has one of the values of each facet that is named."""

    words: str = ""
    technology: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    buyer: tuple[str, ...] = ()
    supplier: tuple[str, ...] = ()
    maker: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    amount: tuple[str, ...] = ()
    usd: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    safeguard: tuple[str, ...] = ()
    sort: Sort | None = None
    """How results are ordered; without it by relevance where there are words, else by date."""

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]], others: Iterable[str] = ()) -> Self:
        """The question that an address puts; names in `others` mean something else and are passed over.

        Raises:
            QueryError: an unknown name, or more letters, words or values than are answered.
        """
        passed = frozenset(others)
        words: list[str] = []
        values: dict[str, set[str]] = {}
        sort: Sort | None = None
        for name, value in pairs:
            if name in passed or not value:
                continue
            if name == WORDS:
                words.append(value)
            elif name == "sort":
                sort = _sort(value)
            elif name in FACETS:
                values.setdefault(name, set()).add(value)
            else:
                known = (WORDS, "sort", *FACETS, *passed)
                raise QueryError(_unknown_name(name[:_TOLD], known))
        _check(words, values)
        facets = {name: tuple(sorted(chosen)) for name, chosen in values.items()}
        return cls(words=" ".join(" ".join(words).split()), sort=sort, **facets)

    def values(self, facet: str) -> tuple[str, ...]:
        """The values asked for in a facet."""
        found: tuple[str, ...] = getattr(self, facet)
        return found

    @property
    def filtered(self) -> dict[str, tuple[str, ...]]:
        """The facets of which values are asked for."""
        return {name: values for name in FACETS if (values := self.values(name))}

    @property
    def order(self) -> Sort:
        """How results are ordered."""
        if self.sort is None:
            return "relevance" if self.words else "date"
        return "date" if self.sort == "relevance" and not self.words else self.sort

    def pairs(self) -> list[tuple[str, str]]:
        """The question as the pairs of an address, always in the same order."""
        found = [(WORDS, self.words)] if self.words else []
        found += [(name, value) for name, values in self.filtered.items() for value in sorted(values)]
        return found + ([("sort", self.sort)] if self.sort else [])

    def with_value(self, facet: str, value: str) -> Self:
        """The same question with a value more."""
        return self._changed(facet, tuple(sorted({*self.values(facet), value})))

    def without_value(self, facet: str, value: str) -> Self:
        """The same question with a value less."""
        return self._changed(facet, tuple(one for one in self.values(facet) if one != value))

    def _changed(self, facet: str, values: tuple[str, ...]) -> Self:
        chosen: dict[str, Any] = {**self.filtered, facet: values}
        return type(self)(words=self.words, sort=self.sort, **chosen)

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return any(getattr(self, one.name) for one in fields(self) if one.name != "sort")


def _sort(value: str) -> Sort:
    for known in SORTS:
        if value == known:
            return known
    raise QueryError(
        say("unknown order %(name)s: choose of %(known)s", name=repr(value[:_TOLD]), known=", ".join(SORTS))
    )


_TOLD = 40  # letters of a name that is not known


def _unknown_name(name: str, known: Sequence[str]) -> Sentence:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return say("unknown parameter %(name)s; did you mean %(near)s?", name=repr(name), near=repr(near[0]))
    return say("unknown parameter %(name)s", name=repr(name))


def _check(words: list[str], values: dict[str, set[str]]) -> None:
    """Raises QueryError where more is asked than is answered."""
    letters = sum(len(part) for part in words)
    if letters > MOST_LETTERS:
        raise QueryError(
            say("the words have %(number)s letters; at most %(most)s are looked for", number=letters, most=MOST_LETTERS)
        )
    number = sum(len(part.split()) for part in words)
    if number > MOST_WORDS:
        raise QueryError(
            say(
                "%(number)s words are asked for; at most %(most)s are looked for at once",
                number=number,
                most=MOST_WORDS,
            )
        )
    number = sum(len(chosen) for chosen in values.values())
    if number > MOST_VALUES:
        raise QueryError(
            say(
                "%(number)s values are chosen; at most %(most)s are looked for at once", number=number, most=MOST_VALUES
            )
        )
    if any(len(value) > _LONGEST_VALUE for chosen in values.values() for value in chosen):
        raise QueryError(
            say(
                "a value has more than %(most)s letters, and nothing in the register has such a one",
                most=_LONGEST_VALUE,
            )
        )
