"""The links of a search that choose a value more or take one out: what they share is written once."""

from functools import lru_cache
from urllib.parse import quote_plus

from custodiet.register.index_layout import FACETS
from custodiet.site.query import WORDS, Query

_ORDER = {name: place for place, name in enumerate((WORDS, *FACETS, "sort"))}


class Narrowing:
    """The addresses of a question with one value changed: those of the changed question itself."""

    def __init__(self, query: Query, base: str) -> None:
        """Takes the question, and the address of the search."""
        self._query, self._base = query, base
        self._around: dict[str, tuple[list[str], list[str]]] = {}

    def with_value(self, facet: str, value: str) -> str:
        """The address of the same question with a value more."""
        return self._address(facet, {*self._query.values(facet), value})

    def without_value(self, facet: str, value: str) -> str:
        """The address of the same question with a value less."""
        return self._address(facet, {*self._query.values(facet)} - {value})

    def _address(self, facet: str, values: set[str]) -> str:
        before, behind = self._around.get(facet) or self._split(facet)
        asked = "&".join([*before, *(_pair(facet, one) for one in sorted(values)), *behind])
        return f"{self._base}?{asked}" if asked else self._base

    def _split(self, facet: str) -> tuple[list[str], list[str]]:
        """What stands before the values of a facet and behind them."""
        others = [(_ORDER[name], _pair(name, value)) for name, value in self._query.pairs() if name != facet]
        here = _ORDER[facet]
        found = [text for at, text in others if at < here], [text for at, text in others if at > here]
        self._around[facet] = found
        return found


@lru_cache(16_384)
def _pair(name: str, value: str) -> str:
    return f"{name}={quote_plus(value)}"
