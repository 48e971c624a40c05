"""The room's door: tables of one chunk in, what was found in its processes out.

Most texts hold no word of the vocabulary. They are thrown away in bulk, each distinct text looked at once; only the
processes of those that remain, or that carry a telling code, are read with care. The decision of a process depends on
its own rows alone, so cutting a chunk differently changes nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from custodiet.classification.classifier import SUPPORT, Classifier
from custodiet.classification.gather import Codes, Place, Texts, codes_of, promising, rows_about, texts_of
from custodiet.classification.model import Decision, Label, Span
from custodiet.model.tables import READINGS, TECHNOLOGIES


class Classified(NamedTuple):
    """What was found in a chunk: the classes of each process, and what its texts state of place and capability."""

    technologies: pa.Table
    readings: pa.Table


def classify(tables: Mapping[str, Any], classifier: Classifier) -> pa.Table:
    """Rows of `technologies` for every process of the chunk that is not `no`, sorted by ocid and technology."""
    return classify_and_read(tables, classifier).technologies


def classify_and_read(tables: Mapping[str, Any], classifier: Classifier) -> Classified:
    """Rows of `technologies` and `readings` for every process of the chunk that is not `no`, sorted by ocid.

    `tables`: Arrow tables or record batches by name (processes, lots, items, awards, contracts; any may be missing).
    """
    ocids = promising(tables, classifier)
    found = rows_about(tables, ocids)
    texts, codes = texts_of(found), codes_of(found)
    rows: list[dict[str, object]] = []
    readings: list[dict[str, object]] = []
    for ocid in ocids.to_pylist():
        words, numbers = texts.get(ocid, {}), codes.get(ocid, {})
        decision = classifier.decide(list(words), list(numbers))
        if decision.label is not Label.NO:
            rows += _rows(ocid, decision, words, numbers)
            readings += _readings(ocid, decision, words)
    return Classified(
        pa.Table.from_pylist(rows, schema=TECHNOLOGIES.schema), pa.Table.from_pylist(readings, schema=READINGS.schema)
    )


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
            "why": decision.why,
            **_located(best, place),
        }


def _readings(ocid: str, decision: Decision, texts: Texts) -> Iterator[dict[str, object]]:
    """One row for each place watched and each capability that the texts state, with the words that state it."""
    places = {text.pointer: place for text, place in texts.items()}
    for kind, spans in (("capability", decision.capabilities), ("scope", decision.scope)):
        for span in sorted(spans, key=lambda span: span.about):
            yield {"ocid": ocid, "kind": kind, "value": span.about, **_located(span, places[span.pointer])}


def _located(span: Span, place: Place) -> dict[str, object]:
    return {
        "words": span.words,
        "document_id": place.document_id,
        "pointer": place.pointer,
        "table": place.table,
        "column": place.column,
        "start": span.start,
        "end": span.end,
    }


def _strongest(span: Span) -> tuple[bool, float, str, int]:
    return not span.main, -span.score, span.pointer, span.start
