"""A register as FollowTheMoney: `entities.ftm.json` and `statements.ftm.json`, JSON Lines that its tools read."""

from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import msgspec

from custodiet.errors import RegisterError
from custodiet.exports.ftm_cases import case_entities
from custodiet.exports.ftm_entities import entities

NEEDED = (
    *("purchases", "processes", "awards", "contracts", "bids"),
    *("organisations", "party_organisations", "documents", "origins"),
    *("cases", "roles", "financing"),
)


def write_ftm(tables: Mapping[str, Path], entities_file: Path, statements_file: Path) -> tuple[int, int]:
    """The number of entities and of statements written."""
    missing = sorted(set(NEEDED) - set(tables))
    if missing:
        raise RegisterError(
            f"the register has no table {', '.join(missing)}, of which the entities are made: build it again"
        )
    counts = [0, 0]
    with entities_file.open("wb") as whole, statements_file.open("wb") as parts:
        for entity in chain(entities(tables), case_entities(tables)):
            statements = list(entity.as_statements())
            whole.write(msgspec.json.encode(entity.as_entity()) + b"\n")
            parts.write(msgspec.json.Encoder().encode_lines(statements))
            counts[0] += 1
            counts[1] += len(statements)
    return counts[0], counts[1]
