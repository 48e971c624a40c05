"""The vocabulary for others: SKOS, and where it is thin."""

import json

from custodiet.classification import Classifier
from custodiet.classification.skos import json_ld, turtle
from custodiet.classification.thin import cells, report, thin


def test_turtle_holds_every_class_with_its_broader_concept(classifier: Classifier):
    text = turtle(classifier.vocabulary)
    for name, technology in classifier.vocabulary.technologies.items():
        assert f"technology#{name}> a skos:Concept" in text
        assert f"skos:broader <https://w3id.org/custodiet/technology#{technology.group}>" in text
    assert text.count('"') % 2 == 0


def test_json_ld_holds_the_same_concepts_and_terms_without_marks(classifier: Classifier):
    graph = json.loads(json_ld(classifier.vocabulary))["@graph"]
    concepts = {node["@id"].rpartition("#")[2]: node for node in graph if node["@type"] == "skos:Concept"}
    assert set(classifier.vocabulary.technologies) <= set(concepts)
    labels = [label["@value"] for label in concepts["video.body_worn"]["altLabel"]]
    assert "body worn camera" in labels
    assert not any("*" in label or "~" in label for label in labels)


def test_every_term_says_how_it_was_checked_and_every_class_what_it_must_match(classifier: Classifier):
    graph = json.loads(json_ld(classifier.vocabulary))["@graph"]
    nodes = {node["@id"].rpartition("#")[2]: node for node in graph}
    for name, technology in classifier.vocabulary.technologies.items():
        node = nodes[name]
        checked = [
            (one["@language"], one["@value"]) for check in ("seen", "official", "translated") for one in node[check]
        ]
        assert set(checked) == {(one["@language"], one["@value"]) for one in node["altLabel"]}
        assert len(node["mustMatch"]) == len(technology.must_match) > 0
        assert len(node["mustNotMatch"]) == len(technology.must_not_match)
    assert 'tech:seen "cctv"@en' in turtle(classifier.vocabulary)


def test_thin_cells_are_those_with_few_terms(classifier: Classifier):
    every, few = cells(classifier.vocabulary), thin(classifier.vocabulary)
    assert set(few) < set(every)
    assert all(cell.terms < 3 for cell in few)
    assert not any((cell.technology, cell.language) == ("video.cctv_fixed", "ru") for cell in few)


def test_report_has_a_line_for_every_language(classifier: Classifier):
    languages = {cell.language for cell in cells(classifier.vocabulary)}
    assert {line.split()[0] for line in report(classifier.vocabulary)} == {"language", *languages}
