"""A question about the safeguards of a purchase, as its own file in this folder states it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from custodiet.discovery import load_all, nearest, plugin_files
from custodiet.errors import DefinitionError
from custodiet.safeguards._vocabulary import FOLDER, Confirmed, Sentence, Texts, load_sources, load_words

EVERY_TECHNOLOGY = "all"


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a legal source; `applies_from` where that place applies from another date than the whole source."""

    source: str
    ref: Sentence
    confirmed: Confirmed
    applies_from: dt.date | None = None


class Translation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the translations of a question from English were checked."""

    uk: Sentence
    ru: Sentence
    ky: Sentence


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question, the evidence that answers it, and the sources that ask it.

    `applies_to` names technologies or groups of them (`biometric` stands for `biometric.face_live` and its sisters).
    `document_types` and `title_phrases` say which attachments of a purchase may be an answer: a claim, never more.
    """

    id: Sentence
    stage: str
    applies_to: tuple[str, ...]
    published: tuple[str, ...]
    title: Texts
    question: Texts
    translation: Translation
    evidence: tuple[Texts, ...]
    sources: tuple[Reference, ...]
    required: tuple[Texts, ...] = ()
    notes: tuple[Texts, ...] = ()
    document_types: tuple[str, ...] = ()
    title_phrases: tuple[str, ...] = ()

    def concerns(self, technology: str) -> bool:
        """Whether the question applies to a technology, by its own name or by a group that it belongs to."""
        return any(
            group in {EVERY_TECHNOLOGY, technology} or technology.startswith(f"{group}.") for group in self.applies_to
        )


def load_questions(plugins: Path | None = None) -> dict[str, Question]:
    """The questions by id, in order of id, ours and an outsider's; all faulty files are reported at once."""
    files = {file.stem: file for file in plugin_files(FOLDER, ".toml", plugins)}
    by_stem = load_all(plugin_files(FOLDER, ".toml", plugins), Question)
    known: dict[str, Mapping[str, object]] = {
        "stage": load_words("stages"),
        "published": load_words("places"),
        "source": load_sources(plugins),
    }
    faults = [fault for stem, question in by_stem.items() for fault in _faults(files[stem], question, known)]
    by_id: dict[str, Question] = {}
    for stem, question in by_stem.items():
        if question.id in by_id:
            faults.append(f"{files[stem]}: the id {question.id!r} is taken by another question; give this one its own")
        by_id[question.id] = question
    if faults:
        raise DefinitionError("\n".join(faults))
    return dict(sorted(by_id.items()))


def _faults(file: Path, question: Question, known: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """What a question names that does not exist, and what it must have and lacks."""
    sources = tuple(reference.source for reference in question.sources)
    used = {"stage": (question.stage,), "published": question.published, "source": sources}
    for key, words in used.items():
        yield from _unknown(file, key, words, known[key])
    for key in ("sources", "evidence", "applies_to", "published"):
        if not getattr(question, key):
            yield f"{file}: {key!r} is empty; a question names at least one"
    if not file.stem.startswith(f"{question.id.lower()}_"):
        yield f"{file}: the file of question {question.id!r} is to be called {question.id.lower()}_SUBJECT.toml"


def _unknown(file: Path, key: str, used: tuple[str, ...], known: Mapping[str, object]) -> Iterator[str]:
    rows = file.read_text(encoding="utf-8").splitlines()
    for word in used:
        if word not in known:
            line = next((number for number, row in enumerate(rows, 1) if f'"{word}"' in row), 0)
            yield f"{file}, line {line}: {key} {word!r} is not known{nearest(word, known)}"
