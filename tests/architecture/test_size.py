"""The code keeps the size and the habits that STYLE asks for; each measure is shown a sample that must not pass."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

MOST_LINES = 400
MEDIAN_LINES = 165
FUNCTION_LINES = 40
SHORT_SHARE = 0.9

CATCHES_ALL = "catches everything"
PRINTS = "prints"
ASSERTS = "asserts"
NETWORK = "imports a network client"
DATABASE = "reaches the database past the engine"

# Where a habit is allowed: the one place that adds the room's name to any error, and the command line.
ALLOWED = {
    CATCHES_ALL: ("pipeline.py",),
    PRINTS: ("cli.py", "commands/"),
    NETWORK: ("sources/",),
    DATABASE: ("engine.py",),
}

# The public files of each plugin folder; a name that starts with `_` is engine.
PLUGIN_NAMES = {
    "technologies": r"[a-z]+\.[a-z][a-z0-9_]*\.toml",
    "indicators": r"[a-z]\d{3}_[a-z0-9_]+\.py",
    "safeguards": r"[a-z][a-z0-9_]*\.toml",
    "cases": r"[a-z][a-z0-9_]*\.toml",
    "sources": r"[a-z][a-z0-9_]*\.(py|toml)",
}


@pytest.fixture(scope="session")
def package(project: Path) -> Path:
    return project / "src" / "custodiet"


@pytest.fixture(scope="session")
def modules(package: Path) -> dict[str, str]:
    """The text of each module by its path below the package."""
    return {file.relative_to(package).as_posix(): file.read_text(encoding="utf-8") for file in package.rglob("*.py")}


def line_count(text: str) -> int:
    return len(text.splitlines())


def function_lengths(text: str) -> Iterator[tuple[str, int]]:
    """Name and length in lines of each function, from `def` to its last line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


def habits(text: str) -> Iterator[tuple[str, int]]:
    """What a module does that only one place may do, and the line."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or names(node.type) & {"Exception", "BaseException"}
        ):
            yield CATCHES_ALL, node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield PRINTS, node.lineno
        elif isinstance(node, ast.Assert):
            yield ASSERTS, node.lineno
        elif isinstance(node, ast.Import | ast.ImportFrom) and imported(node) & {"urllib.request", "http.client"}:
            yield NETWORK, node.lineno
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in {"ibis.duckdb", "ibis.connect"}:
            yield DATABASE, node.lineno


def names(expression: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    """Every module that an import may mean: `from urllib import request` means urllib.request."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    return {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}


def misnamed(folder: Path, pattern: str) -> list[str]:
    """The public files of a plugin folder that its pattern does not know."""
    public = (file.name for file in folder.iterdir() if file.is_file() and not file.name.startswith("_"))
    return sorted(name for name in public if not re.fullmatch(pattern, name))


def too_free(modules: dict[str, str]) -> list[str]:
    """FILE:LINE HABIT for each habit outside the place where it is allowed."""
    return sorted(
        f"{name}:{line} {habit}"
        for name, text in modules.items()
        for habit, line in habits(text)
        if not name.startswith(ALLOWED.get(habit, ()) or ("nowhere/",))
    )


def test_no_module_is_longer_than_a_subject_needs(modules: dict[str, str]) -> None:
    long = {name: line_count(text) for name, text in modules.items() if line_count(text) > MOST_LINES}
    assert long == {}


def test_half_of_the_modules_are_short(modules: dict[str, str]) -> None:
    assert median(line_count(text) for text in modules.values()) < MEDIAN_LINES


def test_nine_of_ten_functions_fit_on_a_screen(modules: dict[str, str]) -> None:
    found = [(name, what, lines) for name, text in modules.items() for what, lines in function_lengths(text)]
    long = [entry for entry in found if entry[2] >= FUNCTION_LINES]
    assert len(long) <= (1 - SHORT_SHARE) * len(found), long


def test_no_module_takes_a_liberty_that_belongs_to_one_place(modules: dict[str, str]) -> None:
    assert too_free(modules) == []


@pytest.mark.parametrize("room", sorted(PLUGIN_NAMES))
def test_the_public_files_of_a_plugin_folder_are_named_rightly(package: Path, room: str) -> None:
    folders = [place for place in package.rglob(room) if place.is_dir()]
    found = {str(folder.relative_to(package)): misnamed(folder, PLUGIN_NAMES[room]) for folder in folders}
    assert not any(found.values()), found


def test_a_function_is_measured_from_its_first_line_to_its_last() -> None:
    text = "def short():\n    return 1\n\n\nasync def longer():\n    a = 1\n    b = 2\n    return a + b\n"
    assert list(function_lengths(text)) == [("short", 2), ("longer", 4)]


@pytest.mark.parametrize(
    ("text", "habit"),
    [
        ("try:\n    x()\nexcept Exception:\n    pass\n", CATCHES_ALL),
        ("try:\n    x()\nexcept (ValueError, BaseException):\n    pass\n", CATCHES_ALL),
        ("try:\n    x()\nexcept:\n    pass\n", CATCHES_ALL),
        ("print('here')\n", PRINTS),
        ("assert value\n", ASSERTS),
        ("from urllib import request\n", NETWORK),
        ("import http.client\n", NETWORK),
        ("import ibis\nibis.duckdb.connect()\n", DATABASE),
    ],
)
def test_a_liberty_is_seen_in_a_room_and_where_it_is_allowed_it_is_not_told(text: str, habit: str) -> None:
    assert [entry.split(" ", 1)[1] for entry in too_free({"register/balance.py": text})] == [habit]
    for place in ALLOWED.get(habit, ()):
        assert too_free({place if place.endswith(".py") else f"{place}fetch.py": text}) == []


def test_a_narrow_handler_and_a_parsed_address_are_no_liberty() -> None:
    text = "from urllib.parse import urlsplit\ntry:\n    x()\nexcept ValueError:\n    pass\n"
    assert too_free({"text/addresses.py": text}) == []


def test_a_misnamed_indicator_is_seen_and_an_engine_file_is_not_a_plugin(tmp_path: Path) -> None:
    for name in ("__init__.py", "_peers.py", "r003_short_submission.py", "ShortSubmission.py"):
        (tmp_path / name).touch()
    assert misnamed(tmp_path, PLUGIN_NAMES["indicators"]) == ["ShortSubmission.py"]
