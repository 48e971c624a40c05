import datetime as dt
from pathlib import Path

import pytest

from custodiet.errors import DefinitionError
from custodiet.safeguards import read_assessments

FOUND = """
[[assessment]]
ocid = "ocds-a"
question = "SG04"
state = "documented"
evidence_uri = "https://example.org/assessment.pdf"
locator = "p. 3"
date = 2024-05-06
assessor = "editors"
"""


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def without(key: str) -> str:
    return "".join(row for row in FOUND.splitlines(keepends=True) if not row.startswith(f"{key} "))


def test_a_toml_file_is_read(tmp_path: Path) -> None:
    (only,) = read_assessments(write(tmp_path, FOUND))
    assert (only.ocid, only.question, only.state, only.date) == ("ocds-a", "SG04", "documented", dt.date(2024, 5, 6))


def test_a_csv_file_says_the_same_as_toml(tmp_path: Path) -> None:
    text = (
        "ocid,question,state,evidence_uri,locator,date,assessor,reviewer\n"
        "ocds-a,SG04,documented,https://example.org/assessment.pdf,p. 3,2024-05-06,editors,\n"
    )
    (tmp_path / "toml").mkdir()
    (tmp_path / "csv").mkdir()
    in_toml = read_assessments(write(tmp_path / "toml", FOUND))
    assert read_assessments(write(tmp_path / "csv", text, "a.csv")) == in_toml


def test_assessments_come_sorted_whatever_the_files_are_called(tmp_path: Path) -> None:
    write(tmp_path, FOUND.replace("ocds-a", "ocds-z"), "1.toml")
    write(tmp_path, FOUND, "2.toml")
    assert [each.ocid for each in read_assessments(tmp_path)] == ["ocds-a", "ocds-z"]


def test_an_empty_folder_holds_no_assessments(tmp_path: Path) -> None:
    assert read_assessments(tmp_path) == []


@pytest.mark.parametrize("key", ["evidence_uri", "locator", "date", "assessor"])
def test_documented_needs_document_place_date_and_assessor(tmp_path: Path, key: str) -> None:
    with pytest.raises(DefinitionError, match=rf"a\.toml, line 2: the state 'documented' needs '{key}'"):
        read_assessments(write(tmp_path, without(key)))


@pytest.mark.parametrize(
    ("state", "need"),
    [
        ("refused", "reviewer"),
        ("contradicted", "reviewer"),
        ("contradicted", "against_uri"),
        ("not_found", "looked_in"),
        ("not_applicable", "reason"),
        ("partly_documented", "reason"),
        ("not_public_by_law", "reason"),
    ],
)
def test_a_state_needs_what_makes_it_checkable(tmp_path: Path, state: str, need: str) -> None:
    with pytest.raises(DefinitionError, match=f"the state '{state}' needs '{need}'"):
        read_assessments(write(tmp_path, FOUND.replace("documented", state)))


def test_a_contradiction_with_both_sources_and_a_reviewer_stands(tmp_path: Path) -> None:
    more = 'against_uri = "https://example.org/policy.pdf"\nreviewer = "university"\n'
    (only,) = read_assessments(write(tmp_path, FOUND.replace("documented", "contradicted") + more))
    assert only.reviewer == "university"


def test_nobody_reviews_an_own_assessment(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="'editors' cannot review its own assessment"):
        read_assessments(write(tmp_path, FOUND.replace("documented", "refused") + 'reviewer = "editors"\n'))


def test_there_is_no_tenth_state(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"no state is called 'absent'.*the nine are documented"):
        read_assessments(write(tmp_path, FOUND.replace("documented", "absent")))


def test_a_misspelt_state_gets_a_hint(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="did you mean 'documented'"):
        read_assessments(write(tmp_path, FOUND.replace("documented", "documentd")))


def test_a_question_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="no question is called 'SG99'"):
        read_assessments(write(tmp_path, FOUND.replace("SG04", "SG99")))


def test_an_unknown_key_stops_with_file_line_and_the_nearest_key(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"a\.toml, line 7: unknown key 'locatr'; did you mean 'locator'"):
        read_assessments(write(tmp_path, FOUND.replace("locator", "locatr")))


def test_an_unknown_column_stops_with_the_nearest_column(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"a\.csv, line 1: unknown column 'stat'; did you mean 'state'"):
        read_assessments(write(tmp_path, "ocid,question,stat\n", "a.csv"))


def test_a_csv_line_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"a\.csv, line 2: more cells than columns"):
        read_assessments(write(tmp_path, "ocid,question,state\nocds-a,SG04,not_checked,and more\n", "a.csv"))


def test_a_day_that_does_not_exist_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"a\.csv, line 2: .*date"):
        read_assessments(write(tmp_path, "ocid,question,state,date\nocds-a,SG04,not_checked,2024-02-31\n", "a.csv"))


def test_a_second_assessment_of_the_same_question_names_the_first(tmp_path: Path) -> None:
    write(tmp_path, FOUND, "b.toml")
    with pytest.raises(DefinitionError, match=r"b\.toml, line 2: ocds-a SG04 is assessed already at .*a\.toml, line 2"):
        read_assessments(write(tmp_path, FOUND))


def test_a_hash_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="is no sha256"):
        read_assessments(write(tmp_path, FOUND + 'evidence_hash = "12ab"\n'))


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="'somewhere' is no address"):
        read_assessments(write(tmp_path, FOUND.replace("https://example.org/assessment.pdf", "somewhere")))


def test_a_mail_address_is_no_assessor(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="never a personal address"):
        read_assessments(write(tmp_path, FOUND.replace("editors", "someone@example.org")))


def test_all_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    write(tmp_path, without("locator"), "a.toml")
    write(tmp_path, "this is no toml", "b.toml")
    write(tmp_path, "ocid,question,state\nocds-c,SG01,maybe\n", "c.csv")
    with pytest.raises(DefinitionError) as caught:
        read_assessments(tmp_path)
    assert [part in str(caught.value) for part in ("a.toml, line 2", "b.toml", "c.csv, line 2")] == [True] * 3
