"""Every indicator says of its own examples what it says it would."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from custodiet.engine import Engine
from custodiet.indicators import Indicator, load_indicators, run
from custodiet.model.indicator_tables import FLAGGED, NOT_COMPUTABLE, NOT_FLAGGED

INDICATORS = load_indicators()
CASES = [
    pytest.param(indicator, example, id=f"{indicator.code}: {example.title}")
    for indicator in INDICATORS.values()
    for example in indicator.examples
]


@pytest.mark.parametrize(("indicator", "example"), CASES)
def test_an_indicator_judges_its_examples_as_it_says(
    indicator: Indicator, example: Any, engine: Engine, folder: Callable[..., Path]
) -> None:
    ocids = [row["ocid"] for row in example.tables.get("processes", [])]
    flags, counts = run(
        engine,
        folder(example.tables),
        {indicator.code: example.settings},
        indicators=[indicator.code],
        purchases=ocids,
    )
    states = {row["subject_id"]: row["state"] for row in flags.to_pylist() if row["subject_kind"] == example.kind}
    wanted = example.states
    if example.kind != "process":
        wanted = {subject: state for subject, state in wanted.items() if state == FLAGGED}
    assert states == wanted
    assert _counted(counts, example.kind) == Counter(example.states.values())


def _counted(counts: Any, kind: str) -> Counter[str]:
    rows = [row for row in counts.to_pylist() if row["subject_kind"] == kind]
    columns = {FLAGGED: "flagged", NOT_FLAGGED: "not_flagged", NOT_COMPUTABLE: "not_computable"}
    return +Counter({state: sum(row[column] for row in rows) for state, column in columns.items()})


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_the_examples_of_an_indicator_show_every_state(indicator: Indicator) -> None:
    shown = {state for example in indicator.examples for state in example.states.values()}
    assert shown == {FLAGGED, NOT_FLAGGED, NOT_COMPUTABLE}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_the_page_of_an_indicator_has_every_heading(indicator: Indicator) -> None:
    headings = [line for line in indicator.text.splitlines() if line.startswith("## ")]
    needed = ["## Why it can matter", "## Method", "## Innocent explanations", "## When it abstains", "## Source"]
    assert headings[: len(needed)] == needed
