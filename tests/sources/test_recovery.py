"""One bad record never costs its neighbours, wherever it stands and whatever is wrong with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from packing import PACKED, gzipped, tar_of, zip_of

from first_rooms import joined, lines, read, release

TITLE = 'Камера "A" }}]] \\ {['
SOUND = [lines(release(f"sound-{n}", tender={"title": TITLE, "items": [{"id": "1"}]})).strip() for n in range(4)]
BAD = lines(release("bad", tender={"title": "x", "items": [{"id": "1"}]})).strip()
OCIDS = [f"sound-{n}" for n in range(4)]

FAULTS: dict[str, bytes] = {
    "a brace missing at its end": BAD[:-1],
    "two braces missing at its end": BAD[:-2],
    "a bracket missing inside": BAD.replace(b"}]}}", b"}}}"),
    "a bracket too many inside": BAD.replace(b"}]}}", b"}]]}}"),
    "a brace too many inside": BAD.replace(b"}]}}", b"}}]}}"),
    "an opening bracket too many": BAD.replace(b"[{", b"[[{"),
    "an opening brace too many": b"{" + BAD,
    "a comma missing inside": BAD.replace(b',"id":"bad-1"', b'"id":"bad-1"'),
    "a comma too many inside": BAD.replace(b',"id":"bad-1"', b',,"id":"bad-1"'),
    "a quotation mark missing": BAD.replace(b'"bad-1"', b'"bad-1'),
    "a quotation mark too many": BAD.replace(b'"bad-1"', b'"bad"-1"'),
    "half of it": BAD[: len(BAD) // 2],
    "its beginning only": b'{"ocid',
    "an end without a beginning": BAD[20:],
    "words instead of it": b"Internal Server Error",
    "a page instead of it": b"<html><body>{502}</body></html>",
    "a byte of no encoding": BAD.replace(b"bad-1", b"bad\xff1"),
    "a raw control character": BAD.replace(b"bad-1", b"bad\x00-1"),
    "nothing": b"",
}


def written(folder: Path, data: bytes) -> Path:
    (folder / "input").write_bytes(data)
    return folder / "input"


def with_fault(place: int, fault: bytes) -> list[bytes]:
    return [*SOUND[:place], fault, *SOUND[place:]]


ARRANGED: dict[str, Callable[[list[bytes]], bytes]] = {
    "package": lambda texts: joined(*texts),
    "package that says more behind": lambda texts: joined(*texts, end=b'],"publisher":{"name":"P"}}'),
    "package on many lines": lambda texts: joined(*texts, start=b'{\n"releases": [\n', between=b",\n", end=b"\n]\n}\n"),
    "array": lambda texts: joined(*texts, start=b"[", end=b"]"),
    "lines": lambda texts: b"\n".join(texts) + b"\n",
}


@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "between", "last"])
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("arranged", ARRANGED)
def test_the_neighbours_of_a_bad_record_are_kept(arranged: str, fault: str, place: int, tmp_path: Path) -> None:
    found = read(written(tmp_path, ARRANGED[arranged](with_fault(place, FAULTS[fault]))))
    assert [ocid for ocid in found.ocids if ocid != "bad"] == OCIDS
    assert found.kinds or (arranged == "lines" and fault == "nothing")  # a blank line is no fault


@pytest.mark.parametrize("arranged", [name for name in ARRANGED if name != "lines"])
@pytest.mark.parametrize(
    "between", [b"", b" ", b",,", b", oops ,", b";", b",null,", b", 12 ,", b"},", b"],", b",{", b",["]
)
def test_anything_between_two_records_is_reported_and_costs_none(between: bytes, arranged: str, tmp_path: Path) -> None:
    document = ARRANGED[arranged](SOUND).replace(SOUND[1] + b",", SOUND[1] + between, 1)
    found = read(written(tmp_path, document))
    assert found.ocids == OCIDS
    assert found.kinds


def test_several_bad_records_cost_none_of_those_between_them(tmp_path: Path) -> None:
    faults = list(FAULTS.values())[:8]
    texts = [text for n, fault in enumerate(faults) for text in (fault, lines(release(f"kept-{n}")).strip())]
    found = read(written(tmp_path, joined(*texts)))
    assert [ocid for ocid in found.ocids if ocid != "bad"] == [f"kept-{n}" for n in range(8)]


def test_documents_in_a_row_are_all_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, SOUND[0] + SOUND[1] + b" " + SOUND[2]))
    assert found.ocids == OCIDS[:3]
    assert found.kinds == ["records-run-together"]
    assert found.records == len(found.ocids)


def test_a_broken_document_of_many_records_is_read_in_time_linear_in_its_size(tmp_path: Path) -> None:
    broken = [BAD[:-1].replace(b"bad", b"bad-%d" % n) for n in range(20_000)]
    found = read(written(tmp_path, joined(SOUND[0], *broken, SOUND[1])))
    assert {"sound-0", "sound-1"} <= set(found.ocids)


def test_nested_openings_without_an_end_are_given_up_in_time(tmp_path: Path) -> None:
    found = read(written(tmp_path, b'{"releases":[' + b'{"ocid":[' * 300_000))
    assert found.ocids == []
    assert found.kinds


# What stands around the records is said before or behind them, and can be cut as well.
ABOUT = '"uri":"https://example.org/p","publisher":{"name":"Реєстр"},"extensions":["a","b"]'.encode()
DOCUMENTS: dict[str, bytes] = {
    "package": joined(*SOUND, start=b"{" + ABOUT + b',"releases":['),
    "package that says more behind": joined(*SOUND, start=b'{"releases":[', end=b"]," + ABOUT + b"}"),
    "array": joined(*SOUND, start=b"[", end=b"]"),
    "lines": b"\n".join(SOUND) + b"\n",
    "lines with carriage returns": b"\r\n".join(SOUND) + b"\r\n",
    "lines of packages": joined(*SOUND[:2]) + b"\n" + joined(*SOUND[2:]) + b"\n",
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_cut_anywhere_keeps_its_whole_records_and_says_that_it_is_cut(kind: str, tmp_path: Path) -> None:
    document, wrong = DOCUMENTS[kind], []
    ends = [document.index(text) + len(text) for text in SOUND]
    for cut in range(1 + len(kind) % 3, len(document), 3):
        (tmp_path / f"{cut:05d}").write_bytes(document[:cut])
        found = read(tmp_path / f"{cut:05d}")
        whole = [ocid for ocid, end in zip(OCIDS, ends, strict=True) if end <= cut]
        said = found.kinds == ["cut-off"] or (kind.startswith("lines") and (cut in ends or not document[cut:].strip()))
        between_lines = kind.startswith("lines") and document[cut - 1 : cut] in {b"\r", b"\n"}
        if found.ocids != whole or found.records != len(whole) or not (said or between_lines):
            wrong.append((cut, found.ocids, found.kinds))
    assert wrong == []


@pytest.mark.parametrize("kind", DOCUMENTS)
@pytest.mark.parametrize("packed", PACKED)
def test_packed_input_cut_at_any_byte_is_called_cut_off(kind: str, packed: str, tmp_path: Path) -> None:
    whole, wrong = PACKED[packed](DOCUMENTS[kind]), []
    for cut in range(6, len(whole), 11):
        file = tmp_path / f"{cut:05d}"
        file.write_bytes(whole[:cut])
        found = read(file)
        kept = found.ocids == OCIDS[: len(found.ocids)]
        if "cut-off" not in found.kinds or not kept or found.records != len(found.ocids) + found.set_aside:
            wrong.append((cut, found.ocids, found.kinds))
    assert wrong == []


def test_a_gzip_stream_cut_near_its_end_keeps_nearly_all_lines(tmp_path: Path) -> None:
    many = lines(*(release(f"r-{n:05d}", tender={"title": f"{n * 7919}"}) for n in range(5000)))
    packed = gzipped(many)
    found = read(written(tmp_path, packed[: len(packed) * 9 // 10]))
    assert len(found.ocids) > 4000
    assert found.ocids == [f"r-{n:05d}" for n in range(len(found.ocids))]
    assert set(found.kinds) == {"cut-off"}


def test_a_zip_cut_in_its_second_member_keeps_the_first(tmp_path: Path) -> None:
    packed = zip_of({"a": SOUND[0], "b": lines(*(release(f"r-{n}", title=f"{n * 7919}") for n in range(2000)))})
    found = read(written(tmp_path, packed[: len(packed) // 2]))
    assert "sound-0" in found.ocids
    assert len(found.ocids) > 200
    assert set(found.kinds) == {"cut-off"}


@pytest.mark.parametrize("behind", [0, 1, 511, 700])
def test_a_tar_cut_between_its_members_says_so(behind: int, tmp_path: Path) -> None:
    packed = tar_of({"a.json": SOUND[0], "b.json": SOUND[1]})

    found = read(written(tmp_path, packed[: packed.index(b"b.json") + behind]))

    assert "sound-0" in found.ocids
    assert "cut-off" in found.kinds


def test_a_tar_with_a_broken_header_says_so(tmp_path: Path) -> None:
    packed = tar_of({"a.json": SOUND[0], "b.json": SOUND[1]})

    found = read(written(tmp_path, packed.replace(b"b.json\0", b"b.json?")))

    assert found.ocids == ["sound-0"]
    assert found.kinds == ["malformed"]


def test_a_record_package_cut_inside_a_record_keeps_the_whole_release_in_it(tmp_path: Path) -> None:
    record = b'{"ocid":"sound-1","releases":[' + SOUND[1] + b'],"compiledRelease":' + SOUND[1]
    found = read(written(tmp_path, b'{"records":[{"ocid":"x","compiledRelease":' + SOUND[0] + b"}," + record[:-9]))
    assert found.ocids == ["sound-0", "sound-1"]
    assert found.kinds == ["cut-off"]
    assert [one.pointer for one in found.aside] == ["/records/0+1"]


def test_a_first_line_that_is_a_record_makes_lines_of_all_that_follow(tmp_path: Path) -> None:
    odd = [b'["x"]', b'"x"', b"broken", b'{"a": 1,,}']
    found = read(written(tmp_path, b"\n".join([SOUND[0], *odd, SOUND[1]])))
    assert found.ocids == OCIDS[:2]
    assert found.set_aside == len(odd)


@pytest.mark.parametrize("between", [b"", b" ", b"\r", b"\xef\xbb\xbf"], ids=["nothing", "a blank", "CR", "a mark"])
def test_records_that_lost_their_line_break_are_all_read(between: bytes, tmp_path: Path) -> None:
    """Files put together, of which one does not end in a line break or one begins with a byte order mark."""
    together = between.join(SOUND[1:3])

    found = read(written(tmp_path, b"\n".join([SOUND[0], together, SOUND[3]])))

    assert found.ocids == OCIDS
    assert found.records == len(OCIDS)
    assert [(one.kind, one.pointer) for one in found.problems] == [("records-run-together", "line=2")]


def test_a_mark_at_the_start_of_a_line_costs_no_record(tmp_path: Path) -> None:
    found = read(written(tmp_path, SOUND[0] + b"\n\xef\xbb\xbf" + SOUND[1]))
    assert found.ocids == OCIDS[:2]
    assert found.kinds == ["records-run-together"]


def test_of_records_run_together_a_cut_last_one_costs_no_other(tmp_path: Path) -> None:
    found = read(written(tmp_path, SOUND[0] + b"\n" + SOUND[1] + SOUND[2][:40]))
    assert found.ocids == OCIDS[:2]
    assert sorted(found.kinds) == ["malformed", "records-run-together"]
    assert found.records == len(found.ocids) + found.set_aside


@pytest.mark.parametrize("behind", [b"#", b",", b"}", b"[]", b"null", b"x{}"])
def test_what_is_no_record_behind_a_record_makes_it_malformed(behind: bytes, tmp_path: Path) -> None:
    found = read(written(tmp_path, b"\n".join([SOUND[0], SOUND[1] + behind, SOUND[2]])))
    assert found.ocids == [OCIDS[0], OCIDS[2]]
    assert found.kinds == ["malformed"]
