"""Measuring: counts, intervals, baselines, and the goals on the labelled records."""

import json
from pathlib import Path

import pytest

from custodiet.classification import Classifier, evaluate
from custodiet.classification.evaluation import language
from custodiet.classification.score import wilson
from custodiet.errors import MalformedError


def gold(folder: Path, *records: dict[str, object]) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return file


def record(name: str, label: str, title: str, **more: object) -> dict[str, object]:
    return {"id": name, "label": label, "title": title, "lang": "en", "source": "made", **more}


def test_share_of_ten_of_ten_has_the_published_interval():
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=0.001)
    assert wilson(0, 0) is None


def test_report_counts_found_missed_wrong_and_unsure_records(classifier: Classifier, tmp_path: Path):
    file = gold(
        tmp_path,
        record("found", "yes", "CCTV", classes=["video.cctv_fixed"]),
        record("missed", "part", "Quux", classes=["video.cctv_fixed"]),
        record("wrong", "no", "CCTV"),
        record("right", "no", "Paper"),
        record("open", "unsure", "CCTV"),
    )
    report = evaluate([file], classifier)
    assert (report.records, report.unsure) == (5, 1)
    assert (report.total.right, report.total.found, report.total.wanted) == (1, 2, 2)
    assert [mistake.id for mistake in report.mistakes] == ["missed", "wrong"]
    assert report.mistakes[1].words == ["CCTV"]


def test_class_that_the_second_reader_gave_is_neither_wrong_nor_wanted(classifier: Classifier, tmp_path: Path):
    one = record("a", "yes", "CCTV maintenance", classes=["video.cctv_fixed"])
    allowed = ["video.cctv_fixed", "enabling.support"]
    with_second = evaluate([gold(tmp_path, one | {"classes_allowed": allowed})], classifier)
    assert with_second.classes.precision == with_second.classes.recall == 1.0
    assert evaluate([gold(tmp_path, one)], classifier).classes.precision == 0.5


def test_three_baselines_stand_beside_ours(classifier: Classifier, tmp_path: Path):
    report = evaluate([gold(tmp_path, record("a", "yes", "Body worn", codes=["CPV:32323500"]))], classifier)
    assert list(report.baselines) == ["CPV codes alone", "plain keywords en ru uk", "proposed vocabulary"]
    assert [score.right for score in report.baselines.values()] == [1, 0, 0]


def test_report_is_printed_in_lines_and_given_as_json(classifier: Classifier, tmp_path: Path):
    report = evaluate([gold(tmp_path, record("a", "no", "CCTV"))], classifier)
    assert "- a (en) labelled no, decided yes by 'CCTV'" in list(report.lines())
    assert json.loads(report.as_json())["total"]["found"] == 1


def test_line_that_is_no_record_is_named(classifier: Classifier, tmp_path: Path):
    file = gold(tmp_path, record("a", "no", "CCTV"), {"label": "no"})
    with pytest.raises(MalformedError, match=r"gold\.jsonl, line 2: .*`id`"):
        evaluate([file], classifier)


def test_three_letter_codes_of_norwegian_and_english_are_read_as_two():
    assert [language(code) for code in ("nob", "ENG", "fr")] == ["no", "en", "fr"]


@pytest.mark.parametrize("name", ["dev.jsonl", "titles.dev.jsonl"])
def test_labelled_records_are_decided_as_well_as_promised(classifier: Classifier, shared: Path, name: str):
    report = evaluate([shared / "gold" / name], classifier)
    assert report.total.precision >= 0.95
    assert report.total.recall >= 0.95
    assert report.classes.f1 >= 0.85
    assert report.review <= 0.05 * report.records
    for code, score in report.by_language.items():
        if score.wanted >= 15:
            assert min(score.precision, score.recall) >= 0.90, code
    for baseline in report.baselines.values():
        assert baseline.recall < report.total.recall
