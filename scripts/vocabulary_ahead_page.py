"""Writes what follows from the vocabulary, worked out ahead; `--check` only compares."""

import sys
from collections.abc import Iterable
from typing import Any

import msgspec
from written import settle

from custodiet.classification.ahead import AHEAD, rules
from custodiet.classification.meanings import meanings, misspelt
from custodiet.classification.sought import sought
from custodiet.classification.term_table import rows
from custodiet.classification.vocabulary import FOLDER, read
from custodiet.discovery import plugin_files


def ahead() -> str:
    """The content of the file, a line for each row, so that a change shows which of them it changed."""
    vocabulary = read(plugin_files(FOLDER, ".toml"))
    looked_for = msgspec.structs.asdict(sought(meanings(vocabulary), misspelt(vocabulary)))
    parts = {
        "rules": _json(rules()),
        "vocabulary": _object(
            {
                "technologies": _object({name: _json(one) for name, one in vocabulary.technologies.items()}),
                "shared": _json(vocabulary.shared),
            }
        ),
        "sought": _object({name: _lines(found) for name, found in looked_for.items()}),
        "terms": _lines(rows(vocabulary)),
    }
    return f"{_object(parts)}\n"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _object(parts: dict[str, str]) -> str:
    return "{\n" + ",\n".join(f'"{name}":{part}' for name, part in parts.items()) + "}"


def _lines(values: Iterable[Any]) -> str:
    return "[\n" + ",\n".join(map(_json, values)) + "]"


if __name__ == "__main__":
    sys.exit(settle(AHEAD, ahead(), sys.argv[1:]))
