"""Makes one page: what it shows, its view, and its HTML; a server and a published folder make it the same way."""

from collections.abc import Sequence
from typing import Any

from custodiet.site.addresses import Links, Pairs, Served, page_file
from custodiet.site.languages import language
from custodiet.site.page_data import pack, state_of
from custodiet.site.pages.kinds import KINDS
from custodiet.site.pages.purchase import PurchasePage
from custodiet.site.site import Site
from custodiet.site.view import View, render


def shown(site: Site, kind: str, name: str, pairs: Sequence[tuple[str, str]] = ()) -> Any:
    """What a page shows, in no language; None where the register has nothing of that name."""
    made = KINDS.get(kind)
    return None if made is None or bool(name) != made.named else made.page(site, name, pairs)


def view(site: Site, links: Links, code: str, kind: str, name: str, state: str = "") -> View:
    """How a page is seen in a language; its permalink is the one on the server or in the published folder."""
    return View(language(code), links, kind, name, f"{site.address}{permalink(links, code, kind, name)}", site, state)


def permalink(links: Links, code: str, kind: str, name: str) -> str:
    """The path of a page below the address of the site."""
    return Served(code).page(kind, name) if links.served else f"/{page_file(kind, name, code, links.alike)}"


def html(
    site: Site, links: Links, code: str, kind: str, name: str, page: Any, *, template: str = "", state: str = ""
) -> str:
    """A page in one language; `state` spares computing it again for each."""
    seen = view(site, links, code, kind, name, state or ("" if kind in _UNCITED else state_of(page)))
    return render(template or KINDS[kind].template, seen, page)


_UNCITED = frozenset({"search"})
"""Kinds of page that no one cites: what they show depends on what was asked."""


def evidence_pack(site: Site, page: PurchasePage, state: str = "") -> bytes:
    """The evidence pack of a purchase; links in its page, which is in English, lead to the site."""
    told = html(site, Away(Served("en"), site.address), "en", "purchase", page.ocid, page, state=state)
    address = f"{site.address}{Served('en').page('purchase', page.ocid)}"
    return pack(page, told, address, site.store.manifest.custodiet)


class Away:
    """Addresses on a server, whole, for a page that is read elsewhere."""

    served = True
    alike: frozenset[str] = frozenset()

    def __init__(self, links: Served, address: str) -> None:
        self._links, self._address = links, address

    def page(self, kind: str, name: str = "", language: str = "", query: Pairs = ()) -> str:
        """Whole address of a page."""
        return self._address + self._links.page(kind, name, language, query)

    def data(self, kind: str, name: str, form: str) -> str:
        """Whole address of the data of a page."""
        return self._address + self._links.data(kind, name, form)

    def static(self, file: str) -> str:
        """Whole address of a shared file."""
        return self._address + self._links.static(file)

    def root(self, path: str, query: Pairs = ()) -> str:
        """Whole address of any other path."""
        return self._address + self._links.root(path, query)
