"""What programs look for first: robots.txt, the map of the site in parts, and a description of the data after DCAT.

/robots.txt  /sitemap.xml  /sitemaps/N.xml     a map has all languages of each page beside one another
/dcat.jsonld  /dcat.ttl                        the register as a data set with its files
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from custodiet.register.index_layout import NONE
from custodiet.site.answers import AnswerError, answered
from custodiet.site.downloads import MEDIA_TYPES
from custodiet.site.languages import LANGUAGES
from custodiet.site.links import key
from custodiet.site.site import Site

PAGES_OF_A_PART = 5_000  # with the links to all languages a part stays far below the 50 MB and 50,000 addresses allowed
_LISTS = ("", "search", "technologies", "indicators", "safeguards", "cases", "countries", "about")
_LANGUAGE_NAMES = {"en": "ENG", "uk": "UKR", "ru": "RUS", "ky": "KIR"}
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
}


def routes(site: Site) -> list[BaseRoute]:
    """The addresses for programs."""

    def part(request: Request) -> tuple[bytes, str]:
        found = sitemap_part(site, int(request.path_params["number"]))
        if found is None:
            raise AnswerError(404, "the map of the site has no such part")
        return found, "application/xml"

    return [
        Route("/robots.txt", answered(site, lambda _request: (robots(site), "text/plain"))),
        Route("/sitemap.xml", answered(site, lambda _request: (sitemap(site), "application/xml"))),
        Route("/sitemaps/{number:int}.xml", answered(site, part)),
        Route("/dcat.jsonld", answered(site, lambda _request: (dcat_json(site), "application/ld+json"))),
        Route("/dcat.ttl", answered(site, lambda _request: (dcat_turtle(site), "text/turtle"))),
    ]


def robots(site: Site) -> bytes:
    """Everything may be read; searches and files made on demand are not for crawling."""
    off = ("/*/search?", "/*/compare?", "/downloads/", "/api/")
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in off), "Allow: /", f"Sitemap: {site.address}/sitemap.xml"]
    return "\n".join(lines).encode() + b"\n"


def sitemap(site: Site) -> bytes:
    """The parts of the map."""
    parts = -(-_number(site) // PAGES_OF_A_PART)
    lines = [f"<sitemap><loc>{escape(site.address)}/sitemaps/{one}.xml</loc></sitemap>" for one in range(1, parts + 1)]
    return _xml("sitemapindex", "", lines)


def sitemap_part(site: Site, number: int) -> bytes | None:
    """One part of the map, numbered from 1; None where there is none."""
    pages = list(islice(_pages(site, (number - 1) * PAGES_OF_A_PART), PAGES_OF_A_PART)) if number > 0 else []
    if not pages:
        return None
    lines = []
    for page in pages:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(f"{site.address}/{code}/{page}")}"/>'
            for code in LANGUAGES
        )
        lines += [f"<url><loc>{escape(f'{site.address}/{code}/{page}')}</loc>{links}</url>" for code in LANGUAGES]
    return _xml("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', lines)


def _number(site: Site) -> int:
    """How many pages there are in one language."""
    return site.store.purchases + sum(1 for _page in _others(site))


def _pages(site: Site, start: int) -> Iterator[str]:
    """The pages below a language from one on: purchases last, since there may be very many."""
    others = list(_others(site))
    yield from others[start:]
    first = max(0, start - len(others))
    for at in range(first, site.store.purchases, PAGES_OF_A_PART):
        numbers = range(at, min(at + PAGES_OF_A_PART, site.store.purchases))
        yield from (f"purchase/{key(ocid)}" for ocid in site.store.index.ocids(numbers))


def _others(site: Site) -> Iterator[str]:
    definitions, facets = site.definitions, site.store.facets
    yield from _LISTS
    yield from (f"technology/{key(one)}" for one in definitions.technologies)
    yield from (f"indicator/{key(one)}" for one in definitions.indicators)
    yield from (f"safeguard/{key(one)}" for one in definitions.questions)
    yield from (f"case/{key(row['case'])}" for row in site.store.cases())
    for kind, names in (("country", ("country",)), ("place", ("place",)), ("organisation", ("buyer", "supplier"))):
        known = dict.fromkeys(value for name in names for value, _label, _count in facets.listed(name) if value != NONE)
        yield from (f"{kind}/{key(value)}" for value in known)


def _xml(element: str, more: str, lines: list[str]) -> bytes:
    head = '<?xml version="1.0" encoding="utf-8"?>'
    opened = f'<{element} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{more}>'
    return "\n".join([head, opened, *lines, f"</{element}>"]).encode() + b"\n"


def dcat_json(site: Site) -> bytes:
    """The description as JSON-LD."""
    return json.dumps({"@context": _PREFIXES, "@graph": list(_nodes(site))}, ensure_ascii=False, indent=1).encode()


def dcat_turtle(site: Site) -> bytes:
    """The same in Turtle."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()] + [""]
    for node in _nodes(site):
        about = [f"a {node['@type']}"]
        about += [f"{name} {_object(one)}" for name, value in node.items() if name[0] != "@" for one in _each(value)]
        lines.append(f"<{node['@id']}> " + " ;\n    ".join(about) + " .")
    return "\n".join(lines).encode() + b"\n"


