"""Compiles the releases that were laid aside: all of one process become one, and the rows of that one.

A process of which a compiled release was read keeps that; its single releases, and older compiled ones, are set aside
and counted. The same release twice (same bytes) counts once.
"""

import itertools
from collections.abc import Iterator, Sequence

import msgspec
import pyarrow as pa

from custodiet.model.pointer import nearest
from custodiet.model.tables import PROBLEMS
from custodiet.problems import SET_ASIDE, Problem
from custodiet.releases.batches import batches
from custodiet.releases.decode import Aside, Decoded, read_rows
from custodiet.releases.gathered import Gathered
from custodiet.releases.merge import merge
from custodiet.settings import Limits

ASIDE_SCHEMA = pa.schema(
    [
        ("ocid", pa.string()),
        ("date", pa.string()),
        ("document_id", pa.string()),
        ("pointer", pa.string()),
        ("body", pa.large_binary()),
    ]
)
"""How releases lie on disk while they wait."""


def compile_releases(aside: Sequence[Aside], compiled: frozenset[str], limits: Limits) -> Decoded:
    """The record batches of the processes of `aside`, in their order; processes in `compiled` are only reported."""
    rows = Gathered()
    for ocid, group in itertools.groupby(sorted(aside, key=_order), key=lambda one: one.ocid):
        if ocid in compiled:
            rows.problems.extend(_superseded(one, "a compiled release of this process was read") for one in group)
        else:
            _compile(list(_once(group, rows)), rows)
    found = batches(rows, limits.text_chars)
    found[PROBLEMS.name] = _by_process(found[PROBLEMS.name], aside)
    return Decoded(found, [], {}, {})


def _by_process(problems: pa.RecordBatch, aside: Sequence[Aside]) -> pa.RecordBatch:
    """The problems in the order of their processes, so that those of one stand alike whatever others lay beside it."""
    known = {(one.document_id, one.pointer): one.ocid for one in aside}
    places = zip(problems["document_id"].to_pylist(), problems["pointer"].to_pylist(), strict=True)
    ocids = [nearest(document, pointer, known) or "" for document, pointer in places]
    return problems.take(pa.array(sorted(range(len(ocids)), key=ocids.__getitem__), pa.int64()))


def _compile(releases: list[Aside], rows: Gathered) -> None:
    bodies = [msgspec.json.decode(one.body) for one in releases]
    last = releases[-1]
    merged = merge(bodies) if len(bodies) > 1 else bodies[0]
    read_rows(merged, last.pointer, last.document_id, rows, len(releases), placed=True)


def _once(group: Iterator[Aside], rows: Gathered) -> Iterator[Aside]:
    """The releases without those that say the same again."""
    first = next(group)
    following = next(group, None)
    if following is None:
        yield first
        return
    seen: set[bytes] = set()
    for one in itertools.chain([first, following], group):
        content = _without_places(one.body)
        if content in seen:
            rows.problems.append(_superseded(one, "the same release was read before"))
        else:
            seen.add(content)
            yield one


def _without_places(body: bytes) -> bytes:
    return msgspec.json.encode(_bare(msgspec.json.decode(body)), order="deterministic")


def _bare(value: object) -> object:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if key not in {"@pointer", "@document"}}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _order(one: Aside) -> tuple[str, str, str, str]:
    """The order in which releases of a process are merged: by date, those without date first, ties by their place."""
    return one.ocid, one.date, one.document_id, one.pointer


def _superseded(one: Aside, why: str) -> Problem:
    return Problem(one.document_id, one.pointer, "release-superseded", one.ocid, SET_ASIDE, why)
