"""JSON Lines for other programs."""

import json

from custodiet.classification import Classifier, process_jsonl


def answers(classifier: Classifier, *lines: str | bytes) -> list[dict[str, object]]:
    raw = [line.encode() if isinstance(line, str) else line for line in lines]
    return [json.loads(line) for line in process_jsonl(raw, classifier)]


def test_record_is_answered_with_its_id_label_classes_score_and_spans(classifier: Classifier):
    (answer,) = answers(classifier, '{"id": 7, "text": "CCTV", "codes": ["CPV:32323500"], "lang": "en"}')
    assert {key: answer[key] for key in ("id", "label", "classes", "score")} == {
        "id": 7,
        "label": "yes",
        "classes": ["video.cctv_fixed"],
        "score": 1.0,
    }
    assert answer["spans"][0]["words"] == "CCTV"


def test_title_description_and_items_are_read_with_their_pointers(classifier: Classifier):
    line = '{"id": "a", "title": "Lot", "description": "CCTV", "items": [{"description": "UFED"}, "bodycam"]}'
    (answer,) = answers(classifier, line)
    assert {(span["technology"], span["pointer"]) for span in answer["spans"]} == {
        ("video.cctv_fixed", "/description"),
        ("comms.forensics", "/items/0/description"),
        ("video.body_worn", "/items/1"),
    }


def test_broken_line_is_answered_by_its_number_and_the_rest_goes_on(classifier: Classifier):
    found = answers(classifier, '{"id": 1, "text": "CCTV"}', "{", b"\xff\xfe", "[]", "", '{"id": 2, "text": "Paper"}')
    assert [answer.get("line") for answer in found] == [None, 2, 3, 4, None]
    assert [answer.get("label") for answer in found] == ["yes", None, None, None, "no"]
    assert "a line is an object such as" in found[1]["error"]
