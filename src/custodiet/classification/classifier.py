"""Decides what a record buys, from its texts and codes, with the words that carry each statement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Self

from custodiet.classification.codes import CodeBook, code_labels
from custodiet.classification.context import Context, negated, without_countered
from custodiet.classification.matcher import Found, Matcher
from custodiet.classification.meanings import hints, sought_in
from custodiet.classification.model import NOTHING, Decision, Label, Span, Text
from custodiet.classification.sought import Sought
from custodiet.classification.vocabulary import Vocabulary, load_vocabulary

INCLUDE = 1.0  # one strong term, as proposed with the vocabulary
REVIEW = 0.6  # one ambiguous head that a person should look at
SUPPORT = "enabling.support"
CAMERAS = "video.cctv_fixed"  # what a camera is when nothing more is said
SPECIAL_CAMERAS = frozenset(
    {"video.body_worn", "video.mobile", "biometric.thermal", "biometric.face_live", "traffic.enforcement"}
)
GENERIC = frozenset({CAMERAS, "biometric.afis", "traffic.its"})  # classes whose words occur inside those of others
FAR = 200  # characters: about two clauses, in which a word may take a hint back
_SAME_DEVICE = 20  # characters between a camera and the words that say what kind it is
_OPENING = 250  # characters of a description in which the object of the purchase is named
_MANY_LOTS = 4  # lots: one of so many is a part of the purchase
_MOST_WORKS = 100  # words for works that are looked at in one text
_SUPPORT_REACH = 100  # characters between the name of a system and the work on it


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a text holds, whoever states it; `said` is what that says about classes, by the field that it stands in."""

    claims: list[Found]
    context: Context
    labels: list[tuple[int, int]]
    said: dict[str, list[Span]] = field(default_factory=dict)


