"""The page of commands tells every command and option that `custodiet --help` offers, and no other."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def told(page: str) -> dict[str, set[str]]:
    """The options that the page tells, by command."""
    parts = re.split(r"^## custodiet (\w+)$", page, flags=re.MULTILINE)[1:]
    return {name: set(OPTION.findall(text)) for name, text in zip(parts[::2], parts[1::2], strict=True)}


def offered() -> dict[str, set[str]]:
    """The options that the commands offer, by command."""
    return {name: set(OPTION.findall(help_of(name))) - {"--help"} for name in commands(help_of())}


def commands(text: str) -> list[str]:
    """The names of the commands in the help of the whole: a list in braces, or the first words of indented lines."""
    braces = re.search(r"\{(\w+(?:,\w+)+)\}", text)
    return braces[1].split(",") if braces else re.findall(r"^ {2,6}([a-z]+) {2,}\S", text, re.MULTILINE)


def help_of(*command: str) -> str:
    run = [sys.executable, "-m", "custodiet", *command, "--help"]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(importlib.util.find_spec("custodiet.__main__") is None, reason="the command line is not built yet")
def test_the_page_tells_what_the_command_line_offers() -> None:
    assert told(PAGE.read_text(encoding="utf-8")) == offered()


def test_a_command_and_its_options_are_found_in_the_page() -> None:
    page = "# Commands\n\n## custodiet build\n\n`--to DIR` and `--json`\n\n## custodiet verify\n\nNo option.\n"
    assert told(page) == {"build": {"--to", "--json"}, "verify": set()}


def test_commands_are_found_in_either_form_of_help() -> None:
    assert commands("usage: custodiet [-h] {build,verify} ...\n") == ["build", "verify"]
    assert commands("Commands:\n  build   makes a register\n  verify  checks one\n") == ["build", "verify"]
