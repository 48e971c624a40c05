"""What shows a person or an exact place, planted wherever a document can hold it, stands in no file that comes out."""

import gzip
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from custodiet.cli import main
from custodiet.model.release import Release
from custodiet.releases._shape import Field, Holds, shape

PLANTED = (
    "контактна особа: Канаренко Марія Іванівна, тел. +380 44 700 70 01, kanarejka@example.org,"
    " rtsp://203.0.113.77/kanal, GPS 50.450111, 30.523222, вул. Канаркова, 17"
)
TRACES = re.compile(
    r"(?i)канаренк|kanarej|канарк|203\.0\.113\.77|50[.,]450111|30[.,]523222|700[ %0-9]{1,4}70[ %0-9]{1,4}01"
    r"|3011122334|КН301112|\*3011\*|kanarenk"
)
FORMATS = ("csv", "xlsx", "jsonl", "parquet", "ftm", "geojson")


def filled(struct: type[msgspec.Struct], depth: int, *, broken: bool = False) -> dict[str, Any]:
    """An object with the planted text in every field that a publisher may fill; broken: in the wrong form."""
    fields = {name: field for name, field in shape(struct).items() if not name.startswith("@")}
    return {
        name: value(name, field, depth, broken=broken) for name, field in fields.items() if depth or not field.struct
    }


def value(name: str, field: Field, depth: int, *, broken: bool) -> Any:
    said = f"Камери відеоспостереження {PLANTED}"
    if field.struct is not None:
        one = filled(field.struct, depth - 1, broken=broken)
        return one if broken or field.holds is Holds.OBJECT else [one, dict(one)]
    if field.holds is Holds.TEXT:
        return ([said] if len(name) % 2 else {"uk": said}) if broken else said
    if field.holds is Holds.TEXTS:
        return said if broken else [said]
    if field.holds is Holds.NUMBER:
        return PLANTED if broken else 5
    return ["1"] if field.holds is Holds.IDS else f"{name}-1"


def with_persons(release: dict[str, Any], ocid: str, date: str) -> dict[str, Any]:
    """The release with a contact person, a sole trader, and a tenderer under a bare name and a masked number."""
    trader = {"id": "UA-EDR-3011122334", "name": "ФОП Канаренко Марія Іванівна"}
    bare = {"id": "x2", "name": "MARÍA DEL CARMEN KANAREJO LÓPEZ"}
    street = {
        "streetAddress": "вул. Канаркова, 17",
        "locality": "Приклад, вул. Канаркова, 17",
        "countryName": "Україна",
    }
    number = {"scheme": "UA-EDR", "id": "3011122334", "legalName": "Канаренко Марія Іванівна"}
    release["parties"] = [
        {
            "id": "b", "name": "Міська рада Прикладу", "roles": ["buyer"], "address": street,
            "contactPoint": {"name": "Канаренко Марія Іванівна", "email": "kanarejka@example.org"},
        },
        {
            **trader, "roles": ["supplier"], "identifier": number,
            "additionalIdentifiers": [{"scheme": "UA-PASSPORT", "id": "КН301112"}],
        },
        {**bare, "roles": ["tenderer"], "identifier": {"scheme": "ES-NATIONALID", "id": "***3011**"}},
    ]  # fmt: skip
    release["buyer"] = {"id": "b", "name": "Міська рада Прикладу"}
    for award in release["awards"] if isinstance(release["awards"], list) else ():
        award["suppliers"] = [trader]
    release["tender"]["tenderers"] = [trader, bare]
    return release | {"ocid": ocid, "id": ocid, "tag": ["award"], "date": date}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register of all of it: whole releases, broken ones, a package, and lines that are none."""
    folder = tmp_path_factory.mktemp("planted")
    whole = with_persons(filled(Release, 4), "ocds-p-1", "2024-01-02T00:00:00Z")
    broken = with_persons(filled(Release, 4, broken=True), "ocds-p-2", f"2024-01-03 {PLANTED}")
    lines = [whole, broken, {**whole, "ocid": None, "title": PLANTED}, [PLANTED], PLANTED]
    written = [json.dumps(line, ensure_ascii=False) for line in lines]
    written += [f'{{"ocid": "ocds-p-3", "tender": {{"title": "{PLANTED}",,}}}}', PLANTED, written[0][:900]]
    (folder / "in").mkdir()
    (folder / "in" / "lines.jsonl").write_text("\n".join(written), encoding="utf-8")
    package = {
        "publisher": {"name": "Канаренко Марія Іванівна"},
        "uri": "https://example.org/kanarejka@example.org?email=kanarejka@example.org",
        "releases": [{**whole, "ocid": "ocds-p-4"}],
    }
    (folder / "in" / "package.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    assert main(["build", str(folder / "in"), "--to", str(folder / "register")]) == 0
    return folder / "register"


def texts_of(data: bytes, name: str) -> Iterator[tuple[str, str]]:
    """Every text in a file, unpacked and decoded, with where it stands."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from texts_of(archive.read(member), f"{name}/{member}")
    elif data.startswith(b"\x1f\x8b"):
        yield from texts_of(gzip.decompress(data), name)
    elif data.startswith(b"PAR1"):
        table = pq.read_table(pa.BufferReader(data))
        yield from ((f"{name} {column}", str(table[column].to_pylist())) for column in table.column_names)
    elif data.startswith(b"SQLite format 3"):
        base = sqlite3.connect(":memory:")
        base.deserialize(data)
        for (table_name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
            for row in base.execute(f'select * from "{table_name}"'):
                shown = [one.decode("utf-8", "ignore") if isinstance(one, bytes) else str(one) for one in row]
                yield f"{name} {table_name}", " ".join(shown)
    else:
        yield name, data.decode("utf-8", "ignore")


def traces(folder: Path) -> set[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return {
        f"{where}: {found[0]}"
        for file in files
        for where, text in texts_of(file.read_bytes(), str(file.relative_to(folder)))
        if (found := TRACES.search(text)) is not None
    }


def test_what_is_looked_for_would_be_seen() -> None:
    assert len(TRACES.findall(PLANTED)) == 7


def test_no_file_of_a_register_shows_a_person(register: Path) -> None:
    assert traces(register) == set()
    purchases = pq.read_table(register / "tables" / "purchases.parquet")
    assert sorted(purchases["ocid"].to_pylist()) == ["ocds-p-1", "ocds-p-4"]


@pytest.mark.parametrize("form", FORMATS)
def test_no_export_shows_a_person(register: Path, tmp_path: Path, form: str) -> None:
    assert main(["export", str(register), "--format", form, "--to", str(tmp_path / "out")]) == 0
    assert traces(tmp_path) == set()


def test_no_page_or_file_of_a_site_shows_a_person(register: Path, tmp_path: Path) -> None:
    assert main(["publish", str(register), "--to", str(tmp_path / "site")]) == 0
    assert traces(tmp_path / "site") == set()
    pages = [file.read_text("utf-8") for file in (tmp_path / "site" / "en" / "organisation").rglob("*.html")]
    assert pages
    assert not [page for page in pages if "sole trader" in page.partition("</title>")[0]]
    assert "sole trader" in next((tmp_path / "site" / "en" / "purchase").rglob("*.html")).read_text("utf-8")


@pytest.mark.parametrize("command", [["explain"], ["request", "--lang", "uk"]])
def test_no_command_prints_a_person(register: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    name, *options = command
    assert main([name, str(register), "ocds-p-1", *options]) == 0
    said = capsys.readouterr()
    assert "ocds-p-1" in said.out
    assert TRACES.search(said.out + said.err) is None
