"""A register built onto another is, byte for byte, the register of all inputs, and reads only what it has to."""

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_inputs import process, write_inputs

from custodiet.errors import InputError, RegisterError, UsageError
from custodiet.intake import bucket_number, take_in
from custodiet.keeping import account_of, asides_in, holding, keep, leave_out
from custodiet.model.chosen_rows import rows_from
from custodiet.pipeline import build
from custodiet.register.manifest import write_manifest
from custodiet.register.verify import verify
from custodiet.settings import Settings
from custodiet.sources import Reader
from custodiet.updating import plan, take_in_onto
from first_rooms import lines, release

CHUNK = 8 * 1024  # so small that even these inputs are many chunks


def digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def silent(*_numbers: Any) -> None:
    """Shows nothing."""


def read(inputs: Iterable[Path], to: Path, onto: Path | None = None, hold_back: tuple[str, ...] = ()) -> dict[str, str]:
    """What the first three rooms write and keep of some inputs."""
    settings = Settings(threads=1, chunk_bytes=CHUNK, updatable=True)
    shutil.rmtree(to, ignore_errors=True)
    for name in ("tables", "work"):
        (to / name).mkdir(parents=True)
    reader = Reader([str(one) for one in inputs], settings)
    if onto is None:
        taken = take_in(reader, settings, to / "tables", to / "work", silent)
        account = account_of(reader, asides_in(to / "work"))
    else:
        taken, account = take_in_onto(
            plan(reader, onto, settings), reader, settings, to / "tables", to / "work", silent
        )
    keep(to, account, taken, settings)
    if hold_back:
        leave_out(to, holding(to, pa.array(hold_back)))
    shutil.rmtree(to / "work")
    found = digests(to)
    write_manifest(to, version="", settings={}, inputs=[], rows={}, totals={}, problems={})
    return found


def onto_or_all(new: list[Path], every: list[Path], to: Path, old: Path) -> dict[str, str]:
    """Builds on `old` with the new inputs, or with all of them where an old one has to be read again."""
    try:
        return read(new, to, old)
    except InputError:
        return read(every, to, old)


@pytest.mark.parametrize("seed", range(6))
def test_any_split_of_the_inputs_gives_the_bytes_of_all_inputs(seed: int, tmp_path: Path) -> None:
    files = write_inputs(tmp_path / "inputs", 6)
    chosen = random.Random(seed)
    read(chosen.sample(files, chosen.randint(1, len(files) - 1)), tmp_path / "old")
    given = {one["name"] for one in _files(tmp_path / "old")}
    new = [file for file in files if file.name not in given]
    assert onto_or_all(new, files, tmp_path / "new", tmp_path / "old") == read(files, tmp_path / "all")


def test_updates_can_follow_each_other(tmp_path: Path) -> None:
    files = write_inputs(tmp_path / "inputs", 4)
    read(files[:3], tmp_path / "0")
    for number, file in enumerate(files[3:]):
        onto_or_all([file], files[: 4 + number], tmp_path / str(number + 1), tmp_path / str(number))
    assert digests(tmp_path / str(len(files) - 3) / "inputs") == _readings(read(files, tmp_path / "all"))


def test_a_replaced_input_leaves_no_row_behind(tmp_path: Path) -> None:
    files = write_inputs(tmp_path / "inputs", 6)
    read(files, tmp_path / "old")
    changed = tmp_path / "inputs" / "package.json"
    changed.write_bytes(changed.read_bytes().replace(b"1000.5", b"1000.6"))
    found = read([changed], tmp_path / "new", tmp_path / "old")
    assert found == read(files, tmp_path / "all")
    assert found != digests(tmp_path / "old")


def test_what_is_unchanged_is_not_read_again(tmp_path: Path) -> None:
    files = write_inputs(tmp_path / "inputs", 4)
    read(files, tmp_path / "old")
    reader = Reader([str(tmp_path / "inputs")], Settings())
    given = Reader([str(file) for file in files], Settings())
    assert plan(given, tmp_path / "old", Settings(chunk_bytes=CHUNK)).fresh == frozenset()
    assert len(reader.files) == len(files)


