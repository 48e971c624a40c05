"""Names of files are labels: whatever bytes they are made of, what is inside is read."""

import os
from pathlib import Path

import pytest

from first_rooms import joined, lines, read, release


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.json", b"new\nline", b"--help", b"[glob]*?", b"CON", b".hidden", "файл".encode()]
)
def test_a_file_of_any_name_is_read_and_its_name_can_be_stored(name: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(joined(lines(release("one")).strip()))

    found = read(folder)

    assert found.ocids == ["one"]
    assert all(document.encode().decode().isprintable() for document in found.documents)


def test_text_in_utf_16_is_told_with_and_without_its_mark(tmp_path: Path) -> None:
    text = joined(lines(release("one")).strip()).decode()
    for name, encoding in (("marked", "utf-16"), ("little", "utf-16-le"), ("big", "utf-16-be")):
        (tmp_path / name).write_bytes(text.encode(encoding))

    found = read(tmp_path)

    assert found.kinds == ["not-understood"] * 3
    assert all("UTF-16" in one.detail for one in found.problems)
