"""Atom feeds (RFC 4287) of purchases: of every search, and of every place, organisation, technology and country.

    /feeds/search.atom?...         the newest purchases that answer a question
    /feeds/KIND/KEY.atom           those of a place, organisation, technology or country

An entry is dated by its purchase as published, and has no time of its own: a feed of the same register is the same.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from custodiet.register.card import Card
from custodiet.site.answers import AnswerError, answered
from custodiet.site.find import find
from custodiet.site.links import key
from custodiet.site.query import Query
from custodiet.site.site import Site

ENTRIES = 50
KINDS = {
    "place": ("place",),
    "organisation": ("buyer", "supplier"),
    "technology": ("technology",),
    "country": ("country",),
}
"""For each kind of feed the facets in which its id stands."""
MEDIA_TYPE = "application/atom+xml"
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_TITLE = "Purchases of surveillance technology"
_UNDATED = "1970-01-01"
# What XML 1.0 cannot hold in any spelling.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of the feeds."""

    def search(request: Request) -> tuple[bytes, str]:
        query = Query.read(request.query_params.multi_items(), others=("lang",))
        return search_feed(site, query), MEDIA_TYPE

    def kind(request: Request) -> tuple[bytes, str]:
        of = request.path_params["kind"]
        name = site.store.named(of, request.path_params["key"])
        if name is None or of not in KINDS:
            raise AnswerError(404, f"there is no feed of that kind: choose of {', '.join(KINDS)}, or search")
        return feed(site, of, name), MEDIA_TYPE

    return [
        Route("/feeds/search.atom", answered(site, search)),
        Route("/feeds/{kind}/{key}.atom", answered(site, kind)),
    ]


def search_feed(site: Site, query: Query) -> bytes:
    """The newest purchases that answer a question."""
    found = find(site.store, replace(query, sort="date"), ENTRIES, facets=())
    asked = [pair for pair in query.pairs() if pair[0] != "sort"]
    title = "Purchases of surveillance technology" + (
        f": {', '.join(value for _name, value in asked)}" if asked else ""
    )
    path = f"/feeds/search.atom{'?' + urlencode(asked) if asked else ''}"
    return _feed(site, path, title, found.rows, f"/en/search{'?' + urlencode(asked) if asked else ''}")


def feed(site: Site, kind: str, name: str) -> bytes:
    """The newest purchases of one place, organisation, technology or country."""
    cards: dict[str, Card] = {}
    label = name
    for facet in KINDS[kind]:
        query = Query(sort="date").with_value(facet, name)
        found = find(site.store, query, ENTRIES, facets=(facet,))
        cards |= {card.ocid: card for card in found.rows}
        label = next((one.label for one in found.facets[facet].values if one.selected and one.count), label)
    if not cards:
        raise AnswerError(404, f"the register has no purchase of the {kind} {name[:100]!r}")
    newest = sorted(cards.values(), key=lambda card: (_day(card), card.ocid), reverse=True)[:ENTRIES]
    if kind == "technology" and name in site.definitions.technologies:
        label = site.definitions.technologies[name].label
    title = f"{_TITLE}: {label}"
    return _feed(site, f"/feeds/{kind}/{key(name)}.atom", title, newest, f"/en/{kind}/{key(name)}")


def _feed(site: Site, path: str, title: str, cards: "tuple[Card, ...] | list[Card]", page: str) -> bytes:
    updated = max((_day(card) for card in cards), default=_UNDATED)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_text(site.address + path)}</id>",
        f"<title>{_text(title)}</title>",
        f"<updated>{updated}T00:00:00Z</updated>",
        "<author><name>custodiet</name></author>",
        f'<link rel="self" type="{MEDIA_TYPE}" href={_attribute(site.address + path)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(site.address + page)}/>',
        *(line for card in cards for line in _entry(site, card)),
        "</feed>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _entry(site: Site, card: Card) -> Iterator[str]:
    address = f"{site.address}/en/purchase/{key(card.ocid)}"
    yield "<entry>"
    yield f"<id>{_text(address)}</id>"
    yield f"<title>{_text(card.title or card.ocid)}</title>"
    yield f"<updated>{_day(card)}T00:00:00Z</updated>"
    yield f'<link rel="alternate" type="text/html" href={_attribute(address)}/>'
    yield from (f"<category term={_attribute(one)}/>" for one in card.technologies)
    yield f'<summary type="text">{_text(_told(card))}</summary>'
    yield "</entry>"


def _told(card: Card) -> str:
    """The purchase in one line: state, buyer, place, amount as stated."""
    amount = f"{card.amount:f}".rstrip("0").rstrip(".") if card.amount is not None else ""
    money = f"{amount} {card.currency or 'currency not stated'} ({card.amount_state})" if amount else None
    place = ", ".join(one for one in (card.place or card.settlement, card.country) if one)
    return "; ".join(one for one in (card.state, card.buyer_name, place, money) if one)


def _day(card: Card) -> str:
    """The day of a purchase, for the dates that a feed must have."""
    found = _DAY.match(card.date or "")
    return found[0] if found else _UNDATED


def _text(text: str) -> str:
    return escape(_UNFIT.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_UNFIT.sub("\ufffd", text))
