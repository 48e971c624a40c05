"""Files, data, feeds and maps of a site: complete, as described, and safe whatever the register and the reader say."""

import csv
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree
from registers import make_register
from starlette.applications import Starlette

from asking import Answer, Client
from custodiet.exports.formats import DERIVED, FORMATS
from custodiet.knowledge import load_definitions
from custodiet.places import places_of
from custodiet.register.index_layout import FACETS
from custodiet.site import api, crawlers, downloads, feeds
from custodiet.site.links import key
from custodiet.site.openapi import document
from custodiet.site.site import Site
from custodiet.site.store import Store
from hostile_strings import HOSTILE

ADDRESS = "https://register.example"
TEXTS = [text for text in HOSTILE if len(text) < 5_000]
TABLES = (
    *("awards", "contracts", "bids", "organisations", "party_organisations", "documents", "origins"),
    *("cases", "roles", "financing", "observations", "process_places", "places", "lots"),
)


def purchase(at: int, text: str) -> dict[str, Any]:
    """A purchase that says a hostile text wherever it can."""
    return {
        "ocid": f"{text} {at}",
        "title": text,
        "buyer": f"b{at}{text}",
        "buyer_name": text,
        "supplier_names": [text],
        "makers": [text],
        "settlement": text,
        "country": "UA",
        "technologies": ["video.cctv_fixed"],
        "date": text if at % 2 else f"2020-01-{at % 28 + 1:02}",
        "notice_url": text,
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, terms: pa.Table) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("registers") / "register"
    read = {"document_id": "d", "pointer": "/0"}
    names = [
        {"organisation_id": f"b{at}{text}", "name": text, "names": [text], **read} for at, text in enumerate(TEXTS)
    ]
    tables: dict[str, Any] = {name: [] for name in TABLES}
    tables["organisations"] = names
    tables["party_organisations"] = [
        {"ocid": f"{text} {at}", "party_id": "b", "organisation_id": f"b{at}{text}"} for at, text in enumerate(TEXTS)
    ]
    tables["documents"] = [{"document_id": "d", "name": TEXTS[0], "format": "ocds", "bytes": 1}]
    make_register(folder, terms, purchases=[purchase(at, text) for at, text in enumerate(TEXTS)], **tables)
    with Store(folder, places_of) as store:
        yield Site(folder, store, load_definitions(), ADDRESS)


@pytest.fixture(scope="module")
def client(site: Site) -> Client:
    parts = (api, downloads, feeds, crawlers)
    return Client(Starlette(routes=[route for part in parts for route in part.routes(site)]))


def answer(client: Client, path: str, status: int = 200, **asked: Any) -> Answer:
    found = client.get(path, **asked)
    assert found.status_code == status, found.text[:500]
    return found


def problem(client: Client, path: str, status: int, **asked: Any) -> str:
    """What an error tells, always in the one form."""
    found = answer(client, path, status, **asked)
    assert found.headers["content-type"] == "application/problem+json"
    told = found.json()
    assert set(told) == {"type", "title", "status", "detail"}
    assert told["status"] == status
    return str(told["detail"])


def test_the_description_and_the_routes_are_one(client: Client, site: Site) -> None:
    described = answer(client, "/openapi.json").json()
    routes = {route.path for route in api.routes(site) if not route.path.endswith("openapi.json")}  # type: ignore[attr-defined]
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {path.replace(":path", "") for path in routes}
    assert described == json.loads(json.dumps(document(api.OPERATIONS, site)))
    for operation in api.OPERATIONS:
        told = {
            one["name"] for one in described["paths"][operation.address]["get"]["parameters"] if one["in"] == "path"
        }
        assert told == ({"id"} if "{id" in operation.path else set())


def test_every_operation_without_an_id_answers(client: Client) -> None:
    for operation in api.OPERATIONS:
        if "{id" not in operation.path:
            assert answer(client, operation.path).json()


def test_every_purchase_is_on_one_page_and_has_all_its_data(client: Client, site: Site) -> None:
    path: str | None = "/api/v1/purchases?limit=100&q="
    seen: list[str] = []
    while path:
        page = answer(client, path.removeprefix(ADDRESS)).json()
        seen += [row["ocid"] for row in page["purchases"]]
        path = page["next"]
    assert sorted(seen) == sorted(f"{text} {at}" for at, text in enumerate(TEXTS))
    summary = document(api.OPERATIONS, site)["components"]["schemas"]["Summary"]
    assert set(page["purchases"][0]) == set(summary["required"])
    for row in page["purchases"]:
        told = answer(client, row["api"].removeprefix(ADDRESS)).json()
        assert told["purchase"]["ocid"] == row["ocid"]


