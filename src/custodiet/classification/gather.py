"""Gathers from a chunk's tables which processes to read with care, and their texts and codes with places."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.classification.classifier import Classifier
from custodiet.classification.model import Text
from custodiet.model.tables import AWARDS, CONTRACTS, ITEMS, LOTS, PROCESSES, TEXT, Table

_TEXTS: tuple[tuple[Table, str, str], ...] = (
    (PROCESSES, "title", "title"),
    (PROCESSES, "description", "description"),
    (LOTS, "title", "lot"),
    (LOTS, "description", "lot"),
    (ITEMS, "description", "item"),
    (ITEMS, "code_description", "code"),
    (AWARDS, "title", "award"),
    (AWARDS, "description", "award"),
    (CONTRACTS, "title", "contract"),
    (CONTRACTS, "description", "contract"),
)
_CODES: tuple[Table, ...] = (PROCESSES, ITEMS)
_LOOK_AT_ONCE = 2_000  # distinct texts folded together: a few megabytes, whatever the size of the chunk


class Place(NamedTuple):
    """Where a value stands: document, pointer of its row in it, and table and column of the row."""

    document_id: str | None
    pointer: str
    table: str | None = None
    column: str | None = None


Texts = dict[Text, Place]
Codes = dict[str, Place]


def promising(tables: Mapping[str, Any], classifier: Classifier) -> pa.Array:
    """The ocids, sorted, of processes with a word of the vocabulary or a code that tells by itself."""
    found = {*_with_words(tables, classifier), *_with_codes(tables, classifier)}
    return pa.array(sorted(found), pa.string())


def rows_about(tables: Mapping[str, Any], ocids: pa.Array) -> dict[str, Any]:
    """The rows of these processes in the tables that hold texts or codes."""
    named = {table.name for table, *_ in _TEXTS} & tables.keys()
    return {name: tables[name].filter(pc.is_in(_whole(tables[name].column("ocid")), value_set=ocids)) for name in named}


def texts_of(tables: Mapping[str, Any]) -> dict[str, Texts]:
    """The texts of each process in order of table and row, each with its place."""
    texts: dict[str, Texts] = defaultdict(dict)
    for table, column, field in _TEXTS:
        place = table.places[column]
        for ocid, document, pointer, value in _rows(tables, table, (column,)):
            if value:
                # Tells the texts of a process apart; where the text stands, the format of its document says.
                key = f"{document or ''}{pointer or ''}{place}"
                texts[ocid][Text(value, key, field)] = Place(document, pointer or "", table.name, column)
    return texts


def codes_of(tables: Mapping[str, Any]) -> dict[str, Codes]:
    """The codes of each process, with their scheme where one is stated, each with its first place."""
    codes: dict[str, Codes] = defaultdict(dict)
    for table in _CODES:
        for ocid, document, pointer, scheme, code, others in _rows(tables, table, ("scheme", "code", "more_codes")):
            if code:
                place = Place(document, pointer or "", table.name, "code")
                codes[ocid].setdefault(f"{scheme}:{code}" if scheme else code, place)
            for other in others or ():
                codes[ocid].setdefault(other, Place(document, pointer or "", table.name, "more_codes"))
    return codes


def _with_words(tables: Mapping[str, Any], classifier: Classifier) -> Iterator[str]:
    """The ocids of texts with words; a text that stands in several tables is looked at once."""
    stated = [(tables[table.name], column) for table, column, _ in _TEXTS if table.name in tables]
    stated = [(data, column) for data, column in stated if data.num_rows]
    if not stated:
        return
    texts = pa.chunked_array([_whole(data.column(column)) for data, column in stated], TEXT).dictionary_encode()
    distinct = texts.chunk(0).dictionary.to_pylist()
    telling = np.zeros(len(distinct) + 1, dtype=bool)
    for start in range(0, len(distinct), _LOOK_AT_ONCE):
        for number in classifier.candidates(distinct[start : start + _LOOK_AT_ONCE]):
            telling[start + number] = classifier.may_tell(distinct[start + number])
    for (data, _), encoded in zip(stated, texts.chunks, strict=True):
        found = telling[encoded.indices.fill_null(len(distinct)).to_numpy()]
        yield from _whole(data.column("ocid")).filter(pa.array(found)).unique().to_pylist()


def _with_codes(tables: Mapping[str, Any], classifier: Classifier) -> Iterator[str]:
    for table in _CODES:
        data = tables.get(table.name)
        if data is None or not data.num_rows:
            continue
        ocids, main, more = (_whole(data.column(name)) for name in ("ocid", "code", "more_codes"))
        yield from ocids.filter(_telling(main, classifier)).to_pylist()
        yield from ocids.take(
            pc.list_parent_indices(more).filter(_telling(pc.list_flatten(more), classifier))
        ).to_pylist()


def _telling(codes: Any, classifier: Classifier) -> Any:
    """Which of the codes make a purchase of surveillance technology on their own."""
    telling = [code for code in pc.unique(codes).to_pylist() if code and classifier.has_code([code])]
    return pc.is_in(codes, value_set=pa.array(telling, pa.string()))


def _rows(tables: Mapping[str, Any], table: Table, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Ocid, document, pointer and the named columns of each row."""
    data = tables.get(table.name)
    if data is not None:
        names = ("ocid", "document_id", "pointer", *columns)
        yield from zip(*(data.column(name).to_pylist() for name in names), strict=True)


def _whole(column: Any) -> Any:
    """A column in one piece, whether it came from a table or a batch."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
