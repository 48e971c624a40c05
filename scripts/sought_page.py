"""Writes what is looked for to find the terms of the vocabulary, worked out ahead; `--check` only compares."""

import sys
from collections.abc import Sequence
from typing import Any

import msgspec
from written import settle

from custodiet.classification.prepared import AHEAD, rules, work_out
from custodiet.classification.vocabulary import load_vocabulary


def sought_ahead() -> str:
    """The content of the file, a line for each row, so that a change shows which of them it changed."""
    vocabulary = load_vocabulary()
    parts = ",\n".join(
        f'"{name}":{_lines(rows)}' for name, rows in msgspec.structs.asdict(work_out(vocabulary)).items()
    )
    return f'{{"rules":"{rules(vocabulary)}","sought":{{\n{parts}}}}}\n'


def _lines(rows: Sequence[Any]) -> str:
    return "[\n" + ",\n".join(msgspec.json.encode(row).decode() for row in rows) + "\n]"


if __name__ == "__main__":
    sys.exit(settle(AHEAD, sought_ahead(), sys.argv[1:]))
