"""Rows of the flat tables of one chunk, gathered as tuples in column order; and the ids that tell them apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from custodiet.model.tables import RELEASE_TABLES
from custodiet.problems import DOUBTED, Problem

Row: TypeAlias = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """Rows by table; each tuple has the columns of its table in declared order."""

    processes: list[Row] = field(default_factory=list)
    lots: list[Row] = field(default_factory=list)
    items: list[Row] = field(default_factory=list)
    bids: list[Row] = field(default_factory=list)
    awards: list[Row] = field(default_factory=list)
    contracts: list[Row] = field(default_factory=list)
    transactions: list[Row] = field(default_factory=list)
    amendments: list[Row] = field(default_factory=list)
    attachments: list[Row] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    origins: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def by_table(self) -> dict[str, list[Row]]:
        """The rows of each table of a release."""
        return {table.name: getattr(self, table.name) for table in RELEASE_TABLES}


def unique_ids(parts: Sequence[Any], rows: Rows, document_id: str, pointer: str) -> list[str]:
    """The id of each part as text, once each: a missing id is its position, a repeated one gets its position added."""
    if len(parts) == 1:
        return ["#0" if parts[0].id is None else str(parts[0].id)]
    ids = [str(part.id) if part.id is not None else f"#{n}" for n, part in enumerate(parts)]
    if len(set(ids)) == len(ids):
        return ids
    seen: set[str] = set()
    for n, one in enumerate(ids):
        if one in seen:
            ids[n] = f"{one}#{n}"
            rows.problems.append(
                Problem(document_id, f"{pointer}/{n}", "id-repeated", one, DOUBTED, f"kept as {ids[n]}")
            )
        seen.add(ids[n])
    return ids
