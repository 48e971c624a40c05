"""The questions and words as the room loads them, and small tables of purchases."""

from collections.abc import Callable, Mapping

import pyarrow as pa
import pytest

from custodiet.safeguards import Question, State, load_questions, load_states


@pytest.fixture(scope="session")
def questions() -> Mapping[str, Question]:
    return load_questions()


@pytest.fixture(scope="session")
def states() -> Mapping[str, State]:
    return load_states()


@pytest.fixture
def purchases() -> Callable[[Mapping[str, list[str | None] | None]], pa.Table]:
    """A table of purchases from their technologies by ocid."""

    def table(technologies: Mapping[str, list[str | None] | None]) -> pa.Table:
        lists = pa.array(list(technologies.values()), pa.list_(pa.string()))
        return pa.table({"ocid": pa.array(list(technologies), pa.string()), "technologies": lists})

    return table