def test_a_process_touched_by_a_new_input_asks_for_the_old_one(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_bytes(lines(process("shared", 1, id="r-1"), process("alone", 2)))
    second.write_bytes(lines(process("shared", 1, id="r-2", date="2024-09-01")))
    read([first], tmp_path / "old")
    with pytest.raises(InputError, match=r"first\.jsonl .* give it beside the new inputs"):
        read([second], tmp_path / "new", tmp_path / "old")
    assert read([first, second], tmp_path / "new", tmp_path / "old") == read([first, second], tmp_path / "all")


def test_problems_of_merged_processes_stand_alike_whatever_lies_beside_them(tmp_path: Path) -> None:
    """A bucket is decoded before its texts are minimised: without an order of their own problems would mix."""
    alike = [ocid for ocid in (f"p-{n}" for n in range(1000)) if bucket_number(ocid) == bucket_number("p-0")][:4]
    title = "Camera at rtsp://10.11.12.13/1"
    troubled: dict[str, Any] = {"planning": [{"rationale": "Order"}], "tender": {"title": title}}
    files = [tmp_path / name for name in ("first.jsonl", "second.jsonl")]
    files[0].write_bytes(lines(*(release(ocid, **troubled) for ocid in alike[1:])))
    files[1].write_bytes(lines(release(alike[0], **troubled)))
    read(files[:1], tmp_path / "old")
    assert read(files[1:], tmp_path / "new", tmp_path / "old") == read(files, tmp_path / "all")
    kinds = pq.read_table(tmp_path / "all" / "tables" / "problems.parquet")["kind"].to_pylist()
    assert kinds == ["list-for-object", "personal-data-in-text"] * len(alike)


@pytest.mark.parametrize("late", ["a.zip", "z.zip"])
def test_a_document_found_again_is_told_where_it_stands_first(late: str, tmp_path: Path) -> None:
    """The same member lies in each archive, as a licence does; one of them comes later, before or behind the others."""
    files = [tmp_path / name for name in ("a.zip", "b.zip", "m.jsonl", "z.zip")]
    for n, file in enumerate(files):
        shared = lines(process("shared", 1), process("shared-too", 2, tag=["compiled"]))
        own = lines(process(f"own-{n}", n, tag=["compiled"]))
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("note.txt", "no procurement data")
            archive.writestr("shared.jsonl", shared)
            archive.writestr("own.jsonl", own)
    files[2].write_bytes(lines(process("between", 3, tag=["compiled"])))
    old = [file for file in files if file.name != late]
    read(old, tmp_path / "old")
    if late == "a.zip":
        with pytest.raises(InputError, match=r"b\.zip and 1 more .* a new input holds a document of it"):
            read([tmp_path / late], tmp_path / "new", tmp_path / "old")
    new = [file for file in files if file.name != "m.jsonl"] if late == "a.zip" else [tmp_path / late]
    assert read(new, tmp_path / "new", tmp_path / "old") == read(files, tmp_path / "all")
    assert read([tmp_path / late], tmp_path / "same", tmp_path / "all") == read(files, tmp_path / "all")


def test_an_input_given_under_two_names_is_one(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_bytes(lines(process("one", 1, tag=["compiled"])))
    second.write_bytes(first.read_bytes())
    read([first], tmp_path / "old")
    assert read([second], tmp_path / "new", tmp_path / "old") == read([first, second], tmp_path / "all")


def test_nothing_of_an_input_with_something_held_back_is_kept(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_bytes(lines(process("secret", 1, tag=["compiled"]), process("beside-it", 2, tag=["compiled"])))
    second.write_bytes(lines(process("open", 3, tag=["compiled"])))
    read([first, second], tmp_path / "old", hold_back=("secret",))
    kept = b"".join(file.read_bytes() for file in sorted((tmp_path / "old" / "inputs").iterdir()))
    assert b"secret" not in kept
    assert b"beside-it" not in kept
    with pytest.raises(InputError, match=r"first\.jsonl"):
        read([second], tmp_path / "new", tmp_path / "old")
    assert read([first, second], tmp_path / "new", tmp_path / "old") == read([first, second], tmp_path / "all")


def test_a_register_that_keeps_nothing_or_was_changed_is_not_built_on(tmp_path: Path) -> None:
    file = tmp_path / "one.jsonl"
    file.write_bytes(lines(process("one", 1, tag=["compiled"])))
    read([file], tmp_path / "old")
    reader = Reader([str(file)], Settings())
    with pytest.raises(UsageError, match="other mappings, plugins or limits"):
        plan(reader, tmp_path / "old", Settings(limits=Settings().limits.__class__(depth=7)))
    (tmp_path / "old" / "inputs" / "bids.parquet").write_bytes(b"")
    with pytest.raises(RegisterError, match="changed after the build"):
        plan(reader, tmp_path / "old", Settings())
    shutil.rmtree(tmp_path / "old" / "inputs")
    write_manifest(tmp_path / "old", version="", settings={}, inputs=[], rows={}, totals={}, problems={})
    with pytest.raises(UsageError, match="--updatable"):
        plan(reader, tmp_path / "old", Settings())


def test_a_whole_register_built_onto_another_is_that_of_all_inputs(tmp_path: Path) -> None:
    files = write_inputs(tmp_path / "inputs", 4)
    new = [file for file in files if file.name.startswith(("compiled-2", "members", "text"))]
    old = [file for file in files if file not in new]
    build([str(file) for file in old], tmp_path / "old", Settings(threads=1, updatable=True))
    build([str(file) for file in files], tmp_path / "all", Settings(threads=1, updatable=True))
    build([str(file) for file in new], tmp_path / "old", Settings(threads=1, onto=tmp_path / "old"))  # in its place
    assert digests(tmp_path / "old") == digests(tmp_path / "all")
    assert verify(tmp_path / "old").ok


def _files(register: Path) -> list[dict[str, Any]]:

    files: list[dict[str, Any]] = json.loads((register / "inputs" / "files.json").read_bytes())["files"]
    return files


def _readings(found: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("inputs/"): digest for name, digest in found.items() if name.startswith("inputs/")}


@pytest.mark.parametrize("first", [0, 1, 3, 4, 8, 9, 10])
def test_rows_from_a_number_on_are_those_behind_it_whatever_the_row_groups(first: int, tmp_path: Path) -> None:
    rows = pa.table({"n": list(range(10))})
    pq.write_table(rows, tmp_path / "rows.parquet", row_group_size=4)

    assert rows_from(tmp_path / "rows.parquet", first).equals(rows.slice(first))
