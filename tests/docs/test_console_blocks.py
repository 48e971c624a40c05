"""Every console block of the README and the pages is run as the reader would run it, and shows what it says it shows.

A block is fenced as `console`. A line that starts with `$ ` is a command (one that ends with a backslash goes on), the
lines below it are what it prints on both outputs. `...` stands for anything within a line; alone on a line it stands
for any lines. The blocks of a page run in order in one folder that holds copies of `docs/examples`. Comments above a
block: `<!-- not run: REASON -->` leaves it out, `<!-- exit: 3 -->` says that its last command ends with that code.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT_S = 300

BLOCK = re.compile(
    r"(?:^<!-- (?:not run: (?P<reason>\S[^\n]*?)|exit: (?P<exit>\d+)) -->\n+)?"
    r"^```console\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
OTHER_SHELLS = re.compile(r"^ *```(sh|bash|shell|shell-session|zsh|powershell)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """A command, what the page says it prints, and the code it ends with."""

    command: str
    shown: tuple[str, ...]
    code: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """The steps of one console block, the line it starts on, and why it is not run."""

    line: int
    steps: tuple[Step, ...]
    reason: str | None = None


def blocks(text: str) -> list[Block]:
    """The console blocks of a page in order."""
    return [
        Block(text.count("\n", 0, found.start("body")), steps(found["body"], int(found["exit"] or 0)), found["reason"])
        for found in BLOCK.finditer(text)
    ]


def steps(body: str, last_code: int) -> tuple[Step, ...]:
    """The commands of a block; only the last one may end with another code than 0."""
    parts = re.split(r"^\$ ", body.replace("\\\n", ""), flags=re.MULTILINE)[1:]
    found = [Step(part.splitlines()[0], tuple(part.rstrip("\n").splitlines()[1:])) for part in parts]
    return (*found[:-1], Step(found[-1].command, found[-1].shown, last_code)) if found else ()


def matches(shown: tuple[str, ...], printed: str) -> bool:
    """Whether a command printed what the page shows."""
    lines = (
        r"(?:.*\n)*?" if line.strip() == "..." else ".*?".join(map(re.escape, line.rstrip().split("..."))) + r" *\n"
        for line in shown
    )
    return (
        re.fullmatch("".join(lines), printed if printed.endswith("\n") or not printed else printed + "\n") is not None
    )


def run(step: Step, folder: Path) -> str | None:
    """What is wrong with a step, or None."""
    done = subprocess.run(
        ["bash", "-c", step.command],
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "100", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode != step.code:
        return f"$ {step.command}\nended with {done.returncode}, not {step.code}; it printed:\n{done.stdout}"
    if not matches(step.shown, done.stdout):
        shown = "\n".join(step.shown)
        return f"$ {step.command}\nprinted:\n{done.stdout}\nthe page shows:\n{shown}"
    return None


def faults(text: str, folder: Path) -> list[str]:
    """What is wrong with the blocks of a page; a page stops at its first fault, since later steps build on earlier."""
    for block in blocks(text):
        if block.reason is None:
            for step in block.steps:
                fault = run(step, folder)
                if fault is not None:
                    return [f"line {block.line}: {fault}"]
    return []


def pages() -> dict[str, str]:
    files = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
    return {file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in files}


PAGES = pages()
RUN = [name for name, text in PAGES.items() if any(block.reason is None for block in blocks(text))]
LEFT_OUT = [(name, block) for name, text in PAGES.items() for block in blocks(text) if block.reason is not None]


@pytest.mark.parametrize("page", RUN)
def test_a_page_shows_what_its_commands_print(page: str, tmp_path: Path) -> None:
    examples = PROJECT / "docs" / "examples"
    if examples.is_dir():
        shutil.copytree(examples, tmp_path, dirs_exist_ok=True)
    assert faults(PAGES[page], tmp_path) == []


@pytest.mark.parametrize(("page", "block"), LEFT_OUT, ids=[f"{name}:{block.line}" for name, block in LEFT_OUT])
def test_a_block_is_left_out_for_the_reason_it_gives(page: str, block: Block) -> None:
    pytest.skip(f"{page}, line {block.line}: {block.reason}")


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_shows_commands_in_console_blocks_only(page: str) -> None:
    assert OTHER_SHELLS.findall(PAGES[page]) == []
    assert len(blocks(PAGES[page])) == len(re.findall(r"^ *```console", PAGES[page], re.MULTILINE)), (
        "a block is unclosed"
    )


def page_of(body: str, comment: str = "") -> str:
    return f"# Page\n\n{comment}\n```console\n{body}```\n"


def test_a_block_that_shows_the_truth_passes(tmp_path: Path) -> None:
    body = "$ printf 'one 1\\ntwo 2\\nthree 3\\n'\none ...\n...\nthree 3\n$ echo a > file\n$ cat \\\n  file\na\n"
    assert faults(page_of(body), tmp_path) == []


def test_a_block_that_shows_another_output_fails(tmp_path: Path) -> None:
    assert "the page shows:\ntwo" in faults(page_of("$ echo one\ntwo\n"), tmp_path)[0]


def test_a_block_that_leaves_out_a_line_fails(tmp_path: Path) -> None:
    assert len(faults(page_of("$ printf 'one\\ntwo\\n'\none\n"), tmp_path)) == 1


def test_a_command_that_fails_fails_its_page(tmp_path: Path) -> None:
    assert "ended with 1, not 0" in faults(page_of("$ false\n"), tmp_path)[0]


def test_a_failure_that_is_announced_passes(tmp_path: Path) -> None:
    assert faults(page_of("$ echo broken >&2; exit 3\nbroken\n", "<!-- exit: 3 -->"), tmp_path) == []


def test_a_block_with_a_reason_is_not_run(tmp_path: Path) -> None:
    assert faults(page_of("$ false\n", "<!-- not run: it would take an hour -->"), tmp_path) == []


def test_a_reason_must_be_given(tmp_path: Path) -> None:
    assert len(faults(page_of("$ false\n", "<!-- not run: -->"), tmp_path)) == 1
