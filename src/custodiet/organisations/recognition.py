"""Finds makers and product lines named in texts: one pass over all texts, then guards around each hit.

A hit says that the words stand in the text. It never says who supplied anything.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.organisation_tables import MAKERS_NAMED
from custodiet.organisations.makers import MakerList, maker_list

ROLE = "maker named in the text"
_ORIGIN = ("ocid", "document_id", "pointer")
_TEXTS = {
    "processes": ("title", "description"),
    "lots": ("title", "description"),
    "items": ("description",),
    "awards": ("title", "description"),
    "contracts": ("title", "description"),
}
TEXTS = {table: (*_ORIGIN, *columns) for table, columns in _TEXTS.items()}
"""The tables and columns in which makers are looked for."""
_NEAR = 60  # characters around a guarded name in which a word of its field must stand
# Cyrillic letters that look like Latin ones: catalogues are retyped on two keyboards.
_LOOK_ALIKES = str.maketrans("аеосрхуіквнмтѕј", "aeocpxyikbhmtsj")
_LATIN, _CYRILLIC = re.compile("[a-z]"), re.compile("[\u0400-\u04ff]")
_MODEL = re.compile(r"[\w\-/().]*", re.UNICODE)


@dataclass(frozen=True, slots=True)
class MakerSpan:
    """A maker, or a product line of it, named in a text from `start` to `end`."""

    maker: str
    product: str | None
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _Term:
    maker: str
    product: str | None
    printed: str | None  # a guarded name counts only as written here
    model: bool


def recognise_makers(text: str, makers: MakerList | None = None) -> list[MakerSpan]:
    """The makers named in one text, the longest name at each place, in the order of the text."""
    return list(_spans(text, _terms(makers)))


def recognise(tables: Mapping[str, pa.Table], makers: MakerList | None = None) -> pa.Table:
    """The table `makers_named`: every maker named in a title or description, with its place."""
    terms = _terms(makers)
    rows: list[dict[str, object]] = []
    for table, column in ((table, column) for table, columns in _TEXTS.items() for column in columns):
        if table in tables and column in tables[table].column_names:
            placed = {"table": table, "column": column}
            rows.extend(row | placed for row in _rows(tables[table], column, terms))
    keyed = {tuple(str(row[name]) for name in MAKERS_NAMED.key): row for row in rows}
    return pa.Table.from_pylist([keyed[key] for key in sorted(keyed)], schema=MAKERS_NAMED.schema)


@dataclass(frozen=True, slots=True)
class _Terms:
    automaton: ahocorasick_rs.AhoCorasick
    meanings: Sequence[Sequence[_Term]]
    context: re.Pattern[str]


def _terms(makers: MakerList | None) -> _Terms:
    return _ours() if makers is None else _compiled(makers)


@lru_cache(maxsize=1)
def _ours() -> _Terms:
    return _compiled(maker_list())


def _compiled(makers: MakerList) -> _Terms:
    found: dict[str, list[_Term]] = {}
    for key, maker in makers.makers.items():
        for word in maker.words:
            found.setdefault(word.lower(), []).append(_Term(key, None, None, model=False))
        for word in maker.guarded:
            found.setdefault(word.lower(), []).append(_Term(key, None, word, model=False))
        for product in maker.products:
            for word in product.words:
                found.setdefault(word.lower(), []).append(_Term(key, product.name, None, model=False))
            for pattern in product.patterns:
                found.setdefault(pattern.lower(), []).append(_Term(key, product.name, None, model=True))
    words = sorted(found)
    automaton = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.Standard)
    context = re.compile("|".join(re.escape(word) for word in makers.context), re.IGNORECASE)
    return _Terms(automaton, [found[word] for word in words], context)


def _rows(table: pa.Table, column: str, terms: _Terms) -> Iterator[dict[str, object]]:
    """Rows for one column: each distinct text is searched once, all of them in one pass."""
    texts = table[column].combine_chunks().dictionary_encode()
    dictionary = texts.dictionary.to_pylist()
    hits = dict(_hits(dictionary, terms))
    if not hits:
        return
    rows = pc.indices_nonzero(pc.is_in(texts.indices, pa.array(list(hits), texts.indices.type)))
    taken = table.select(_ORIGIN).take(rows).to_pylist()
    for origin, number in zip(taken, texts.indices.take(rows).to_pylist(), strict=True):
        for span in hits[number]:
            yield {
                "ocid": origin["ocid"], "maker": span.maker, "product": span.product, "words": span.words,
                "document_id": origin["document_id"], "pointer": origin["pointer"],
                "start": span.start, "end": span.end, "role": ROLE,
            }  # fmt: skip


def _hits(texts: Sequence[str | None], terms: _Terms) -> Iterator[tuple[int, list[MakerSpan]]]:
    for number, text in enumerate(texts):
        if text:
            spans = list(_spans(text, terms))
            if spans:
                yield number, spans


def _spans(text: str, terms: _Terms) -> Iterator[MakerSpan]:
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is two letters would shift every place behind it
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    candidates = list(_candidates(text, low, terms))
    typed_in_latin = low.translate(_LOOK_ALIKES)
    if typed_in_latin != low:
        mixed = _candidates(text, typed_in_latin, terms)
        candidates += [span for span in mixed if _of_two_scripts(low[span.start : span.end])]
    yield from _longest(candidates)


def _candidates(text: str, low: str, terms: _Terms) -> Iterator[MakerSpan]:
    """Every term that stands in the lower-case text, within its bounds and guards."""
    for number, start, end in terms.automaton.find_matches_as_indexes(low, overlapping=True):
        for term in terms.meanings[number]:
            stop = _model_end(text, end) if term.model else end
            if _bounded(low, start, stop) and _in_its_field(text, start, stop, term, terms.context):
                yield MakerSpan(term.maker, term.product, start, stop, text[start:stop])


def _of_two_scripts(words: str) -> bool:
    """Whether Latin and Cyrillic letters are mixed, as where "DS-2CD" was typed with a Cyrillic С."""
    return _LATIN.search(words) is not None and _CYRILLIC.search(words) is not None


def _in_its_field(text: str, start: int, end: int, term: _Term, context: re.Pattern[str]) -> bool:
    """Whether a guarded name is as written and among words of its field; any other name always is."""
    if term.printed is None:
        return True
    around = f"{text[max(0, start - _NEAR) : start]} {text[end : end + _NEAR]}"
    return text[start:end] == term.printed and context.search(around) is not None


def _bounded(low: str, start: int, end: int) -> bool:
    before, after = low[start - 1 : start], low[end : end + 1]
    if "\u4e00" <= low[start] <= "\u9fff":
        return True  # Chinese runs its words together
    whole_behind = not after or not after.isalnum() or _ending(low, end)
    return (not before or not before.isalnum()) and whole_behind


def _ending(low: str, end: int) -> bool:
    """Whether a short inflection follows: "камера Дахуа", "Трассира", "ჰიკვიჟენის"."""
    if low[end - 1].isascii():
        return False
    stop = end
    while stop < len(low) and low[stop].isalpha():
        stop += 1
    return stop - end <= 2  # noqa: PLR2004 - longer tails are other words


def _model_end(text: str, end: int) -> int:
    found = _MODEL.match(text, end)
    stop = found.end() if found else end
    while stop > end and text[stop - 1] in ".(-/":
        stop -= 1
    return stop


def _longest(spans: Sequence[MakerSpan]) -> Iterator[MakerSpan]:
    """Spans that no longer span of the same maker covers."""
    end: dict[str, int] = {}
    ordered = sorted(
        spans, key=lambda span: (span.start, -span.end, span.maker, span.product is None, span.product or "")
    )
    seen: set[tuple[str, int, int]] = set()
    for span in ordered:
        if span.end <= end.get(span.maker, -1) or (span.maker, span.start, span.end) in seen:
            continue
        seen.add((span.maker, span.start, span.end))
        end[span.maker] = span.end
        yield span
