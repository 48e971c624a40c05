"""What a person fills in below a worklist comes back at the next build, with name and day."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from custodiet.errors import DefinitionError, UsageError
from custodiet.pipeline import build
from custodiet.places import places_of
from custodiet.register.explain import explain
from custodiet.register.explain_lines import lines
from custodiet.register.verify import verify
from custodiet.settings import Settings
from custodiet.worklists import review, write

DOUBTFUL, CAMERAS, CHAIRS = "doubtful-code-label", "cameras-in-title", "chairs"
NUMBERED, UNNUMBERED = "GB-COH:01234567", "name:LIGHTS SECURITY"


def release(ocid: str, title: str, buyer: dict[str, Any], **tender: Any) -> dict[str, Any]:
    return {
        "ocid": ocid, "id": ocid, "date": "2024-01-01T00:00:00Z", "tag": ["tender"],
        "parties": [{"id": "b", "roles": ["buyer"], **buyer}], "buyer": {"id": "b", "name": buyer["name"]},
        "tender": {"id": "t", "title": title, **tender},
    }  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One doubtful process, one sure one, and a name that may be that of a numbered company."""
    york, leeds = ({"locality": town, "countryName": "GB"} for town in ("York", "Leeds"))
    known = {"name": "Lights Security", "identifier": {"scheme": "GB-COH", "id": "01234567"}, "address": york}
    bare = {"name": "LIGHTS SECURITY", "address": leeds}
    item = {"id": "1", "classification": {"scheme": "X", "id": "1", "description": "Social media monitoring"}}
    releases = [
        release(DOUBTFUL, "Equipment", {"name": "Town of Hill"}, items=[item]),
        release(CAMERAS, "CCTV cameras", known),
        release(CHAIRS, "Chairs", bare),
    ]
    file = tmp_path_factory.mktemp("data") / "releases.json"
    file.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def first(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register before anybody has decided anything."""
    return built(data, tmp_path_factory.mktemp("first") / "register")


@pytest.fixture(scope="module")
def decided(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a decision against the text, one taken back, and one about a process elsewhere."""
    folder = decide(
        tmp_path_factory.mktemp("decisions"),
        f"{CAMERAS},video.cctv_fixed,no,desk 3,2026-11-20,a mistake of the buyer",
        f"{DOUBTFUL},comms.socmint,yes,desk 3,2026-11-20,seen",
        f"{DOUBTFUL},comms.socmint,no,desk 4,2026-11-21,looked again",
        "elsewhere,video.cctv_fixed,yes,desk 3,2026-11-20,seen",
    )
    return built(data, tmp_path_factory.mktemp("decided") / "register", folder)


def built(data: Path, to: Path, decisions: Path | None = None) -> Path:
    build([str(data)], to, Settings(threads=1, decisions=decisions))
    return to


def rows(register: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(register / "tables" / f"{table}.parquet").to_pylist()
    return found


def fill_in(file: Path, answers: dict[str, str], column: str) -> None:
    """Writes the answers into the rows whose `column` has their key, as a person would in a spreadsheet."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    for row in table:
        if row[column] in answers:
            row |= {"decision": answers[row[column]], "who": "desk 3", "when": "2026-11-20", "why": "annex 4, page 2"}
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def decide(folder: Path, *lines_: str, columns: str = "ocid,technology,decision,who,when,why") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "mine.csv").write_text("\n".join([columns, *lines_]) + "\n", encoding="utf-8")
    return folder


def test_a_filled_in_worklist_changes_the_label_and_explain_says_who_and_when(
    data: Path, first: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "decisions"
    folder.mkdir()
    worklist, _ = review(first)
    write(worklist, "review", folder / "review.csv")
    assert [row["ocid"] for row in worklist.to_pylist() if row["ocid"]] == [DOUBTFUL]
    fill_in(folder / "review.csv", {DOUBTFUL: "part"}, "ocid")
    second = built(data, tmp_path / "second", folder)
    assert {row["ocid"]: row["label"] for row in rows(second, "purchases")} == {CAMERAS: "yes", DOUBTFUL: "part"}
    text = "\n".join(lines(explain(second, DOUBTFUL, places_of)))
    assert "part, by desk 3 on 2026-11-20: annex 4, page 2" in text
    assert verify(second).ok


def test_a_filled_in_link_joins_two_organisations(data: Path, first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "decisions"
    folder.mkdir()
    worklist, _ = review(first)
    (link,) = [row for row in worklist.to_pylist() if row["a"]]
    assert {link["a"], link["b"]} == {NUMBERED, UNNUMBERED}
    write(worklist, "review", folder / "review.csv")
    fill_in(folder / "review.csv", {link["a"]: "same"}, "a")
    second = built(data, tmp_path / "second", folder)
    assert len(rows(first, "organisations")) - len(rows(second, "organisations")) == 1
    (joined,) = [row for row in rows(second, "organisations") if row["basis"] == "person"]
    assert "desk 3 on 2026-11-20" in joined["why"]


def test_a_worklist_returns_from_a_workbook(data: Path, first: Path, tmp_path: Path) -> None:
    folder = tmp_path / "decisions"
    folder.mkdir()
    worklist, _ = review(first)
    filled = [
        {**row, "decision": "no", "who": "desk 3", "when": "2026-11-20", "why": "x"} for row in worklist.to_pylist()
    ]
    chosen = [row for row in filled if row["ocid"]]
    write(worklist.from_pylist(chosen, schema=worklist.schema), "review", folder / "review.xlsx")
    second = built(data, tmp_path / "second", folder)
    assert [row["ocid"] for row in rows(second, "technologies")] == [CAMERAS]
    (decision,) = rows(second, "decisions")
    assert (decision["ocid"], decision["decision"], decision["pointer"]) == (DOUBTFUL, "no", "sheet=review/row=2")


def test_a_decision_against_the_text_holds_and_is_a_problem(decided: Path) -> None:
    assert CAMERAS not in {row["ocid"] for row in rows(decided, "purchases")}
    (problem,) = [row for row in rows(decided, "problems") if row["original"] == f"{CAMERAS} video.cctv_fixed"]
    assert (problem["kind"], problem["action"], problem["pointer"]) == ("decision-against-evidence", "doubted", "row=2")
    assert problem["document_id"] in {row["document_id"] for row in rows(decided, "documents")}


def test_a_decision_on_a_process_that_was_not_read_is_set_aside(decided: Path) -> None:
    assert "elsewhere" not in {row["ocid"] for row in rows(decided, "technologies")}
    assert [(row["kind"], row["action"]) for row in rows(decided, "problems") if row["original"] == "elsewhere"] == [
        ("decision-names-nothing", "set aside")
    ]


def test_a_later_decision_takes_an_earlier_one_back_and_both_are_kept(decided: Path) -> None:
    assert DOUBTFUL not in {row["ocid"] for row in rows(decided, "technologies")}
    kept = [row["decision"] for row in rows(decided, "decisions") if row["ocid"] == DOUBTFUL]
    assert kept == ["yes", "no"]


def test_every_mistake_of_the_folder_is_named_and_nothing_is_built(data: Path, tmp_path: Path) -> None:
    folder = decide(
        tmp_path / "decisions", f"{DOUBTFUL},comms.socmint,perhaps,desk 3,2026-11-20,x", ",,,,,", "a,b,yes,,,"
    )
    with pytest.raises(DefinitionError) as error:
        built(data, tmp_path / "register", folder)
    assert "mine.csv, line 2: decision 'perhaps'" in str(error.value)
    assert "mine.csv, line 4" in str(error.value)
    assert not (tmp_path / "register").exists()


def test_an_unknown_class_names_the_nearest_one(data: Path, tmp_path: Path) -> None:
    folder = decide(tmp_path / "decisions", f"{DOUBTFUL},comms.socmin,yes,desk 3,2026-11-20,x")
    with pytest.raises(DefinitionError, match=r"did you mean 'comms\.socmint'"):
        built(data, tmp_path / "register", folder)


def test_a_table_of_another_kind_is_refused(data: Path, tmp_path: Path) -> None:
    folder = decide(tmp_path / "decisions", "1,2", columns="ocd,technologie")
    with pytest.raises(DefinitionError, match="its columns name none of"):
        built(data, tmp_path / "register", folder)


def test_a_folder_that_is_not_there_is_wrong_use(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        built(data, tmp_path / "register", tmp_path / "nowhere")


def test_a_worklist_that_a_person_filled_in_is_not_written_over(first: Path, tmp_path: Path) -> None:
    worklist, _ = review(first)
    (tmp_path / "review.csv").write_text("filled in", encoding="utf-8")
    with pytest.raises(UsageError, match="is not replaced"):
        write(worklist, "review", tmp_path / "review.csv")


def test_the_settings_of_the_manifest_change_with_the_decisions(tmp_path: Path) -> None:
    before = Settings(decisions=decide(tmp_path / "decisions", "a,video.cctv_fixed,no,d,2026-11-20,x")).published()
    after = Settings(decisions=decide(tmp_path / "decisions", "a,video.cctv_fixed,yes,d,2026-11-20,x")).published()
    assert before["decisions"] != after["decisions"]
    assert list(after["decisions"]) == ["mine.csv"]
