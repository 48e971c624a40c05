"""The random audit of what was not flagged."""

from custodiet.classification.audit import estimated_recall, sample


def test_sample_is_the_same_for_every_order():
    ocids = [f"ocds-{number}" for number in range(100)]
    assert sample(ocids, 10) == sample(reversed(ocids), 10)
    assert len(set(sample(ocids, 10))) == 10


def test_sample_changes_with_its_salt():
    ocids = [f"ocds-{number}" for number in range(100)]
    assert sample(ocids, 10) != sample(ocids, 10, "another")


def test_sample_of_more_than_there_is_holds_everything():
    assert sorted(sample(["a", "b"], 10)) == ["a", "b"]


def test_recall_is_what_was_found_of_what_the_sample_lets_expect():
    recall = estimated_recall(found=90, not_flagged=1000, sampled=200, missed=2)
    assert recall.recall == 0.9
    assert recall.low < 0.9 < recall.high
    assert recall.basis == "random audit: 2 of 200 sampled among 1000 not flagged, 90 flagged"


def test_recall_of_an_audit_without_answers_is_not_stated():
    assert estimated_recall(found=90, not_flagged=1000, sampled=0, missed=0).recall is None
