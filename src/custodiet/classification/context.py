"""What stands around a match: negation before it, sets of words beside it, counter terms over it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from custodiet.classification.matcher import Found, Place

NEAR = 110  # characters: about fifteen words, the length of one clause in a procurement title
NEGATED_WITHIN = 30  # characters between a negation and what it takes back
_LONGEST = 200  # characters: no term matches more
_FAR_RIGHT = 1 << 60  # behind the end of every text


@dataclass(frozen=True, slots=True)
class Context:
    """The places of every term found in one text, each in order."""

    places: dict[str, list[Place]]

    def near(self, words: frozenset[str], start: int, end: int, reach: int = NEAR) -> bool:
        """Whether one of the words stands within reach of the range, or inside it."""
        return any(_any(self.places[word], start - reach, end + reach) for word in words.intersection(self.places))

    def beside(self, words: frozenset[str], start: int, end: int) -> bool:
        """Whether one of the words stands near the range, but not inside it."""
        known = [self.places[word] for word in words.intersection(self.places)]
        return any(
            _any(places, start - NEAR, start, within=(start, end)) or _any(places, end, end + NEAR, within=(start, end))
            for places in known
        )

    def all(self, words: frozenset[str]) -> list[tuple[int, int, str]]:
        """Every place of these words with the word, in order of place."""
        known = words.intersection(self.places)
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
    """Whether a negation stands shortly before the claim, with no stop or comma between ("without CCTV")."""
    last = bisect_right(negations, (one.start, 0, ""))
    return any(
        0 <= one.start - end <= NEGATED_WITHIN and not any(stop in text[end : one.start] for stop in ",.;|\n")
        for _, end, _ in negations[max(0, last - 3) : last]
    )


def _any(places: list[Place], low: int, high: int, within: Place | None = None) -> bool:
    """Whether a place reaches into the range from low to high, and is not `within` another."""
    first = bisect_left(places, (low - _LONGEST, 0))
    last = bisect_right(places, (high, _FAR_RIGHT))
    return any(
        right >= low and not (within is not None and within[0] <= left and right <= within[1])
        for left, right in places[first:last]
    )


def _covered(one: Found, counters: list[Place]) -> bool:
    first = bisect_left(counters, (one.start - _LONGEST, 0))
    last = bisect_left(counters, (one.end, 0))
    return any(
        left < one.end
        and right > one.start
        and not (one.start <= left and right <= one.end and (left, right) != (one.start, one.end))
        for left, right in counters[first:last]
    )
