"""Which pages a published folder holds."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.find import matching
from custodiet.site.page_data import state_of
from custodiet.site.pages.country import countries_page
from custodiet.site.pages.kinds import KINDS
from custodiet.site.pages.purchases import page_count
from custodiet.site.query import Query
from custodiet.site.site import Site

_OWN_FILES = frozenset({"search"})
"""Kinds whose pages a published folder makes in its own way."""
_OF_ONE = frozenset({"purchase", "request"})
"""Kinds whose pages show one thing: they stay as they are while the rest of the register changes."""

_ASKED: Mapping[str, Callable[[str], Sequence[Query]]] = {
    "organisation": lambda name: (Query(buyer=(name,)), Query(supplier=(name,))),
    "place": lambda name: (Query(place=(name,)),),
}
"""Kinds whose pages and pictures are made of some purchases alone: the questions that find these."""


@dataclass(frozen=True, slots=True)
class Task:
    """One page to make in every language."""

    kind: str
    name: str
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What the page is called in the mark of the folder."""
        return f"{self.kind}/{self.name}"

    def state(self, site: Site, page: Any) -> str:
        """What tells whether the page has to be made again."""
        told = state_of(page)
        if self.kind in _OF_ONE:
            return told
        asked = _ASKED.get(self.kind)
        beside = site.seal if asked is None else _purchases_of(site, asked(self.name))
        return hashlib.blake2b(f"{told} {beside}".encode(), digest_size=16).hexdigest()


def tasks(site: Site) -> Iterator[Task]:
    """Every page but the search, purchases first."""
    for ocid in matching(site.store, Query()):
        yield Task("purchase", ocid)
        yield Task("request", ocid)
    for kind, names in _named(site):
        yield from (Task(kind, name) for name in names)
    yield from (Task(kind, "") for kind, one in KINDS.items() if not one.named and kind not in _OWN_FILES)


def _named(site: Site) -> Iterator[tuple[str, list[str]]]:
    known = site.definitions
    yield "organisation", [row["organisation_id"] for _, row in site.store.index.all_kept("organisations")]
    yield "place", [row["place_id"] for row, _ in site.store.places()]
    yield "technology", list(known.technologies)
    yield "indicator", list(known.indicators)
    yield "safeguard", list(known.questions)
    yield "case", [row["case"] for row in site.store.cases()]
    yield "country", [row[0] for row in countries_page(site).rows]
    yield "purchases", [str(number) for number in range(1, page_count(site) + 1)]


def _purchases_of(site: Site, asked: Sequence[Query]) -> str:
    """The purchases of an organisation or place, of which its pictures tell more than its page lists."""
    ocids = [ocid for query in asked for ocid in matching(site.store, query)]
    return hashlib.blake2b(repr(site.store.cards(ocids)).encode(), digest_size=16).hexdigest()
