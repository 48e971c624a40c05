"""The pages that are written from the code are as the code has them."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from custodiet.settings import Limits

PROJECT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((PROJECT / "scripts").glob("*_page.py"))


@pytest.fixture
def written() -> ModuleType:
    spec = importlib.util.spec_from_file_location("written", PROJECT / "scripts" / "written.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_written_page_is_as_the_code_has_it(script: Path) -> None:
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_page_behind_the_code_is_seen_and_written_anew(written: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "tables.md"
    page.write_text("old", encoding="utf-8")
    assert written.settle(page, "new", ["--check"]) == 1
    assert written.settle(page, "new", []) == 0
    assert written.settle(page, "new", ["--check"]) == 0
    assert page.read_text(encoding="utf-8") == "new"


def test_a_missing_page_is_seen(written: ModuleType, tmp_path: Path) -> None:
    assert written.settle(tmp_path / "tables.md", "new", ["--check"]) == 1


def test_every_limit_is_told() -> None:
    told = (PROJECT / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
    assert [field.name for field in msgspec.structs.fields(Limits) if f"| `{field.name}` |" not in told] == []
