"""The site as an application: which address shows which page, and how errors are told."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from custodiet.site import api, crawlers, downloads, feeds
from custodiet.site.addresses import Served
from custodiet.site.guard import Guard
from custodiet.site.languages import LANGUAGES, chosen
from custodiet.site.making import evidence_pack, html, shown, view
from custodiet.site.page_data import as_csv, as_json
from custodiet.site.pages.kinds import KINDS, found_name
from custodiet.site.pictures import routes as pictures
from custodiet.site.query import QueryError
from custodiet.site.shared import shared
from custodiet.site.site import Site
from custodiet.site.view import render

_LOCAL = ("127.0.0.1", "localhost", "[::1]", "testserver")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a page about an error tells."""

    status: int
    detail: str


class _LanguageConvertor(StringConvertor):
    """The code of a language of the site as a part of an address."""

    regex = "|".join(LANGUAGES)


register_url_convertor("language", _LanguageConvertor())


def create(site: Site, hosts: Collection[str] = ()) -> ASGIApp:
    """The application for one register; it answers for the hosts named, and for this machine."""
    app = Starlette(routes=_routes(site), exception_handlers={404: _told, 500: _told, QueryError: _told})
    app.state.site = site
    return Guard(app, {*_LOCAL, *hosts})


def _routes(site: Site) -> list[BaseRoute]:
    return [
        Route("/{language:language}/{kind}/{key}", _page(site)),
        Route("/{language:language}/{kind}", _page(site)),
        Route("/{language:language}/", _page(site)),
        Route("/", _first),
        Route("/static/{file:path}", shared),
        *(route for module in (api, crawlers, downloads, feeds, pictures) for route in module.routes(site)),
        Route("/data/{kind}/{file}", _data(site)),
    ]


async def _first(request: Request) -> Response:
    """To the start page in the language that the browser asks for."""
    code = chosen(request.headers.get("accept-language"))
    return RedirectResponse(f"/{code}/", 307, {"vary": "Accept-Language", "cache-control": "no-cache"})


def _page(site: Site) -> Callable[[Request], Any]:
    """Answers with the page that an address names; what a browser holds already is not made again."""

    async def answer(request: Request) -> Response:
        code, kind = request.path_params["language"], request.path_params.get("kind", "start")
        made = KINDS.get(kind)
        name = found_name(site, kind, request.path_params.get("key", ""))
        if made is None or name is None or bool(name) != made.named:
            raise HTTPException(404)
        tag = _tag(site, request)
        headers = {"etag": tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        page = made.page(site, name, request.query_params.multi_items())
        if page is None:
            raise HTTPException(404)
        return HTMLResponse(html(site, Served(code), code, kind, name, page), headers=headers)

    return answer


def _data(site: Site) -> Callable[[Request], Any]:
    """Answers with the data of a page: `KEY.json`, `KEY.csv`, and of a purchase `KEY.zip`."""

    async def answer(request: Request) -> Response:
        kind = request.path_params["kind"]
        key, _, form = request.path_params["file"].rpartition(".")
        name = "" if key == "all" else found_name(site, kind, key)
        page = None if name is None or kind in _WITHOUT_DATA else shown(site, kind, name)
        make = _FORMS.get(form)
        if page is None or make is None or (form == "zip" and kind != "purchase"):
            raise HTTPException(404)
        tag = _tag(site, request)
        headers = {"etag": tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        media, content = make(site, page)
        return Response(content, media_type=media, headers=headers)

    return answer


_WITHOUT_DATA = frozenset({"search", "compare", "request"})
_FORMS: Mapping[str, Callable[[Site, Any], tuple[str, bytes]]] = {
    "json": lambda _site, page: ("application/json", as_json(page)),
    "csv": lambda _site, page: ("text/csv; charset=utf-8", as_csv(page)),
    "zip": lambda site, page: ("application/zip", evidence_pack(site, page)),
}


def _tag(site: Site, request: Request) -> str:
    """The state of the register and the address: all that an answer depends on."""
    told = f"{site.store.manifest.seal} {request.scope['path']}?".encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.blake2b(told + request.scope["query_string"], digest_size=12).hexdigest()}"'


async def _told(request: Request, error: Exception) -> Response:
    """An error as a page in the language of the address, which says what was asked for and repeats none of it."""
    site: Site = request.app.state.site
    status = error.status_code if isinstance(error, HTTPException) else 400 if isinstance(error, QueryError) else 500
    code = request.url.path.split("/")[1]
    code = code if code in LANGUAGES else chosen(request.headers.get("accept-language"))
    seen = view(site, Served(code), code, "error", "")
    detail = error.sentence.told(seen.language) if isinstance(error, QueryError) else ""
    return HTMLResponse(render("error.html", seen, Failure(status, detail)), status)
