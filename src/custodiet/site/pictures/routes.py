"""The pictures as files, and each alone in a page that others may show in theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from custodiet.site.addresses import START
from custodiet.site.languages import LANGUAGES, Language, language
from custodiet.site.links import key
from custodiet.site.pictures.figures import figures, spots
from custodiet.site.pictures.picture import Picture
from custodiet.site.pictures.settlements import Spot, geojson
from custodiet.site.site import Site

WHOLE = "all"
"""Stands for the name where a kind of page has one page only."""
SVG, CSV, PNG, GEOJSON = "image/svg+xml", "text/csv; charset=utf-8", "image/png", "application/geo+json"
FORMS: Mapping[str, tuple[str, Callable[[Picture], str | bytes]]] = {
    "svg": (SVG, Picture.file),
    "dark.svg": (SVG, lambda picture: picture.file("dark")),
    "png": (PNG, Picture.png),
    "dark.png": (PNG, lambda picture: picture.png("dark")),
    "csv": (CSV, Picture.csv),
}
"""What each file of a picture is, by the end of its name."""
_EMBED_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"
_FILE_POLICY = "default-src 'none'; frame-ancestors *"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a picture stands, below the root of the site."""

    kind: str
    name: str
    language: str

    @property
    def page(self) -> str:
        """The path of the page to which the pictures belong."""
        if self.kind == START:
            return f"{self.language}/"
        return f"{self.language}/{self.kind}/{key(self.name)}" if self.name else f"{self.language}/{self.kind}"

    @property
    def _folder(self) -> str:
        return f"{self.language}/{self.kind}/{key(self.name) if self.name else WHOLE}"

    def file(self, picture: str, form: str) -> str:
        """The path of a file of the picture of that name."""
        return f"pictures/{self._folder}/{picture}.{form}"

    def embed(self, picture: str) -> str:
        """The path of the page that holds the picture of that name alone."""
        return f"embed/{self._folder}/{picture}.html"

    def points(self) -> str:
        """The path of the settlements of the map."""
        return f"pictures/{self._folder}/settlements.geojson"


def routes(site: Site) -> list[BaseRoute]:
    """The addresses of pictures."""

    async def file(request: Request) -> Response:
        spoken, kind, name = _asked(site, request)
        shown, _, form = request.path_params["file"].partition(".")
        if form == "geojson" and shown == "settlements":
            return _answer(geojson(_points(site, spoken, kind, name)), GEOJSON, _FILE_POLICY)
        if form not in FORMS:
            raise HTTPException(404)
        media, made = FORMS[form]
        return _answer(made(_one(site, spoken, kind, name, shown)), media, _FILE_POLICY)

    async def embedded(request: Request) -> Response:
        spoken, kind, name = _asked(site, request)
        shown, _, form = request.path_params["file"].partition(".")
        if form != "html":
            raise HTTPException(404)
        picture = _one(site, spoken, kind, name, shown)
        return _answer(embed(site, spoken, Addresses(kind, name, spoken.code), picture), "text/html", _EMBED_POLICY)

    place = "/{language}/{kind}/{key}/{file}"
    return [Route(f"/pictures{place}", file), Route(f"/embed{place}", embedded)]


def embed(site: Site, spoken: Language, addresses: Addresses, picture: Picture, root: str = "/") -> str:
    """The page that holds one picture, with where it comes from; `root` leads from it to the root of the site."""
    svg = Markup(picture.svg())  # noqa: S704  (made safe mark by mark)
    page = f"{site.address}/{addresses.page}"
    return _template().render(language=spoken, picture=picture, svg=svg, page=page, root=root)


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("custodiet.site"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("embed.html")


def _asked(site: Site, request: Request) -> tuple[Language, str, str]:
    code, kind, named = (request.path_params[part] for part in ("language", "kind", "key"))
    name = "" if named == WHOLE else site.store.named(kind, named)
    if code not in LANGUAGES or name is None:
        raise HTTPException(404)
    return language(code), kind, name


def _one(site: Site, spoken: Language, kind: str, name: str, shown: str) -> Picture:
    for picture in figures(site, spoken, kind, name):
        if picture.name == shown:
            return picture
    raise HTTPException(404)


def _points(site: Site, spoken: Language, kind: str, name: str) -> list[Spot]:
    if kind not in ("places", "country"):
        raise HTTPException(404)
    return spots(site, spoken, name if kind == "country" else "")


def _answer(content: str | bytes, media: str, policy: str) -> Response:
    headers = {
        "content-security-policy": policy,
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": "no-cache",
    }
    return Response(content, media_type=media, headers=headers)
