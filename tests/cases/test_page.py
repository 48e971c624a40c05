"""The page that teaches cases shows a file that can be read."""

import re
from pathlib import Path

import pytest

from custodiet.cases import Case, load_cases


@pytest.fixture
def taught(project: Path, tmp_path: Path) -> Case:
    """The case that the blocks of the page make together; bare keys come before the first table, as TOML asks."""
    page = (project / "docs" / "how-to" / "write-a-case.md").read_text(encoding="utf-8")
    found = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    blocks = [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]
    bare = [block for block in blocks if block.startswith("purchases")]
    folder = tmp_path / "plugins" / "cases"
    folder.mkdir(parents=True)
    text = "\n".join([*bare, *(block for block in blocks if block not in bare)])
    (folder / "xx_town_cameras.toml").write_text(text, encoding="utf-8")
    return load_cases(tmp_path / "plugins")["xx-town-cameras"]


def test_the_example_of_the_page_is_a_case(taught: Case) -> None:
    assert {fact.state for fact in taught.content.facts} == {"claimed", "documented", "contradicted"}
    assert [purchase.ocid for purchase in taught.content.purchases] == ["ocds-abc-1"]
    assert taught.content.evidence[0].question == "SG16"


def test_the_page_names_every_role_and_kind_of_money(project: Path) -> None:
    page = (project / "docs" / "how-to" / "write-a-case.md").read_text(encoding="utf-8")
    facts = (project / "src" / "custodiet" / "cases" / "_facts.py").read_text(encoding="utf-8")
    listed = re.findall(r"^(?:RoleName|FinancingKind|State).*= Literal\[(.*)\]$", facts, re.MULTILINE)
    words = [word for line in listed for word in re.findall(r'"(\w+)"', line)]
    assert len(words) == 16
    assert [word for word in words if f"`{word}`" not in page] == []
