"""Reads a page as a browser would, and tells what in it is not as it should be."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "rect", "circle", "path", "line", "polyline", "polygon"}
SAFE = ("http://", "https://", "/", "#", "?", "../", "./")


class Tags(HTMLParser):
    """Checks that tags close in the order in which they open; gathers ids, links, and what runs or styles itself."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.scripts = 0
        self.faults: list[str] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self.ids.append(given["id"])
        if "href" in given:
            (self.links if tag == "a" else self.loaded).append(given["href"])
        if "src" in given:
            self.loaded.append(given["src"])
        self.scripts += tag == "script"
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"<{tag}> has {given}")
        if tag in {"iframe", "object", "embed", "base", "style"}:
            self.faults.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    @property
    def anchors(self) -> set[str]:
        """Where links lead within the page."""
        return {link[1:] for link in self.links if link.startswith("#")}


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags
