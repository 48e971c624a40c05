"""A manifest says what a register holds, the same bytes for the same register, and is read strictly."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from custodiet.errors import RegisterError
from custodiet.register.manifest import read_manifest
from custodiet.register.recount import money_totals


def rewrite(register: Path, **changes: object) -> None:
    """Change parts of the manifest by hand."""
    file = register / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_a_manifest_names_every_file_but_itself_with_hash_and_size(register: Path) -> None:
    files = read_manifest(register).files
    assert set(files) == {"problems.csv", "search.sqlite", "tables/lots.parquet", "tables/processes.parquet"}
    assert files["search.sqlite"].bytes == 4096


def test_the_same_register_gives_the_same_manifest(
    register: Path, tmp_path: Path, fill_register: Callable[[Path], Path]
) -> None:
    again = fill_register(tmp_path / "somewhere" / "else")
    assert (again / "manifest.json").read_bytes() == (register / "manifest.json").read_bytes()


def test_keys_and_inputs_stand_in_order(register: Path) -> None:
    text = (register / "manifest.json").read_text(encoding="utf-8")
    keys = list(json.loads(text))
    assert keys == sorted(keys)
    assert [entry["name"] for entry in json.loads(text)["inputs"]] == ["a.json", "b.json"]


def test_totals_are_exact_and_never_mix_currencies(register: Path) -> None:
    assert money_totals(register) == {
        "processes.tender": {"KGS": "99999999999999999999.9999", "UAH": "10.3000", "not stated": "7.0000"}
    }


def test_a_folder_without_a_manifest_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"is no register: it has no manifest\.json"):
        read_manifest(tmp_path)


def test_a_file_is_no_register(register: Path) -> None:
    with pytest.raises(RegisterError, match="is no register"):
        read_manifest(register / "problems.csv")


def test_a_build_cut_short_between_two_renames_is_told_where_the_register_is(register: Path) -> None:
    shutil.move(register, register.with_name(".register.old"))
    with pytest.raises(RegisterError, match=r"the last good one is .*\.register\.old"):
        read_manifest(register)


def test_a_manifest_that_is_no_json_is_damaged(register: Path) -> None:
    (register / "manifest.json").write_text('{"custodiet": "0.1', encoding="utf-8")
    with pytest.raises(RegisterError, match=r"manifest\.json is damaged"):
        read_manifest(register)


def test_a_manifest_with_a_part_nobody_knows_is_damaged(register: Path) -> None:
    rewrite(register, sponsor="nobody")
    with pytest.raises(RegisterError, match="sponsor"):
        read_manifest(register)


def test_a_register_of_a_later_layout_asks_for_a_newer_version(register: Path) -> None:
    rewrite(register, format=99, sponsor="nobody", custodiet="7.0.0")
    with pytest.raises(RegisterError, match=r"made by custodiet 7.0.0 in layout 99"):
        read_manifest(register)
