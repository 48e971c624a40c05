"""The files of one page in a published folder: the page in each language, its data and its pictures."""

from collections.abc import Iterator
from typing import Any

from custodiet.site.addresses import page_file, published
from custodiet.site.languages import LANGUAGES
from custodiet.site.links import key
from custodiet.site.making import evidence_pack, html, view
from custodiet.site.page_data import as_csv, as_json, state_of
from custodiet.site.pages.purchase import PurchasePage
from custodiet.site.pictures.figures import spots
from custodiet.site.pictures.routes import FORMS, WHOLE, Addresses, embed
from custodiet.site.pictures.settlements import geojson
from custodiet.site.pictures.shown import shown
from custodiet.site.publish_list import Task
from custodiet.site.site import Site

WITHOUT_DATA = frozenset({"compare", "request", "purchases", "search"})
_WITH_MAP = frozenset({"places", "country"})
_UP = "../../../../"  # from the page of a picture to the root of the site


def made(site: Site, task: Task, page: Any) -> Iterator[tuple[str, bytes]]:
    """Every file of a page by its path, with its content."""
    state = state_of(page)
    for code in LANGUAGES:
        links = published(task.kind, task.name, code)
        told = html(site, links, code, task.kind, task.name, page, state=state)
        yield page_file(task.kind, task.name, code), told.encode()
    if task.kind not in WITHOUT_DATA:
        yield _data(task, "json"), as_json(page)
        yield _data(task, "csv"), as_csv(page)
    if isinstance(page, PurchasePage):
        yield _data(task, "zip"), evidence_pack(site, page, state)
    else:
        yield from _pictures(site, task)


def folders_of(task: Task) -> tuple[list[str], list[str]]:
    """The files that a page always has, and the folders of its pictures."""
    files = [page_file(task.kind, task.name, code) for code in LANGUAGES]
    if task.kind not in WITHOUT_DATA:
        files += [_data(task, form) for form in ("json", "csv")]
    if task.kind == "purchase":
        return [*files, _data(task, "zip")], []
    whole = key(task.name) if task.name else WHOLE
    return files, [f"{kind}/{code}/{task.kind}/{whole}" for kind in ("pictures", "embed") for code in LANGUAGES]


def _data(task: Task, form: str) -> str:
    return f"data/{task.kind}/{key(task.name) if task.name else WHOLE}.{form}"


def _pictures(site: Site, task: Task) -> Iterator[tuple[str, bytes]]:
    for code in LANGUAGES:
        seen = view(site, published(task.kind, task.name, code), code, task.kind, task.name)
        addresses = Addresses(task.kind, task.name, code)
        for one in shown(seen):
            for form in one.files:
                content = FORMS[form][1](one.picture)
                yield (
                    addresses.file(one.picture.name, form),
                    content if isinstance(content, bytes) else content.encode(),
                )
            yield addresses.embed(one.picture.name), embed(site, seen.language, addresses, one.picture, _UP).encode()
        if task.kind in _WITH_MAP:
            country = task.name if task.kind == "country" else ""
            told = geojson(spots(site, seen.language, country))
            yield addresses.points(), told.encode()
