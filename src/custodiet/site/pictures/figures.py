"""Which pictures belong to which page, made from what a register holds."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from custodiet.register.card import Card
from custodiet.register.explain import Explanation
from custodiet.site.evidence import Evidence, as_text
from custodiet.site.find import counts, find
from custodiet.site.languages import Language
from custodiet.site.links import key
from custodiet.site.pictures.bid_prices import Bid, bid_prices
from custodiet.site.pictures.network import Deal, Party, network
from custodiet.site.pictures.picture import Picture
from custodiet.site.pictures.purchases_by_year import purchases_by_year
from custodiet.site.pictures.settlements import Spot, settlements
from custodiet.site.pictures.shares_flagged import Judged, shares_flagged
from custodiet.site.pictures.spending_by_purpose import spending_by_purpose, spending_choices
from custodiet.site.pictures.timeline import Step, timeline
from custodiet.site.query import Query
from custodiet.site.site import Site
from custodiet.site.timeline import Event
from custodiet.site.timeline import timeline as dated_steps

_MOST_CHOICES = 2  # panels of money a place: further states and currencies stand in its tables
_MOST_LOTS = 3
_MOST_DEALS = 100  # purchases of which a network is made, the newest
_FACETS = {"place": "place", "country": "country", "technology": "technology"}
NONE = "none"
TIMELINE = "timeline"

KINDS = ("start", "places", "place", "country", "technology", "organisation", "indicator", "indicators", "purchase")
"""The kinds of page with pictures."""


def figures(site: Site, language: Language, kind: str, name: str) -> tuple[Picture, ...]:
    """The pictures of the page of that kind about `name`, without those that would show nothing."""
    made = {
        "start": _start,
        "places": _places,
        "place": _place,
        "country": _facet,
        "technology": _facet,
        "organisation": _organisation,
        "indicator": _indicator,
        "indicators": _indicators,
        "purchase": _purchase,
    }.get(kind)
    return () if made is None else tuple(one for one in made(site, language, kind, name) if one is not None)


def title_of(site: Site, language: Language, kind: str, name: str) -> str:
    """What a reader calls the thing that a page is about; empty for the whole register."""
    if kind == "country":
        return language.country(name)
    if kind == "technology" and name in site.definitions.technologies:
        return language.text(site.definitions.technologies[name].label)
    if kind == "indicator" and name in site.definitions.indicators:
        return language.text(site.definitions.indicators[name].title)
    row = (
        site.store.place(name) if kind == "place" else site.store.organisation(name) if kind == "organisation" else None
    )
    if row is not None:
        return language.country(row["country"]) if row.get("kind") == "country" else str(row["name"] or name)
    card = site.store.card(name) if kind == "purchase" else None
    return (card.title or name) if card is not None else name


def source(site: Site, language: Language) -> str:
    """Where the numbers of all pictures come from."""
    return language.text("Source: register at %(address)s", address=site.address)


def spots(site: Site, language: Language, country: str = "") -> list[Spot]:
    """The settlements with purchases, and the purchases of which no settlement is known."""
    found = []
    placed = 0
    for row, number in site.store.places():
        if not country or row["country"] == country:
            found.append(_spot(language, row, number))
            placed += number
    query = Query(country=(country,)) if country else Query()
    every = find(site.store, query, limit=1, facets=()).total
    rest = [Spot(language.text("settlement not known"), country, None, None, every - placed)] if every > placed else []
    return found + rest


def _spot(language: Language, row: Mapping[str, Any], number: int) -> Spot:
    is_settlement = row["kind"] == "settlement"
    return Spot(
        str(row["name"]) if is_settlement else language.text("settlement not known"),
        row["country"] or "",
        row["longitude"] if is_settlement else None,
        row["latitude"] if is_settlement else None,
        number,
        f"/{language.code}/place/{key(row['place_id'])}" if is_settlement else "",
    )


def _start(site: Site, language: Language, _kind: str, _name: str) -> Iterator[Picture | None]:
    yield _by_year(site, language, "", Query())


def _places(site: Site, language: Language, _kind: str, _name: str) -> Iterator[Picture | None]:
    yield settlements(language, "", spots(site, language), source(site, language))


def _place(site: Site, language: Language, kind: str, name: str) -> Iterator[Picture | None]:
    yield from _facet(site, language, kind, name)
    rows = site.store.spending(name)
    title = title_of(site, language, kind, name)
    for at, (state, currency) in enumerate(spending_choices(rows)[:_MOST_CHOICES], 1):
        made = spending_by_purpose(language, title, rows, state, currency, source(site, language))
        yield None if made is None else replace(made, name=f"{made.name}-{at}")


def _facet(site: Site, language: Language, kind: str, name: str) -> Iterator[Picture | None]:
    query = Query().with_value(_FACETS[kind], name)
    title = title_of(site, language, kind, name)
    yield _by_year(site, language, title, query)
    if kind == "country":
        yield settlements(language, title, spots(site, language, name), source(site, language), name)
    yield _network(site, language, title, query)


def _organisation(site: Site, language: Language, kind: str, name: str) -> Iterator[Picture | None]:
    title = title_of(site, language, kind, name)
    for role in ("buyer", "supplier"):
        query = Query().with_value(role, name)
        drawn = (_by_year(site, language, title, query), _network(site, language, title, query))
        yield from (None if one is None else replace(one, name=f"{one.name}-{role}") for one in drawn)


def _indicator(site: Site, language: Language, kind: str, name: str) -> Iterator[Picture | None]:
    rows = [row for row in site.store.indicator_counts(name) if row["subject_kind"] == "process" and row["country"]]
    bars = [_judged(language.country(country), rows, country) for country in sorted({row["country"] for row in rows})]
    bars.sort(key=lambda one: (-one.judged, one.label))
    title = title_of(site, language, kind, name)
    yield shares_flagged(language, title, bars, source(site, language), language.text("Country"))


def _judged(label: str, rows: list[dict[str, Any]], country: str) -> Judged:
    mine = [row for row in rows if row["country"] == country]
    return Judged(label, *(sum(row[name] or 0 for row in mine) for name in ("flagged", "judged", "not_computable")))


def _indicators(site: Site, language: Language, _kind: str, _name: str) -> Iterator[Picture | None]:
    bars = []
    for code, one in site.definitions.indicators.items():
        rows = [row for row in site.store.indicator_counts(code) if row["subject_kind"] == "process"]
        sums = (sum(row[name] or 0 for row in rows) for name in ("flagged", "judged", "not_computable"))
        bars.append(Judged(f"{code} {language.text(one.title)}", *sums))
    yield shares_flagged(language, "", bars, source(site, language))


def _purchase(site: Site, language: Language, _kind: str, name: str) -> Iterator[Picture | None]:
    told = site.store.purchase(name)
    if told is not None:
        yield from purchase_bids(site, language, told)
        yield _steps(site, language, told)


def _steps(site: Site, language: Language, told: Explanation) -> Picture | None:
    """The dated steps of a purchase and those that no document dates, as its page tells them."""
    known = dated_steps(Evidence(told))
    steps = [_step(language, event) for event in known.events]
    steps += [Step(None, language.text(name)) for name in known.undated]
    return timeline(language, str((told.purchase or {}).get("title") or told.ocid), steps, source(site, language))


def _step(language: Language, event: Event) -> Step:
    amount = event.amount.value if event.amount is not None else None
    money = language.money(amount, event.currency) if isinstance(amount, Decimal) else ""
    detail = as_text(event.detail.value) if event.detail is not None else ""
    return Step(
        as_text(event.date.value), event.what.told(language), "; ".join(part for part in (money, detail) if part)
    )


def purchase_bids(site: Site, language: Language, told: Explanation) -> Iterator[Picture]:
    """The prices of the bids of a purchase, lot by lot, for a page that has read it already."""
    purchase = told.purchase or {}
    names = {one.row: str(one.value) for one in told.statements if one.table == "parties" and one.column == "name"}
    lots: dict[tuple[str, ...], list[Bid]] = {}
    statements = [one for one in told.statements if one.table == "bids"]
    for _, some in groupby(statements, key=lambda one: one.row):
        bid = {one.column: one.value for one in some}
        made = _bid(language, bid, names, set(purchase.get("supplier_names") or ()))
        lots.setdefault(tuple(map(str, bid.get("lot_ids") or ())), []).append(made)
    compared = {lot: bids for lot, bids in lots.items() if sum(bid.amount is not None for bid in bids) > 1}
    amount, currency = purchase.get("tendered_amount"), purchase.get("tendered_currency")
    estimate = (amount, currency) if amount is not None and currency and len(lots) == 1 else None
    title = str(purchase.get("title") or told.ocid)
    for at, (lot, bids) in enumerate(list(compared.items())[:_MOST_LOTS], 1):
        named = title if len(lots) == 1 else f"{title}: {', '.join(lot)}"
        picture = bid_prices(language, named, bids, estimate, source(site, language))
        if picture is not None:
            yield replace(picture, name=picture.name if at == 1 else f"{picture.name}-{at}")


def _bid(language: Language, bid: Mapping[str, Any], names: Mapping[str, str], winners: set[str]) -> Bid:
    tenderers = [names.get(str(one), str(one)) for one in bid.get("tenderer_ids") or ()]
    label = ", ".join(tenderers) or language.text("bidder not stated")
    won = any(one in winners for one in tenderers)
    return Bid(label, bid.get("bid_amount"), bid.get("bid_currency"), won, str(bid.get("status") or ""))


def _by_year(site: Site, language: Language, title: str, query: Query) -> Picture | None:
    by_state = [(one.value, query.with_value("state", one.value)) for one in counts(site.store, query, "state")]
    numbers = [
        (None if one.value == NONE else one.value, state, one.count)
        for state, asked in by_state
        for one in counts(site.store, asked, "year")
    ]
    return purchases_by_year(language, title, numbers, source(site, language))


def _network(site: Site, language: Language, title: str, query: Query) -> Picture | None:
    found = find(site.store, query, limit=_MOST_DEALS, facets=())
    makers = {key: one.name for key, one in site.definitions.makers.items()}
    made = network(language, title, [_deal(card, makers) for card in found.rows], source(site, language))
    if made is None or found.total <= len(found.rows):
        return made
    newest = language.text(
        "Made from the %(some)s newest of %(every)s purchases.",
        some=language.number(len(found.rows)),
        every=language.number(found.total),
    )
    return replace(made, said=f"{made.said} {newest}")


def _deal(card: Card, makers: Mapping[str, str]) -> Deal:
    buyer = Party(card.buyer, card.buyer_name) if card.buyer_name else None
    suppliers = tuple(Party(organisation, name) for organisation, name in card.suppliers)
    return Deal(buyer, suppliers, tuple(makers.get(one, one) for one in card.makers))
