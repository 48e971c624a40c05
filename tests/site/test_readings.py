"""Everything that can be read beside a match has words for a reader."""

from custodiet.classification.vocabulary import load_vocabulary
from custodiet.site.readings import CAPABILITIES, PLACES, stated


def test_every_place_and_capability_of_the_vocabulary_has_words() -> None:
    readings = load_vocabulary().shared.readings
    assert set(PLACES) == set(readings.scope)
    assert set(CAPABILITIES) == set(readings.capability)


def test_a_key_without_words_stands_for_itself() -> None:
    assert stated({"kind": "scope", "value": "river_bank"}) == "river bank"
