"""Archives: every member is a document, a bad one costs no other, and no name leads anywhere."""

import os
import stat
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from packing import (
    bzipped,
    gzipped,
    tar_of,
    tar_with_link,
    xzipped,
    zip_called_encrypted,
    zip_of,
    zip_of_overlapping_members,
    zip_with_link,
    zipped,
    zstandard,
)

from custodiet.errors import CutOffError
from custodiet.settings import Limits
from custodiet.sources._unpack import unwrap
from first_rooms import lines, package, read, release

GOOD = lines(release("good"))
STREAMS = {"gz": gzipped, "zst": zstandard, "xz": xzipped, "bz2": bzipped}
PACKERS = {
    **STREAMS,
    "zip": zipped,
    **{f"tar.{name}": lambda data, pack=pack: pack(tar_of({"a": data})) for name, pack in STREAMS.items()},
}


def written(folder: Path, data: bytes, name: str = "input") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_packed_input_gives_what_plain_input_gives(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    found = read(written(tmp_path, pack(package(release("a"), release("b")))))
    assert found.ocids == ["a", "b"]
    assert found.kinds == []


@pytest.mark.parametrize("pack", STREAMS.values(), ids=STREAMS)
def test_several_packed_streams_in_a_row_are_one_document(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    found = read(written(tmp_path, pack(lines(release("a"))) + pack(lines(release("b")))))
    assert found.ocids == ["a", "b"]


@pytest.mark.parametrize("pack", STREAMS.values(), ids=STREAMS)
@pytest.mark.parametrize("block", [1, 7, 64])
def test_streams_are_told_apart_wherever_a_block_ends(pack: Callable[[bytes], bytes], block: int) -> None:
    packed = pack(b"one ") + pack(b"two ") + pack(b"three")
    blocks = (packed[start : start + block] for start in range(0, len(packed), block))
    assert b"".join(unwrap(blocks, Limits())) == b"one two three"


@pytest.mark.parametrize("pack", STREAMS.values(), ids=STREAMS)
def test_padding_behind_a_packed_stream_is_passed_over_and_the_start_of_one_more_is_not(
    pack: Callable[[bytes], bytes],
) -> None:
    packed = pack(b"whole")
    for padding in (b"\0", b"\0" * 64):
        assert b"".join(unwrap([packed, padding], Limits())) == b"whole"
    for cut in (2, 5, 12):
        with pytest.raises(CutOffError):
            list(unwrap([packed, packed[:cut]], Limits()))


def test_an_xz_stream_that_asks_for_too_much_memory_is_refused(tmp_path: Path) -> None:
    small = xzipped(GOOD)
    # The size of the dictionary is one byte of the block's header, which ends with its checksum.
    header = bytearray(small[12 : 12 + (small[12] + 1) * 4])
    header[header.index(b"\x21\x01") + 2] = 37
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    found = read(written(tmp_path, small[:12] + bytes(header) + small[12 + len(header) :]))
    assert found.ocids == []
    assert found.kinds == ["limit"]
    assert "MiB" in found.problems[0].detail


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    written(tmp_path, zipped(lines(release("zip"))), "a.json")
    written(tmp_path, lines(release("lines")), "b.zip")
    written(tmp_path, gzipped(lines(release("gzip"))), "c.xml")
    assert read(tmp_path).ocids == ["gzip", "lines", "zip"]


def test_a_member_is_named_behind_its_archive(tmp_path: Path) -> None:
    found = read(written(tmp_path, zip_of({"2024/may.json": GOOD}), "data.zip"))
    assert list(found.documents) == ["data.zip", "data.zip!/2024/may.json"]


def test_an_archive_in_an_archive_is_read(tmp_path: Path) -> None:
    found = read(
        written(tmp_path, zip_of({"inner.zip": zip_of({"a.json": GOOD}), "b.gz": gzipped(lines(release("b")))}))
    )
    assert found.ocids == ["b", "good"]


def test_archives_nested_too_deep_are_refused_and_what_lies_beside_them_is_read(tmp_path: Path) -> None:
    nested = zip_of({"deep.json": lines(release("deep"))})
    for _ in range(4):
        nested = zip_of({"inner.zip": nested})
    found = read(written(tmp_path, zip_of({"nested.zip": nested, "good.json": GOOD})))
    assert found.ocids == ["good"]
    assert found.kinds == ["limit"]
    assert "nested_archives" in found.problems[0].detail


def test_gzip_in_gzip_counts_as_nesting(tmp_path: Path) -> None:
    nested = lines(release("deep"))
    for _ in range(5):
        nested = gzipped(nested)
    found = read(written(tmp_path, nested))
    assert found.ocids == []
    assert found.kinds == ["limit"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\windows\\a", "a/../../b", "a\\..\\b"])
def test_a_name_that_leaves_the_archive_is_a_label_only(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    before = sorted(tmp_path.rglob("*"))
    file = written(inside, zip_of({name: GOOD}))
    found = read(file)
    assert found.ocids == ["good"]
    assert found.kinds == ["member-name-escapes"]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, file])


@pytest.mark.parametrize(
    "packed", [zip_with_link("link.json", "/etc/passwd"), tar_with_link("link.json", "/etc/passwd")], ids=["zip", "tar"]
)
def test_a_link_in_an_archive_is_not_followed(packed: bytes, tmp_path: Path) -> None:
    found = read(written(tmp_path, packed), written(tmp_path, GOOD, "good"))
    assert found.ocids == ["good"]
    assert found.kinds == ["member-not-a-file"]


@pytest.mark.parametrize("kind", [tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_a_device_or_hard_link_in_a_tar_is_not_followed(kind: bytes, tmp_path: Path) -> None:
    found = read(written(tmp_path, tar_with_link("odd", "/etc/passwd", kind)))
    assert found.kinds == ["member-not-a-file"]


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = written(tmp_path, lines(release("secret")), "secret.json")
    folder = tmp_path / "folder"
    folder.mkdir()
    written(folder, GOOD, "good.json")
    (folder / "link.json").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    found = read(folder)
    assert found.ocids == ["good"]
    assert found.kinds == ["link-not-followed", "link-not-followed"]


def test_a_pipe_in_a_folder_does_not_hold_up_the_run(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "good.json")
    os.mkfifo(tmp_path / "pipe")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    found = read(tmp_path)
    assert found.ocids == ["good"]
    assert found.kinds == ["not-a-file"]


def test_an_encrypted_member_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, zip_called_encrypted({"secret": lines(release("secret")), "open": GOOD}, "secret")))
    assert found.ocids == ["good"]
    assert found.kinds == ["member-encrypted"]


def test_a_member_with_a_wrong_checksum_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    packed = zip_of({"bad": lines(release("bad")), "good": GOOD}, method=0)
    found = read(written(tmp_path, packed.replace(b'"bad-1"', b'"bad-2"')))
    assert "good" in found.ocids
    assert "malformed" in found.kinds


def test_a_zip_without_its_directory_keeps_its_whole_members(tmp_path: Path) -> None:
    packed = zip_of({"a": lines(release("a")), "b": lines(release("b"))})
    found = read(written(tmp_path, packed[: packed.find(b"PK\x01\x02")]))
    assert found.ocids == ["a", "b"]
    assert found.kinds == ["cut-off"]


def test_members_beyond_the_limit_stop_the_archive_and_nothing_else(tmp_path: Path) -> None:
    for name, pack in {"a.zip": zip_of, "b.tar": tar_of}.items():
        written(tmp_path, pack({f"{name}-{n}": lines(release(f"{name}-{n}")) for n in range(12)}), name)
    written(tmp_path, GOOD, "good.json")
    found = read(tmp_path, members=10)
    assert found.kinds == ["limit", "limit"]
    assert all("members" in one.detail for one in found.problems)
    assert "good" in found.ocids


def test_overlapping_members_of_a_bomb_stop_at_the_ratio(tmp_path: Path) -> None:
    bomb = zip_of_overlapping_members(b" " * (4 << 20) + GOOD, 500)
    found = read(written(tmp_path, bomb, "bomb"), written(tmp_path, GOOD, "good"))
    assert "good" in found.ocids
    assert "limit" in found.kinds
    assert len(found.documents) < 100


def test_the_same_bytes_twice_are_read_once(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a")
    written(tmp_path, zipped(GOOD), "b")
    found = read(tmp_path)
    assert found.ocids == ["good"]
    assert found.kinds == ["document-repeated"]


@pytest.mark.parametrize("data", [b"", b"  \n", b"PK\x05\x06" + b"\0" * 18], ids=["empty", "blank", "empty zip"])
def test_input_with_nothing_in_it_is_reported(data: bytes, tmp_path: Path) -> None:
    found = read(written(tmp_path, data))
    assert found.ocids == []
    assert found.kinds == ["not-understood"]
