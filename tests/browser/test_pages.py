"""Every kind of page in a real browser: axe objects to nothing, no error, no other host, nothing cut off."""

from typing import Any, Self
from urllib.parse import urlsplit

import pytest

from custodiet.site.addresses import page_file
from custodiet.site.languages import LANGUAGES
from custodiet.site.links import key

PURCHASE = "ted:492647-2021"
PAGES = (
    ("start", ""),
    ("search", ""),
    ("purchase", PURCHASE),
    ("request", PURCHASE),
    ("place", ""),
    ("places", ""),
    ("organisation", ""),
    ("technology", "video.cctv_fixed"),
    ("technologies", ""),
    ("indicator", "R018"),
    ("indicators", ""),
    ("safeguard", "SG06"),
    ("safeguards", ""),
    ("case", "kg-2019-sunwin"),
    ("cases", ""),
    ("country", "NO"),
    ("countries", ""),
    ("compare", ""),
    ("about", ""),
    ("purchases", "1"),
)
SIZES = ((1280, 900), (390, 844))
RULES = """() => axe.run(document, {resultTypes: ["violations"], preload: false}).then((found) =>
  found.violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.target).join(" | ")))"""
JUDGED = {("served", "en", 1280), ("served", "uk", 390), ("published", "ru", 1280), ("published", "ky", 390)}
"""Where axe judges: each language, both ways and both widths once; the rest is looked at in every combination."""


def address(base: str, kind: str, name: str, language: str) -> str:
    if base.startswith("file:"):
        return f"{base}/{page_file(kind, name, language)}"
    if kind == "start":
        return f"{base}/{language}/"
    return f"{base}/{language}/{kind}/{key(name)}" if name else f"{base}/{language}/{kind}"


class Watched:
    """A page of the browser that notes errors and which hosts it asks."""

    def __init__(
        self, browser: Any, *, script: bool = True, size: tuple[int, int] = SIZES[0], dark: bool = False
    ) -> None:
        self.context = browser.new_context(
            java_script_enabled=script,
            bypass_csp=False,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
        )
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("console", lambda message: self._noted(message.type, message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def _noted(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.errors.append(text)

    def open(self, where: str) -> None:
        self.page.goto(where, wait_until="load")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.fixture(scope="module")
def names(browser: Any, served: str) -> dict[str, str]:
    """A place and an organisation that the register has."""
    with Watched(browser) as seen:
        seen.open(f"{served}/en/places")
        place = seen.page.locator("main a[href*='/place/']").first.get_attribute("href")
        seen.open(f"{served}/en/purchase/{key(PURCHASE)}")
        organisation = seen.page.locator("main a[href*='/organisation/']").first.get_attribute("href")
    return {
        kind: one.rpartition("/")[2].replace("~3A", ":")
        for kind, one in (("place", place), ("organisation", organisation))
    }


@pytest.mark.parametrize("way", ["served", "published"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_accessible_and_quiet(
    browser: Any, axe: str, names: dict[str, str], way: str, language: str, request: pytest.FixtureRequest
) -> None:
    base = request.getfixturevalue(way)
    faults: list[tuple[object, ...]] = []
    for at, size in enumerate(SIZES):
        with Watched(browser, size=size, dark=bool(at)) as seen:
            for kind, name in PAGES:
                seen.open(address(base, kind, names.get(kind, name), language))
                if kind == "search" and way == "published":
                    seen.page.wait_for_selector(".cards .card")
                wide = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                faults += [(kind, size[0], "wider than the window by", wide)] if wide > 0 else []
                if (way, language, size[0]) in JUDGED:
                    seen.page.evaluate(axe)
                    faults += [(kind, size[0], fault) for fault in seen.page.evaluate(RULES)]
            faults += [(size[0], "error", error) for error in seen.errors]
            faults += [(size[0], "host", host) for host in seen.hosts - {urlsplit(base).netloc}]
    assert faults == []


@pytest.mark.parametrize("way", ["served", "published"])
def test_pages_say_everything_without_a_script(
    browser: Any, names: dict[str, str], way: str, request: pytest.FixtureRequest
) -> None:
    base = request.getfixturevalue(way)
    with Watched(browser, script=False, size=(320, 640)) as seen:
        for kind, name in PAGES:
            seen.open(address(base, kind, names.get(kind, name), "uk"))
            assert seen.page.locator("h1").inner_text()
            assert len(seen.page.locator("main").inner_text()) > 150, kind
            width = seen.page.locator("body").bounding_box()["width"]
            assert width <= 320, kind


def test_the_keyboard_leads_from_the_search_to_a_footnote(browser: Any, served: str) -> None:
    with Watched(browser) as seen:
        seen.open(f"{served}/en/")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        seen.page.locator("#q").focus()
        seen.page.keyboard.type("number plate recognition")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/search?**")
        link = _tab_to(seen.page, "a[href*='/purchase/ted~3A492647']")
        assert "outline" in link
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/purchase/**")
        _tab_to(seen.page, "sup a[href^='#s']")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_function("location.hash.startsWith('#s')")
        assert seen.page.locator(":target").is_visible()
        assert "document" in seen.page.locator(":target").inner_text()


def _tab_to(page: Any, selector: str) -> str:
    """Presses Tab until an element has the focus, and tells what shows it."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            width: str = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
            assert width == "3px", "the focus cannot be seen"
            return "outline"
    raise AssertionError(f"no way to {selector} by keyboard")


@pytest.mark.parametrize(
    "words", ["video surveillance", "відеоспостереження", "видеонаблюдение", "videokuzatuv", "videonablyudenie"]
)
def test_a_published_copy_is_searched_in_any_language_from_a_disk(browser: Any, published: str, words: str) -> None:
    with Watched(browser) as seen:
        seen.open(f"{published}/en/search.html?q={words}")
        seen.page.wait_for_selector(".cards .card")
        assert seen.page.locator(".cards .card").count() >= 1
        assert seen.errors == []
