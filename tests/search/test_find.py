"""Totals, facets and pages are those that reading every purchase gives."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from threading import Thread
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers import make_register

from custodiet.places import places_of
from custodiet.register.card import Card
from custodiet.register.index_facets import band
from custodiet.register.index_layout import FACETS, NONE
from custodiet.site.find import SHOWN, counts, find, matching, number
from custodiet.site.query import SORTS, Query, QueryError
from custodiet.site.store import Store
from hostile_strings import HOSTILE

SIZE = 140
CLASSES = ("traffic.anpr", "video.cctv_fixed", "biometric.face_live")
COUNTRIES = ("UA", "KZ", None)


def purchase(at: int) -> dict[str, Any]:
    """A purchase whose values follow from its number, so that every combination occurs."""
    return {
        "ocid": f"p{at * 37 % SIZE:03}",
        "title": f"{('Камери', 'Cameras', 'Software')[at % 3]} {('école', 'Львів')[at % 2]} {at % 7}",
        "technologies": sorted({CLASSES[at % 3], CLASSES[at % 2]}),
        "country": COUNTRIES[at % 3],
        "buyer": f"b{at % 50}",
        "suppliers": [f"s{at % 40}", f"s{at % 41 + 40}"] if at % 4 else None,
        "makers": ["axis"] if at % 5 == 0 else [],
        "state": ("tendered", "awarded", "cancelled")[at % 3],
        "date": None if at % 11 == 0 else f"20{10 + at % 9}-0{at % 9 + 1}-01",
        "tendered_amount": None if at % 6 == 0 else Decimal(at**3 + 1),
        "tendered_currency": None if at % 13 == 0 else ("UAH", "KZT")[at % 2],
    }


FLAGS = [
    {"indicator": f"R00{at % 3}", "subject_kind": "process", "subject_id": f"p{at:03}", "ocid": f"p{at:03}",
     "state": ("flagged", "not flagged")[at % 2]}
    for at in range(SIZE)
]  # fmt: skip
SAFEGUARDS = [
    {"ocid": f"p{at:03}", "question": f"SG0{at % 3}", "state": ("documented", "not_checked", "claimed")[at % 3]}
    for at in range(SIZE)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, terms: pa.Table) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("registers") / "register"
    rows = [purchase(at) for at in range(SIZE)]
    names = [{"organisation_id": one, "name": f"Body {one}"} for row in rows for one in row["suppliers"] or ()]
    parties = [
        {"ocid": row["ocid"], "party_id": one, "organisation_id": one} for row in rows for one in row["suppliers"] or ()
    ]
    organisations = list({row["organisation_id"]: row for row in names}.values())
    make_register(
        folder, terms, purchases=rows, flags=FLAGS, safeguards=SAFEGUARDS,
        organisations=organisations, party_organisations=parties,
    )  # fmt: skip
    with Store(folder, places_of) as opened:
        yield opened


def values(card: Card, questions: list[str]) -> dict[str, set[str]]:
    """The values of a purchase by facet, read off its card."""
    amount = f"{card.currency}:{band(card.amount)}" if card.amount is not None and card.currency else NONE
    return {
        "technology": set(card.technologies),
        "country": {card.country or NONE},
        "place": {NONE},
        "buyer": {card.buyer or NONE},
        "supplier": {one for one, _name in card.suppliers if one} or {NONE},
        "maker": set(card.makers) or {NONE},
        "state": {card.state},
        "year": {(card.date or NONE)[:4]},
        "currency": {NONE if card.amount is None else card.currency or "not stated"},
        "amount": {amount},
        "usd": {NONE if card.usd is None else band(card.usd)},
        "flag": set(card.flags) or {NONE},
        "safeguard": set(questions) or {NONE},
    }


@pytest.fixture(scope="module")
def everything(store: Store) -> list[tuple[Card, dict[str, set[str]]]]:
    """Every card with its values."""
    asked = {row["ocid"]: [f"{row['question']}:{row['state']}"] for row in SAFEGUARDS if row["state"] != "not_checked"}
    cards = store.cards([purchase(at)["ocid"] for at in range(SIZE)])
    return [(card, values(card, asked.get(card.ocid, []))) for card in cards]


WORDS = {
    "": lambda _title: True,
    "камер": lambda title: "Камери" in title,
    "ecole": lambda title: "école" in title,
    "software 3": lambda title: title.startswith("Software") and title.endswith(" 3"),
    "lviv cam": lambda title: "Львів" in title and "Cameras" in title,
    "nothing": lambda _title: False,
}
CHOICES = st.fixed_dictionaries(
    {"words": st.sampled_from(sorted(WORDS)), "sort": st.sampled_from([None, *SORTS])},
    optional={
        "technology": st.sets(st.sampled_from([*CLASSES, "none"]), min_size=1),
        "country": st.sets(st.sampled_from(["UA", "KZ", "none", "XX"]), min_size=1),
        "buyer": st.sets(st.sampled_from(["b1", "b2", "b3", "b49"]), min_size=1),
        "supplier": st.sets(st.sampled_from(["s1", "s2", "s45", "none"]), min_size=1),
        "state": st.sets(st.sampled_from(["tendered", "awarded"]), min_size=1),
        "year": st.sets(st.sampled_from(["2011", "2015", "none"]), min_size=1),
        "currency": st.sets(st.sampled_from(["UAH", "KZT", "not stated"]), min_size=1),
        "usd": st.sets(st.sampled_from(["1", "10", "100", "1000", "none"]), min_size=1),
        "flag": st.sets(st.sampled_from(["R000", "R001", "none"]), min_size=1),
        "safeguard": st.sets(st.sampled_from(["SG00:documented", "SG02:claimed", "none"]), min_size=1),
    },
)


def fits(query: Query, card: Card, having: dict[str, set[str]], but: str = "") -> bool:
    """Whether a purchase answers a question, one facet left aside."""
    filtered = query.filtered
    return WORDS[query.words](card.title or "") and all(
        having[name] & set(wanted) for name, wanted in filtered.items() if name != but
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=CHOICES, limit=st.integers(1, 60))
def test_a_search_is_what_a_naive_filter_gives(
    store: Store, everything: list[tuple[Card, dict[str, set[str]]]], chosen: dict[str, Any], limit: int
) -> None:
    query = Query(**{name: tuple(sorted(one)) if isinstance(one, set) else one for name, one in chosen.items()})
    wanted = {card.ocid for card, having in everything if fits(query, card, having)}
    found = find(store, query, limit)
    assert found.total == len(wanted) == number(store, query)
    shown, cursor = [], None
    while True:
        page = find(store, query, limit, cursor, facets=())
        shown += [row.ocid for row in page.rows]
        cursor = page.next
        if cursor is None:
            break
        assert len(page.rows) == limit
    assert len(shown) == len(set(shown))
    assert set(shown) == wanted
    assert list(matching(store, query)) == shown
    for name in FACETS:
        naive = Counter(one for card, having in everything if fits(query, card, having, name) for one in having[name])
        assert {one.value: one.count for one in counts(store, query, name) if one.count} == naive
        facet = found.facets[name]
        assert [one.count for one in facet.values if not one.selected] == sorted(
            (one.count for one in facet.values if not one.selected), reverse=True
        )
        listed = {one.value for one in facet.values}
        assert set(query.values(name)) <= listed
        assert facet.more == len(set(naive) - listed)
        assert len(facet.values) <= SHOWN + len(query.values(name))


def test_results_are_in_the_order_asked_for(store: Store) -> None:
    def rows(**asked: Any) -> list[Card]:
        return store.cards(list(matching(store, Query(**asked))))

    days = [row.date or "" for row in rows()]
    assert days == sorted(days, reverse=True)
    assert [row.ocid for row in rows(sort="oldest")] == [row.ocid for row in rows()][::-1]
    dollars = [row.usd for row in rows(sort="amount")]
    stated = [one for one in dollars if one is not None]
    assert dollars == [*sorted(stated, reverse=True), *[None] * (len(dollars) - len(stated))]
    hryvnias = [row.amount for row in rows(sort="amount", currency=("UAH",))]
    assert hryvnias == sorted((one for one in hryvnias if one is not None), reverse=True)


@pytest.mark.parametrize("cursor", ["", "p999", "x" * 10_000, "\0", "'; DROP TABLE purchase"])
def test_a_cursor_that_names_no_purchase_is_told(store: Store, cursor: str) -> None:
    with pytest.raises(QueryError, match="begin anew"):
        find(store, Query(), cursor=cursor)


def test_a_cursor_of_another_question_is_told(store: Store) -> None:
    other = find(store, Query(country=("UA",)), 1).rows[0].ocid
    with pytest.raises(QueryError, match="begin anew"):
        find(store, Query(country=("KZ",)), cursor=other)


@pytest.mark.parametrize("facet", FACETS)
def test_no_value_breaks_a_facet(store: Store, facet: str) -> None:
    for text in HOSTILE:
        if text and len(text) <= 500:
            query = Query.read([(facet, text)])
            found = find(store, query, 5, facets=(facet,))
            assert found.total == 0
            assert query.values(facet) == (text,)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("colour", "red")], "unknown parameter"),
        ([("contry", "UA")], "did you mean 'country'"),
        ([("q", "x" * 301)], "at most 300"),
        ([("q", "a " * 17)], "at most 16"),
        ([("year", str(one)) for one in range(41)], "at most 40"),
        ([("year", "1" * 501)], "500 letters"),
        ([("sort", "price")], "unknown order"),
    ],
)
def test_a_question_that_is_too_much_is_told(pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Query.read(pairs)


def test_a_question_reads_back_from_its_own_address() -> None:
    query = Query.read([("year", "2020"), ("q", "  a  b "), ("year", "2019"), ("country", "UA"), ("sort", "amount")])
    assert query.pairs() == [("q", "a b"), ("country", "UA"), ("year", "2019"), ("year", "2020"), ("sort", "amount")]
    assert Query.read(query.pairs()) == query
    assert query.with_value("year", "2021").without_value("year", "2020").year == ("2019", "2021")


def test_a_register_of_nothing_is_searched_in_vain(store_of: Callable[..., Store]) -> None:
    found = find(store_of(), Query.read([("q", "камери")]))
    assert (found.total, found.rows, found.register) == (0, (), 0)


def test_the_connections_of_ended_threads_are_closed(store: Store) -> None:
    for _ in range(20):
        asking = Thread(target=lambda: find(store, Query()))
        asking.start()
        asking.join()
    assert len(store.index._open) <= 3


def test_every_thread_searches_the_same(store: Store) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(lambda _at: find(store, Query.read([("q", "камер")])).total, range(64)))
    assert len(set(totals)) == 1
