"""The draft of 2014 is told by names that only it had; a later release that uses one of them is read whole."""

import json
from pathlib import Path
from typing import Any

import pytest

from custodiet.releases._draft_2014 import is_draft, is_draft_json
from first_rooms import lines, read

DRAFTS: list[dict[str, Any]] = [
    {"releaseID": "1"},
    {"formation": {}},
    {"tender": {"methodRationale": "open"}},
    {"tender": {"itemsToBeProcured": []}},
]
LATER: list[dict[str, Any]] = [
    {"tender": {"tenderID": "UA-2017-01-20-000582-a"}},
    {"tender": {"methodRationale": "urgent"}, "parties": []},
    {"releaseDate": "2020-01-01", "parties": [{"id": "1"}]},
    {"tender": None},
    {},
]


@pytest.mark.parametrize(("release", "draft"), [*((one, True) for one in DRAFTS), *((one, False) for one in LATER)])
def test_the_draft_is_told_by_its_own_names(release: dict[str, Any], draft: bool) -> None:  # noqa: FBT001
    assert is_draft(release) is draft
    assert is_draft_json(json.dumps(release).encode()) is draft


def test_a_number_of_the_portal_costs_a_later_release_neither_lots_nor_bids(tmp_path: Path) -> None:
    """As Prozorro publishes: `tenderID` beside lots and bids, with parties."""
    release = {
        "ocid": "ocds-be6bcu-UA-1",
        "id": "1",
        "tag": ["compiled"],
        "date": "2017-01-20T00:00:00Z",
        "parties": [{"id": "b", "name": "Bidder Ltd", "roles": ["tenderer"]}],
        "tender": {"tenderID": "UA-1", "procurementMethod": "open", "lots": [{"id": "l"}]},
        "bids": {"details": [{"id": "1", "tenderers": [{"id": "b"}], "value": {"amount": 5, "currency": "UAH"}}]},
    }
    (tmp_path / "input").write_bytes(lines(release))

    found = read(tmp_path / "input")

    assert len(found.tables["lots"]) == 1
    assert len(found.tables["bids"]) == 1
    assert [row["method"] for row in found.tables["processes"]] == ["open"]