class _Read(NamedTuple):
    """One text of a record with what it holds."""

    text: Text
    seen: _Seen

    def is_label(self, found: Found) -> bool:
        """Whether the words are the label of a code: it names the shelf, not the thing bought."""
        if self.text.field == "code":
            return True
        labels = self.seen.labels
        return bool(labels) and any(start <= found.start and found.end <= end for start, end in labels)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of reading beside a match: what each of its words states."""

    name: str
    keys: Mapping[str, str]
    words: frozenset[str]

    @classmethod
    def of(cls, name: str, keys: Mapping[str, str]) -> Self:
        """The kind with these words."""
        return cls(name, keys, frozenset(keys))


_REPEATED = frozenset({"item", "code"})  # fields in which portals repeat the same words in thousands of records
_MOST_REMEMBERED = 4096
_LONGEST_REMEMBERED = 500  # letters: longer texts are hardly ever repeated
_REPEATS = 5  # times that one term may speak for a class in one text: more say nothing new


class Classifier:
    """Reads the vocabulary once; `decide` is a pure function of a record's texts and codes."""

    def __init__(self, vocabulary: Vocabulary, sought: Sought) -> None:
        self.vocabulary = vocabulary
        self._hints = hints(vocabulary)
        self._codes = CodeBook(vocabulary)
        self.matcher = Matcher(sought)
        words, readings = self.matcher.words, vocabulary.shared.readings
        self._counters = frozenset[str]().union(*(words("counter", key) for key in vocabulary.shared.counter))
        self._negations = words("negation", "before")
        self._works, self._others = words("set", "service"), words("set", "other_system")
        self._unless = {key: words("unless", key) for key in (*self._hints, *vocabulary.technologies)}
        self._beside = {key: words("beside", key) for key in self._hints}
        self._scopes = _Kind.of("scope", {word: key for key in readings.scope for word in words("scope", key)})
        self._capabilities = _Kind.of(
            "capability", {word: key for key in readings.capability for word in words("capability", key)}
        )
        self._memory: dict[str, _Seen] = {}

    @classmethod
    def load(cls, plugins: Path | None = None) -> Self:
        """The classifier of our vocabulary, with an outsider's technologies added."""
        vocabulary = load_vocabulary(plugins)
        return cls(vocabulary, sought_in(vocabulary))

    def candidates(self, texts: Sequence[str]) -> list[int]:
        """Numbers of the texts that may hold a term; a record with none of them and no telling code is `no`."""
        return self.matcher.candidates(texts)

    def has_code(self, codes: Sequence[str]) -> bool:
        """Whether a code makes a purchase of surveillance technology on its own."""
        return any(self._codes.primary(code) for code in codes)

    def decide(self, texts: Sequence[Text], codes: Sequence[str] = (), language: str | None = None) -> Decision:
        """The decision about one record; `language` is only a statement of the source and decides nothing."""
        del language  # terms of every language are looked for: statements of language are often wrong or missing
        read = list(self._read(texts))
        spans = sorted(self._all_statements(read), key=_by_place)
        if not any(span.score >= INCLUDE for span in spans):
            spans += self._codes.spans(codes)
        if not spans:
            return NOTHING
        if _buys_other(read, spans, self._others) or _in_few_lots(read, spans):
            spans = [span._replace(main=False) for span in spans]
        return self._weigh([*spans, *self._support(read, spans)], read)

    def _read(self, texts: Sequence[Text]) -> Iterator[_Read]:
        """The texts with what they hold; a text that stands twice in a record is looked at once."""
        seen: dict[str, _Seen] = {}
        for text in texts:
            value = text.value
            if value and value not in seen:
                repeated = text.field in _REPEATED and len(value) <= _LONGEST_REMEMBERED
                seen[value] = self._remembered(value) if repeated else self._memory.get(value) or self._look(value)
            if value:
                yield _Read(text, seen[value])

    def may_tell(self, value: str) -> bool:
        """Whether a text can hold a term or hint: other words of the vocabulary decide nothing without one."""
        return len(value) > _LONGEST_REMEMBERED or bool(self._remembered(value).claims)

    def _remembered(self, value: str) -> _Seen:
        """What a text holds that portals repeat, or that is looked at again when its record is decided."""
        seen = self._memory.get(value)
        if seen is None:
            if len(self._memory) == _MOST_REMEMBERED:
                self._memory.clear()
            seen = self._memory[value] = self._look(value)
        return seen

    def _look(self, value: str) -> _Seen:
        """What a text holds."""
        claims, places = self.matcher.find(value)
        context = Context.of(places)
        if not claims:
            return _Seen([], context, [])
        labels = code_labels(value)
        return _Seen(without_countered(claims, context, self._counters, value, labels), context, labels)

    def _all_statements(self, read: Sequence[_Read]) -> Iterator[Span]:
        """What the texts say about classes; items and awards repeat the words of their neighbours."""
        for one in read:
            text, seen = one.text, one.seen
            if seen.claims:
                if text.field not in seen.said:
                    seen.said[text.field] = _most_telling(list(self._statements(one)))
                for about, at, _, *rest in seen.said[text.field]:
                    yield Span._make((about, at, text.pointer, *rest))

    def _statements(self, one: _Read) -> Iterator[Span]:
        """What the words of one text say about classes."""
        context = one.seen.context
        negations = context.all(self._negations)
        others = context.all(self._others)[:1]
        repeats: dict[tuple[str, str], int] = {}
        for found in one.seen.claims:
            score = self._score(found, context)
            before = repeats.get((found.key, found.term), 0)
            if score <= 0 or before == _REPEATS or (negations and negated(found, one.text.value, negations)):
                continue
            repeats[found.key, found.term] = before + 1
            key = found.key if found.role == "term" else self._hints[found.key][0]
            score = min(score, REVIEW) if one.is_label(found) else score
            rule = f"{found.role}: {found.term}"
            yield _span(one, key, (found.start, found.end), rule, score, main=_is_main(found.start, one, others))

    def _score(self, found: Found, context: Context) -> float:
        """The score of a claim: what stands beside a hint confirms it, or takes it back."""
        unless = self._unless[found.key]
        if found.role == "term":
            return 0.0 if unless and context.near(unless, found.start, found.end) else INCLUDE
        if unless and context.near(unless, found.start, found.end, FAR):
            return 0.0
        beside = context.beside(self._beside[found.key], found.start, found.end)
        return INCLUDE if beside else self._hints[found.key][1].alone

    def _support(self, read: Sequence[_Read], spans: Sequence[Span]) -> Iterator[Span]:
        """Works and services beside a system found: where text names them near its words."""
        beside_words = _by_text([span for span in spans if span.score >= INCLUDE])
        for one in read:
            strong = beside_words.get((one.text.pointer, one.text.field), [])
            works = one.seen.context.all(self._works)[:_MOST_WORKS] if strong else []
            for start, end, term in works:
                beside = next((span for span in strong if _is_work_on(span, start, end)), None)
                if beside is not None:
                    yield _span(one, SUPPORT, (start, end), f"beside {beside.about}: {term}", INCLUDE, main=beside.main)

    def _weigh(self, spans: list[Span], read: Sequence[_Read]) -> Decision:
        score = max(span.score for span in spans)
        if score < REVIEW:
            return replace(NOTHING, score=score, why="only words that say nothing alone")
        kept = _first_of_each([span for span in spans if span.score >= min(score, INCLUDE)])
        classes = tuple(sorted({span.about for span in kept}))
        label = (
            Label.REVIEW
            if score < INCLUDE
            else Label.YES
            if any(span.main for span in kept if span.about != SUPPORT)
            else Label.PART
        )
        best = min(kept, key=lambda span: (span.about == SUPPORT, not span.main, -span.score, span.pointer, span.start))
        why = f"{label}: {best.about} in {best.field} by '{best.words}' ({best.rule})"
        more = 0.1 * (len({span.words.lower() for span in kept}) - 1)
        claims = _by_text(spans)
        return Decision(
            label=label,
            classes=classes,
            score=round(min(score + more, 2.0) if score >= INCLUDE else score, 3),
            spans=tuple(kept),
            scope=_stated(self._scopes, read, claims),
            capabilities=_stated(self._capabilities, read, claims),
            why=why,
        )


