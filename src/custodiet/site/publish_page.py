"""The files of one page in a published folder: the page in each language, its data and its pictures."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from custodiet.site.addresses import data_file, page_file, published
from custodiet.site.languages import LANGUAGES
from custodiet.site.links import key
from custodiet.site.making import evidence_pack, view
from custodiet.site.page_data import as_csv, as_json, state_of
from custodiet.site.pages.kinds import KINDS
from custodiet.site.pages.purchase import PurchasePage
from custodiet.site.pictures.figures import spots
from custodiet.site.pictures.routes import FORMS, WHOLE, Addresses, embed
from custodiet.site.pictures.settlements import geojson
from custodiet.site.pictures.shown import WITHOUT_FILES, shown
from custodiet.site.publish_list import Task
from custodiet.site.site import Site
from custodiet.site.view import View, render

WITHOUT_DATA = frozenset({"compare", "request", "purchases", "search"})
_WITH_MAP = frozenset({"places", "country"})
_UP = "../../../../"  # from the page of a picture to the root of the site


def made(site: Site, task: Task, page: Any) -> Iterator[tuple[str, bytes]]:
    """Every file of a page by its path, with its content."""
    state, alike = state_of(page), site.store.alike
    for code in LANGUAGES:
        seen = view(site, published(task.kind, task.name, code, alike), code, task.kind, task.name, state)
        if not isinstance(page, PurchasePage):
            seen = replace(seen, drawn=shown(seen))
            yield from _pictures(site, task, seen)
        yield page_file(task.kind, task.name, code, alike), render(KINDS[task.kind].template, seen, page).encode()
    if task.kind not in WITHOUT_DATA:
        yield data_file(task.kind, task.name, "json", alike), as_json(page)
        yield data_file(task.kind, task.name, "csv", alike), as_csv(page)
    if isinstance(page, PurchasePage):
        yield data_file(task.kind, task.name, "zip", alike), evidence_pack(site, page, state)


def folders_of(task: Task, alike: frozenset[str]) -> tuple[list[str], list[str]]:
    """The files that a page always has, and the folders of its pictures."""
    files = [page_file(task.kind, task.name, code, alike) for code in LANGUAGES]
    if task.kind not in WITHOUT_DATA:
        files += [data_file(task.kind, task.name, form, alike) for form in ("json", "csv")]
    files += [data_file(task.kind, task.name, "zip", alike)] if task.kind == "purchase" else []
    if task.kind in WITHOUT_FILES:
        return files, []
    whole = key(task.name) if task.name else WHOLE
    return files, [f"{kind}/{code}/{task.kind}/{whole}" for kind in ("pictures", "embed") for code in LANGUAGES]


def _pictures(site: Site, task: Task, seen: View) -> Iterator[tuple[str, bytes]]:
    """The files of the pictures of a page in one language."""
    addresses = Addresses(task.kind, task.name, seen.language.code)
    for one in shown(seen):
        for form in one.files:
            content = FORMS[form][1](one.picture)
            yield addresses.file(one.picture.name, form), content if isinstance(content, bytes) else content.encode()
        if one.files:
            yield addresses.embed(one.picture.name), embed(site, seen.language, addresses, one.picture, _UP).encode()
    if task.kind in _WITH_MAP:
        country = task.name if task.kind == "country" else ""
        yield addresses.points(), geojson(spots(site, seen.language, country)).encode()
