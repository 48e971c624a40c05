"""Walks bytes through the first rooms as a worker does, without processes and without a register."""

import functools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from custodiet import releases
from custodiet.model.document import Document
from custodiet.model.tables import PROBLEMS
from custodiet.problems import Problem
from custodiet.releases import Aside
from custodiet.settings import Limits, Settings
from custodiet.sources import Converter, Reader, _tables, conversion
from custodiet.sources.mapped_table import load_mappings

# A run reads the mapping files once; thousands of runs in one process need not read them each time.
for room in (_tables, conversion):
    vars(room)["load_mappings"] = functools.cache(load_mappings)


@dataclass
class Read:
    """What came out of the first rooms: rows by table, releases laid aside, problems, documents by name."""

    documents: dict[str, Document] = field(default_factory=dict)
    aside: list[Aside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    records: int = 0
    set_aside: int = 0

    @property
    def kinds(self) -> list[str]:
        """The kinds of the problems, sorted."""
        return sorted(one.kind for one in self.problems)

    @property
    def ocids(self) -> list[str]:
        """The ocid of every release that was read, sorted."""
        return sorted([one.ocid for one in self.aside] + [row["ocid"] for row in self.tables["processes"]])

    def add(self, decoded: releases.Decoded) -> None:
        """Adds what came out of one chunk or of the merge."""
        self.aside.extend(decoded.aside)
        self.set_aside += decoded.set_aside
        self.records += sum(decoded.records.values())
        for name, batch in decoded.tables.items():
            self.tables.setdefault(name, []).extend(batch.to_pylist())
        self.problems.extend(Problem(**row) for row in decoded.tables[PROBLEMS.name].to_pylist())


def read(*inputs: Path | str, chunk_bytes: int = 4 << 20, **limits: int) -> Read:
    """The inputs after reading and decoding; releases to merge are laid aside."""
    settings = Settings(threads=1, chunk_bytes=chunk_bytes, limits=Limits(**limits))
    reader, converter, found = Reader([str(one) for one in inputs], settings), Converter(settings), Read()
    found.tables = {"processes": []}
    for chunk in reader.chunks():
        ocds = converter.to_ocds(chunk)
        met, converter.problems = converter.problems, []
        found.add(releases.decode(ocds, settings.limits, met))
    found.problems.extend(reader.problems)
    found.documents = {document.name: document for document in reader.documents.values()}
    return found


def read_and_merge(*inputs: Path | str, **limits: int) -> Read:
    """The inputs after merging, with the rows of every process."""
    found = read(*inputs, **limits)
    compiled = frozenset(row["ocid"] for row in found.tables["processes"])
    aside, found.aside = found.aside, []
    found.add(releases.compile_releases(aside, compiled, Limits(**limits)))
    return found


def release(ocid: str, **fields: Any) -> dict[str, Any]:
    """A release to be merged, with nothing in it but what a test is about."""
    return {"ocid": ocid, "id": f"{ocid}-1", "date": "2024-05-01T00:00:00Z", "tag": ["tender"], **fields}


def compiled(ocid: str, **fields: Any) -> dict[str, Any]:
    """A compiled release."""
    return release(ocid, **{"tag": ["compiled"], **fields})


def lines(*records: Any) -> bytes:
    """JSON Lines."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in records)


def package(*records: Any, key: str = "releases") -> bytes:
    """A package of releases or records."""
    return msgspec.json.encode({"uri": "https://example.org/package", "publisher": {"name": "Registry"}, key: records})


def joined(
    *texts: bytes, start: bytes = b'{"uri":"x","releases":[', between: bytes = b",", end: bytes = b"]}"
) -> bytes:
    """A package of texts, sound or not."""
    return start + between.join(texts) + end


def counted(names: Iterable[str]) -> dict[str, int]:
    """How often each name occurs."""
    return dict(Counter(names))
