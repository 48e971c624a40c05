"""The room's door: tables of one chunk in, one row per process and class of surveillance technology out.

Most texts hold no word of the vocabulary. They are thrown away in bulk, each distinct text looked at once; only the
processes of those that remain, or that carry a telling code, are read with care. The decision of a process depends on
its own rows alone, so cutting a chunk differently changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from custodiet.classification.classifier import SUPPORT, Classifier
from custodiet.classification.model import Decision, Label, Span, Text
from custodiet.model.tables import AWARDS, CONTRACTS, ITEMS, LOTS, PROCESSES, TECHNOLOGIES, Table

Data = pa.Table | pa.RecordBatch

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
_LOOK_AT_ONCE = 20_000  # distinct texts folded together: a few megabytes, whatever the size of the chunk


def classify(tables: Mapping[str, Data], classifier: Classifier) -> pa.Table:
    """Rows of `technologies` for every process of the chunk that is not `no`, sorted by ocid and technology."""
    chosen = _processes_with_words(tables, classifier) | _processes_with_codes(tables, classifier)
    if not chosen:
        return TECHNOLOGIES.schema.empty_table()
    texts, documents = _texts_of(tables, chosen)
    codes, languages = _codes_of(tables, chosen), _languages_of(tables, chosen)
    rows: list[dict[str, object]] = []
    for ocid in sorted(chosen):
        decision = classifier.decide(texts.get(ocid, ()), codes.get(ocid, ()), languages.get(ocid))
        if decision.label is not Label.NO:
            rows += _rows(ocid, decision, documents)
    return pa.Table.from_pylist(rows, schema=TECHNOLOGIES.schema)


def _processes_with_words(tables: Mapping[str, Data], classifier: Classifier) -> set[str]:
    """The ocids of processes that have a text with a word of the vocabulary."""
    found: set[str] = set()
    for table, column, _ in _TEXTS:
        data = tables.get(table.name)
        if data is None or not data.num_rows:
            continue
        encoded = _combined(data.column(column)).dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        numbers = list(_candidates(distinct, classifier))
        if numbers:
            hit = pc.is_in(encoded.indices, value_set=pa.array(numbers, encoded.indices.type))
            found.update(_combined(data.column("ocid")).filter(hit).to_pylist())
    return found


def _candidates(texts: list[str], classifier: Classifier) -> Iterator[int]:
    for start in range(0, len(texts), _LOOK_AT_ONCE):
        part = texts[start : start + _LOOK_AT_ONCE]
        yield from (start + number for number in classifier.candidates(part))


def _processes_with_codes(tables: Mapping[str, Data], classifier: Classifier) -> set[str]:
    """The ocids of processes with a code that names surveillance by itself."""
    found: set[str] = set()
    for name in (PROCESSES.name, ITEMS.name):
        data = tables.get(name)
        if data is None or not data.num_rows:
            continue
        main = _combined(data.column("code"))
        telling = [code for code in pc.unique(main).to_pylist() if code and classifier.has_code([code])]
        hit = pc.is_in(main, value_set=pa.array(telling, pa.string()))
        ocids = _combined(data.column("ocid"))
        found.update(ocids.filter(hit).to_pylist())
        more = _combined(data.column("more_codes"))
        flat, parents = pc.list_flatten(more), pc.list_parent_indices(more)
        telling = [code for code in pc.unique(flat).to_pylist() if code and classifier.has_code([code])]
        hit = pc.is_in(flat, value_set=pa.array(telling, pa.string()))
        found.update(ocids.take(parents.filter(hit)).to_pylist())
    return found


def _texts_of(tables: Mapping[str, Data], chosen: set[str]) -> tuple[dict[str, list[Text]], dict[tuple[str, str], str]]:
    """The texts of the chosen processes in order of table and row, and the document of each text."""
    texts: dict[str, list[Text]] = defaultdict(list)
    documents: dict[tuple[str, str], str] = {}
    for table, column, field in _TEXTS:
        data = _of(tables, table.name, chosen)
        if data is None:
            continue
        place = table.places[column]
        rows = zip(*(data.column(name).to_pylist() for name in ("ocid", "pointer", "document_id", column)), strict=True)
        for ocid, pointer, document, value in rows:
            if value:
                text = Text(value, f"{pointer or ''}{place}", field)
                texts[ocid].append(text)
                documents[ocid, text.pointer] = document
    return texts, documents


def _codes_of(tables: Mapping[str, Data], chosen: set[str]) -> dict[str, list[str]]:
    codes: dict[str, dict[str, None]] = defaultdict(dict)
    for name in (PROCESSES.name, ITEMS.name):
        data = _of(tables, name, chosen)
        if data is None:
            continue
        rows = zip(
            *(data.column(column).to_pylist() for column in ("ocid", "scheme", "code", "more_codes")), strict=True
        )
        for ocid, scheme, code, more in rows:
            if code:
                codes[ocid][f"{scheme}:{code}" if scheme else code] = None
            codes[ocid].update(dict.fromkeys(more or ()))
    return {ocid: list(known) for ocid, known in codes.items()}


def _languages_of(tables: Mapping[str, Data], chosen: set[str]) -> dict[str, str | None]:
    data = _of(tables, PROCESSES.name, chosen)
    if data is None:
        return {}
    return dict(zip(data.column("ocid").to_pylist(), data.column("language").to_pylist(), strict=True))


def _rows(ocid: str, decision: Decision, documents: Mapping[tuple[str, str], str]) -> Iterator[dict[str, object]]:
    """One row for each class, with the strongest words that carry it."""
    for technology in decision.classes:
        spans = [span for span in decision.spans if span.about == technology]
        best = min(spans, key=lambda span: (not span.main, -span.score, span.pointer, span.start))
        yield {
            "ocid": ocid,
            "technology": technology,
            "label": str(decision.label),
            "role": "main object" if any(span.main for span in spans) else "component",
            "score": best.score if technology == SUPPORT else decision.score,
            "rule": best.rule,
            "words": best.words,
            "document_id": _document(ocid, best, documents),
            "pointer": best.pointer,
            "start": best.start,
            "end": best.end,
            "why": decision.why,
        }


def _document(ocid: str, span: Span, documents: Mapping[tuple[str, str], str]) -> str | None:
    known = documents.get((ocid, span.pointer))
    if known is not None:
        return known
    return next((document for (owner, _), document in islice(documents.items(), None) if owner == ocid), None)


def _of(tables: Mapping[str, Data], name: str, chosen: Iterable[str]) -> Data | None:
    """The rows of a table that belong to the chosen processes."""
    data = tables.get(name)
    if data is None or not data.num_rows:
        return None
    keep = pc.is_in(_combined(data.column("ocid")), value_set=pa.array(sorted(chosen), pa.string()))
    return data.filter(keep)


def _combined(column: Sequence[object]) -> pa.Array:
    """A column in one piece, whether it came from a table or a batch."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
