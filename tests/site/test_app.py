"""Every kind of page answers in every language, and what must not pass is refused."""

import re
from html import unescape

import pytest
from pages import read

from asking import Client
from custodiet.site.languages import LANGUAGES
from custodiet.site.links import key
from custodiet.site.pages.kinds import KINDS

PURCHASE = "ted:492647-2021"
NAMES = {
    "purchase": PURCHASE,
    "request": PURCHASE,
    "technology": "traffic.anpr",
    "indicator": "R018",
    "safeguard": "SG06",
    "case": "kg-2019-sunwin",
    "country": "KG",
    "purchases": "1",
}


def address(kind: str, language: str, names: dict[str, str]) -> str:
    if kind == "start":
        return f"/{language}/"
    return f"/{language}/{kind}/{key(names[kind])}" if KINDS[kind].named else f"/{language}/{kind}"


@pytest.fixture(scope="module")
def names(client: Client) -> dict[str, str]:
    """An id for every kind; places and organisations are those that a page of the register links to."""
    found = dict(NAMES)
    pages = (
        client.get("/en/search").text + client.get("/en/places").text + client.get(f"/en/purchase/{key(PURCHASE)}").text
    )
    for kind in ("place", "organisation"):
        seen = re.search(rf'/en/{kind}/([^"?]+)"', pages)
        assert seen is not None, f"no page links to any {kind}"
        found[kind] = unescape(seen[1]).replace("~3A", ":")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_page_answers_and_is_well_made(client: Client, names: dict[str, str], kind: str, language: str) -> None:
    answer = client.get(address(kind, language, names))
    assert answer.status_code == 200, answer.text[:300]
    tags = read(answer.text)
    assert (tags.faults, tags.open) == ([], [])
    assert len(tags.ids) == len(set(tags.ids)), "an id stands twice"
    assert tags.anchors <= set(tags.ids), "a link leads nowhere in the page"
    assert f'<html lang="{language}">' in answer.text
    assert len(re.findall(r"<h1", answer.text)) == 1
    assert "<script" not in answer.text or kind in {"places", "place", "country", "search"}


def test_each_footnote_of_a_purchase_leads_to_the_words_as_published(client: Client) -> None:
    html = client.get(f"/en/purchase/{key(PURCHASE)}").text
    numbers = {int(number) for number in re.findall(r'href="#s(\d+)"', html)}
    lines = {int(number) for number in re.findall(r'<li id="s(\d+)"', html)}
    assert len(numbers) >= 10
    assert numbers <= lines
    buyer = re.search(r"Αστυνομία Κύπρου</bdi></a>.*?href=\"#s(\d+)\"", html)
    assert buyer is not None
    line = re.search(rf'<li id="s{buyer[1]}">.*?</li>', html, re.DOTALL)
    assert line is not None
    assert "Αστυνομία Κύπρου" in line[0]
    assert "/releases/71/buyer/name" in line[0]


def test_what_a_text_states_is_told_with_its_words_and_a_footnote(client: Client) -> None:
    html = client.get(f"/en/purchase/{key(PURCHASE)}").text
    stated = re.search(
        r"<h3>The text states: reads number plates</h3>.*?<mark>([^<]*)</mark>.*?href=\"#s(\d+)\"", html, re.DOTALL
    )
    assert stated is not None
    assert stated[1] == "Number Plate"
    line = re.search(rf'<li id="s{stated[2]}">.*?</li>', html, re.DOTALL)
    assert line is not None
    assert "Mobile Number Plate Recognition" in line[0]


def test_a_purchase_without_readings_says_that_words_were_looked_for(client: Client) -> None:
    html = client.get(f"/en/purchase/{key('ted:291581-2016')}").text
    assert "None of the words that were looked for, about the place watched" in html
    assert "The text states:" not in html


def test_the_states_of_a_safeguard_are_those_of_all_purchases(client: Client) -> None:
    page = client.get("/en/safeguard/SG06").text
    register = int(re.search(r"Purchases, of (\d+)", page)[1])
    table = page[page.index("<tbody") : page.index("</tbody>")]
    told = [int(number) for number in re.findall(r'<td class="n">(\d+)</td>', table)]
    assert len(told) == 9
    assert sum(told) == register > 0


def test_the_first_address_leads_to_the_language_of_the_browser(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "ky,ru;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/ky/")


@pytest.mark.parametrize(
    "path",
    [
        "/xx/",
        "/en/nothing",
        "/en/purchase/nothing",
        "/en/purchase/~zz",
        "/en/purchase",
        "/en/purchase/..%2F..%2Fetc%2Fpasswd",
        "/en/country/XX",
        "/en/search/x",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "//example.org/",
        "/en//example.org",
    ],
)
def test_an_address_without_a_page_says_so_and_leads_nowhere_else(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "location" not in answer.headers
    assert "no such page" in answer.text or path.startswith("/static")


def test_a_question_that_cannot_be_meant_is_told_what_is_wrong(client: Client) -> None:
    answer = client.get("/en/search?technologie=x")
    assert answer.status_code == 400
    assert "did you mean" in answer.text
    assert client.get("/en/search", params={"q": "x" * 400}).status_code == 400
    assert client.get("/en/search", params={"q": "x" * 5000}).status_code == 414
    assert client.get("/en/compare?a=nowhere").status_code == 400


@pytest.mark.parametrize("host", ["evil.example", "register.example.org.evil.example", "", "127.0.0.1.evil.example"])
def test_another_host_is_not_answered(client: Client, host: str) -> None:
    assert client.get("/en/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "register.example.org", "REGISTER.example.org:443", "[::1]:80"]
)
def test_our_own_host_is_answered_with_or_without_port(client: Client, host: str) -> None:
    assert client.get("/en/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_sent(client: Client, method: str) -> None:
    assert client.request(method, "/en/").status_code == 405


@pytest.mark.parametrize("path", ["/en/", "/en/nothing", "/static/site.css", "/"])
def test_every_answer_forbids_what_pages_do_not_need_and_sets_no_cookie(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert not re.search("unsafe|http", policy)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_a_page_that_a_browser_holds_is_not_sent_again(client: Client) -> None:
    first = client.get("/en/about")
    again = client.get("/en/about", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/uk/about").headers["etag"] != first.headers["etag"]


def test_a_page_loads_nothing_from_elsewhere(client: Client, names: dict[str, str]) -> None:
    for kind in KINDS:
        html = client.get(address(kind, "en", names)).text
        loaded = re.findall(r'<(?:script|img|iframe|link rel="stylesheet"|source)[^>]*(?:src|href)="([^"]+)"', html)
        assert all(one.startswith("/") and not one.startswith("//") for one in loaded), (kind, loaded)


def test_every_file_that_a_page_offers_is_there(client: Client, names: dict[str, str]) -> None:
    for kind in KINDS:
        html = client.get(address(kind, "en", names)).text
        offered = {unescape(one) for one in re.findall(r'href="(/(?:data|downloads|feeds|api)/[^"]+)"', html)}
        missing = {one for one in offered if client.get(one).status_code != 200}
        assert missing == set(), kind
