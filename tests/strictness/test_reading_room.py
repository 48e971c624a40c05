"""Every case through the reading room: what the standard refuses is set aside, and its neighbours are kept.

All cases of one kind lie in one folder, a file each, so that one bad file would also show in the others.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from cases import CASES, Case, embed
from first_rooms import Read, joined, lines, read, release

REFUSED = {"malformed", "not-utf-8", "limit", "cut-off"}
# Its bracket completes the record; that text follows the record is reported for the document.
ENDS_THE_RECORD = "brackets: {}}"
# The number of a case in the release that holds it.
EMBEDDED = {number: (case, data) for number, case in enumerate(CASES) if (data := embed(case)) is not None}


def own(number: int, data: bytes) -> bytes:
    """The release with the case, under an ocid of its own."""
    return data.replace(b'"ocid":"ocds-1"', b'"ocid":"case-%d"' % number, 1)


def neighbour(number: int, side: str) -> bytes:
    return lines(release(f"{side}-{number}")).strip()


def neighbours(numbers: Iterable[int]) -> list[str]:
    return sorted(f"{side}-{number}" for number in numbers for side in ("before", "behind"))


def others(found: Read) -> list[str]:
    return [ocid for ocid in found.ocids if not ocid.startswith("case-")]


def read_each(folder: Path, documents: dict[int, bytes]) -> tuple[Read, dict[int, set[str]]]:
    """What was read from all documents, and the kinds of problems of each."""
    for number, data in documents.items():
        (folder / f"{number:04d}").write_bytes(data)
    found = read(folder)
    numbers = {hashlib.sha256(data).hexdigest(): number for number, data in documents.items()}
    kinds: dict[int, set[str]] = {number: set() for number in documents}
    for problem in found.problems:
        kinds[numbers[problem.document_id]].add(problem.kind)
    return found, kinds


def wrongs(found: Read, kinds: dict[int, set[str]]) -> list[str]:
    """The cases on which the verdict is not that of the standard."""
    ocids, wrong = set(found.ocids), []
    for number, said in kinds.items():
        case, taken = CASES[number], f"case-{number}" in ocids
        if case.name == ENDS_THE_RECORD and taken:
            fits = "malformed" in said
        elif case.verdict == "accept":
            fits = taken and not said
        elif case.verdict == "reject" or not case.is_utf8:
            fits = not taken and bool(said & REFUSED)
        else:
            fits = taken != bool(said & REFUSED)
        wrong += [] if fits else [f"{case.name}: {case.verdict}, taken: {taken}, said: {sorted(said)}"]
    return wrong


def test_a_document_that_is_no_json_is_set_aside(tmp_path: Path) -> None:
    documents = {number: case.data for number, case in enumerate(CASES) if case.verdict == "reject"}
    found, kinds = read_each(tmp_path, documents)
    assert found.ocids == []
    repeated = len(documents) - len(set(documents.values()))
    assert len([number for number, said in kinds.items() if not said]) == repeated


def test_a_document_that_is_json_is_never_called_broken(tmp_path: Path) -> None:
    documents = {number: case.data for number, case in enumerate(CASES) if case.verdict == "accept"}
    _found, kinds = read_each(tmp_path, documents)
    assert [CASES[number].name for number, said in kinds.items() if said & REFUSED] == []


def test_a_release_that_is_a_document_is_judged_whole(tmp_path: Path) -> None:
    found, kinds = read_each(tmp_path, {number: own(number, data) for number, (_, data) in EMBEDDED.items()})
    assert [one for one in wrongs(found, kinds) if not one.startswith(ENDS_THE_RECORD)] == []
    assert not any(f"case-{number}" in found.ocids for number in kinds if CASES[number].verdict == "reject")


def test_a_line_is_judged_whole_and_its_neighbours_are_kept(tmp_path: Path) -> None:
    one_line = {number: own(number, data) for number, (case, data) in EMBEDDED.items() if b"\n" not in case.data}
    texts = [text for n, data in one_line.items() for text in (neighbour(n, "before"), data, neighbour(n, "behind"))]
    (tmp_path / "lines").write_bytes(b"\n".join(texts))
    found = read(tmp_path)
    assert others(found) == neighbours(one_line)
    kinds: dict[int, set[str]] = {number: set() for number in one_line}
    for problem in found.problems:
        kinds[list(one_line)[(int(problem.pointer.removeprefix("line=")) - 1) // 3]].add(problem.kind)
    assert wrongs(found, kinds) == []


@pytest.mark.parametrize(
    "arrange",
    [lambda case, before, behind: (before, case, behind), lambda case, before, behind: (case, before, behind)],
    ids=["between", "first"],
)
def test_an_element_is_judged_whole_and_its_neighbours_are_kept(
    arrange: Callable[[bytes, bytes, bytes], tuple[bytes, ...]], tmp_path: Path
) -> None:
    documents = {
        number: joined(*arrange(own(number, data), neighbour(number, "before"), neighbour(number, "behind")))
        for number, (_, data) in EMBEDDED.items()
    }
    found, kinds = read_each(tmp_path, documents)
    assert others(found) == neighbours(documents)
    assert wrongs(found, kinds) == []


def test_an_element_of_any_text_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    documents = {
        number: joined(neighbour(number, "before"), case.data, neighbour(number, "behind"))
        for number, (case, _) in EMBEDDED.items()
    }
    found, kinds = read_each(tmp_path, documents)
    assert found.ocids == neighbours(documents)
    assert [CASES[number].name for number, said in kinds.items() if not said] == []


def test_a_verdict_that_is_wrong_is_noticed() -> None:
    refused = next(number for number, (case, _) in EMBEDDED.items() if case.verdict == "reject")
    accepted = next(number for number, (case, _) in EMBEDDED.items() if case.verdict == "accept")
    found = Read(tables={"processes": [{"ocid": f"case-{refused}"}]})
    assert len(wrongs(found, {refused: set(), accepted: {"malformed"}})) == 2


def test_a_hundred_thousand_brackets_are_a_limit_or_a_cut_and_no_crash(tmp_path: Path) -> None:
    deep: list[Case] = [case for case in CASES if "100,000" in case.name]
    assert len(deep) >= 4
    found, kinds = read_each(tmp_path, {n: b'{"ocid":"a","x":' + case.data + b"}" for n, case in enumerate(deep)})
    assert found.ocids == []
    assert all(said & {"limit", "cut-off"} for said in kinds.values())
