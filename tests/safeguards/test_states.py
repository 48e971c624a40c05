import re
from collections.abc import Mapping

from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.safeguards import State

NINE = {
    "documented",
    "partly_documented",
    "claimed",
    "refused",
    "not_public_by_law",
    "not_found",
    "contradicted",
    "not_applicable",
    "not_checked",
}


def test_there_are_nine_states(states: Mapping[str, State]) -> None:
    assert set(states) == NINE


def test_every_need_of_a_state_is_a_column_of_the_table(states: Mapping[str, State]) -> None:
    assert {need for state in states.values() for need in state.needs} <= set(SAFEGUARDS.names)


def test_only_not_checked_needs_nothing(states: Mapping[str, State]) -> None:
    assert [name for name, state in states.items() if not state.needs] == ["not_checked"]


def test_what_was_not_found_is_never_called_missing(states: Mapping[str, State]) -> None:
    sentence = f"{states['not_found'].label.en} {states['not_found'].meaning.en}"
    assert "does not show that it does not exist" in sentence
    assert not re.search("absent|missing|illegal", sentence, re.IGNORECASE)


def test_documented_needs_a_place_in_a_document_and_someone_who_read_it(states: Mapping[str, State]) -> None:
    assert set(states["documented"].needs) == {"evidence_uri", "locator", "date", "assessor"}
