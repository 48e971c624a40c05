"""Limits: each trap stops with its own problem, in little memory, and the rest of the input goes on."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from packing import PACKED, zip_of, zstandard

from first_rooms import joined, lines, read, release

GOOD = lines(release("good"))
MIB = 1 << 20


def inputs(folder: Path, trap: bytes) -> tuple[Path, Path]:
    (folder / "trap").write_bytes(trap)
    (folder / "zz-good").write_bytes(GOOD)
    return folder / "trap", folder / "zz-good"


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_a_bomb_stops_at_the_ratio(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    found = read(*inputs(tmp_path, pack(b"[" + b" " * (80 * MIB))))
    assert found.ocids == ["good"]
    assert "limit" in found.kinds
    assert any("unpacked_ratio" in one.detail for one in found.problems)


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_a_document_that_unpacks_to_too_much_stops_at_the_size(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    many = lines(*(release(f"r-{n}") for n in range(3000)))
    found = read(*inputs(tmp_path, pack(many)), unpacked_bytes=100_000)
    assert "good" in found.ocids
    assert any("unpacked_bytes" in one.detail for one in found.problems)


def test_a_file_larger_than_allowed_is_not_opened(tmp_path: Path) -> None:
    found = read(*inputs(tmp_path, lines(*(release(f"r-{n}") for n in range(100)))), input_bytes=1000)
    assert found.ocids == ["good"]
    assert found.kinds == ["limit"]
    assert "input_bytes" in found.problems[0].detail


@pytest.mark.parametrize("chunk_bytes", [1, 500, 4 * MIB])
def test_a_line_larger_than_allowed_costs_no_other_line(chunk_bytes: int, tmp_path: Path) -> None:
    huge = lines(release("huge", tender={"title": "a" * 3 * MIB}))
    (tmp_path / "input").write_bytes(lines(release("a")) * 1 + huge + lines(release("b"), release("c")))
    found = read(tmp_path / "input", record_bytes=2 * MIB, chunk_bytes=chunk_bytes)
    assert found.ocids == ["a", "b", "c"]
    assert [(one.kind, one.pointer) for one in found.problems] == [("limit", "line=2")]


@pytest.mark.parametrize("chunk_bytes", [1, 4 * MIB])
def test_an_element_larger_than_allowed_costs_no_other_and_moves_no_place(chunk_bytes: int, tmp_path: Path) -> None:
    huge = lines(release("huge", tender={"title": "a" * 3 * MIB})).strip()
    around = [lines(release(ocid)).strip() for ocid in ("a", "b", "c")]
    (tmp_path / "input").write_bytes(joined(around[0], huge, *around[1:]))
    found = read(tmp_path / "input", record_bytes=2 * MIB, chunk_bytes=chunk_bytes)
    assert [(one.ocid, one.pointer) for one in found.aside] == [
        ("a", "/releases/0"),
        ("b", "/releases/2"),
        ("c", "/releases/3"),
    ]
    assert [(one.kind, one.pointer) for one in found.problems] == [("limit", "/releases/1")]


def test_a_missing_bracket_in_a_document_beyond_the_record_limit_costs_one_record(tmp_path: Path) -> None:
    sound = [lines(release(f"r-{n}", tender={"title": "a" * 200_000})).strip() for n in range(12)]
    broken = lines(release("broken", tender={"title": "x"})).strip()[:-1]
    (tmp_path / "input").write_bytes(joined(sound[0], broken, *sound[1:]))
    found = read(tmp_path / "input", record_bytes=MIB)
    assert found.ocids == sorted(f"r-{n}" for n in range(12))
    assert found.kinds


def test_a_document_that_is_one_record_larger_than_allowed_is_set_aside(tmp_path: Path) -> None:
    huge = lines(release("huge", tender={"title": "a" * 3 * MIB})).strip()
    found = read(*inputs(tmp_path, huge), record_bytes=2 * MIB)
    assert found.ocids == ["good"]
    assert set(found.kinds) == {"limit"}


def test_a_record_nested_deeper_than_allowed_is_set_aside_alone(tmp_path: Path) -> None:
    deep = b'{"ocid":"deep","x":' + b"[" * 60 + b"]" * 60 + b"}"
    found = read(*inputs(tmp_path, joined(deep, *GOOD.splitlines())), depth=50)
    assert found.ocids == ["good", "good"]
    assert [(one.kind, one.pointer) for one in found.problems] == [("limit", "/releases/0")]


def test_a_text_longer_than_allowed_is_cut_and_reported(tmp_path: Path) -> None:
    tagged = release("long", tag=["compiled"], tender={"title": "Камера " * 100})
    found = read(*inputs(tmp_path, lines(tagged)), text_chars=100)
    (row,) = found.tables["processes"]
    assert row["title"] == ("Камера " * 100)[:100]
    assert [(one.kind, one.pointer) for one in found.problems] == [("text-too-long", "/tender/title")]


@pytest.mark.parametrize("document", [b"<!ENTITY a 'x'>", b"<!ENTITY a SYSTEM 'file:///etc/passwd'>"])
@pytest.mark.parametrize("root", [b"TED_EXPORT", b"ContractNotice"])
def test_xml_with_entities_is_set_aside_unread(root: bytes, document: bytes, tmp_path: Path) -> None:
    bomb = b"<?xml version='1.0'?><!DOCTYPE " + root + b" [" + document + b"]><" + root + b">&a;</" + root + b">"
    found = read(*inputs(tmp_path, bomb))
    assert found.ocids == ["good"]
    assert found.kinds == ["malformed"]


def test_a_hundred_thousand_members_are_read_one_by_one(tmp_path: Path) -> None:
    found = read(*inputs(tmp_path, zip_of({str(n): b"" for n in range(100_000)}, method=0)), members=99_999)
    assert found.ocids == ["good"]
    assert found.kinds == ["limit"]


_MEASURE = """
import re, sys
sys.path[:0] = sys.argv[1:2]
from first_rooms import read
print(read(sys.argv[2]).kinds)
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""
BOMBS = {
    "blanks": b'{"releases":[' + b" " * (120 * MIB),
    "brackets": b"[" + (b"[" * 200 + b"]" * 200 + b",") * 150_000,
    "text": b'{"ocid":"' + b"a" * (120 * MIB),
    "line": b'{"a":1}\n' * 2 + b"a" * (120 * MIB),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from Linux's /proc")
@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_is_read_in_little_memory(kind: str, tmp_path: Path, project: Path) -> None:
    (tmp_path / "bomb").write_bytes(zstandard(BOMBS[kind]))
    call = [sys.executable, "-c", _MEASURE, str(project / "tests"), str(tmp_path / "bomb")]
    said = subprocess.run(call, capture_output=True, text=True, check=True, timeout=60).stdout.splitlines()
    assert "limit" in said[0]
    assert int(said[1]) < 400 * 1024, "KiB; 32 MiB are unpacked before the ratio is judged"
