"""Measures the classification on labelled records: overall, per language, source and class, with baselines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from custodiet.classification.baselines import BASELINES
from custodiet.classification.classifier import Classifier
from custodiet.classification.model import Decision, Label, Text
from custodiet.classification.score import Counts, Score
from custodiet.errors import MalformedError

POSITIVE = frozenset({"yes", "part"})
UNSURE = "unsure"


class Gold(msgspec.Struct, frozen=True):
    """A labelled record; `classes_allowed` are the classes that either reader gave."""

    id: str
    label: str
    title: str = ""
    text: str = ""
    lang: str = ""
    source: str = ""
    codes: list[str] = []
    classes: list[str] = []
    classes_allowed: list[str] = []

    @property
    def positive(self) -> bool:
        """Whether the readers say that it buys surveillance technology."""
        return self.label in POSITIVE

    def texts(self) -> list[Text]:
        """The texts of the record."""
        parts = ((self.title, "/title", "title"), (self.text, "/text", "description"))
        return [Text(value, pointer, field) for value, pointer, field in parts if value]


class Mistake(msgspec.Struct, frozen=True):
    """A record decided otherwise than labelled, with the words that led there."""

    id: str
    lang: str
    label: str
    decided: str
    title: str
    words: list[str]
    why: str


class Report(msgspec.Struct, frozen=True):
    """What the evaluation found; every score says on how many records it rests."""

    records: int
    unsure: int
    review: int
    total: Score
    by_language: dict[str, Score]
    by_source: dict[str, Score]
    by_class: dict[str, Score]
    classes: Score
    baselines: dict[str, Score]
    mistakes: list[Mistake]

    @property
    def review_text(self) -> str:
        """How many records, and which share of all, a person has to look at."""
        share = f" ({self.review / self.records:.1%} of all)" if self.records else ""
        return f"{self.review} sent to review{share}"

    def lines(self) -> Iterator[str]:
        """The report as text, one line after the other."""
        yield f"{self.records} records, {self.unsure} left out as unsure, {self.review_text}"
        yield ""
        yield from _table("surveillance or not", {"custodiet": self.total, **self.baselines})
        for name, scores in (("language", self.by_language), ("source", self.by_source), ("class", self.by_class)):
            yield from _table(name, scores)
        yield from _table("classes together", {"micro average": self.classes})
        yield f"{len(self.mistakes)} records decided otherwise than labelled"
        for mistake in self.mistakes:
            words = ", ".join(repr(word) for word in mistake.words) or "no words"
            yield f"- {mistake.id} ({mistake.lang}) labelled {mistake.label}, decided {mistake.decided} by {words}"

    def as_json(self) -> bytes:
        """The report for programs."""
        return msgspec.json.encode(self)


def evaluate(files: Iterable[Path], classifier: Classifier) -> Report:
    """The report on all labelled records of the files (JSON Lines) together."""
    records = [record for file in files for record in read_gold(file)]
    decisions = [(record, classifier.decide(record.texts(), record.codes, record.lang or None)) for record in records]
    judged = [(record, decision) for record, decision in decisions if record.label != UNSURE]
    return Report(
        records=len(records),
        unsure=len(records) - len(judged),
        review=sum(decision.label is Label.REVIEW for _, decision in decisions),
        total=_positives(judged),
        by_language=_grouped(judged, lambda record: language(record.lang)),
        by_source=_grouped(judged, lambda record: record.source),
        by_class=_by_class(judged),
        classes=_classes(judged).score(),
        baselines={name: _baseline(judged, find) for name, find in BASELINES.items()},
        mistakes=[_mistake(*pair) for pair in judged if pair[0].positive is not _found(pair[1])],
    )


def read_gold(file: Path) -> Iterator[Gold]:
    """The labelled records of a file; raises MalformedError with the line that is none."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield msgspec.json.decode(line, type=Gold)
                except msgspec.DecodeError as error:
                    raise MalformedError(f"{file}, line {number}: {error}; expected a labelled record") from error


def language(code: str) -> str:
    """A language code in two letters where the three-letter code is one of a publisher's habit."""
    return _TWO_LETTERS.get(code.lower(), code.lower())


_TWO_LETTERS = {"eng": "en", "nob": "no", "nor": "no", "nno": "no", "nb": "no", "fin": "fi", "swe": "sv"}


def _found(decision: Decision) -> bool:
    return decision.label in {Label.YES, Label.PART}


Pairs = Sequence[tuple[Gold, Decision]]


def _positives(pairs: Pairs) -> Score:
    counts = Counts()
    for record, decision in pairs:
        counts.add(labelled=record.positive, found=_found(decision))
    return counts.score()


def _grouped(pairs: Pairs, key: Callable[[Gold], str]) -> dict[str, Score]:
    names = sorted({key(record) for record, _ in pairs})
    return {name: _positives([pair for pair in pairs if key(pair[0]) == name]) for name in names}


def _classes(pairs: Pairs, only: str | None = None) -> Counts:
    """Counts over pairs of record and class: right where either reader gave the class, missing where the first did."""
    counts = Counts()
    for record, decision in pairs:
        found = set(decision.classes) if _found(decision) else set()
        right, wanted = set(record.classes_allowed) | set(record.classes), set(record.classes)
        for name in found | wanted if only is None else (found | wanted) & {only}:
            counts.add(labelled=name in (right if name in found else wanted), found=name in found)
    return counts


def _by_class(pairs: Pairs) -> dict[str, Score]:
    names = sorted({name for record, _ in pairs for name in record.classes})
    return {name: _classes(pairs, name).score() for name in names}


def _baseline(pairs: Pairs, find: Callable[[str, Sequence[str]], bool]) -> Score:
    counts = Counts()
    for record, _ in pairs:
        counts.add(labelled=record.positive, found=find(f"{record.title}\n{record.text}", record.codes))
    return counts.score()


def _mistake(record: Gold, decision: Decision) -> Mistake:
    words = list(dict.fromkeys(span.words for span in decision.spans))
    return Mistake(record.id, record.lang, record.label, str(decision.label), record.title[:200], words, decision.why)


def _table(name: str, scores: dict[str, Score]) -> Iterator[str]:
    yield f"{name:<26}{'precision':>22}{'recall':>22}{'F1':>22}{'found':>7}{'of':>6}"
    for row, score in scores.items():
        shares = f"{score.precision_text:>22}{score.recall_text:>22}{score.f1_text:>22}"
        yield f"{row:<26}{shares}{score.right:>7}{score.wanted:>6}"
    yield ""
