"""Turns a page into HTML: one set of templates, compiled once for each language, everything escaped by default."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from custodiet.site.addresses import Links
from custodiet.site.citing import Citation, cite
from custodiet.site.definitions import Definitions
from custodiet.site.evidence import as_text
from custodiet.site.footnotes import marks
from custodiet.site.languages import LANGUAGES, Language, language
from custodiet.site.letters import in_latin
from custodiet.site.lines import short
from custodiet.site.links import key, web_address
from custodiet.site.pictures.shown import Shown, shown, timeline_files
from custodiet.site.readings import stated
from custodiet.site.site import Site
from custodiet.site.templating import SpokenEnvironment

FOLDER_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'"
_SINGLE = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_LONGER = (re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xef\xbf[\xbe\xbf]"))
_KEPT = 4_096
"""Pieces of pages that are kept for the next page: lines of lists, which tell the same of thousands of purchases."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class View:
    """How a page is seen: where its links lead, and what stands in every frame."""

    language: Language
    links: Links
    kind: str
    name: str
    address: str
    """The permalink of the page."""
    site: Site
    state: str = ""
    """What tells this state of the page from others."""
    drawn: tuple[Shown, ...] | None = None
    """The pictures of the page, where they were made already."""

    @property
    def definitions(self) -> Definitions:
        """What the rooms say in words."""
        return self.site.definitions

    @property
    def version(self) -> str:
        """The version of the software that built the register."""
        return self.site.store.manifest.custodiet

    @property
    def languages(self) -> list[Language]:
        """The languages of the site, in their order."""
        return [language(code) for code in LANGUAGES]

    @property
    def policy(self) -> str:
        """What a page may load, for pages that no server sends a header with."""
        return FOLDER_POLICY

    def has_country(self, code: str) -> bool:
        """Whether a country has a page."""
        return code in self.definitions.countries or code in self.site.store.countries

    def in_language(self, code: str) -> str:
        """Address of this page in another language."""
        return self.links.page(self.kind, self.name, code)

    def cited(self, title: str, about: str) -> Citation:
        """The citation of this page."""
        return cite(title, about, self.address, self.state)


def render(template: str, view: View, page: Any) -> str:
    """The HTML of a page; characters that no page may hold are replaced by a sign that says so."""
    html = _environment(view.language.code).get_template(template).render(view=view, page=page, link=view.links.page)
    return _CONTROL.sub("\ufffd", html) if _holds_control(html) else html


def _holds_control(html: str) -> bool:
    """Whether a page may hold a sign of _CONTROL; told by its bytes, which takes a fifth of the time."""
    data = html.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _SINGLE)) != len(data) or any(one.search(data) for one in _LONGER)


@cache
def _environment(code: str) -> Environment:
    spoken = language(code)
    made = SpokenEnvironment(
        spoken.translations,
        loader=PackageLoader("custodiet.site"),
        autoescape=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters.update(_filters(spoken))
    made.globals.update(marks(spoken))
    made.globals["language"] = spoken
    made.globals["once"] = lru_cache(_KEPT)(_filled)
    made.globals["shown"] = shown
    made.globals["timeline_files"] = timeline_files
    return made


def _filled(piece: Callable[..., str], *values: Any) -> str:
    """What a macro gives for values that say all that it depends on."""
    return piece(*values)


def _filters(spoken: Language) -> dict[str, Callable[..., Any]]:
    return {
        "number": spoken.number,
        "percent": spoken.percent,
        "date": spoken.date,
        "country": spoken.country,
        "by_country": lambda rows: sorted(rows, key=lambda row: spoken.order(spoken.country(row[0]))),
        "told": spoken.text,
        "stated": stated,
        "speech": spoken.name_of_language,
        "short": short,
        "line": as_text,
        "web": web_address,
        "key": key,
        "name": lambda text: name(spoken.code, text),
        "readers": lambda text: readers(spoken.code, text),
        "readable_first": lambda names: readable_first(spoken.code, names),
        "json_id": lambda text: re.sub(r"[^A-Za-z0-9_-]", "-", str(text)),
    }


def name(code: str, text: str | None) -> Markup:
    """A name as published, kept apart from the direction of the text around it, and its Latin form where it differs."""
    told = short(text)
    latin = readers(code, told)
    shown = Markup("<bdi>{}</bdi>").format(told)
    return shown + Markup(' <span class="latin">({})</span>').format(latin) if latin else shown


def readable_first(code: str, names: Sequence[str]) -> list[str]:
    """The names, those in the script of the reader first; which of them are in the reader's language is not known."""
    own = _CYRILLIC if code != "en" else _LATIN
    return sorted(names, key=lambda one: own.search(one) is None)


_CYRILLIC, _LATIN = re.compile("[\u0400-\u052f]"), re.compile("[A-Za-z]")


def readers(code: str, text: str | None) -> str:
    """The name in letters that the reader knows; empty where the name already stands in them."""
    return in_latin(text or "", keep_cyrillic=code != "en")
