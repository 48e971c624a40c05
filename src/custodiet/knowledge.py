"""Gathers what the rooms say in words, for the site: it may not import them itself."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from custodiet.classification.vocabulary import load_vocabulary
from custodiet.countries import load_countries
from custodiet.indicators._load import Indicator as Declared
from custodiet.indicators._load import load_indicators
from custodiet.organisations.makers import MakerList, maker_list
from custodiet.places import places_of
from custodiet.safeguards import LegalSource, load_questions, load_sources, load_states, load_words
from custodiet.safeguards import Question as Asked
from custodiet.safeguards import Texts as Sentences
from custodiet.site.definitions import (
    Definitions,
    Group,
    Indicator,
    Maker,
    Question,
    Section,
    Source,
    State,
    Technology,
    Texts,
)

_LANGUAGES = ("en", "uk", "ru", "ky")
_POINT = re.compile(r"^- ", re.MULTILINE)


def load_definitions(plugins: Path | None = None, mappings: tuple[Path, ...] = ()) -> Definitions:
    """What the rooms say in words, an outsider's own beside ours."""
    vocabulary = load_vocabulary(plugins)
    questions = load_questions(plugins)
    sources = load_sources(plugins)
    return Definitions(
        technologies={key: _technology(key, one) for key, one in sorted(vocabulary.technologies.items())},
        groups={key: Group(key, one.label, one.definition) for key, one in vocabulary.shared.groups.items()},
        indicators={code: _indicator(one) for code, one in load_indicators(plugins).items()},
        questions={key: _question(one, sources) for key, one in questions.items()},
        states={key: State(_texts(one.label), _texts(one.meaning)) for key, one in load_states().items()},
        stages={key: _texts(one) for key, one in load_words("stages").items()},
        published={key: _texts(one) for key, one in load_words("places").items()},
        makers=_makers(maker_list()),
        countries=load_countries(plugins),
        asked=questions,
        places_of=lambda form: places_of(form, mappings),
    )


def _technology(key: str, declared: Any) -> Technology:
    languages = dict.fromkeys((*_LANGUAGES, *declared.terms))
    terms = tuple(term for language in languages for term in _terms(declared, language))
    return Technology(key, declared.label, declared.definition, declared.group, terms, declared.source)


def _terms(declared: Any, language: str) -> list[str]:
    found = declared.terms.get(language)
    return [] if found is None else found.all()


def _indicator(declared: Declared) -> Indicator:
    """The page of an indicator, from its docstring."""
    head, *parts = re.split(r"^## ", declared.text, flags=re.MULTILINE)
    return Indicator(declared.code, declared.title, _line(head), tuple(_section(part) for part in parts))


def _section(text: str) -> Section:
    heading, _, body = text.partition("\n")
    paragraphs: list[str] = []
    points: list[str] = []
    for block in filter(None, (block.strip("\n") for block in body.split("\n\n"))):
        if _POINT.match(block):
            points += [_line(point) for point in _POINT.split(block) if point.strip()]
        else:
            paragraphs.append(_line(block))
    return Section(heading.strip(), tuple(paragraphs), tuple(points))


def _line(text: str) -> str:
    return " ".join(text.split())


def _question(asked: Asked, sources: Mapping[str, LegalSource]) -> Question:
    return Question(
        id=asked.id,
        stage=asked.stage,
        title=_texts(asked.title),
        question=_texts(asked.question),
        evidence=tuple(map(_texts, asked.evidence)),
        required=tuple(map(_texts, asked.required)),
        notes=tuple(map(_texts, asked.notes)),
        published=asked.published,
        sources=tuple(_references(asked, sources)),
        applies_to=asked.applies_to,
    )


def _references(asked: Asked, sources: Mapping[str, LegalSource]) -> Iterator[Source]:
    for reference in asked.sources:
        law = sources[reference.source]
        since = reference.applies_from or law.applies_from
        yield Source(law.name, reference.ref, reference.confirmed, law.binding_in, since.isoformat() if since else None)


def _texts(sentences: Sentences) -> Texts:
    return {language: getattr(sentences, language) for language in _LANGUAGES}


def _makers(known: MakerList) -> dict[str, Maker]:
    lists = {
        key: tuple(f"{one.name} ({one.date})" for one in known.official.values() if key in one.makers)
        for key in known.makers
    }
    return {key: Maker(key, one.name, one.country, lists[key]) for key, one in sorted(known.makers.items())}
