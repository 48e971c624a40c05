"""Results go to standard output, everything else to standard error; `--json` is one object for programs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import CAMERAS

HEAVY = ("duckdb", "ibis", "lxml", "msgspec", "numpy", "pandas", "pyarrow", "rich", "stdnum", "xlsxwriter")
KEYS = ["records", "processes", "purchases", "organisations", "flags", "problems", "documents", "seconds"]


def test_a_build_prints_one_object_with_the_promised_keys(run, data: Path, tmp_path: Path) -> None:
    ran = run("build", data, "--to", tmp_path / "register", "--threads", 1, "--json")
    found = json.loads(ran.out)
    assert list(found) == KEYS
    assert (found["records"], found["processes"], found["purchases"], found["documents"]) == (2, 2, 1, 1)
    assert ran.err == ""


def test_the_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = f"""
import sys
from custodiet.cli import main
try:
    main(["--help"])
except SystemExit:
    pass
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert all(name in done.stdout for name in ("demo", "build", "explain", "indicators", "request", "audit"))


def test_a_reader_that_leaves_early_is_no_error(register: Path) -> None:
    command = f"{sys.executable} -m custodiet explain {register} {CAMERAS} | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "CCTV cameras\n"
    assert done.stderr == ""


def test_explain_gives_every_statement_its_document_and_place(run, register: Path) -> None:
    found = json.loads(run("explain", register, CAMERAS, "--json").out)
    assert found["ocid"] == CAMERAS
    assert found["purchase"]["label"] == "yes"
    assert all(one["document"] and one["pointer"] for one in found["statements"])
    (technology,) = found["technologies"]
    assert (technology["words"], technology["document"]) == ("CCTV", "releases.json")


def test_explain_tells_a_documented_case_with_its_sources(run, register: Path) -> None:
    ran = run("explain", register, "kg-safe-city")
    assert ran.code == 0
    assert "claimed; source: PONARS Eurasia Policy Memo 540" in ran.out


def test_an_unknown_id_names_the_one_most_like_it(run, register: Path) -> None:
    ran = run("explain", register, "ocds-213czf-camera")
    assert ran.code == 2
    assert f"did you mean {CAMERAS}?" in ran.err


def test_a_process_that_is_no_purchase_is_told_as_such(run, register: Path) -> None:
    ran = run("explain", register, "ocds-213czf-chairs")
    assert "read, and not found to buy surveillance technology" in ran.out
    assert "about 3" in ran.out


def test_changes_of_a_register_to_itself_are_none(run, register: Path) -> None:
    ran = run("changes", register, register)
    assert ran.out == "0 appeared, 0 cancelled, 0 changed, 0 corrected, 0 disappeared\n"
    assert json.loads(run("changes", register, register, "--json").out) == {"changes": []}


def test_indicators_are_printed_for_people_and_for_programs(run, data: Path) -> None:
    lines = run("indicators", data, "--threads", 1).out.splitlines()
    found = json.loads(run("indicators", data, "--threads", 1, "--format", "json").out)
    assert lines[0].split()[:3] == ["indicator", "subject", "flagged"]
    assert [(row["indicator"], row["subject_id"]) for row in found["flags"] if row["indicator"] == "R003"] == [
        ("R003", CAMERAS)
    ]


def test_the_form_of_cardinal_holds_only_what_the_settings_name(run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "s.ini").write_text("currency = GBP\n[R003]\nthreshold = 15\n", encoding="utf-8")
    ran = run("indicators", data, "--threads", 1, "--settings", tmp_path / "s.ini", "--format", "cardinal")
    assert json.loads(ran.out) == {"Meta": {}, "OCID": {CAMERAS: {"R003": 1.0}}}
    assert ran.err == ""


def test_the_list_of_indicators_tells_settings_with_defaults(run) -> None:
    listed = {one["code"]: one for one in json.loads(run("indicators", "--list", "--format", "json").out)}
    assert listed["R003"]["settings"]["threshold"] == 15


def test_the_vocabulary_is_a_thesaurus(run) -> None:
    graph = json.loads(run("vocabulary", "--format", "json-ld").out)["@graph"]
    assert any(one["@id"].endswith("#video.cctv_fixed") for one in graph)
    assert "skos:ConceptScheme" in run("vocabulary").out


@pytest.mark.parametrize("what", ["technologies", "organisations"])
def test_an_evaluation_is_one_object_for_programs(run, tmp_path: Path, what: str) -> None:
    body = {"name": "Town of Hill", "country": "GB"}
    lines = {
        "technologies": {"id": "1", "label": "yes", "title": "CCTV cameras", "lang": "en"},
        "organisations": {"id": "1", "label": "same", "a": body, "b": body},
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(lines[what]) + "\n", encoding="utf-8")
    ran = run("evaluate", what, tmp_path / "gold.jsonl", "--json")
    assert ran.code == 0
    assert len(json.loads(ran.out)) > 3
    assert run("evaluate", what, tmp_path / "gold.jsonl").out.splitlines()


def test_a_request_goes_to_a_document_that_is_never_replaced(run, register: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    first = run("request", register, CAMERAS, "--lang", "en", "--docx", letter)
    assert first.code == 0
    assert "CCTV cameras" in first.out
    assert letter.read_bytes()[:2] == b"PK"
    again = run("request", register, CAMERAS, "--lang", "en", "--docx", letter)
    assert (again.code, "is not replaced" in again.err) == (2, True)


def test_a_worklist_and_an_audit_are_tables_to_fill_in(run, register: Path, tmp_path: Path) -> None:
    assert run("review", register, "--to", tmp_path / "review.xlsx").code == 0
    assert run("audit", register, "--sample", 1, "--to", tmp_path / "audit.csv").code == 0
    open_answers = run("audit", register, "--answers", tmp_path / "audit.csv")
    assert (open_answers.code, "1 processes have no decision" in open_answers.err) == (2, True)
    text = (tmp_path / "audit.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "audit.csv").write_text(text.replace(",,,,\n", ",no,desk 3,2026-11-20,\n"), encoding="utf-8")
    ran = run("audit", register, "--answers", tmp_path / "audit.csv")
    assert ran.out.startswith("recall 1.000, 95% interval")
