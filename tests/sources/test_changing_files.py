"""A document is known by its hash, so a file that changes while it is read stops the build."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from packing import gzipped

from custodiet.errors import InputError
from custodiet.settings import Settings
from custodiet.sources import Reader
from first_rooms import lines, release

RELEASES = lines(*(release(f"r-{n}", tender={"title": "Камера"}) for n in range(20)))


def grow(file: Path) -> None:
    with file.open("ab") as more:
        more.write(b"{}\n")


def write_as_much_of_something_else(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))
    later = time.time_ns() + 1_000_000_000
    os.utime(file, ns=(later, later))


def remove(file: Path) -> None:
    file.unlink()


def put_another_in_its_place(file: Path) -> None:
    (file.parent / "other").write_bytes(b"something else")
    (file.parent / "other").replace(file)


def read_with(change: Callable[[Path], None], data: bytes, folder: Path) -> int:
    """How many chunks were read of a file with which something is done after the first."""
    file = folder / "input.jsonl"
    file.write_bytes(data)
    chunks = Reader([str(file)], Settings(threads=1, chunk_bytes=100)).chunks()
    next(chunks)
    change(file)
    return 1 + len(list(chunks))


@pytest.mark.parametrize("data", [RELEASES, gzipped(RELEASES)], ids=["plain", "packed"])
@pytest.mark.parametrize("change", [grow, write_as_much_of_something_else])
def test_a_file_written_to_while_it_is_read_stops_the_build(
    change: Callable[[Path], None], data: bytes, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"input\.jsonl changed while it was read; build again"):
        read_with(change, data, tmp_path)


@pytest.mark.parametrize("change", [remove, put_another_in_its_place, Path.exists])
def test_a_file_that_loses_its_name_is_read_to_its_end(change: Callable[[Path], None], tmp_path: Path) -> None:
    assert read_with(change, RELEASES, tmp_path) >= 1
