"""Reduces the mentions of all processes to the distinct ones, column by column, before any name is read."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.organisations.mention import Mention
from custodiet.organisations.texts_once import JOINT, texts_once
from custodiet.text.countries import country_code

COLUMNS = ("name", "legal_name", "scheme", "identifier", "more_identifiers", "locality", "region", "country")
REPEATED = (
    *("ocid", "document_id", "party_id", "name", "legal_name", "scheme", "identifier", "locality", "region", "country"),
    "roles.list.element",
)
"""Columns of `parties` whose texts repeat; a table may hold them as dictionaries."""
_LARGEST_CODE = 2**62


@dataclass(frozen=True, slots=True)
class Evidence:
    """The places (document, pointer) of all rows, in their order; `first` is each mention's first place, as a rank."""

    places: pa.Table
    rows: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    rank: npt.NDArray[np.int64]

    def at(self, ranks: Sequence[int]) -> pa.Table:
        """The documents and pointers of these ranks."""
        return self.places.take(pa.array(self.rows[np.asarray(ranks, dtype=np.int64)]))


@dataclass(frozen=True, slots=True)
class Distinct:
    """The distinct mentions in the order of their raw values, and for each row of `parties` its place in that order."""

    mentions: Sequence[Mention]
    counts: npt.NDArray[np.int64]
    row_to_mention: npt.NDArray[np.int64]
    evidence: Evidence


def distinct(parties: pa.Table) -> Distinct:
    """The distinct mentions of a parties table; the answer does not depend on the order of its rows."""
    codes = _codes(parties)
    encoded = pa.array(codes).dictionary_encode()
    row_code = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    first_row = _first_rows(row_code, len(encoded.dictionary))
    columns = (texts_once(parties[column]).take(pa.array(first_row)) for column in COLUMNS)
    raw = pa.table([column.cast(pa.string()) for column in columns], names=list(COLUMNS))
    order = pc.sort_indices(raw, sort_keys=[(column, "ascending") for column in COLUMNS]).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    row_to_mention = rank[row_code]
    roles = _roles(parties, row_to_mention, len(order))
    return Distinct(
        mentions=[_mention(values, own) for values, own in zip(_rows(raw.take(order)), roles, strict=True)],
        counts=np.bincount(row_to_mention, minlength=len(order)).astype(np.int64),
        row_to_mention=row_to_mention,
        evidence=_evidence(parties, row_to_mention, len(order)),
    )


def _codes(parties: pa.Table) -> npt.NDArray[np.int64]:
    """One number per row, equal where all compared columns are equal."""
    codes = np.zeros(parties.num_rows, dtype=np.int64)
    size = 1
    for column in COLUMNS:
        values, count = _encoded(texts_once(parties[column]))
        if size * count > _LARGEST_CODE:
            codes, size = _encoded(pa.array(codes).dictionary_encode())
        codes = codes * count + values
        size *= count
    return codes


def _encoded(encoded: pa.DictionaryArray) -> tuple[npt.NDArray[np.int64], int]:
    indices = pc.fill_null(encoded.indices, len(encoded.dictionary))
    return indices.to_numpy(zero_copy_only=False).astype(np.int64), len(encoded.dictionary) + 1


def _first_rows(row_code: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    first = np.zeros(count, dtype=np.int64)
    backwards = np.arange(len(row_code) - 1, -1, -1, dtype=np.int64)
    first[row_code[backwards]] = backwards
    return first


def _rows(table: pa.Table) -> Iterator[tuple[str | None, ...]]:
    """The rows of a table, a part at a time."""
    for batch in table.to_batches(max_chunksize=50_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _mention(raw: tuple[str | None, ...], roles: tuple[str, ...]) -> Mention:
    name, legal_name, scheme, identifier, more, locality, region, country = raw
    scheme = sys.intern(scheme) if scheme else None
    return Mention(
        key="",
        name=name or legal_name or "",
        legal_name=legal_name,
        identifiers=tuple(_identifiers(scheme, identifier, more)),
        locality=sys.intern(locality) if locality else None,  # few values, millions of times
        region=sys.intern(region) if region else None,
        country=country_code(country) or _country_of_scheme(scheme),
        roles=roles,
    )


def _identifiers(scheme: str | None, identifier: str | None, more: str | None) -> list[tuple[str, str]]:
    found = [(scheme or "", identifier)] if identifier else []
    for item in (more or "").split(JOINT):
        other_scheme, colon, number = item.rpartition(":")
        if number:
            found.append((other_scheme if colon else "", number))
    return found


@lru_cache(maxsize=1024)
def _country_of_scheme(scheme: str | None) -> str | None:
    """The country in the prefix of an org-id scheme such as UA-EDR."""
    prefix, dash, _ = (scheme or "").partition("-")
    return prefix if dash and len(prefix) == 2 and prefix.isupper() else None  # noqa: PLR2004 - alpha-2


def _evidence(parties: pa.Table, row_to_mention: npt.NDArray[np.int64], count: int) -> Evidence:
    """For each distinct mention the place that sorts first."""
    places = parties.select(["document_id", "pointer"])
    keys = pa.table(
        [_order_of_texts(texts_once(parties["document_id"])), places["pointer"]], names=["document", "pointer"]
    )
    rows = pc.sort_indices(keys, sort_keys=[("document", "ascending"), ("pointer", "ascending")]).to_numpy()
    rank = np.empty(len(rows), dtype=np.int64)
    rank[rows] = np.arange(len(rows))
    first = np.full(count, len(rows), dtype=np.int64)
    np.minimum.at(first, row_to_mention, rank)
    return Evidence(places, rows, first, rank)


def _order_of_texts(encoded: pa.DictionaryArray) -> pa.Array:
    """For each text its place among the distinct ones in their order: sorts like the texts in less memory."""
    place = np.empty(len(encoded.dictionary), dtype=np.int32)
    place[pc.sort_indices(encoded.dictionary).to_numpy()] = np.arange(len(place), dtype=np.int32)
    return pa.array(place).take(encoded.indices)


def _roles(parties: pa.Table, row_to_mention: npt.NDArray[np.int64], count: int) -> list[tuple[str, ...]]:
    """For each distinct mention the roles it has anywhere, sorted."""
    joined = texts_once(parties["roles"])
    pairs = row_to_mention * (len(joined.dictionary) + 1) + pc.fill_null(
        joined.indices, len(joined.dictionary)
    ).to_numpy(zero_copy_only=False)
    words = [tuple(text.split(JOINT)) if text else () for text in joined.dictionary.to_pylist()] + [()]
    roles: list[tuple[str, ...]] = [()] * count
    for pair in np.unique(pairs).tolist():
        mention, role = divmod(pair, len(words))
        roles[mention] = tuple(sorted({*roles[mention], *words[role]})) if roles[mention] else words[role]
    return roles
