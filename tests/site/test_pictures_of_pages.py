"""Pictures in pages, as files, and in pages of others, over a register of real notices."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest

from asking import Client
from custodiet.site.evidence import Evidence, as_text
from custodiet.site.find import find
from custodiet.site.languages import LANGUAGES, language
from custodiet.site.links import key
from custodiet.site.pictures.figures import KINDS, TIMELINE, figures
from custodiet.site.pictures.routes import FORMS
from custodiet.site.query import Query
from custodiet.site.shared import shared_files
from custodiet.site.site import Site
from custodiet.site.timeline import timeline as dated_steps


@pytest.fixture(scope="session")
def named(site: Site) -> dict[str, str]:
    """One thing of each kind that has pictures."""
    cards = find(site.store, Query(), limit=100).rows
    with_bids = {card.ocid: len(figures(site, language("en"), "purchase", card.ocid)) for card in cards}
    place = next(row for row, _ in site.store.places() if row["kind"] == "settlement")
    names = {"start": "", "places": "", "indicators": "", "indicator": "R018", "technology": "video.cctv_fixed"}
    return names | {
        "place": place["place_id"],
        "country": place["country"],
        "organisation": next(
            card.buyer for card in cards if figures(site, language("en"), "organisation", card.buyer or "")
        ),
        "purchase": max(with_bids, key=lambda ocid: (with_bids[ocid], ocid)),
    }


def page_of(kind: str, name: str, code: str = "en") -> str:
    if kind == "start":
        return f"/{code}/"
    return f"/{code}/{kind}/{key(name)}" if name else f"/{code}/{kind}"


def folder(kind: str, name: str, code: str = "en") -> str:
    return f"{code}/{kind}/{key(name) if name else 'all'}"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_its_pictures_with_tables_and_sources(
    site: Site, client: Client, named: dict[str, str], kind: str, code: str
) -> None:
    pictures = [one for one in figures(site, language(code), kind, named[kind]) if one.name != TIMELINE]
    html = client.get(page_of(kind, named[kind], code)).text
    assert pictures
    assert html.count('<figure class="picture"') == len(pictures)
    assert html.count('<svg xmlns="http://www.w3.org/2000/svg"') >= len(pictures)
    assert html.count(f"register at {site.address}") >= len(pictures) or code != "en"
    assert site.address in html


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_that_a_page_offers_is_there(client: Client, named: dict[str, str], kind: str) -> None:
    html = client.get(page_of(kind, named[kind])).text
    files = re.findall(r'href="(/pictures/[^"]+)"', html)
    of_the_timeline = 3 if kind == "purchase" else 0
    assert len(files) == len(FORMS) * html.count('<figure class="picture"') + of_the_timeline
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200
        assert answer.headers["content-type"].split(";")[0] in {"image/svg+xml", "image/png", "text/csv"}
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_what_stands_in_the_picture_stands_in_its_csv(site: Site, client: Client) -> None:
    (picture,) = figures(site, language("en"), "start", "")
    text = client.get(f"/pictures/{folder('start', '')}/purchases-by-year.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[-len(picture.rows) :] == [[str(cell) for cell in row] for row in picture.rows]
    assert picture.counted + sum(int(str(row[-1])) for row in picture.rows) <= picture.of == site.store.purchases


def test_the_timeline_as_a_picture_has_the_steps_of_the_page(site: Site, named: dict[str, str]) -> None:
    told = site.store.purchase(named["purchase"])
    assert told is not None
    picture = next(one for one in figures(site, language("en"), "purchase", named["purchase"]) if one.name == TIMELINE)
    known = dated_steps(Evidence(told))
    assert [row[0] for row in picture.rows if row[0]] == [as_text(event.date.value) for event in known.events]
    assert picture.of == len(known.events) + len(known.undated)


def test_a_page_of_others_may_show_a_picture_and_gets_nothing_with_it(client: Client) -> None:
    answer = client.get(f"/embed/{folder('start', '', 'uk')}/purchases-by-year.html")
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert re.findall(r'(?:src|href)="(?!/static/|https://register\.example\.org/)([^"]*)"', answer.text) == []


def test_no_other_page_may_be_shown_in_a_frame(client: Client) -> None:
    assert "frame-ancestors 'none'" in client.get("/en/").headers["content-security-policy"]


@pytest.mark.parametrize("kind", ["places", "country"])
def test_the_points_of_the_map_are_centres_of_settlements(
    site: Site, client: Client, named: dict[str, str], kind: str
) -> None:
    points = json.loads(client.get(f"/pictures/{folder(kind, named[kind])}/settlements.geojson").content)["features"]
    centres = {(row["longitude"], row["latitude"]) for row, _ in site.store.places() if row["kind"] == "settlement"}
    assert points
    assert {tuple(point["geometry"]["coordinates"]) for point in points} <= centres
    assert client.get(points[0]["properties"]["address"]).status_code == 200


def test_a_page_without_a_map_loads_no_part_of_it(client: Client, named: dict[str, str]) -> None:
    with_map = {kind for kind in KINDS if "map.js" in client.get(page_of(kind, named[kind])).text}
    assert with_map == {"places", "country"}
    assert "maplibre" not in client.get("/en/").text


@pytest.mark.parametrize(
    "path",
    [
        "/pictures/en/start/all/unknown.svg",
        "/pictures/en/start/all/purchases-by-year.exe",
        "/pictures/en/start/all/settlements.geojson",
        "/pictures/de/start/all/purchases-by-year.svg",
        "/pictures/en/place/nowhere/purchases-by-year.svg",
        "/pictures/en/..%2f..%2fetc/passwd/x.svg",
        "/embed/en/start/all/purchases-by-year.svg",
        "/static/../app.py",
        "/static/vendor/DejaVuSans.ttf",
        "/static/vendor/../languages.py",
    ],
)
def test_what_is_not_offered_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", shared_files())
def test_a_shared_file_is_served_with_its_type(client: Client, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    if name.endswith((".js", ".mjs")):
        assert answer.headers["content-type"].startswith("text/javascript")


def test_pictures_of_a_page_are_whole_svg(client: Client, named: dict[str, str]) -> None:
    for kind in KINDS:
        html = client.get(page_of(kind, named[kind])).text
        for svg in re.findall(r"<svg xmlns.*?</svg>", html, re.DOTALL):
            assert ET.fromstring(svg).get("aria-label")
            assert "style=" not in svg
