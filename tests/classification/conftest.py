"""What the tests of this room share: the classifier, loaded once."""

import pytest

from custodiet.classification import Classifier, Decision, Text


@pytest.fixture(scope="session")
def classifier() -> Classifier:
    loaded = Classifier.load()
    loaded.candidates(["a"])  # builds the automata, which are built when first used: the deadline of a property counts
    loaded.decide([Text("a", "/title", "title")])
    return loaded


@pytest.fixture(scope="session")
def decide_title(classifier: Classifier):
    def decide(title: str, *codes: str, description: str = "") -> Decision:
        texts = [Text(title, "/title", "title"), Text(description, "/description", "description")]
        return classifier.decide(texts, codes)

    return decide