@pytest.mark.parametrize("name", ["q", "cursor", "limit", "sort", "facets", "colour", *FACETS])
def test_no_parameter_breaks_a_question(client: Client, name: str) -> None:
    for text in [*HOSTILE[::4], "x" * 9_000, "a " * 4_000, "\0", "*", "0", "-1", "1e9", "٣"]:
        found = client.get("/api/v1/purchases", params={name: text})
        assert found.status_code in {200, 400, 414}, (name, text[:80])
        if found.status_code == 200:
            assert set(found.json()) == {"total", "register", "understood", "purchases", "facets", "next"}


@pytest.mark.parametrize(
    "path",
    ["/api/v1/purchases/", "/api/v1/places/", "/api/v1/organisations/", "/api/v1/cases/", "/api/v1/indicators/",
     "/api/v1/facets/", "/downloads/tables/", "/feeds/place/"],
)  # fmt: skip
def test_nothing_outside_the_register_is_reached(client: Client, path: str) -> None:
    for text in ("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/manifest", "a\0b", "C:\\x", "~", "' OR 1=1 --"):
        for ending in ("", ".csv", ".atom", ".parquet"):
            found = client.get(path + key(text) + ending)
            assert found.status_code == 404
            assert "root:" not in found.text


def test_errors_are_told_plainly(client: Client) -> None:
    assert "did you mean 'country'" in problem(client, "/api/v1/purchases?contry=UA", 400)
    assert "from 1 to 100" in problem(client, "/api/v1/purchases?limit=1000", 400)
    assert "begin anew" in problem(client, "/api/v1/purchases?cursor=nothing", 400)
    assert "no purchase" in problem(client, "/api/v1/purchases/nothing", 404)
    assert "bytes" in problem(client, f"/api/v1/purchases?q={'x' * 9_000}", 414)
    assert "no table" in problem(client, "/downloads/tables/secrets.csv", 404)
    assert "no format" in problem(client, "/downloads/purchases.exe", 404)


@pytest.mark.parametrize("path", ["/api/v1/purchases?limit=50", "/feeds/search.atom", "/sitemap.xml", "/dcat.ttl"])
def test_what_is_held_already_is_not_sent_again(client: Client, path: str) -> None:
    first = answer(client, path)
    tag = first.headers["etag"]
    again = answer(client, path, 304, headers={"If-None-Match": f'"other", {tag}'})
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert answer(client, path, headers={"If-None-Match": '"other"'}).content == first.content


def test_long_answers_are_packed_for_those_who_unpack(client: Client) -> None:
    packed = answer(client, "/api/v1/purchases", headers={"Accept-Encoding": "gzip"})
    plain = answer(client, "/api/v1/purchases", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert json.loads(gzip.decompress(packed.content)) == plain.json()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_search_result_is_whole_in_every_format(client: Client, form: str) -> None:
    found = answer(client, f"/downloads/purchases.{form}?technology=video.cctv_fixed")
    assert int(found.headers["content-length"]) == len(found.content)
    assert found.headers["x-content-sha256"] == hashlib.sha256(found.content).hexdigest()
    if form not in DERIVED:
        assert int(found.headers["x-rows"]) == len(TEXTS)


def test_a_search_result_holds_what_was_found_alone(client: Client, site: Site) -> None:
    chosen = purchase(4, TEXTS[4])
    asked = {"buyer": chosen["buyer"]}
    rows = list(csv.DictReader(io.StringIO(answer(client, "/downloads/purchases.csv", params=asked).text)))
    assert len(rows) == 1
    lines = answer(client, "/downloads/purchases.jsonl", params=asked).text.splitlines()
    assert [json.loads(line)["ocid"] for line in lines] == [chosen["ocid"]]
    table = pq.read_table(io.BytesIO(answer(client, "/downloads/purchases.parquet", params=asked).content))
    assert table["ocid"].to_pylist() == [chosen["ocid"]]
    entities = answer(client, "/downloads/purchases.ftm", params=asked).text.splitlines()
    assert [json.loads(one)["schema"] for one in entities].count("CallForTenders") == 1
    assert answer(client, "/downloads/purchases.geojson", params=asked).json()["not_on_the_map"] == 1


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_whole_register_is_one_file(client: Client, site: Site, form: str) -> None:
    found = answer(client, f"/downloads/register.{form}")
    assert found.headers["x-content-sha256"] == hashlib.sha256(found.content).hexdigest()
    if form in {"csv", "jsonl", "parquet"}:
        with zipfile.ZipFile(io.BytesIO(found.content)) as archive:
            assert archive.testzip() is None
            assert sorted(archive.namelist()) == sorted(f"{name}.{form}" for name in site.store.manifest.rows)
        assert int(found.headers["x-rows"]) == sum(site.store.manifest.rows.values())


def test_a_table_is_sent_as_the_register_holds_it(client: Client, site: Site) -> None:
    found = answer(client, "/downloads/tables/purchases.parquet")
    assert found.content == (site.folder / "tables" / "purchases.parquet").read_bytes()
    stated = site.store.manifest.files["tables/purchases.parquet"]
    assert found.headers["x-content-sha256"] == stated.sha256


def test_a_table_that_changed_since_is_refused(client: Client, site: Site) -> None:
    file = site.folder / "tables" / "lots.parquet"
    before = file.read_bytes()
    file.write_bytes(before[:-1] + b"X")
    try:
        found = answer(client, "/downloads/tables/lots.parquet", 500)
    finally:
        file.write_bytes(before)
    assert found.headers["content-type"] == "application/problem+json"


def test_too_many_files_at_once_are_asked_to_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "AT_ONCE", 0)
    found = answer(Client(Starlette(routes=downloads.routes(site))), "/downloads/purchases.csv", 503)
    assert found.headers["retry-after"] == "30"


