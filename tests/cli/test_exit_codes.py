"""The exit code says how a command ended, and standard error says why in words for a person."""

import json
from pathlib import Path

import pytest

from custodiet import doors
from custodiet.errors import DoorError


def test_a_build_that_is_complete_ends_with_0(run, data: Path, tmp_path: Path) -> None:
    ran = run("build", data, "--to", tmp_path / "register", "--threads", 1)
    assert ran.code == 0
    assert "1 purchases of surveillance technology" in ran.out
    assert "custodiet: reading" in ran.err


def test_an_unknown_command_is_wrong_use(run) -> None:
    assert run("guess").code == 2


def test_an_unknown_limit_is_wrong_use_and_names_the_nearest(run, data: Path, tmp_path: Path) -> None:
    ran = run("build", data, "--to", tmp_path / "register", "--limit", "record_byte=5")
    assert ran.code == 2
    assert "did you mean 'record_bytes'" in ran.err


def test_an_unknown_basis_is_wrong_use(run, data: Path, tmp_path: Path) -> None:
    assert run("build", data, "--to", tmp_path / "register", "--merge", "identifier,guess").code == 2


def test_an_unknown_setting_of_an_indicator_is_wrong_use(run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[R003]\ntreshold = 3\n", encoding="utf-8")
    ran = run("indicators", data, "--settings", tmp_path / "s.toml")
    assert ran.code == 2
    assert "did you mean 'threshold'" in ran.err


def test_a_broken_settings_file_is_wrong_use(run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("{", encoding="utf-8")
    assert run("indicators", data, "--settings", tmp_path / "s.json").code == 2


def test_a_day_that_is_none_is_wrong_use(run, data: Path, tmp_path: Path) -> None:
    ran = run("build", data, "--to", tmp_path / "register", "--date", "soon")
    assert (ran.code, "expected a day such as" in ran.err) == (2, True)


def test_a_folder_that_is_no_register_is_not_written_over(run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("dear", encoding="utf-8")
    ran = run("build", data, "--to", tmp_path / "letters")
    assert ran.code == 2
    assert [file.name for file in (tmp_path / "letters").iterdir()] == ["one.txt"]


def test_an_input_that_is_not_there_ends_with_3(run, tmp_path: Path) -> None:
    ran = run("build", tmp_path / "nothing.json", "--to", tmp_path / "register")
    assert ran.code == 3
    assert "nothing.json" in ran.err
    assert not (tmp_path / "register").exists()


@pytest.mark.parametrize("command", ["build", "indicators"])
def test_an_input_in_which_nothing_is_understood_ends_with_3(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "letter.json").write_text('{"dear": "reader"}', encoding="utf-8")
    options = ["--to", tmp_path / "register"] if command == "build" else []
    ran = run(command, tmp_path / "letter.json", *options)
    assert ran.code == 3
    assert "letter.json" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("command", ["verify", "explain", "export", "review", "audit", "changes", "request"])
def test_a_folder_that_is_no_register_ends_with_3(run, tmp_path: Path, command: str) -> None:
    further = {
        "explain": ["x"],
        "export": ["--format", "csv", "--to", tmp_path / "out"],
        "review": ["--to", tmp_path / "out.csv"],
        "audit": ["--sample", "2", "--to", tmp_path / "out.csv"],
        "changes": [tmp_path],
        "request": ["x", "--lang", "uk"],
    }
    ran = run(command, tmp_path, *further.get(command, []))
    assert ran.code == 3
    assert "no register" in ran.err


@pytest.mark.parametrize(
    "command", [["classify"], ["match"], ["evaluate", "technologies"], ["evaluate", "organisations"]]
)
def test_a_file_that_cannot_be_read_ends_with_3(run, tmp_path: Path, command: list[str]) -> None:
    ran = run(*command, tmp_path / "nothing.jsonl")
    assert ran.code == 3
    assert "nothing.jsonl: cannot be read" in ran.err


@pytest.mark.parametrize("command", ["classify", "match"])
def test_lines_of_which_none_is_understood_end_with_3(run, tmp_path: Path, command: str) -> None:
    (tmp_path / "lines.jsonl").write_text("one\ntwo\n", encoding="utf-8")
    ran = run(command, tmp_path / "lines.jsonl")
    assert ran.code == 3
    assert [json.loads(line)["line"] for line in ran.out.splitlines()] == [1, 2]


def test_a_register_that_was_changed_does_not_verify(run, data: Path, tmp_path: Path) -> None:
    run("build", data, "--to", tmp_path / "register", "--threads", 1)
    with (tmp_path / "register" / "problems.csv").open("a", encoding="utf-8") as file:
        file.write("one more\r\n")
    ran = run("verify", tmp_path / "register")
    assert ran.code == 3
    assert "problems.csv: changed" in ran.out


def test_a_door_that_fails_ends_with_4_and_the_old_register_stands(
    run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build", data, "--to", tmp_path / "register", "--threads", 1)
    before = (tmp_path / "register" / "manifest.json").read_bytes()

    def lost(room: str, *_counts: object) -> None:
        raise DoorError(f"{room}: 2 found, but 1 merged is 1; the old register stands")

    monkeypatch.setattr(doors, "balance", lost)
    ran = run("build", data, "--to", tmp_path / "register", "--threads", 1)
    assert ran.code == 4
    assert "the old register stands" in ran.err
    assert (tmp_path / "register" / "manifest.json").read_bytes() == before


def test_an_input_that_is_cut_off_keeps_what_was_whole(run, data: Path, tmp_path: Path) -> None:
    text = data.read_bytes()
    (tmp_path / "cut.json").write_bytes(text[: text.index(b"chairs") + 3])
    ran = run("build", tmp_path / "cut.json", "--to", tmp_path / "register", "--threads", 1, "--json")
    assert ran.code == 0
    assert json.loads(ran.out)["processes"] == 1
    assert "cut" in (tmp_path / "register" / "problems.csv").read_text(encoding="utf-8")
