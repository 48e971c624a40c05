import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from custodiet.requests import Request, to_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def draft() -> Request:
    return Request(
        ocid="1",
        language="uk",
        recipient="Рада",
        subject="Запит: <камери> & мережа",
        paragraphs=("Кому: Рада", "Перший рядок\n1. Другий  рядок", "Ціна 1\N{NO-BREAK SPACE}000"),
        notes=("not for the letter",),
    )


def read(content: bytes) -> list[str]:
    """The paragraphs of a document, lines by line feed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        root = ET.fromstring(archive.read("word/document.xml"))
    pieces = {f"{W}t", f"{W}br"}
    return [
        "".join((part.text or "") if part.tag == f"{W}t" else "\n" for part in paragraph.iter() if part.tag in pieces)
        for paragraph in root.iter(f"{W}p")
    ]


def test_the_letter_is_read_back_as_it_was_written(draft: Request) -> None:
    assert read(to_docx(draft)) == [draft.subject, *draft.paragraphs]


def test_every_part_is_declared_and_reached(draft: Request) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(draft))) as archive:
        names = archive.namelist()
        types = ET.fromstring(archive.read("[Content_Types].xml"))
        relations = ET.fromstring(archive.read("_rels/.rels"))
    assert names == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
    declared = [part.get("PartName") for part in types if part.get("PartName")]
    assert declared == [f"/{relation.get('Target')}" for relation in relations] == ["/word/document.xml"]


def test_notes_to_the_sender_are_no_part_of_the_letter(draft: Request) -> None:
    assert "not for the letter" not in "\n".join(read(to_docx(draft)))


def test_the_same_request_gives_the_same_bytes(draft: Request) -> None:
    assert to_docx(draft) == to_docx(replace(draft))


def test_another_word_gives_other_bytes(draft: Request) -> None:
    assert to_docx(draft) != to_docx(replace(draft, subject="Запит"))


def test_no_part_states_a_time_of_its_own(draft: Request) -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(draft))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_characters_that_xml_cannot_hold_are_left_out(draft: Request, character: str) -> None:
    assert read(to_docx(replace(draft, subject=f"a{character}b")))[0] == "ab"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no word processor (soffice) on this machine")
def test_a_word_processor_opens_the_letter(draft: Request, tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(to_docx(draft))
    command = ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert "Другий" in (tmp_path / "letter.txt").read_text(encoding="utf-8")