def _stated(kind: _Kind, read: Sequence[_Read], claims: Mapping[tuple[str, str], Sequence[Span]]) -> tuple[Span, ...]:
    """The first words for each place watched, or capability, that the title states or a text beside a claim."""
    stated: dict[str, Span] = {}
    for one in read:
        text, context = one.text, one.seen.context
        if kind.words.isdisjoint(context.words):
            continue
        beside = claims.get((text.pointer, text.field), ())
        for start, end, term in context.all(kind.words):
            key = kind.keys[term]
            near = text.field == "title" or any(_gap(span, start, end) <= FAR for span in beside)
            if near and key not in stated:
                stated[key] = _span(one, key, (start, end), f"{kind.name}: {term}", INCLUDE, main=True)
    return tuple(stated.values())


def _span(one: _Read, about: str, place: tuple[int, int], rule: str, score: float, *, main: bool) -> Span:
    text, (start, end) = one.text, place
    return Span._make((about, text.field, text.pointer, start, end, text.value[start:end], rule, score, main))


def _is_main(start: int, one: _Read, others: list[tuple[int, int, str]]) -> bool:
    """Whether the words name an object of the purchase: they do not behind another system, nor deep in a long text."""
    if others and any(end <= start for _, end, _ in others):
        return False
    return one.text.field == "title" or start < _OPENING


def _buys_other(read: Sequence[_Read], spans: Sequence[Span], others: frozenset[str]) -> bool:
    """Whether the title names another object, such as a building or buses, and no surveillance technology."""
    if any(span.field == "title" and span.score >= INCLUDE for span in spans):
        return False
    return any(one.seen.context.all(others) for one in read if one.text.field == "title")


def _in_few_lots(read: Sequence[_Read], spans: Sequence[Span]) -> bool:
    """Whether nothing above the lots names surveillance technology, and of many lots at most every fourth does."""
    if any(span.field not in {"lot", "item"} for span in spans):
        return False
    lots = {one.text.pointer.rpartition("/")[0] for one in read if one.text.field == "lot"}
    named = {span.pointer.rpartition("/")[0] for span in spans if span.field == "lot"}
    return len(lots) >= _MANY_LOTS and len(named) * _MANY_LOTS <= len(lots)


def _is_work_on(span: Span, start: int, end: int) -> bool:
    """Whether work named at this range is work on the system of the span: near, or before it in a title."""
    return _gap(span, start, end) <= _SUPPORT_REACH or (span.field == "title" and end <= span.start)


def _gap(span: Span, start: int, end: int) -> int:
    """Characters between the span and a range, negative where they meet."""
    return max(start - span.end, span.start - end)


def _most_telling(spans: list[Span]) -> list[Span]:
    """The spans of one text without those that say less: a camera that is named more closely in the same text."""
    return [span for span in spans if span.about not in GENERIC or not any(_outdone(span, other) for other in spans)]


def _by_place(span: Span) -> tuple[str, str, int, int, str]:
    return span.pointer, span.field, span.start, span.end, span.about


def _by_text(spans: list[Span]) -> dict[tuple[str, str], list[Span]]:
    texts: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        texts[span.pointer, span.field].append(span)
    return texts


def _outdone(span: Span, other: Span) -> bool:
    """Whether the other span of the same text says more closely what this one says in general."""
    if other.about == span.about or other.score < INCLUDE or other.about.startswith("enabling"):
        return False
    if span.about == CAMERAS and other.about in SPECIAL_CAMERAS:
        reach = _SAME_DEVICE if span.rule.startswith("hint") else 0
        return other.start < span.end + reach and span.start < other.end + reach
    wider = other.end - other.start > span.end - span.start
    return wider and other.start <= span.start and span.end <= other.end


def _first_of_each(spans: list[Span]) -> list[Span]:
    """For each class and text the words that carry it best, in order of class."""
    best: dict[tuple[str, str, str], Span] = {}
    for span in spans:
        key = (span.about, span.pointer, span.field)
        if key not in best or _better(span) < _better(best[key]):
            best[key] = span
    return [best[key] for key in sorted(best)]


def _better(span: Span) -> tuple[float, bool, int, int]:
    """Order of preference: strength, terms before hints, first before later, more words before fewer."""
    return -span.score, span.rule.startswith("hint"), span.start, -span.end
