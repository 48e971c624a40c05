"""Classifies JSON Lines, for other programs: a broken line is answered by an error, the others go on."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec

from custodiet.classification.classifier import Classifier
from custodiet.classification.model import Decision, Text

Word = str | int | float


class Item(msgspec.Struct, frozen=True):
    """A line of the bill, as in OCDS."""

    description: str | None = None


class Line(msgspec.Struct, frozen=True):
    """One record to classify; every key but one text may be missing."""

    id: Word | None = None
    title: str | None = None
    description: str | None = None
    text: str | None = None
    items: list[Item | str] | None = None
    codes: list[str] | None = None
    lang: str | None = None
    language: str | None = None


class FoundSpan(msgspec.Struct, frozen=True):
    """Words that carry a class, with the field and place they stand at."""

    technology: str
    field: str
    pointer: str
    start: int
    end: int
    words: str
    rule: str


class Answer(msgspec.Struct, frozen=True):
    """The decision about one record."""

    id: Word | None
    label: str
    classes: tuple[str, ...]
    score: Annotated[float, msgspec.Meta(ge=0)]
    spans: list[FoundSpan]
    why: str
    scope: list[FoundSpan]
    capabilities: list[FoundSpan]


class Failure(msgspec.Struct, frozen=True):
    """The answer to a line that is no record."""

    line: int
    error: str


def process_jsonl(lines: Iterable[bytes], classifier: Classifier | None = None) -> Iterator[bytes]:
    """One JSON line per record, in order; empty lines are passed over."""
    classifier = classifier or Classifier.load()
    decode, encode = msgspec.json.Decoder(Line).decode, msgspec.json.Encoder().encode
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            try:
                record = decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield encode(Failure(number, f"{error}; a line is an object such as {_EXAMPLE}")) + b"\n"
                continue
            yield encode(_answer(record, classifier)) + b"\n"


_EXAMPLE = '{"id": "1", "title": "...", "codes": ["CPV:32323500"]}'


def texts_of(record: Line) -> list[Text]:
    """The texts of a record with their pointers; a text alone is read as a title."""
    texts = [Text(record.title, "/title", "title")] if record.title else []
    if record.description:
        texts.append(Text(record.description, "/description", "description"))
    if record.text:
        texts.append(Text(record.text, "/text", "description" if record.title else "title"))
    for number, item in enumerate(record.items or ()):
        words = item if isinstance(item, str) else item.description
        if words:
            pointer = f"/items/{number}" if isinstance(item, str) else f"/items/{number}/description"
            texts.append(Text(words, pointer, "item"))
    return texts


def _answer(record: Line, classifier: Classifier) -> Answer:
    decision = classifier.decide(texts_of(record), record.codes or (), record.lang or record.language)
    return Answer(
        id=record.id,
        label=str(decision.label),
        classes=decision.classes,
        score=decision.score,
        spans=_spans(decision, "spans"),
        why=decision.why,
        scope=_spans(decision, "scope"),
        capabilities=_spans(decision, "capabilities"),
    )


def _spans(decision: Decision, kind: str) -> list[FoundSpan]:
    return [
        FoundSpan(span.about, span.field, span.pointer, span.start, span.end, span.words, span.rule)
        for span in getattr(decision, kind)
    ]
