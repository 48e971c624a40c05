"""What must leave a text and what must stay, line by line in the languages of the sources."""

import re
from pathlib import Path

import pytest

from custodiet.releases import minimise

HERE = Path(__file__).parent
KINDS = {
    "E": "e-mail",
    "T": "telephone",
    "A": "street address",
    "C": "coordinates",
    "N": "network address",
    "P": "name",
    "I": "personal number",
    "S": "stream address",
}
MARKED = re.compile(r"\{([A-Z]):([^}]+)\}")


def lines(name):
    rows = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]


@pytest.mark.parametrize("line", lines("must_be_cut.txt"))
def test_what_stands_in_braces_is_cut_and_the_rest_stays(line):
    text = MARKED.sub(r"\2", line)
    expected = MARKED.sub(lambda found: f"[{KINDS[found[1]]} removed]", line)
    kinds = {KINDS[letter] for letter, _ in MARKED.findall(line)}

    assert minimise.text_with_removals(text) == (expected, tuple(kind for kind in minimise.KINDS if kind in kinds))


@pytest.mark.parametrize("line", lines("must_stay.txt"))
def test_a_text_without_persons_and_places_comes_back_as_the_same_object(line):
    assert minimise.text(line) is line


def test_the_lists_are_long_enough_to_mean_something():
    assert len(lines("must_be_cut.txt")) >= 150
    assert len(lines("must_stay.txt")) >= 150


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Hans Beispielmann", "[name removed]"),
        ("vertreten durch: Dr. Hans Beispielmann", "vertreten durch: Dr. [name removed]"),
        ("13.01.2024 14:00", "13.01.2024 14:00"),
        ("Beispiel AS", "Beispiel AS"),
    ],
)
def test_what_could_not_be_read_is_shown_without_persons(value, shown):
    assert minimise.original(value) == shown
