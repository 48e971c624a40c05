"""Rows of numbers become rows of flags: each number stands for what it was given to."""

from typing import Any

import pyarrow as pa
import pytest

from custodiet.indicators._found import FOUND, KINDS, Names
from custodiet.model.indicator_tables import FLAGS


@pytest.fixture
def names() -> Names:
    """Process 0 stands behind process 1, each in a document of its own."""
    processes = pa.table(
        {"ocid": ["b", "a"], "document_id": pa.array(["two", "one"]).dictionary_encode(), "pointer": ["/1", "/0"]}
    )
    cohorts = [{"source": "ted", "country": "KG", "year": 2024}]
    return Names(processes, pa.array([1, 0], pa.int32()), cohorts)


def told(names: Names, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    given = [{"kind": KINDS.index("process"), **row} for row in rows]
    (batch,) = pa.Table.from_pylist(given, FOUND).to_batches()
    flags = names.told("R003", batch)
    assert flags.schema == FLAGS.schema
    return flags.to_pylist()


def test_a_process_goes_by_its_ocid_and_an_organisation_by_its_id(names: Names) -> None:
    process, buyer = told(names, {"process": 1}, {"kind": KINDS.index("buyer"), "subject_id": "org-1", "example": 1})
    assert [process[name] for name in ("indicator", "subject_kind", "subject_id", "ocid")] == [
        "R003",
        "process",
        "b",
        "b",
    ]
    assert [buyer[name] for name in ("subject_kind", "subject_id", "ocid")] == ["buyer", "org-1", None]


def test_each_row_keeps_its_own_places_where_cells_and_brought_ones_are_mixed(names: Names) -> None:
    rows = told(
        names,
        {"process": 0, "example": 0, "cells": "method tenderers"},
        {"process": 1, "example": 1, "evidence": ["bids.bid_id one /7"]},
        {"process": 1, "example": 1, "cells": "ocid"},
        {"process": 0, "example": 0, "cells": "method tenderers"},
    )
    both = ["processes.method one /0", "processes.tenderers one /0"]
    assert [row["evidence"] for row in rows] == [both, ["bids.bid_id one /7"], ["processes.ocid two /1"], both]


def test_an_organisation_without_an_example_has_an_empty_place(names: Names) -> None:
    (row,) = told(names, {"kind": KINDS.index("tenderer"), "subject_id": "org-1", "cells": "ocid"})
    assert row["evidence"] == [None]


def test_organisations_are_counted_together(names: Names) -> None:
    assert names.cohort(0)["country"] == "KG"
    assert set(names.cohort(None).values()) == {None}
