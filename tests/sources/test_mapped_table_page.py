"""The page that teaches mappings says what the example and the bundled mappings say."""

import re
import tomllib

import pytest

from custodiet.sources import _map_definition as d
from custodiet.sources._map_shape import LISTS, SHAPES
from custodiet.sources.mapped_table import convert, load_mappings


@pytest.fixture(scope="module")
def page(project):
    return (project / "docs" / "how-to" / "map-a-table.md").read_text(encoding="utf-8")


def toml_blocks(text):
    found = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


def test_the_steps_of_the_page_together_are_the_example(project, page):
    steps = page.split("## Test it")[0]
    example = (project / "docs" / "examples" / "city.toml").read_text(encoding="utf-8")
    assert tomllib.loads("\n".join(toml_blocks(steps))) == tomllib.loads(example)


def test_the_example_gives_what_the_page_says(project, page):
    examples = project / "docs" / "examples"
    mapping = load_mappings([examples / "city.toml"]).by_id["city"]
    converted = convert((examples / "purchases.csv").read_bytes(), mapping)
    assert [release["tender"].get("value", {}).get("amount") for release in converted.releases] == [90_000, 4_000, None]
    assert converted.releases[0]["awards"][0]["value"] == {"amount": 80_500.5, "currency": "EUR"}
    (problem,) = converted.problems
    assert problem.kind == "amount-not-read"
    assert f"`{problem.pointer}`" in page


def contained(part, whole):
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and contained(value, whole[key]) for key, value in part.items())
    if isinstance(part, list) and isinstance(whole, list) and part and isinstance(part[0], dict):
        return all(any(contained(each, other) for other in whole) for each in part)
    return part == whole


@pytest.mark.parametrize("name", ["russia", "georgia", "assam"])
def test_the_worked_examples_are_parts_of_the_bundled_mappings(project, page, name):
    file = project / "src" / "custodiet" / "sources" / "mappings" / f"{name}.toml"
    whole = tomllib.loads(file.read_text(encoding="utf-8"))
    (section,) = [part for part in page.split("\n## ") if f"(`{name}.toml`)" in part]
    for block in toml_blocks(section):
        part = tomllib.loads(block)
        identifier = part.pop("identifier", None)  # a single key of a section that the page does not repeat
        assert identifier is None or identifier == whole["bids"][0]["tenderer"]["identifier"]
        assert contained(part, whole), block


def test_every_key_of_a_mapping_is_on_the_page(page):
    keys = set(d.TableMapping.__struct_fields__) | set(d.Field.__struct_fields__) | set(LISTS)
    for shape in SHAPES.values():
        keys |= shape.keys()
    missing = {key for key in keys if not re.search(rf"[`\[.]{key}[`\].=:]|\b{key} =", page)}
    assert missing == set()
