"""The version is the same wherever it is told."""

import re
import tomllib
from pathlib import Path

import custodiet


def test_the_package_the_project_and_the_citation_tell_one_version(project: Path) -> None:
    declared = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    cited = re.search(r"^version: (\S+)$", (project / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited is not None
    assert {declared, cited[1], custodiet.__version__} == {declared}


def test_the_changelog_has_a_section_for_the_version_or_for_what_comes(project: Path) -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (project / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] in {"Unreleased", custodiet.__version__}
