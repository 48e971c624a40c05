"""What the tests of pictures and of the map share; the hostile texts are those of the folder above."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent.parent)]


@pytest.fixture(scope="session")
def assets(project: Path) -> Path:
    """The folder of shipped files, as `make assets` fills it."""
    folder = project / "src" / "custodiet" / "site" / "assets"
    assert (folder / "LICENCES.txt").is_file(), "run `make assets`"
    return folder


@pytest.fixture(scope="session")
def letters_of() -> Callable[[Path], set[int]]:
    """Reads which letters a TrueType font has, from its table `cmap` (format 4 or 12)."""
    return read_letters


def read_letters(font: Path) -> set[int]:
    data = font.read_bytes()
    tables = {
        data[at : at + 4]: int.from_bytes(data[at + 8 : at + 12]) for at in range(12, 12 + 16 * short(data, 4), 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for at in range(start + 4, start + 4 + 8 * short(data, start + 2), 8):
        part = start + int.from_bytes(data[at + 4 : at + 8])
        if short(data, part) == 12:
            groups = int.from_bytes(data[part + 12 : part + 16])
            for group in range(part + 16, part + 16 + 12 * groups, 12):
                first, last = (int.from_bytes(data[group + step : group + step + 4]) for step in (0, 4))
                found.update(range(first, last + 1))
    return found


def short(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2])
