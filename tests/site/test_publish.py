"""A published folder holds every page that a link names, works from a disk, and changes only where the data do."""

import json
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
from pages import read

from custodiet.commands.serving import opened
from custodiet.errors import UsageError
from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.site.languages import LANGUAGES
from custodiet.site.pages.place import place_page
from custodiet.site.publish import MARK, publish
from custodiet.site.publish_list import Task

ADDRESS = "https://register.example.org"


@pytest.fixture(scope="module")
def published(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(partial(opened, register, (), None, ADDRESS), folder, 1)
    return folder


def pages(folder: Path) -> list[Path]:
    return [file for code in LANGUAGES for file in sorted((folder / code).rglob("*.html"))]


def test_every_link_leads_to_a_file_of_the_folder(published: Path) -> None:
    missing = set()
    for file in pages(published):
        tags = read(file.read_text(encoding="utf-8"))
        for link in [*tags.links, *tags.loaded]:
            if link.startswith(("http://", "https://", "#")):
                continue
            target = file.parent / unquote(link.partition("#")[0].partition("?")[0])
            if not target.resolve().is_file():
                missing.add((file.relative_to(published).as_posix(), link))
    assert missing == set()


def test_pages_are_well_made_and_load_nothing_from_elsewhere(published: Path) -> None:
    for file in pages(published):
        tags = read(file.read_text(encoding="utf-8"))
        assert (tags.faults, tags.open) == ([], []), file
        loaded = [one for one in tags.loaded if not one.startswith(("../", "https://register.example.org/"))]
        assert loaded == [], file


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_what_did_not_change_is_taken_over_and_equal_to_the_byte(register: Path, published: Path) -> None:
    before = contents(published)
    lost = next((published / "uk" / "purchase").glob("*.html"))
    lost.unlink()
    made = publish(partial(opened, register, (), None, ADDRESS), published, 1)
    assert made.pages - made.kept == len(LANGUAGES), "the page that was lost is made again, no other"
    assert contents(published) == before


def test_a_folder_with_other_things_is_not_replaced(register: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(UsageError, match=MARK):
        publish(partial(opened, register, (), None, ADDRESS), tmp_path, 1)


def test_the_search_files_are_calls_with_json(published: Path) -> None:
    words = (published / "search" / "words.js").read_text(encoding="utf-8")
    assert words.startswith("custodietSearch.words(")
    rows = (published / "search" / "0.js").read_text(encoding="utf-8")
    told = json.loads(rows.removeprefix("custodietSearch.purchases(").removesuffix(");\n"))
    assert {"key", "title", "technology", "text"} <= set(told[0])
    assert "<" not in rows


def bought(place: str, country: str, amount: int) -> dict[str, object]:
    """A purchase of cameras by the council of a city."""
    buyer = {"id": "b", "name": f"{place} council", "roles": ["buyer"]}
    buyer["address"] = {"locality": place, "countryName": country}  # type: ignore[assignment]
    value = {"amount": amount, "currency": "EUR"}
    tender = {"id": "t", "title": "Video surveillance cameras", "status": "active", "value": value}
    told = {"ocid": f"ocds-{place}", "id": "1", "date": "2024-03-01T00:00:00Z", "parties": [buyer]}
    return {**told, "buyer": {"id": "b"}, "tender": tender}


def test_a_place_is_made_again_where_its_own_purchases_changed(tmp_path: Path) -> None:
    states = []
    for amount in (1_000, 2_000):
        releases = [bought("Almaty", "Kazakhstan", 5_000), bought("Bishkek", "Kyrgyzstan", amount)]
        (tmp_path / "releases.json").write_text(json.dumps({"uri": "x", "releases": releases}))
        build([str(tmp_path / "releases.json")], tmp_path / str(amount), Settings())
        site = opened(tmp_path / str(amount), (), None, ADDRESS)
        pages = {row["name"]: place_page(site, row["place_id"]) for row, _ in site.store.places()}
        states.append(
            {name: Task("place", page.place["place_id"]).state(site, page) for name, page in pages.items() if page}
        )
        site.store.close()
    before, after = states
    assert set(before) == {"Almaty", "Bishkek"}
    assert before["Almaty"] == after["Almaty"]
    assert before["Bishkek"] != after["Bishkek"]
