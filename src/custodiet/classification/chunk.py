"""The room's door: tables of one chunk in, one row per process and class of surveillance technology out.

Most texts hold no word of the vocabulary. They are thrown away in bulk, each distinct text looked at once; only the
processes of those that remain, or that carry a telling code, are read with care. The decision of a process depends on
its own rows alone, so cutting a chunk differently changes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from custodiet.classification.classifier import SUPPORT, Classifier
from custodiet.classification.gather import Codes, Place, Texts, codes_of, promising, texts_of
from custodiet.classification.model import Decision, Label, Span
from custodiet.model.tables import TECHNOLOGIES


def classify(tables: Mapping[str, Any], classifier: Classifier) -> pa.Table:
    """Rows of `technologies` for every process of the chunk that is not `no`, sorted by ocid and technology.

    `tables`: Arrow tables or record batches by name (processes, lots, items, awards, contracts; any may be missing).
    """
    ocids = promising(tables, classifier)
    texts, codes = texts_of(tables, ocids), codes_of(tables, ocids)
    rows: list[dict[str, object]] = []
    for ocid in ocids.to_pylist():
        words, numbers = texts.get(ocid, {}), codes.get(ocid, {})
        decision = classifier.decide(list(words), list(numbers))
        if decision.label is not Label.NO:
            rows += _rows(ocid, decision, words, numbers)
    return pa.Table.from_pylist(rows, schema=TECHNOLOGIES.schema)


def _rows(ocid: str, decision: Decision, texts: Texts, codes: Codes) -> Iterator[dict[str, object]]:
    """One row for each class, with the strongest words that carry it and where they stand."""
    text_places = {text.pointer: place for text, place in texts.items()}
    code_places = {f"/codes/{number}": place for number, place in enumerate(codes.values())}
    for technology in decision.classes:
        spans = [span for span in decision.spans if span.about == technology]
        best = min(spans, key=_strongest)
        place = (code_places if best.field == "code list" else text_places).get(best.pointer, Place(None, best.pointer))
        yield {
            "ocid": ocid,
            "technology": technology,
            "label": str(decision.label),
            "role": "main object" if any(span.main for span in spans) else "component",
            "score": best.score if technology == SUPPORT else decision.score,
            "rule": best.rule,
            "words": best.words,
            "document_id": place.document_id,
            "pointer": place.pointer,
            "table": place.table,
            "column": place.column,
            "start": best.start,
            "end": best.end,
            "why": decision.why,
        }


def _strongest(span: Span) -> tuple[bool, float, str, int]:
    return not span.main, -span.score, span.pointer, span.start
