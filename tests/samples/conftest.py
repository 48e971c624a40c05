"""The sample as its readers see it, and the published records behind it."""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from custodiet.model.release import Release

Leaves = Callable[[str, str], list[str]]


class Package(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A release package of the sample, its releases kept raw."""

    uri: str
    version: str
    published_date: str
    publisher: dict[str, str]
    license: str
    releases: list[msgspec.Raw]


@pytest.fixture(scope="session")
def folder(project: Path) -> Path:
    """Where the sample lies."""
    return project / "src" / "custodiet" / "samples"


@pytest.fixture(scope="session")
def packages(folder: Path) -> dict[str, Package]:
    """The packages by the name of their source."""
    return {path.stem: msgspec.json.decode(path.read_bytes(), type=Package) for path in sorted(folder.glob("*.json"))}


@pytest.fixture(scope="session")
def releases(packages: dict[str, Package]) -> dict[str, tuple[str, Release]]:
    """Every release by its ocid, with the name of its source."""
    pairs = [(name, msgspec.json.decode(raw, type=Release)) for name, one in packages.items() for raw in one.releases]
    return {str(release.ocid): (name, release) for name, release in pairs}


@pytest.fixture(scope="session")
def surveillance(folder: Path) -> set[str]:
    """The ocids of the purchases that were judged, by reading, to buy surveillance technology."""
    lines = (folder / "surveillance.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if not line.startswith("#")}


@pytest.fixture(scope="session")
def published(shared: Path) -> Leaves:
    """The texts of the published record behind a release: a function of the name of the source and of the ocid."""
    data = shared / "data"
    readers: dict[str, Callable[[str], list[str]]] = {
        "ted": _member(data / "ted-xml" / "notices.zip", lambda ocid: f"{ocid[4:].replace('-', '.')}.xml", _xml_leaves),
        "norway": _member(data / "eforms-xml" / "notices.zip", lambda ocid: f"{ocid[7:]}.xml", _xml_leaves),
        "assam": _member(data / "assam-csv" / "tenders.zip", lambda ocid: f"final_{ocid[6:]}.csv", _csv_leaves),
        "paraguay": _member(
            data / "ocds" / "paraguay.zip", lambda ocid: f"sample/{ocid.rsplit('-', 1)[1]}.json", _json_leaves
        ),
        "uk": _of_lines(data / "ocds" / "uk.jsonl.gz"),
        "canada": _of_package(data / "ocds" / "canada-2014-draft.json.gz"),
        "russia": _of_rows(data / "russia-xlsx" / "notices.xlsx"),
    }
    return lambda source, ocid: readers[source](ocid)


def _member(
    archive: Path, ending: Callable[[str], str], leaves: Callable[[bytes], list[str]]
) -> Callable[[str], list[str]]:
    opened = zipfile.ZipFile(archive)
    names = opened.namelist()

    def read(ocid: str) -> list[str]:
        exact = re.compile(rf"(^|[/_]){ending(ocid)}$")  # a dot stands for the hyphen or underscore of a file's name
        return leaves(opened.read(next(name for name in names if exact.search(name))))

    return read


def _of_lines(path: Path) -> Callable[[str], list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        lines = [json.loads(line) for line in stream]
    return lambda ocid: [leaf for one in lines if one["ocid"] == ocid for leaf in _walk(one)]


def _of_package(path: Path) -> Callable[[str], list[str]]:
    with gzip.open(path) as stream:
        releases = {one["ocid"]: one for one in json.load(stream)["releases"]}
    return lambda ocid: list(_walk(releases[ocid]))


def _of_rows(path: Path) -> Callable[[str], list[str]]:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    column = rows[0].index("id")
    by_id = {str(row[column]): [str(cell) for cell in row] for row in rows[1:]}
    return lambda ocid: by_id[ocid.removeprefix("russia:")]


def _csv_leaves(content: bytes) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def _json_leaves(content: bytes) -> list[str]:
    return list(_walk(json.loads(content)))


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _walk(one)
    elif value is not None:
        yield str(value)


def _xml_leaves(content: bytes) -> list[str]:
    root = ET.fromstring(content)
    small = [node for node in root.iter() if len(node) < 60]
    texts = [between.join(node.itertext()) for node in small for between in ("", " ")]
    dates = [
        "-".join(reversed([(part.text or "").zfill(2) for part in node])) for node in root.iter() if len(node) == 3
    ]
    return [*texts, *(value for node in root.iter() for value in node.attrib.values()), *dates]
