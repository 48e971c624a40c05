"""The lines of a plain file are read where they lie by whoever works on them, and are the same lines."""

import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from packing import gzipped, zipped

from custodiet.errors import InputError
from custodiet.model.chunk import Chunk
from custodiet.settings import Limits, Settings
from custodiet.sources import Reader
from first_rooms import lines, package, release

MARK = b"\xef\xbb\xbf"
RELEASES = lines(*(release(f"r-{n}", tender={"title": "Камера " * (1 + n % 7)}) for n in range(60)))
LONG = lines(release("long", tender={"title": "x" * 9000}))
LAYOUTS = {
    "lines": RELEASES,
    "lines behind a byte order mark": MARK + RELEASES,
    "lines with blank ones": RELEASES.replace(b"\n", b"\n\n \n"),
    "lines that end as on Windows": RELEASES.replace(b"\n", b"\r\n"),
    "no line end at the end": RELEASES.rstrip(),
    "the last line cut": RELEASES[:-20],
    "a line beyond the limit between": RELEASES + LONG + RELEASES,
    "a line beyond the limit last": RELEASES + LONG,
}


def chunks(file: Path) -> list[Chunk]:
    settings = Settings(threads=1, chunk_bytes=1500, limits=Limits(record_bytes=4000))
    return list(Reader([str(file)], settings).chunks())


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in blocks so small that these inputs are many."""
    monkeypatch.setattr("custodiet.sources._inputs._BLOCK", 700)
    monkeypatch.setattr("custodiet.sources._recognise.HEAD_BYTES", 700)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_read_where_they_lie_are_those_that_were_read(layout: str, tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(LAYOUTS[layout])
    read = chunks(tmp_path / "input")
    handed = [pickle.loads(pickle.dumps(chunk.by_place())) for chunk in read]
    assert len(read) > 3
    assert not any(piece.data for chunk in handed for piece in chunk.pieces)
    assert [chunk.whole() for chunk in handed] == read


@pytest.mark.parametrize(
    "data",
    [gzipped(RELEASES), zipped(RELEASES), zipped(gzipped(RELEASES)), package(release("a"), release("b"))],
    ids=["gzip", "zip", "gzip in zip", "package"],
)
def test_what_does_not_lie_in_a_file_as_it_is_is_handed_on(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(data)
    read = chunks(tmp_path / "input")
    assert read
    assert [chunk.by_place() for chunk in read] == read


def grown(file: Path) -> None:
    file.write_bytes(RELEASES + RELEASES)


def other_content_of_the_same_size(file: Path) -> None:
    file.write_bytes(RELEASES.replace(b"r-1", b"r-2"))
    later = time.time_ns() + 1_000_000_000
    os.utime(file, ns=(later, later))


def removed(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("change", [grown, other_content_of_the_same_size, removed])
def test_a_file_that_changed_since_its_hash_was_taken_stops_the_build(
    change: Callable[[Path], None], tmp_path: Path
) -> None:
    file = tmp_path / "input.jsonl"
    file.write_bytes(RELEASES)
    read = chunks(file)
    change(file)
    with pytest.raises(InputError, match=r"input\.jsonl changed while it was read"):
        read[0].by_place().whole()
