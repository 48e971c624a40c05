"""Two places side by side: how many purchases of what, and what is spent, each with how much was read."""

from collections.abc import Sequence
from dataclasses import dataclass

from custodiet.site.find import FacetValue, counts
from custodiet.site.pages.place import PlacePage, place_page
from custodiet.site.query import Query, QueryError
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site

_CHOICES = 200


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two places, or the choice of them."""

    places: tuple[PlacePage, ...]
    choices: tuple[FacetValue, ...]
    technologies: tuple[tuple[str, int, int], ...]
    not_known: tuple[Sentence, ...]

    def chosen(self, side: str) -> str | None:
        """The place chosen on one side, `a` or `b`."""
        number = "ab".index(side)
        return self.places[number].place["place_id"] if len(self.places) > number else None


def compare_page(site: Site, _name: str, pairs: Sequence[tuple[str, str]]) -> ComparePage:
    """The comparison that a query string asks for; raises QueryError for a place that the register has not."""
    asked = dict(pairs)
    places = []
    for side in ("a", "b"):
        if asked.get(side):
            page = place_page(site, asked[side])
            if page is None:
                raise QueryError(say("This register has no such place."))
            places.append(page)
    choices = tuple(one for one in counts(site.store, Query(), "place") if one.value != "none")[:_CHOICES]
    return ComparePage(tuple(places), choices, _technologies(places), tuple(_not_known()))


def _technologies(places: Sequence[PlacePage]) -> tuple[tuple[str, int, int], ...]:
    if len(places) < 2:  # noqa: PLR2004  (two sides)
        return ()
    left, right = ({one.value: one.count for one in page.technologies} for page in places)
    return tuple((key, left.get(key, 0), right.get(key, 0)) for key in sorted({*left, *right}))


def _not_known() -> list[Sentence]:
    return [
        say("A place of which more was read shows more: compare what was read before you compare what was found."),
        say("Amounts in two currencies are not compared here."),
    ]
