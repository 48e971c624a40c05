"""Composed wordings of many languages are decided as a reader of the language would."""

from pathlib import Path

import pytest

from custodiet.classification import Classifier, Label, Text

WORDINGS = Path(__file__).with_name("wordings.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("line", WORDINGS)
def test_wording_is_decided_as_marked(classifier: Classifier, line: str):
    mark, _, title = line.split(" ", 2)
    decision = classifier.decide([Text(title, "/title", "title")])
    assert (decision.label in {Label.YES, Label.PART}) is (mark == "+"), decision.why
