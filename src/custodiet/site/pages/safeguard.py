"""The page of a question about safeguards: who asks it, what counts as an answer, and how often it was answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from custodiet.site.checklist import ORDER
from custodiet.site.definitions import Question, State, Texts
from custodiet.site.find import FacetValue, Found, counts, find
from custodiet.site.query import Query
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site


@dataclass(frozen=True, slots=True)
class SafeguardPage:
    """A question with the states of its answers over all purchases."""

    question: Question
    stage: Texts
    published: tuple[Texts, ...]
    states: tuple[tuple[str, State, int], ...]
    query: Query
    found: Found
    not_known: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class SafeguardsPage:
    """All questions by stage, and the nine states of an answer."""

    stages: tuple[tuple[Texts, tuple[tuple[Question, int, int], ...]], ...]
    """By stage: each question, how often documented, how often it applies."""
    states: tuple[tuple[str, State], ...]
    register: int


def safeguard_page(site: Site, key: str) -> SafeguardPage | None:
    """The page of a question; None where there is none of that id."""
    question = site.definitions.questions.get(key)
    if question is None:
        return None
    numbers = _numbers(counts(site.store, Query(), "safeguard"), key)
    numbers["not_checked"] = site.store.purchases - sum(numbers.values())  # no value of the facet
    query = Query(safeguard=(f"{key}:documented",))
    return SafeguardPage(
        question=question,
        stage=site.definitions.stages[question.stage],
        published=tuple(site.definitions.published[one] for one in question.published),
        states=tuple((one, site.definitions.states[one], numbers.get(one, 0)) for one in ORDER),
        query=query,
        found=find(site.store, query, limit=10),
        not_known=tuple(_not_known()),
    )


def safeguards_page(site: Site, _name: str = "", _pairs: object = ()) -> SafeguardsPage:
    """The list of all questions."""
    values = counts(site.store, Query(), "safeguard")
    stages = []
    for stage, label in site.definitions.stages.items():
        questions = [one for one in site.definitions.questions.values() if one.stage == stage]
        if questions:
            stages.append(
                (label, tuple(_told(one, _numbers(values, one.id), site.store.purchases) for one in questions))
            )
    states = tuple((one, site.definitions.states[one]) for one in ORDER)
    return SafeguardsPage(tuple(stages), states, site.store.purchases)


def _told(question: Question, numbers: dict[str, int], register: int) -> tuple[Question, int, int]:
    return question, numbers.get("documented", 0), register - numbers.get("not_applicable", 0)


def _numbers(values: Sequence[FacetValue], key: str) -> dict[str, int]:
    parts = ((*one.value.partition(":"), one.count) for one in values)
    return {state: count for name, _, state, count in parts if name == key}


def _not_known() -> Iterator[Sentence]:
    yield say("A question that nobody has looked at says nothing either way.")
    yield say("What was not found in the documents read may stand in others.")
