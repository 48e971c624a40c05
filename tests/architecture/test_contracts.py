"""Each contract of `.importlinter` is seen to fail: one offending import in a copy of the package breaks it by name."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CORRIDOR = "The corridor goes one way"
TABLES = "Register, exports and site read tables, not rooms"
CYCLES = "No modules import each other in a circle"
ENGINE = "The database is imported in engines.duck alone"
SPARK = "Spark is imported in engines.session alone"
NETWORK = "The network is reached from sources alone"


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """The package's modules and the contracts, free to be spoilt."""
    code = shutil.ignore_patterns("__pycache__", "samples", "*.toml", "*.json*", "*.csv")
    shutil.copytree(project / "src" / "custodiet", tmp_path / "custodiet", ignore=code)
    shutil.copy(project / ".importlinter", tmp_path)
    return tmp_path / "custodiet"


def broken(copy: Path) -> set[str]:
    """The contracts that the copy breaks."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=copy.parent,
        env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(copy.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(re.findall(r"^(.+?) (KEPT|BROKEN)(?: \(.*\))?$", run.stdout, re.MULTILINE))
    assert set(verdicts) == {CORRIDOR, TABLES, CYCLES, ENGINE, SPARK, NETWORK}, run.stdout + run.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def add(file: Path, line: str) -> None:
    """Append one line to a module, which may be new."""
    file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{line}\n", encoding="utf-8")


def test_the_package_as_it_is_keeps_every_contract(copy: Path) -> None:
    assert broken(copy) == set()


def test_a_room_that_imports_a_later_room_breaks_the_corridor(copy: Path) -> None:
    add(copy / "sources" / "__init__.py", "import custodiet.register")
    assert CORRIDOR in broken(copy)


def test_a_room_that_imports_its_neighbour_breaks_the_corridor(copy: Path) -> None:
    add(copy / "safeguards" / "__init__.py", "import custodiet.indicators")
    assert CORRIDOR in broken(copy)


def test_a_foundation_module_that_imports_a_room_breaks_the_corridor(copy: Path) -> None:
    add(copy / "errors.py", "import custodiet.releases")
    assert CORRIDOR in broken(copy)


def test_a_module_that_no_layer_names_breaks_the_corridor(copy: Path) -> None:
    add(copy / "shortcut.py", '"""Nobody has said where this stands."""')
    assert broken(copy) == {CORRIDOR}


def test_an_export_that_imports_a_room_breaks_the_rule_on_tables(copy: Path) -> None:
    add(copy / "exports" / "__init__.py", "import custodiet.classification")
    assert broken(copy) == {TABLES}


def test_two_modules_of_one_package_that_import_each_other_break_the_rule_on_circles(copy: Path) -> None:
    add(copy / "text" / "hen.py", "import custodiet.text.egg")
    add(copy / "text" / "egg.py", "import custodiet.text.hen")
    assert broken(copy) == {CYCLES}


def test_a_room_that_imports_the_database_breaks_the_rule_on_the_engine(copy: Path) -> None:
    add(copy / "organisations" / "__init__.py", "import duckdb")
    assert broken(copy) == {ENGINE}


def test_a_room_that_imports_spark_breaks_the_rule_on_spark(copy: Path) -> None:
    add(copy / "register" / "__init__.py", "import pyspark")
    assert broken(copy) == {SPARK}


def test_a_module_outside_sources_that_opens_a_socket_breaks_the_rule_on_the_network(copy: Path) -> None:
    add(copy / "text" / "__init__.py", "import socket")
    assert broken(copy) == {NETWORK}


def test_a_source_may_reach_the_network(copy: Path) -> None:
    add(copy / "sources" / "fetching.py", "import socket")
    assert broken(copy) == set()
