"""All purchases in pages of a hundred, newest first: for readers who follow links and send no question."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from custodiet.register.card import Card
from custodiet.site.find import matching
from custodiet.site.query import Query
from custodiet.site.site import Site

EACH = 100


@dataclass(frozen=True, slots=True)
class PurchasesPage:
    """One page of the list."""

    number: int
    pages: int
    total: int
    rows: Sequence[Card]


def purchases_page(site: Site, name: str) -> PurchasesPage | None:
    """The page of that number; None where the list is shorter."""
    pages = page_count(site)
    if not name.isascii() or not name.isdigit() or not 1 <= int(name) <= pages or name != str(int(name)):
        return None
    number = int(name)
    ocids = list(islice(matching(site.store, Query()), (number - 1) * EACH, number * EACH))
    return PurchasesPage(number, pages, site.store.purchases, site.store.cards(ocids))


def page_count(site: Site) -> int:
    """How many pages the list has; an empty register has one."""
    return max(1, -(-site.store.purchases // EACH))
