"""Tests on real data are skipped where the data are missing, and fail where they were asked for."""

import os
import re
import subprocess
import sys
from pathlib import Path

ASKS = "def test_real_data_are_read(shared):\n    assert shared.is_dir()\n"

# The one way to the shared folder is the fixture; a test with its own way could be skipped unseen.
OWN_WAY = re.compile(r"CUSTODIET_SHARED\b|parent / [\"']shared[\"']|\.\./shared")


def outcome(project: Path, folder: Path, **environment: str) -> str:
    """The summary of a test that asks for the shared folder, run with the project's own conftest."""
    (folder / "conftest.py").write_text(
        (project / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "test_reading.py").write_text(ASKS, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CUSTODIET_", "PYTEST_"))}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", folder, folder],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout.splitlines()[-1]


def test_without_the_folder_the_test_is_skipped(project: Path, tmp_path: Path) -> None:
    assert "1 skipped" in outcome(project, tmp_path, CUSTODIET_SHARED=str(tmp_path / "missing"))


def test_without_the_folder_the_test_fails_where_it_is_required(project: Path, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert "1 error" in outcome(project, tmp_path, CUSTODIET_SHARED=missing, CUSTODIET_REQUIRE_SHARED="1")


def test_with_the_folder_the_test_runs(project: Path, tmp_path: Path) -> None:
    (tmp_path / "here" / "data").mkdir(parents=True)
    assert "1 passed" in outcome(
        project, tmp_path, CUSTODIET_SHARED=str(tmp_path / "here"), CUSTODIET_REQUIRE_SHARED="1"
    )


def test_no_test_finds_its_own_way_to_the_folder(project: Path) -> None:
    files = (
        file for file in (project / "tests").rglob("*.py") if file.name not in {"conftest.py", Path(__file__).name}
    )
    assert [str(file) for file in files if OWN_WAY.search(file.read_text(encoding="utf-8"))] == []
