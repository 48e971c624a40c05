"""What stands around a match: negation before it, sets of words beside it, counter terms over it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from custodiet.classification.matcher import Found, Place

NEAR = 110  # characters: about fifteen words, the length of one clause in a procurement title
NEGATED_WITHIN = 30  # characters between a negation and what it takes back
_SHORT = 2  # letters of a negation that is another word in another language
_LONGEST = 200  # characters: no term matches more
_FAR_RIGHT = 1 << 60  # behind the end of every text


@dataclass(frozen=True, slots=True)
class Context:
    """The places of every term found in one text, each in order; `words` are those terms."""

    places: Mapping[str, Sequence[Place]]
    words: frozenset[str]

    @classmethod
    def of(cls, places: Mapping[str, Sequence[Place]]) -> Self:
        """The context that these places make."""
        return cls(places, frozenset(places))

    def near(self, words: frozenset[str], start: int, end: int, reach: int = NEAR) -> bool:
        """Whether one of the words stands within reach of the range, or inside it."""
        known = words & self.words
        if not known:
            return False
        low, high = start - reach, end + reach
        for word in known:  # loops, since these two are asked for every claim and a generator costs as much again
            for _, right in _around(self.places[word], low, high):
                if right >= low:
                    return True
        return False

    def beside(self, words: frozenset[str], start: int, end: int) -> bool:
        """Whether one of the words stands near the range, but not inside it."""
        known = words & self.words
        if not known:
            return False
        low, high = start - NEAR, end + NEAR
        for word in known:
            for left, right in _around(self.places[word], low, high):
                if right >= low and not (start <= left and right <= end):
                    return True
        return False

    def all(self, words: frozenset[str]) -> list[tuple[int, int, str]]:
        """Every place of these words with the word, in order of place."""
        known = words & self.words
        return sorted((*place, word) for word in known for place in self.places[word]) if known else []


def without_countered(
    claims: Iterable[Found], context: Context, counters: frozenset[str], text: str, labels: list[Place]
) -> list[Found]:
    """The claims except those that a counter term covers ("camera" in "gamma camera").

    A counter term with a comma in it names two things of a list ("CCTV, drainage") and takes nothing back, but in the
    label of a code, whose words are parted by commas.
    """
    over = [
        (start, end)
        for start, end, _ in context.all(counters)
        if "," not in text[start:end] or any(low <= start and end <= high for low, high in labels)
    ]
    return [one for one in claims if not _covered(one, over)] if over else list(claims)


def negated(one: Found, text: str, negations: list[tuple[int, int, str]]) -> bool:
    """Whether a negation stands shortly before the claim, with no stop or comma between ("without CCTV").

    A word of two letters is another word elsewhere ("to be fitted with CCTV", "lot no 3"): it negates what follows at
    once.
    """
    last = bisect_right(negations, (one.start, 0, ""))
    return any(
        0 <= one.start - end <= (NEGATED_WITHIN if len(word) > _SHORT else 1)
        and not any(stop in text[end : one.start] for stop in ",.;|\n")
        for _, end, word in negations[max(0, last - 3) : last]
    )


def _around(places: Sequence[Place], low: int, high: int) -> Sequence[Place]:
    """The places that may reach into the range from low to high: they begin in it, or shortly before."""
    if len(places) == 1:
        return places if places[0][0] <= high else ()
    return places[bisect_left(places, (low - _LONGEST, 0)) : bisect_right(places, (high, _FAR_RIGHT))]


def _covered(one: Found, counters: list[Place]) -> bool:
    first = bisect_left(counters, (one.start - _LONGEST, 0))
    last = bisect_left(counters, (one.end, 0))
    return any(
        left < one.end
        and right > one.start
        and not (one.start <= left and right <= one.end and (left, right) != (one.start, one.end))
        for left, right in counters[first:last]
    )
