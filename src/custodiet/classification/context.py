"""What stands around a match: negation before it, sets of words beside it, counter terms over it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from custodiet.classification.matcher import Found

NEAR = 110  # characters: about fifteen words, the length of one clause in a procurement title
NEGATED_WITHIN = 30  # characters between a negation and what it takes back


@dataclass(frozen=True)
class Context:
    """The words found in one text, by role and key, sorted by place."""

    places: dict[tuple[str, str], list[tuple[int, int]]]

    @classmethod
    def of(cls, found: Iterable[Found]) -> "Context":
        """The context that these findings make."""
        places: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for one in found:
            places[one.role, one.key].append((one.start, one.end))
        return cls(places)

    def near(self, role: str, keys: Sequence[str], start: int, end: int, reach: int = NEAR) -> bool:
        """Whether a word of these keys stands within reach of the range, but not inside it."""
        return any(self._any(self.places.get((role, key), []), start, end, reach) for key in keys)

    @staticmethod
    def _any(places: list[tuple[int, int]], start: int, end: int, reach: int) -> bool:
        first = bisect_left(places, (start - reach - 60, 0))
        last = bisect_right(places, (end + reach, 0))
        return any(
            end_ >= start - reach and not (start <= start_ and end_ <= end) for start_, end_ in places[first:last]
        )


def without_countered(found: Sequence[Found]) -> list[Found]:
    """The findings except those that a counter term covers ("camera" in "gamma camera")."""
    counters = sorted((one.start, one.end) for one in found if one.role == "counter")
    if not counters:
        return list(found)
    return [one for one in found if one.role not in {"term", "hint"} or not _covered(one, counters)]


def _covered(one: Found, counters: list[tuple[int, int]]) -> bool:
    first = bisect_left(counters, (one.start - 200, 0))
    last = bisect_left(counters, (one.end, 0))
    return any(
        start < one.end
        and end > one.start
        and not (one.start <= start and end <= one.end and (start, end) != (one.start, one.end))
        for start, end in counters[first:last]
    )


def negated(one: Found, text: str, context: Context) -> bool:
    """Whether a negation stands shortly before the finding, with no stop or comma between ("without CCTV")."""
    places = context.places.get(("negation", "before"), [])
    last = bisect_right(places, (one.start, 0))
    return any(
        0 <= one.start - end <= NEGATED_WITHIN and not any(stop in text[end : one.start] for stop in ",.;|\n")
        for _, end in places[max(0, last - 3) : last]
    )
