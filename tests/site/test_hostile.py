"""Names in the data are hostile: none of the strings that have broken software breaks out of a page or its data."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from pages import SAFE, read

from asking import Client
from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.site.app import create
from custodiet.site.definitions import Definitions
from custodiet.site.links import key
from custodiet.site.site import Site
from custodiet.site.store import Store
from custodiet.text.formulas import FORMULA, neutralised
from hostile_strings import HOSTILE


def release(number: int, text: str) -> dict[str, object]:
    """A purchase of cameras with a hostile text wherever a publisher may write freely."""
    buyer = {"id": f"b-{number}", "name": f"Council {text}", "address": {"locality": text}, "roles": ["buyer"]}
    supplier = {"id": f"s-{number}", "name": f"Firm {text}", "roles": ["supplier"]}
    return {
        "ocid": f"ocds-hostile-{number}",
        "id": text,
        "date": "2024-03-01T00:00:00Z",
        "language": text,
        "parties": [buyer, supplier],
        "buyer": {"id": buyer["id"], "name": buyer["name"]},
        "tender": {
            "id": text,
            "title": f"Video surveillance cameras {text}",
            "description": text,
            "procurementMethod": text,
            "procurementMethodDetails": text,
            "value": {"amount": 1000, "currency": text},
            "items": [{"id": text, "description": text, "classification": {"scheme": text, "id": text}}],
            "documents": [{"id": "1", "title": text, "url": text, "documentType": text}],
        },
        "bids": {"details": [{"id": text, "status": text, "date": text, "tenderers": [supplier]}]},
        "awards": [{"id": text, "title": text, "status": "active", "date": text, "suppliers": [supplier]}],
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, definitions: Definitions) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("hostile")
    texts = [text for text in HOSTILE if len(text) < 20_000]
    package = {"uri": HOSTILE[0], "releases": [release(number, text) for number, text in enumerate(texts)]}
    (folder / "hostile.json").write_text(json.dumps(package), encoding="utf-8")
    build([str(folder / "hostile.json")], folder / "register", Settings())
    with Store(folder / "register", definitions.places_of) as store:
        yield Site(folder / "register", store, definitions)


def faults(html: str) -> list[str]:
    tags = read(html)
    unsafe = [link for link in tags.links if not link.startswith(SAFE)]
    elsewhere = [one for one in tags.loaded if not one.startswith(("/", "http://127.0.0.1:8000/"))]
    return [*tags.faults, *tags.open, *unsafe, *elsewhere, *(["script"] if tags.scripts else [])]


def test_every_purchase_of_hostile_texts_has_a_page_that_holds_them_as_text_alone(hostile: Site) -> None:
    client = Client(create(hostile))
    pages = {row.ocid: client.get(f"/en/purchase/{key(row.ocid)}") for row in hostile.store.cards(list(ocids(hostile)))}
    assert len(pages) > 300
    assert {ocid: page.status_code for ocid, page in pages.items() if page.status_code != 200} == {}
    assert {ocid: told for ocid, page in pages.items() if (told := faults(page.text))} == {}
    assert not any("\0" in page.text for page in pages.values())


def ocids(site: Site) -> Iterator[str]:
    from custodiet.site.find import matching
    from custodiet.site.query import Query

    yield from matching(site.store, Query())


@pytest.mark.parametrize("kind", ["search", "places", "countries", "about", "technologies", "indicators", "cases"])
def test_lists_of_hostile_names_are_well_made(hostile: Site, kind: str) -> None:
    page = Client(create(hostile)).get(f"/uk/{kind}")
    assert page.status_code == 200
    assert [one for one in faults(page.text) if one != "script"] == []


def test_organisations_of_hostile_names_have_pages(hostile: Site) -> None:
    client = Client(create(hostile))
    names = [row["organisation_id"] for _, row in hostile.store.index.all_kept("organisations")]
    assert len(names) > 300
    for name in names[::5]:
        page = client.get(f"/ru/organisation/{key(name)}")
        assert (page.status_code, faults(page.text)) == (200, []), name


def test_words_that_are_hostile_are_searched_and_shown_as_text(hostile: Site) -> None:
    client = Client(create(hostile))
    for text in [one for one in HOSTILE if len(one) < 250 and "\0" not in one][::3]:
        page = client.get("/en/search", params={"q": text})
        assert page.status_code in {200, 400}, text
        assert faults(page.text) == [], text


def test_data_and_evidence_of_hostile_texts_can_be_read_and_hold_no_formula(hostile: Site) -> None:
    import re

    client = Client(create(hostile))
    for ocid in list(ocids(hostile))[::7]:
        told = json.loads(client.get(f"/data/purchase/{key(ocid)}.json").content)
        assert told["ocid"] == ocid
        rows = list(csv.reader(io.StringIO(client.get(f"/data/purchase/{key(ocid)}.csv").text.removeprefix("\ufeff"))))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if re.match(FORMULA, cell) and not cell.startswith("'")]
        with zipfile.ZipFile(io.BytesIO(client.get(f"/data/purchase/{key(ocid)}.zip").content)) as packed:
            assert packed.testzip() is None
            assert "page.html" in packed.namelist()
            assert faults(packed.read("page.html").decode()) == []
    assert neutralised("=1+1") == "'=1+1"
