"""The links of a search are those of the changed question."""

from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as some

from custodiet.register.index_layout import FACETS
from custodiet.site.narrowing import Narrowing
from custodiet.site.query import Query

VALUES = some.sampled_from(["UA", "none", "geonames:1", "a b&c=d", "№ 5", "SG01:claimed"])
PAIRS = some.lists(some.tuples(some.sampled_from(["q", *FACETS]), VALUES), max_size=6)


@given(pairs=PAIRS, facet=some.sampled_from(FACETS), value=VALUES)
def test_a_link_is_the_address_of_the_question_with_a_value_more_or_less(
    pairs: list[tuple[str, str]], facet: str, value: str
) -> None:
    query = Query.read(pairs)
    narrowing = Narrowing(query, "/en/search")
    for link, changed in (
        (narrowing.with_value(facet, value), query.with_value(facet, value)),
        (narrowing.without_value(facet, value), query.without_value(facet, value)),
    ):
        asked = urlencode(changed.pairs())
        assert link == (f"/en/search?{asked}" if asked else "/en/search")
