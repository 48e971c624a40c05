"""A register is replaced whole or not at all, and nothing that custodiet did not make is ever replaced."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from custodiet.errors import RegisterError, UsageError
from custodiet.register import swap
from custodiet.register.manifest import read_manifest
from custodiet.register.swap import building
from custodiet.register.verify import verify

WRITER = Path(__file__).with_name("endless_builds.py")
Fill = Callable[[Path], Path]


def beside(target: Path) -> list[str]:
    """What stands beside the target."""
    return sorted(path.name for path in target.parent.iterdir() if path != target)


def test_a_first_build_makes_the_target_and_its_parents(tmp_path: Path, fill_register: Fill) -> None:
    target = tmp_path / "new" / "register"
    with building(target) as folder:
        assert list(folder.iterdir()) == []
        assert not target.exists()
        fill_register(folder)
    assert verify(target).ok
    assert beside(target) == []


def test_a_build_replaces_the_register_and_leaves_nothing_beside_it(register: Path, fill_register: Fill) -> None:
    (register / "problems.csv").write_text("of the old register", encoding="utf-8")
    with building(register) as folder:
        fill_register(folder)
        assert (register / "problems.csv").read_text(encoding="utf-8") == "of the old register"
    assert verify(register).ok
    assert beside(register) == []


def test_an_empty_folder_may_be_built_in(tmp_path: Path, fill_register: Fill) -> None:
    target = tmp_path / "register"
    target.mkdir()
    with building(target) as folder:
        fill_register(folder)
    assert verify(target).ok


def test_a_build_that_raises_leaves_the_register_as_it_was(register: Path) -> None:
    def interrupted() -> None:
        with building(register) as folder:
            (folder / "half").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert verify(register).ok
    assert beside(register) == []


def test_a_build_that_forgets_its_manifest_is_not_swapped_in(register: Path) -> None:
    with pytest.raises(RegisterError, match=r"ended without manifest\.json"), building(register) as folder:
        (folder / "half").touch()
    assert verify(register).ok


@pytest.mark.parametrize("name", ["letter.txt", "manifest.json", ".hidden", "sub/letter.txt"])
def test_a_folder_that_is_no_register_is_never_replaced(tmp_path: Path, name: str) -> None:
    kept = tmp_path / "papers" / name
    kept.parent.mkdir(parents=True)
    kept.write_text('{"name": "my own"}', encoding="utf-8")
    with pytest.raises(UsageError, match="not made by custodiet"), building(tmp_path / "papers"):
        pytest.fail("the block was entered")
    assert kept.read_text(encoding="utf-8") == '{"name": "my own"}'


def test_a_file_that_somebody_put_into_the_register_is_not_lost(register: Path) -> None:
    (register / "my notes.txt").write_text("weeks of work", encoding="utf-8")
    with pytest.raises(UsageError, match=r"also holds my notes\.txt, which would be lost"), building(register):
        pytest.fail("the block was entered")


def test_a_file_put_into_the_register_during_the_build_is_not_lost(register: Path, fill_register: Fill) -> None:
    def disturbed() -> None:
        with building(register) as folder:
            fill_register(folder)
            (register / "my notes.txt").touch()

    with pytest.raises(UsageError, match="which would be lost"):
        disturbed()
    assert (register / "my notes.txt").exists()


def test_what_a_desktop_leaves_in_a_register_does_not_stop_a_build(register: Path, fill_register: Fill) -> None:
    (register / ".DS_Store").touch()
    with building(register) as folder:
        fill_register(folder)
    assert verify(register).ok


def test_a_file_is_no_place_for_a_register(tmp_path: Path) -> None:
    (tmp_path / "register").touch()
    with pytest.raises(UsageError, match="is a file"), building(tmp_path / "register"):
        pytest.fail("the block was entered")


def test_the_root_of_a_disk_is_no_place_for_a_register() -> None:
    with pytest.raises(UsageError, match="name a folder below it"), building(Path("/")):
        pytest.fail("the block was entered")


def test_a_parent_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot build beside"), building(tmp_path / "file" / "register"):
        pytest.fail("the block was entered")


def test_two_builds_of_one_target_do_not_meet(register: Path, fill_register: Fill) -> None:
    with building(register) as folder:
        with pytest.raises(UsageError, match=r"another build of .* is running"), building(register):
            pytest.fail("the block was entered")
        fill_register(folder)
    assert verify(register).ok


def test_two_builds_of_two_targets_go_side_by_side(tmp_path: Path, fill_register: Fill) -> None:
    with building(tmp_path / "one") as one, building(tmp_path / "two") as two:
        fill_register(one)
        fill_register(two)
    assert verify(tmp_path / "one").ok
    assert verify(tmp_path / "two").ok


def test_a_link_to_a_register_stays_a_link(register: Path, fill_register: Fill) -> None:
    link = register.with_name("current")
    link.symlink_to(register.name)
    with building(link) as folder:
        fill_register(folder)
        (folder / "problems.csv").write_text("built through the link", encoding="utf-8")
    assert link.is_symlink()
    assert (register / "problems.csv").read_text(encoding="utf-8") == "built through the link"


def test_the_leftovers_of_a_killed_build_are_cleared_away(register: Path, fill_register: Fill) -> None:
    (register.with_name(".register.building") / "tables").mkdir(parents=True)
    register.with_name(".register.lock").touch()
    with building(register) as folder:
        assert list(folder.iterdir()) == []
        fill_register(folder)
    assert beside(register) == []


def test_two_renames_do_where_folders_cannot_be_exchanged(
    register: Path, fill_register: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    (register / "problems.csv").write_text("of the old register", encoding="utf-8")
    with building(register) as folder:
        fill_register(folder)
    assert verify(register).ok
    assert beside(register) == []


def test_a_register_lost_between_two_renames_is_put_back_by_the_next_build(register: Path) -> None:
    register.rename(register.with_name(".register.old"))
    with pytest.raises(ZeroDivisionError), building(register):
        raise ZeroDivisionError
    assert verify(register).ok
    assert beside(register) == []


def test_an_old_register_whose_successor_stands_is_cleared_away(register: Path, fill_register: Fill) -> None:
    fill_register(register.with_name(".register.old"))
    with pytest.raises(ZeroDivisionError), building(register):
        raise ZeroDivisionError
    assert verify(register).ok
    assert beside(register) == []


def test_a_register_comes_back_when_the_second_of_two_renames_fails(
    register: Path, fill_register: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(one: Path, other: Path) -> bool:
        (one / "manifest.json").unlink()  # so that the second rename finds nothing to rename
        for file in sorted(one.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        one.rmdir()
        return False

    monkeypatch.setattr(swap, "_exchange", cannot)
    with pytest.raises(FileNotFoundError), building(register) as folder:
        fill_register(folder)
    assert verify(register).ok
    assert beside(register) == []


def test_folders_are_exchanged_in_one_step_here(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "first").touch()
    if not swap._exchange(one, other):
        pytest.skip(f"{sys.platform} or this disk has no exchange of folders")
    assert [file.name for file in other.iterdir()] == ["first"]
    assert list(one.iterdir()) == []


def killed_once(target: Path, tables: Path, delay_s: float, way: str = "aside") -> bool:
    """Kill a process that builds without end after `delay_s`; whether it left half a build behind."""
    with subprocess.Popen([sys.executable, WRITER, way, target, tables], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(delay_s)
        writer.kill()
    return target.with_name(f".{target.name}.building").exists()


def kill_again_and_again(register: Path, tables: Path, times: int) -> None:
    half_builds, generations = 0, set()
    delays = random.Random(times)
    for _ in range(times):
        half_builds += killed_once(register, tables, delays.uniform(0, 0.12))
        outcome = verify(register)
        assert outcome.ok, outcome.lines()
        generations.add(read_manifest(register).notes.get("generation"))
    assert half_builds > 0, "no kill met a build: the test proves nothing"
    assert len(generations) > 1, "no build came to its end: the test proves nothing"


@pytest.fixture
def tables(tmp_path: Path, table_of: Callable[..., None]) -> Path:
    """A folder of tables to copy into each register."""
    lots = [{"ocid": "another", "lot_id": str(number)} for number in range(40)]
    table_of(tmp_path / "ready", "lots", lots)
    return tmp_path / "ready" / "tables"


def test_whenever_a_build_is_killed_a_whole_register_stands(register: Path, tables: Path, fill_register: Fill) -> None:
    kill_again_and_again(register, tables, 20)
    with building(register) as folder:
        fill_register(folder)
    assert beside(register) == ["ready"]


def test_a_build_that_wrote_in_place_would_be_caught(register: Path, tables: Path) -> None:
    (register / "tables" / "processes.parquet").unlink()
    delays = random.Random(1)
    for _ in range(40):
        killed_once(register, tables, delays.uniform(0, 0.02), "in-place")
        if not verify(register).ok:
            return
    pytest.fail("forty kills of a build in place left a whole register: the other test would not see a half one")


@pytest.mark.soak
def test_fifty_killed_builds_leave_a_whole_register(register: Path, tables: Path) -> None:
    kill_again_and_again(register, tables, 50)
