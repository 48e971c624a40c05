"""Objects of one kind from many releases, side by side, so that their rows are made column by column.

A chunk holds thousands of releases; a loop over their objects for each row costs more than decoding them. Here the
lists of all releases are chained once, and what follows from their order (ocid, place, holder) is computed for whole
columns at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.tables import TEXT
from custodiet.problems import DOUBTED, Problem
from custodiet.releases._objects import Flags, Numbers, Objects, Structs, Values
from custodiet.releases.gathered import Gathered

Columns: TypeAlias = dict[str, Values]
"""The columns of one table by name."""

_NONE: Numbers = np.empty(0, np.intp)


@dataclass(frozen=True, slots=True)
class Parts:
    """Objects of one kind in the order of their releases.

    Attributes:
        objects: the objects.
        owners: for each the number of its release, rising.
        holders: for each the number of the object that holds it, among the parts it was taken from.
        positions: for each its position in the list of its holder.
        places: for each its pointer, as it follows from the positions.
    """

    objects: Objects
    owners: Numbers
    holders: Numbers
    positions: Numbers
    places: pa.Array

    def __len__(self) -> int:
        """How many objects there are."""
        return len(self.objects)

    def chosen(self, numbers: Numbers) -> "Parts":
        """Those with these numbers, in that order."""
        return Parts(
            self.objects.chosen(numbers),
            self.owners[numbers],
            self.holders[numbers],
            self.positions[numbers],
            self.places.take(pa.array(numbers)),
        )


NO_PARTS = Parts(Structs([]), _NONE, _NONE, _NONE, pa.nulls(0, TEXT))


def roots(chunk: Gathered) -> Parts:
    """The releases themselves."""
    numbers = np.arange(len(chunk))
    return Parts(chunk.objects, numbers, numbers, np.zeros_like(numbers), pa.array(chunk.pointers, TEXT))


def members(parents: Parts, *path: str) -> Parts:
    """The members of the list that stands at a path of each parent."""
    objects, counts = parents.objects.members(*path)
    if not len(objects):
        return NO_PARTS
    holders = np.repeat(np.arange(len(counts)), counts)
    positions = np.arange(len(objects)) - np.repeat(np.cumsum(counts) - counts, counts)
    below = "/".join(["", *path, ""])
    ends = pa.array([f"{below}{n}" for n in range(int(counts.max()))], TEXT).take(pa.array(positions))
    places = pc.binary_join_element_wise(parents.places.take(pa.array(holders)), ends, "")
    return Parts(objects, parents.owners[holders], holders, positions, places)


def single(parents: Parts, *path: str) -> Parts:
    """The object that stands at a path of each parent that has one."""
    objects, holders = parents.objects.single(*path)
    if not len(objects):
        return NO_PARTS
    places = pc.binary_join_element_wise(parents.places.take(pa.array(holders)), "/".join(["", *path]), "")
    return Parts(objects, parents.owners[holders], holders, np.zeros_like(holders), places)


def chained(kinds: Sequence[Parts]) -> Parts:
    """The parts of several kinds behind one another."""
    full = [kind for kind in kinds if len(kind)]
    if len(full) < 2:  # noqa: PLR2004  (nothing to put together)
        return full[0] if full else NO_PARTS
    return Parts(
        full[0].objects.behind([kind.objects for kind in full[1:]]),
        np.concatenate([kind.owners for kind in full]),
        np.concatenate([kind.holders for kind in full]),
        np.concatenate([kind.positions for kind in full]),
        pa.concat_arrays([kind.places for kind in full]),
    )


def in_order(kinds: Sequence[Parts]) -> Parts:
    """The parts of several kinds in the order of their releases, and there of the kinds."""
    whole = chained(kinds)
    return whole.chosen(np.argsort(whole.owners, kind="stable"))


class Origin:
    """Says for parts of a chunk of which process they are and where they stand."""

    def __init__(self, chunk: Gathered) -> None:
        self._ocids = chunk.objects.texts("ocid")
        self._documents = pa.array(chunk.documents, TEXT)
        self._placed = np.array(chunk.placed, bool)

    def columns(self, parts: Parts) -> Columns:
        """The first columns of a table: ocid, document, pointer."""
        owners = pa.array(parts.owners)
        documents, pointers = self._documents.take(owners), parts.places
        placed = self._placed[parts.owners]
        if placed.any():
            unplaced = ~placed
            documents = _stated_or(parts.objects.texts("@document"), unplaced, documents)
            pointers = _stated_or(parts.objects.texts("@pointer"), unplaced, pointers)
        return {"ocid": self._ocids.take(owners), "document_id": documents, "pointer": pointers}


def _stated_or(stated: pa.Array, unplaced: Flags, follows: pa.Array) -> pa.Array:
    """What the objects say themselves where that holds, and else what follows from their release or position."""
    if stated.null_count == len(stated):
        return follows
    says = pc.and_not(pc.fill_null(pc.not_equal(stated, ""), fill_value=False), pa.array(unplaced))
    return pc.if_else(says, stated, follows)


def unique_ids(parts: Parts, chunk: Gathered) -> pa.Array:
    """The id of each part as text, once for each holder: a missing one is its position, a repeated one has it added."""
    ids = parts.objects.ids("id")
    if ids.null_count:
        ids = pc.coalesce(ids, pc.binary_join_element_wise("#", pa.array(parts.positions).cast(TEXT), ""))
    if not len(ids) or not parts.positions.any():
        return ids
    codes = ids.dictionary_encode()
    if len(codes.dictionary) == len(ids):
        return ids
    pairs = parts.holders * len(codes.dictionary) + codes.indices.to_numpy()
    if pc.count_distinct(pa.array(pairs)).as_py() == len(ids):
        return ids
    return pa.array(_told_apart(ids.to_pylist(), parts, chunk), TEXT)


def _told_apart(ids: list[str], parts: Parts, chunk: Gathered) -> list[str]:
    seen: set[tuple[int, str]] = set()
    for n, (one, holder) in enumerate(zip(ids, parts.holders.tolist(), strict=True)):
        if (holder, one) in seen:
            ids[n] = f"{one}#{parts.positions[n]}"
            where = chunk.documents[parts.owners[n]], str(parts.places[n])
            chunk.problems.append(Problem(*where, "id-repeated", one, DOUBTED, f"kept as {ids[n]}"))
        seen.add((holder, ids[n]))
    return ids
