"""Where pages and files stand, seen from a page: on a server by address, in a published folder by relative path."""

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlencode

import msgspec

from custodiet.site.languages import LANGUAGES
from custodiet.site.links import file_key, key

START = "start"
Pairs = Iterable[tuple[str, str]]


class Links(Protocol):
    """What a template asks for: all take the kind of a page and the id that it shows, empty where there is one only."""

    @property
    def served(self) -> bool:
        """Whether a server answers, so that files can be made on demand."""
        ...

    def page(self, kind: str, name: str = "", language: str = "", query: Pairs = ()) -> str:
        """Address of a page, in the language of the present one unless another is named."""
        ...

    @property
    def alike(self) -> frozenset[str]:
        """The ids that are named by their hash, since another differs in capital letters alone; none on a server."""
        ...

    def data(self, kind: str, name: str, form: str) -> str:
        """Address of the data of a page."""
        ...

    def static(self, file: str) -> str:
        """Address of a file that all pages share."""
        ...

    def root(self, path: str, query: Pairs = ()) -> str:
        """Address of any other path of the site."""
        ...


class Served(msgspec.Struct, frozen=True):
    """Addresses on a server."""

    language: str
    served: bool = True
    alike: frozenset[str] = frozenset()

    def page(self, kind: str, name: str = "", language: str = "", query: Pairs = ()) -> str:
        """`/LANGUAGE/KIND/KEY`."""
        return _asked(f"/{language or self.language}/{_place(kind, name)}", query)

    def data(self, kind: str, name: str, form: str) -> str:
        """`/data/KIND/KEY.FORM`."""
        return f"/data/{kind}/{key(name) if name else 'all'}.{form}"

    def static(self, file: str) -> str:
        """`/static/FILE`."""
        return f"/static/{file}"

    def root(self, path: str, query: Pairs = ()) -> str:
        """`/PATH`."""
        return _asked(f"/{path}", query)


class Published(msgspec.Struct, frozen=True):
    """Relative paths in a published folder; `depth` is how many folders lie above the present page."""

    language: str
    depth: int
    served: bool = False
    alike: frozenset[str] = frozenset()

    def page(self, kind: str, name: str = "", language: str = "", query: Pairs = ()) -> str:
        """Path of the file of a page."""
        return _asked(f"{self._up}{page_file(kind, name, language or self.language, self.alike)}", query)

    def data(self, kind: str, name: str, form: str) -> str:
        """Path of the data of a page."""
        return f"{self._up}{data_file(kind, name, form, self.alike)}"

    def static(self, file: str) -> str:
        """Path of a shared file."""
        return f"{self._up}static/{file}"

    def root(self, path: str, query: Pairs = ()) -> str:
        """Path of any other file."""
        return _asked(f"{self._up}{path}", query)

    @property
    def _up(self) -> str:
        return "../" * self.depth


def page_file(kind: str, name: str, language: str, alike: frozenset[str] = frozenset()) -> str:
    """The file of a page below the published folder; `alike` are ids that differ in capital letters alone."""
    place = _place(kind, name, alike)
    return f"{language}/{place}.html" if place else f"{language}/index.html"


def data_file(kind: str, name: str, form: str, alike: frozenset[str] = frozenset()) -> str:
    """The file of the data of a page below the published folder."""
    return f"data/{kind}/{file_key(name, alike) if name else 'all'}.{form}"


def published(kind: str, name: str, language: str, alike: frozenset[str] = frozenset()) -> Published:
    """The paths as seen from a page of a published folder."""
    return Published(language, page_file(kind, name, language).count("/"), alike=alike)


def split(path: str) -> tuple[str, str, str] | None:
    """Language, kind and key of a page's address on a server; None where it is none."""
    language, _, rest = path.strip("/").partition("/")
    if language not in LANGUAGES:
        return None
    kind, _, name = rest.partition("/")
    return language, kind or START, name


def _place(kind: str, name: str, alike: frozenset[str] = frozenset()) -> str:
    if kind == START:
        return ""
    return f"{kind}/{file_key(name, alike)}" if name else kind


def _asked(path: str, query: Pairs) -> str:
    asked = urlencode(list(query)) if query else ""
    return f"{path}?{asked}" if asked else path