def _nodes(site: Site) -> Iterator[dict[str, Any]]:
    """The catalogue, the data set, its files and the interface."""
    address, store = site.address, site.store
    files = list(_distributions(site))
    years = sorted(value for value, _label, _count in store.facets.listed("year") if value != NONE)
    countries = sorted(value for value, _label, _count in store.facets.listed("country") if value != NONE)
    yield {
        "@id": f"{address}/dcat.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": _english("custodiet"),
        "dcat:dataset": {"@id": f"{address}/"},
        "dcat:service": {"@id": f"{address}/api/v1"},
    }
    yield {
        "@id": f"{address}/",
        "@type": "dcat:Dataset",
        "dct:title": _english("Purchases of surveillance technology in open procurement data"),
        "dct:description": _english(
            f"{store.purchases:,} purchases with the document, place and original text of every statement. A signal is "
            "a reason to look, never an accusation; the sources and their licences stand in the table `documents`."
        ),
        "dct:identifier": store.manifest.seal,
        "dcat:keyword": [_english(word) for word in ("public procurement", "surveillance", "OCDS")],
        "dct:language": [
            {"@id": f"http://publications.europa.eu/resource/authority/language/{one}"}
            for one in _LANGUAGE_NAMES.values()
        ],
        "dct:temporal": f"{years[0]}/{years[-1]}" if years else "none",
        "dct:spatial": countries,
        "dcat:distribution": [{"@id": one["@id"]} for one in files],
    }
    yield from files
    yield {
        "@id": f"{address}/api/v1",
        "@type": "dcat:DataService",
        "dct:title": _english("The register as data"),
        "dcat:endpointURL": {"@id": f"{address}/api/v1"},
        "dcat:endpointDescription": {"@id": f"{address}/openapi.json"},
        "dcat:servesDataset": {"@id": f"{address}/"},
    }


def _distributions(site: Site) -> Iterator[dict[str, Any]]:
    """The files of the whole register, then each table as the register's own file with its size and sha256."""
    for form in ("csv", "jsonl", "xlsx", "geojson", "ftm"):
        yield _distribution(site, f"register.{form}", MEDIA_TYPES[form])
    for name in sorted(site.store.manifest.rows):
        file = site.store.manifest.files.get(f"tables/{name}.parquet")
        if file is not None:
            node = _distribution(site, f"tables/{name}.parquet", MEDIA_TYPES["parquet"])
            yield {**node, "dcat:byteSize": file.bytes, "dct:identifier": f"sha256:{file.sha256}"}


def _distribution(site: Site, path: str, media_type: str) -> dict[str, Any]:
    return {
        "@id": f"{site.address}/downloads/{path}",
        "@type": "dcat:Distribution",
        "dct:title": _english(path),
        "dcat:downloadURL": {"@id": f"{site.address}/downloads/{path}"},
        "dcat:mediaType": media_type.partition(";")[0],
    }


def _english(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "en"}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _object(value: Any) -> str:
    """A value as Turtle writes it."""
    if isinstance(value, dict) and "@id" in value:
        return f"<{value['@id']}>"
    if isinstance(value, dict):
        return f"{json.dumps(value['@value'], ensure_ascii=False)}@{value['@language']}"
    return json.dumps(value, ensure_ascii=False)
