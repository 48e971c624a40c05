"""The library of FollowTheMoney itself judges what leaves: schemas, values, what points where, ids of statements."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from custodiet.cli import main
from custodiet.exports.export import export

EXPECTED = {
    *("CallForTenders", "Contract", "ContractAward", "Document"),
    *("Company", "LegalEntity", "Organization", "PublicBody"),
    *("Debt", "Project", "ProjectParticipant"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the bundled sample: a real record of each kind of source, and the documented cases."""
    place = tmp_path_factory.mktemp("judged")
    assert main(["demo", "--no-serve", "--to", str(place / "register")]) == 0
    export(place / "register", "ftm", place / "out")
    return place / "out"


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def faults(entities: dict[str, dict[str, Any]], library: Any) -> list[str]:
    """What the library has against the entities: properties unknown, missing or malformed, links to the wrong thing."""
    return [fault for row in entities.values() for fault in faults_of(row, entities, library)]


def faults_of(row: dict[str, Any], entities: dict[str, dict[str, Any]], library: Any) -> list[str]:
    schema = library.model.get(row["schema"])
    found = [f"{row['id']}: lacks {name}" for name in schema.required if name not in row["properties"]]
    for name, values in row["properties"].items():
        prop = schema.get(name)
        if prop is None:
            found.append(f"{row['schema']} has no property {name}")
            continue
        found += [f"{row['schema']}.{name}: {value!r}" for value in values if not prop.type.validate(value)]
        if prop.range is not None:
            pointed = [entities[value]["schema"] for value in values if value in entities]
            found += [f"{name} points to nothing: {value}" for value in values if value not in entities]
            found += [f"{name} points to {other}" for other in pointed if not library.model.get(other).is_a(prop.range)]
    return found


def test_the_sample_has_every_schema(folder: Path) -> None:
    assert set(Counter(row["schema"] for row in rows(folder / "entities.ftm.json"))) == EXPECTED


def test_every_entity_is_valid_by_the_format_s_own_library(folder: Path, followthemoney: Any) -> None:
    entities = {row["id"]: row for row in rows(folder / "entities.ftm.json")}
    assert faults(entities, followthemoney) == []


def test_every_statement_has_the_id_that_the_library_gives_it_and_an_origin(folder: Path, followthemoney: Any) -> None:
    for row in rows(folder / "statements.ftm.json"):
        read = followthemoney.Statement.from_dict({**row, "id": None})
        assert (read.id, bool(read.origin)) == (row["id"], True)


def test_the_library_reads_the_entities_as_they_were_written(folder: Path, followthemoney: Any) -> None:
    for row in rows(folder / "entities.ftm.json"):
        read = followthemoney.model.get_proxy(row)
        assert {name for name in row["properties"] if not read.get(name)} == set()


def test_the_judge_sees_a_wrong_value_and_a_wrong_link(folder: Path, followthemoney: Any) -> None:
    entities = {row["id"]: row for row in rows(folder / "entities.ftm.json")}
    award = next(row for row in entities.values() if row["schema"] == "ContractAward")
    award["properties"] |= {"date": ["soon"], "supplier": award["properties"]["contract"]}
    assert len(faults(entities, followthemoney)) == 2
