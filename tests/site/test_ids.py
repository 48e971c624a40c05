"""Ids of any length and case have a page on a server and a file of their own in a published folder."""

import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from pages import read

from asking import Client
from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.site.app import create
from custodiet.site.definitions import Definitions
from custodiet.site.links import key
from custodiet.site.pages.kinds import KINDS
from custodiet.site.publish_list import tasks
from custodiet.site.publish_page import folders_of, made
from custodiet.site.published_search import search_files
from custodiet.site.site import Site
from custodiet.site.store import Store

LONG = f"ocds-{'long-' * 30}1"
CYRILLIC = f"ocds-{'закупівля-' * 5}1"
OCIDS = ("ocds-alike-a1", "ocds-alike-A1", "OCDS-alike-a1", "ocds-other-1", LONG, CYRILLIC)


def release(ocid: str) -> dict[str, object]:
    """A purchase of cameras whose supplier is from a country of which nothing else is known."""
    buyer = {"id": "b", "name": "City council", "roles": ["buyer"], "address": {"countryName": "Kazakhstan"}}
    supplier = {"id": "s", "name": "Camera makers", "roles": ["supplier"], "address": {"countryName": "Japan"}}
    return {
        "ocid": ocid,
        "id": "1",
        "date": "2024-03-01T00:00:00Z",
        "parties": [buyer, supplier],
        "buyer": {"id": "b"},
        "tender": {"id": "t", "title": "Video surveillance cameras", "status": "complete"},
        "awards": [{"id": "a", "status": "active", "suppliers": [{"id": "s"}]}],
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("ids")
    (folder / "releases.json").write_text(json.dumps({"uri": "x", "releases": [release(one) for one in OCIDS]}))
    build([str(folder / "releases.json")], folder / "register", Settings())
    with Store(folder / "register", definitions.places_of) as store:
        yield Site(folder / "register", store, definitions)


@pytest.mark.parametrize("ocid", OCIDS)
def test_every_id_has_a_page_data_and_a_request(site: Site, ocid: str) -> None:
    client = Client(create(site))
    page = client.get(f"/en/purchase/{key(ocid)}")
    assert page.status_code == 200
    assert ocid[:100] in page.text
    assert json.loads(client.get(f"/data/purchase/{key(ocid)}.json").content)["ocid"] == ocid
    assert client.get(f"/en/request/{key(ocid)}").status_code == 200


def test_a_hash_that_stands_for_nothing_is_not_found(site: Site) -> None:
    client = Client(create(site))
    assert client.get(f"/en/purchase/{key('x' * 200)}").status_code == 404
    assert client.get(f"/en/organisation/{key('x' * 200)}").status_code == 404


def test_published_files_differ_on_a_disk_that_knows_no_capital_letters(site: Site) -> None:
    some = [task for task in tasks(site) if task.kind in {"purchase", "request"}]
    pages = {
        path: content for task in some for path, content in made(site, task, KINDS[task.kind].page(site, task.name, ()))
    }
    assert len(some) == 2 * len(OCIDS)
    assert len({path.casefold() for path in pages}) == len(pages)
    assert set(pages) == {path for task in some for path in folders_of(task, site.store.alike)[0]}
    assert site.store.alike == {"ocds-alike-a1", "ocds-alike-A1", "OCDS-alike-a1"}


def test_links_between_such_pages_lead_to_them(site: Site) -> None:
    some = [task for task in tasks(site) if task.kind in {"purchase", "request"}]
    pages = {
        path: content for task in some for path, content in made(site, task, KINDS[task.kind].page(site, task.name, ()))
    }
    for path, content in pages.items():
        if path.endswith(".html"):
            links = {unquote(link.partition("#")[0]) for link in read(content.decode()).links}
            near = {link.removeprefix("../../") for link in links if "/purchase/" in link or "/request/" in link}
            assert {link for link in near if not link.startswith("http")} <= set(pages), path
    rows = next(content for name, content in search_files(site) if name == "0.js")
    told = json.loads(rows.decode().removeprefix("custodietSearch.purchases(").removesuffix(");\n"))
    assert {f"uk/purchase/{row['key']}.html" for row in told} <= set(pages)


def test_a_country_is_a_link_where_it_has_a_page(site: Site) -> None:
    client = Client(create(site))
    linked = {}
    for _, row in site.store.index.all_kept("organisations"):
        page = client.get(f"/en/organisation/{key(row['organisation_id'])}")
        linked[row["country"]] = [link for link in read(page.text).links if link.startswith("/en/country/")]
    assert linked == {"KZ": ["/en/country/KZ"], "JP": []}
    assert client.get("/en/country/KZ").status_code == 200
    assert client.get("/en/country/JP").status_code == 404


@pytest.mark.parametrize(
    ("code", "asked", "told"),
    [
        ("en", "contry=UA", "did you mean"),
        ("uk", "contry=UA", "невідомий параметр"),
        ("ru", "sort=price", "неизвестный порядок"),
        ("ky", "cursor=none", "башынан баштаңыз"),
    ],
)
def test_a_wrong_question_is_told_in_the_language_of_the_page(site: Site, code: str, asked: str, told: str) -> None:
    page = Client(create(site)).get(f"/{code}/search?{asked}")
    assert page.status_code == 400
    assert told in page.text