@pytest.mark.parametrize(
    "path", ["/feeds/search.atom?q=a", "/feeds/technology/video.cctv_fixed.atom", "/feeds/country/UA.atom"]
)
def test_a_feed_is_sound_xml_with_every_part_that_atom_asks_for(client: Client, path: str) -> None:
    found = answer(client, path)
    assert found.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(found.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    for part in ("id", "title", "updated", "author", "link"):
        assert feed.xpath(f"a:{part}", namespaces=names)
    entries = feed.xpath("a:entry", namespaces=names)
    ids = [entry.findtext("a:id", namespaces=names) for entry in entries]
    assert len(ids) == len(set(ids)) <= feeds.ENTRIES
    assert all(address.startswith(f"{ADDRESS}/en/purchase/") for address in ids)
    assert {element.tag.rpartition("}")[2] for element in feed.iter()} <= {
        *("feed", "id", "title", "updated", "author", "name", "link", "entry", "category", "summary"),
    }


def test_every_organisation_has_a_feed(client: Client) -> None:
    for at, text in enumerate(TEXTS[::20]):
        name = f"b{at * 20}{text}"
        if len(key(name)) <= 120 and not key(name).startswith("~~"):
            feed = etree.fromstring(answer(client, f"/feeds/organisation/{key(name)}.atom").content)
            assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1


def test_a_feed_of_nothing_is_told(client: Client) -> None:
    assert "no purchase of the place" in problem(client, "/feeds/place/nowhere.atom", 404)
    assert "choose of" in problem(client, "/feeds/person/x.atom", 404)


def test_the_map_names_every_page_once_in_each_language(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawlers, "PAGES_OF_A_PART", 97)
    index = etree.fromstring(crawlers.sitemap(site))
    parts = [one.text for one in index.iter("{*}loc")]
    pages: list[str] = []
    for number in range(1, len(parts) + 1):
        part = etree.fromstring(crawlers.sitemap_part(site, number) or b"")
        pages += [one.text for one in part.iter("{*}loc")]
    assert crawlers.sitemap_part(site, len(parts) + 1) is None
    assert len(pages) == len(set(pages))
    purchases = {
        f"{ADDRESS}/{code}/purchase/{key(f'{text} {at}')}"
        for at, text in enumerate(TEXTS)
        for code in crawlers.LANGUAGES
    }
    assert purchases <= set(pages)
    answer(client, "/sitemaps/999999.xml", 404)


def test_the_descriptions_name_files_that_are_there(client: Client) -> None:
    graph = answer(client, "/dcat.jsonld").json()["@graph"]
    files = [node["dcat:downloadURL"]["@id"] for node in graph if node["@type"] == "dcat:Distribution"]
    assert len(files) > 10
    for file in files:
        answer(client, file.removeprefix(ADDRESS))
    turtle = answer(client, "/dcat.ttl").text
    assert all(f"<{file}>" in turtle for file in files)
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in answer(client, "/robots.txt").text
