"""The place that the register tells for words of a purchase is where they stand in the document, in every format."""

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from lxml import etree

from custodiet.pipeline import build
from custodiet.places import places_of
from custodiet.register.explain import explain
from custodiet.settings import Settings

MAPPING = """
name = "Purchases of a city"
ocid = "city:{Number}"
country = "DE"
language = "en"
recognise = ["Number", "Subject", "Remark"]

[tender]
title = "Subject"
description = "Remark"
"""


def texts_in_xml(file: Path) -> Callable[[str], list[str]]:
    tree = etree.parse(file)

    def at(place: str) -> list[str]:
        found = [found for one in place.split(" | ") for found in tree.xpath(one)]
        return ["".join(one.itertext()) if hasattr(one, "itertext") else str(one) for one in found]

    return at


def texts_in_json(file: Path) -> Callable[[str], list[str]]:
    document = json.loads(file.read_text(encoding="utf-8"))

    def at(place: str) -> list[str]:
        value: Any = document
        for step in place.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
        return [str(value)]

    return at


def texts_in_csv(file: Path) -> Callable[[str], list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))

    def at(place: str) -> list[str]:
        row, _, column = place.partition("/")
        return [rows[int(row.removeprefix("row=")) - 2][column.removeprefix("column=")]]

    return at


def misplaced(register: Path, at: Callable[[str], list[str]], mappings: tuple[Path, ...] = ()) -> tuple[int, list[str]]:
    """How many statements on words there are, and those whose words are not at the place told."""
    ocids = set(pq.read_table(register / "tables" / "technologies.parquet")["ocid"].to_pylist())
    count, wrong = 0, []
    for ocid in sorted(ocids):
        explanation = explain(register, ocid, lambda form: places_of(form, mappings))
        for row in [*explanation.technologies, *explanation.readings, *explanation.makers]:
            if row["end"]:
                count += 1
                words = " ".join(row["words"].split())
                if not any(words in " ".join(text.split()) for text in at(row["place"])):
                    wrong.append(f"{ocid} {row['words']!r} {row['place']}")
    return count, wrong


def built(inputs: list[Path], to: Path, mappings: tuple[Path, ...] = ()) -> Path:
    build([str(file) for file in inputs], to, Settings(threads=1, mappings=mappings))
    return to


@pytest.mark.parametrize(("folder", "wanted"), [("ted-xml", b"cctv"), ("eforms-xml", b"videoover")])
def test_words_of_a_notice_in_xml_stand_at_the_path_told(
    shared: Path, tmp_path: Path, folder: str, wanted: bytes
) -> None:
    with zipfile.ZipFile(shared / "data" / folder / "notices.zip") as notices:
        found = (name for name in sorted(notices.namelist()) if wanted in notices.read(name).lower())
        file = Path(notices.extract(next(found), tmp_path))
    count, wrong = misplaced(built([file], tmp_path / "register"), texts_in_xml(file))
    assert count > 0
    assert wrong == []


def test_words_of_a_table_stand_in_the_cell_told(tmp_path: Path) -> None:
    table, mapping = tmp_path / "purchases.csv", tmp_path / "city.toml"
    table.write_text(
        "Number,Subject,Remark\n1,Chairs,none\n2,Cameras,CCTV by Hikvision in the street\n", encoding="utf-8"
    )
    mapping.write_text(MAPPING, encoding="utf-8")
    register = built([table], tmp_path / "register", (mapping,))
    count, wrong = misplaced(register, texts_in_csv(table), (mapping,))
    assert count >= 3  # class, maker and place watched
    assert wrong == []


def test_words_of_a_release_stand_at_the_pointer_told_even_where_another_release_stated_them(tmp_path: Path) -> None:
    call = {"ocid": "o", "id": "1", "date": "2024-01-01T00:00:00Z", "tag": ["tender"]}
    call["tender"] = {
        "id": "t",
        "title": "CCTV cameras by Hikvision",
        "items": [{"id": "1", "description": "dome camera"}],
    }
    award = {"ocid": "o", "id": "2", "date": "2024-02-01T00:00:00Z", "tag": ["award"], "awards": [{"id": "a"}]}
    file = tmp_path / "releases.json"
    file.write_text(json.dumps({"releases": [call, award]}), encoding="utf-8")
    count, wrong = misplaced(built([file], tmp_path / "register"), texts_in_json(file))
    assert count >= 2
    assert wrong == []
