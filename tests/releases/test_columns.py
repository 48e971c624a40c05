"""Rows are made column by column for many releases at once: none slips into another, whatever each of them lacks."""

import msgspec
import pytest

from custodiet.model.chunk import OCDS, Chunk, Piece
from custodiet.model.tables import RELEASE_TABLES
from custodiet.releases import decode
from custodiet.settings import Limits


def _release(ocid: str, **parts: object) -> dict[str, object]:
    return {"ocid": ocid, "id": "1", "date": "2024-01-02T00:00:00Z", "tag": ["compiled"], **parts}


_FULL = {
    "buyer": {"id": "B", "name": "Town"},
    "parties": [{"id": "B", "name": "Town", "roles": ["buyer", "payer"]}, {"name": "Firm Ltd"}, {"id": ""}],
    "planning": {"documents": [{"id": "p"}]},
    "tender": {
        "items": [{"id": 1}, {"id": 2}],
        "documents": [{"id": "t"}],
        "tenderers": [{"name": "Firm Ltd"}, {"id": ""}, {"name": "Firm Ltd"}],
        "amendments": [{"id": "x"}],
    },
    "bids": {"details": [{"id": 7, "tenderers": [], "documents": [{"id": "b"}]}, {"id": 8}]},
    "awards": [{"suppliers": [{"id": "S"}], "items": [{"id": 1}]}, {"items": [{"id": 1}, {"id": 1}]}],
    "contracts": [
        {"id": "c", "documents": [{}], "implementation": {"documents": [{"id": "i"}], "transactions": [{"id": 5}]}},
        {"id": "c", "documents": [{}], "implementation": {"documents": [{"id": "i"}]}, "items": [{"id": 3}]},
    ],
}
_CASES = {
    "nothing but an ocid": _release("empty"),
    "everything": _release("full", **_FULL),
    "everything again": _release("again", **_FULL),
    "awards alone": _release("awards", awards=_FULL["awards"]),
    "contracts alone": _release("contracts", contracts=_FULL["contracts"]),
    "bids alone": _release("bids", bids=_FULL["bids"]),
    "parties without id or name": _release("nameless", parties=[{}], buyer={}, tender={"procuringEntity": {"id": ""}}),
}


def _rows(*releases: object) -> dict[str, list[dict[str, object]]]:
    data = b"\n".join(msgspec.json.encode(one) for one in releases)
    tables = decode(Chunk(0, (Piece("d", OCDS, data, "line=", 1),)), Limits()).tables
    return {name: batch.to_pylist() for name, batch in tables.items()}


@pytest.mark.parametrize("order", [list(_CASES), list(reversed(_CASES)), list(_CASES)[2:5]])
def test_the_rows_of_a_release_are_the_same_alone_and_among_others(order: list[str]) -> None:
    together = _rows(*(_CASES[name] for name in order))

    for table in RELEASE_TABLES:
        alone = [
            row | {"pointer": str(row["pointer"]).replace("line=1", f"line={line}", 1)}
            for line, name in enumerate(order, 1)
            for row in _rows(_CASES[name])[table.name]
        ]
        assert together[table.name] == alone


def test_attachments_stand_in_the_order_of_the_release_each_contract_before_what_was_carried_out_under_it() -> None:
    rows = _rows(_CASES["everything"])["attachments"]

    assert [(row["stage"], row["pointer"]) for row in rows] == [
        ("tender", "line=1/tender/documents/0"),
        ("bid", "line=1/bids/details/0/documents/0"),
        ("contract", "line=1/contracts/0/documents/0"),
        ("implementation", "line=1/contracts/0/implementation/documents/0"),
        ("contract", "line=1/contracts/1/documents/0"),
        ("implementation", "line=1/contracts/1/implementation/documents/0"),
        ("planning", "line=1/planning/documents/0"),
    ]


def test_a_repeated_id_is_told_apart_within_its_holder_only() -> None:
    rows = _rows(_CASES["everything"])

    assert [row["item_id"] for row in rows["items"]] == ["1", "2", "1", "1", "1#1", "3"]
    assert [row["contract_id"] for row in rows["contracts"]] == ["c", "c#1"]
    assert [row["holder_id"] for row in rows["attachments"] if row["stage"] == "implementation"] == ["c", "c#1"]
    assert [row["original"] for row in rows["problems"] if row["kind"] == "id-repeated"] == ["c", "1"]


def test_a_party_is_one_row_with_the_roles_it_states_and_those_it_is_named_in() -> None:
    rows = _rows(_CASES["everything"])["parties"]

    assert [(row["party_id"], row["roles"]) for row in rows] == [
        ("B", ["buyer", "payer"]),
        ("Firm Ltd", ["tenderer"]),
        ("S", ["supplier"]),
    ]


def test_a_bid_without_tenderers_differs_from_one_that_states_none() -> None:
    assert [row["tenderer_ids"] for row in _rows(_CASES["everything"])["bids"]] == [[], None]


def test_one_person_under_two_spellings_is_one_party_of_the_process() -> None:
    spelt = [{"name": "SRI UDAHARAN SAIKIA"}, {"name": "Firm Ltd"}, {"name": "Sri Udaharan Saikia"}]
    award = {"id": "a", "suppliers": [spelt[2]]}
    rows = _rows(_CASES["everything"], _release("two", tender={"tenderers": spelt}, awards=[award]))

    parties = [row for row in rows["parties"] if row["ocid"] == "two"]
    assert [(row["name"], row["roles"]) for row in parties] == [
        ("sole trader, place not stated", ["supplier", "tenderer"]),
        ("Firm Ltd", ["tenderer"]),
    ]
    awarded = next(row for row in rows["awards"] if row["ocid"] == "two")
    assert awarded["supplier_ids"] == [parties[0]["party_id"]]
