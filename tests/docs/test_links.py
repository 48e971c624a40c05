"""A link inside the project leads to a file and a heading that exist."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("docs", "decisions", "src")
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)")
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    inside = (file for folder in FOLDERS for file in (PROJECT / folder).rglob("*.md"))
    return sorted([*PROJECT.glob("*.md"), *inside])


def anchors(text: str) -> set[str]:
    """The names under which a page's headings can be linked to."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def dead_links(page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    dead = []
    for path, anchor in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            dead.append(f"{path}#{anchor}" if anchor else path)
    return dead


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def unreached(docs: Path) -> list[str]:
    """The pages that no chain of links from `index.md` leads to."""
    reached: set[Path] = set()
    waiting = [docs / "index.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md" and page.is_file():
            reached.add(page)
            links = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
            waiting += [(page.parent / path).resolve() for path, _ in links if path]
    return sorted(page.relative_to(docs).as_posix() for page in docs.rglob("*.md") if page not in reached)


def test_every_page_can_be_reached_from_the_first() -> None:
    assert unreached(PROJECT / "docs") == [], "link these pages from docs/index.md"


def test_a_page_that_nothing_leads_to_is_seen(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# First\n[second](second.md)\n", encoding="utf-8")
    (tmp_path / "second.md").write_text("# Second\n[first](index.md)\n", encoding="utf-8")
    (tmp_path / "lost.md").write_text("# Lost\n[first](index.md)\n", encoding="utf-8")
    assert unreached(tmp_path) == ["lost.md"]


def test_a_dead_file_and_a_dead_heading_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One thing: two\n[a](#one-thing-two) [b](#three) [c](gone.md) [d](https://example.org/x)\n", "utf-8"
    )
    assert dead_links(page) == ["#three", "gone.md"]
