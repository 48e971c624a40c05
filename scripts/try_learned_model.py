"""Measures by cross-validation what a learned model would add to the vocabulary; decisions/0004 rests on it.

    python scripts/try_learned_model.py [SHARED]

The model is linear, over pieces of three to five letters of the folded title and text, weighted by how rare they are;
it is fitted by least squares with a penalty. Five parts, drawn by hash of the record's id: it learns from four and is
asked about the fifth. Beside what it finds alone stands what it changes where it may speak after the vocabulary.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from custodiet.classification import Classifier, Label
from custodiet.classification.evaluation import UNSURE, Gold, read_gold
from custodiet.classification.score import Counts, Score
from custodiet.text.fold import fold

SHARED = Path(os.environ.get("CUSTODIET_SHARED", Path(__file__).parents[2] / "shared"))
PARTS = 5
PIECES = 1 << 15  # columns into which pieces of text are hashed
PENALTY = 0.1  # of 0.03, 0.1, 0.3, 1 and 3 the one with the best F1 of the model alone
_SHORTEST, _LONGEST = 3, 5

Matrix = npt.NDArray[np.float64]


def main(arguments: Sequence[str]) -> int:
    """Prints the table for real records and for wordings."""
    shared = Path(arguments[0]) if arguments else SHARED
    records = {
        name: [one for one in read_gold(shared / "gold" / file) if one.label != UNSURE]
        for name, file in (("real records", "dev.jsonl"), ("wordings", "titles.dev.jsonl"))
    }
    everything = [record for some in records.values() for record in some]
    scores = cross_validated(everything)
    classifier = Classifier.load()
    found = np.array([_found(classifier, record) for record in everything])
    first = 0
    for name, some in records.items():
        part = slice(first, first + len(some))
        first += len(some)
        print(f"{name}: {len(some)}")
        for way, decided in _ways(found[part], scores[part]):
            print(f"  {way:<46}{_text(some, decided)}")
    return 0


def cross_validated(records: Sequence[Gold]) -> Matrix:
    """For each record the model's answer, from -1 (not) to 1 (surveillance), learned from the other parts."""
    pieces = _matrix([f"{record.title} {record.text}" for record in records])
    wanted = np.array([1.0 if record.positive else -1.0 for record in records])
    parts = np.array([int(sha256(record.id.encode()).hexdigest(), 16) % PARTS for record in records])
    likeness = pieces @ pieces.T
    answers = np.zeros(len(records))
    for part in range(PARTS):
        known, asked = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        weights = np.linalg.solve(likeness[np.ix_(known, known)] + PENALTY * np.eye(len(known)), wanted[known])
        answers[asked] = likeness[np.ix_(asked, known)] @ weights
    return answers


def _ways(found: npt.NDArray[np.bool_], scores: Matrix) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
    yield "vocabulary", found
    yield "model alone", scores > 0
    for least in (0.0, 0.3, 0.6):
        yield f"vocabulary, and what the model says above {least}", found | (scores > least)
    for least in (0.0, -0.3, -0.6):
        yield f"vocabulary, unless the model says below {least}", found & (scores > least)


def _matrix(texts: Sequence[str]) -> Matrix:
    rows = np.zeros((len(texts), PIECES))
    for row, text in zip(rows, texts, strict=True):
        for piece, times in Counter(_pieces(fold(text).text)).items():
            row[crc32(piece.encode()) % PIECES] += np.log1p(times)
    rarity = np.log(len(texts) / np.maximum(1, (rows > 0).sum(axis=0)))
    rows *= rarity
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def _pieces(text: str) -> Iterator[str]:
    words = f" {' '.join(text.split())} "
    for size in range(_SHORTEST, _LONGEST + 1):
        yield from (words[start : start + size] for start in range(len(words) - size + 1))


def _found(classifier: Classifier, record: Gold) -> bool:
    return classifier.decide(record.texts(), record.codes).label in {Label.YES, Label.PART}


def _text(records: Sequence[Gold], decided: npt.NDArray[np.bool_]) -> str:
    counts = Counts()
    for record, found in zip(records, decided.tolist(), strict=True):
        counts.add(labelled=record.positive, found=found)
    score: Score = counts.score()
    return f"precision {score.precision_text}, recall {score.recall_text}, F1 {score.f1_text}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
