"""A build asks DuckDB by statements compiled ahead, without Ibis; where they do not fit it compiles."""

import subprocess
import sys
from pathlib import Path

import pytest

from custodiet.pipeline import build
from custodiet.register import prepared
from custodiet.settings import Settings

BUILD = """
import sys
from pathlib import Path
from custodiet.pipeline import build
from custodiet.settings import Settings
build([sys.argv[1]], Path(sys.argv[2]), Settings(threads=1))
print("ibis" in sys.modules)
"""


def test_a_build_with_other_statements_gives_the_same_register_and_needs_ibis(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = project / "src" / "custodiet" / "samples"
    run = [sys.executable, "-c", BUILD, str(sample), str(tmp_path / "ahead")]
    found = subprocess.run(run, capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
    monkeypatch.setattr(prepared, "rules", lambda: "of another version")
    monkeypatch.setattr("custodiet.indicators._prepared.rules", lambda _schemas: "of another version")
    build([str(sample)], tmp_path / "compiled", Settings(threads=1))
    assert (tmp_path / "ahead" / "manifest.json").read_bytes() == (tmp_path / "compiled" / "manifest.json").read_bytes()
