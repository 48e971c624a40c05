"""The pictures of a page with the addresses that stand beside them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from markupsafe import Markup

from custodiet.register.explain import Explanation
from custodiet.site.addresses import Links
from custodiet.site.languages import Language
from custodiet.site.pictures.figures import TIMELINE, figures, purchase_bids
from custodiet.site.pictures.picture import Cell, Picture
from custodiet.site.pictures.routes import Addresses
from custodiet.site.site import Site

MOST_ROWS = 100
"""Rows of a table that a page shows below a picture; the file has all."""
WITHOUT_FILES = frozenset({"purchase", "organisation"})
"""Kinds of page whose pictures have no files in a published folder."""
_LABELS = {"svg": "SVG", "dark.svg": "SVG", "png": "PNG", "dark.png": "PNG", "csv": "CSV"}
_FRAME = 32  # ground around a picture in a page of its own, in CSS pixels
_LINES = 170  # room for title, unit, counts and source there


class Seen(Protocol):
    """What is needed of the page in which the pictures stand."""

    @property
    def site(self) -> Site:
        """The register."""
        ...

    @property
    def language(self) -> Language:
        """The language of the page."""
        ...

    @property
    def links(self) -> Links:
        """Where other pages and files stand."""
        ...

    @property
    def kind(self) -> str:
        """The kind of the page."""
        ...

    @property
    def name(self) -> str:
        """What the page is about."""
        ...

    @property
    def drawn(self) -> "tuple[Shown, ...] | None":
        """The pictures of the page, where they were made already."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a page: its marks, its files by the end of their names, and how others show it in their pages."""

    picture: Picture
    svg: Markup
    files: Mapping[str, str]
    embed: str
    map: Mapping[str, str]
    """What the map that can be moved needs; empty for all other pictures."""

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of the table that a page shows."""
        return self.picture.rows[:MOST_ROWS]

    @property
    def more(self) -> int:
        """How many rows the file has beyond these."""
        return max(0, len(self.picture.rows) - MOST_ROWS)


def shown(view: Seen, told: Explanation | None = None) -> tuple[Shown, ...]:
    """The pictures of a page, in their order; of a purchase that was read already, those of its bids.

    Pictures of single purchases and organisations have files on a server only: a published folder would hold a dozen
    for each, more than everything else together, and their numbers are in the data of the page. It holds no PNG either:
    one takes longer to make than many pages.
    """
    if view.drawn is not None:
        return view.drawn
    addresses = Addresses(view.kind, view.name, view.language.code)
    has_files = view.links.served or view.kind not in WITHOUT_FILES
    return tuple(_shown(view, addresses, one, has_files=has_files) for one in _pictures(view, told))


def timeline_files(view: Seen) -> dict[str, str]:
    """Where the timeline of a purchase stands as a picture, by the end of the name; the page itself tells it in words.

    Empty where no server makes it on demand.
    """
    addresses = Addresses(view.kind, view.name, view.language.code)
    return {form: view.links.root(addresses.file(TIMELINE, form)) for form in _LABELS} if view.links.served else {}


def _pictures(view: Seen, told: Explanation | None) -> list[Picture]:
    if told is not None:
        return list(purchase_bids(view.site, view.language, told))
    found = figures(view.site, view.language, view.kind, view.name)
    return [picture for picture in found if picture.name != TIMELINE]


def _shown(view: Seen, addresses: Addresses, picture: Picture, *, has_files: bool) -> Shown:
    root = view.links.root
    forms = _LABELS if view.links.served else [form for form in _LABELS if not form.endswith("png")]
    files = {form: root(addresses.file(picture.name, form)) for form in forms} if has_files else {}
    return Shown(
        picture,
        Markup(_within(view.links, picture.svg())),  # noqa: S704  (made safe mark by mark)
        files,
        _snippet(f"{view.site.address}/{addresses.embed(picture.name)}", picture) if has_files else "",
        _map(view, addresses) if picture.name == "settlements" else {},
    )


def _within(links: Links, svg: str) -> str:
    """The marks with links as they lead from this page: on a server they are whole, in a folder relative."""
    if links.served:
        return svg
    return _LINK.sub(lambda found: f'href="{links.root(found[1])}.html"', svg)


_LINK = re.compile(r'href="/([^"]+)"')


def _map(view: Seen, addresses: Addresses) -> dict[str, str]:
    return {
        "points": view.links.root(addresses.points()),
        "world": view.links.static("vendor/world.json"),
        "library": view.links.static("vendor/maplibre-gl.mjs"),
    }


def _snippet(address: str, picture: Picture) -> str:
    """What others put into their page: a frame of this site alone, without any script."""
    width, height = round(picture.drawing.width + _FRAME), round(picture.drawing.height + _LINES)
    return (
        f'<iframe src="{escape(address)}" title="{escape(picture.title)}" width="{width}" height="{height}"'
        ' loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
