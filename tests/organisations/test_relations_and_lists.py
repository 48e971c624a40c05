"""Who sells which maker, who procures for whom, and checks against outside lists."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from custodiet.errors import MalformedError, NotUnderstoodError
from custodiet.model.organisation_tables import LINKS, LIST_HITS, MAKERS_NAMED, PARTY_ORGANISATIONS
from custodiet.model.tables import AWARDS, PROCESSES
from custodiet.organisations import check_against, relations, resolve

ORGANISATIONS_OF = [
    ("o1", "s1", "ORG-1"),
    ("o1", "s2", "ORG-2"),
    ("o2", "s1", "ORG-1"),
    ("o1", "b", "BUYER"),
    ("o1", "e", "ENTITY"),
]


@pytest.fixture
def found() -> list[dict]:
    party_organisations = pa.Table.from_pylist(
        [dict(zip(PARTY_ORGANISATIONS.names, row, strict=True)) for row in ORGANISATIONS_OF],
        schema=PARTY_ORGANISATIONS.schema,
    )
    awards = pa.Table.from_pylist(
        [
            {"ocid": "o1", "award_id": "1", "supplier_ids": ["s1", "s2"], "document_id": "d", "pointer": "/a1"},
            {"ocid": "o2", "award_id": "1", "supplier_ids": ["s1"], "document_id": "d", "pointer": "/a2"},
        ],
        schema=AWARDS.schema,
    )
    processes = pa.Table.from_pylist(
        [{"ocid": "o1", "buyer_id": "b", "procuring_entity_id": "e", "document_id": "d", "pointer": "/1"}],
        schema=PROCESSES.schema,
    )
    named = [
        {"ocid": ocid, "maker": "dahua", "document_id": "d", "pointer": f"/{ocid}", "start": 0, "end": 5}
        for ocid in ("o1", "o2")
    ]
    table = relations(
        {"awards": awards, "processes": processes},
        party_organisations,
        pa.Table.from_pylist(named, schema=MAKERS_NAMED.schema),
    )
    assert table.schema == LINKS.schema
    return table.to_pylist()


def test_seller_is_counted_with_evidence_and_shared_awards_are_said(found):
    (row,) = [row for row in found if (row["organisation_a"], row["relation"]) == ("ORG-1", "sells")]
    assert (row["organisation_b"], row["purchases"], row["pointer"]) == ("maker:dahua", 2, "/o1")
    assert "in 1 of them with other suppliers" in row["why"]


def test_procuring_entity_and_common_suppliers_are_links(found):
    assert {(row["organisation_a"], row["organisation_b"], row["relation"]) for row in found} >= {
        ("ENTITY", "BUYER", "procures_for"),
        ("ORG-1", "ORG-2", "supplies_with"),
    }


CSV = (
    "id,schema,name,aliases,countries,identifiers\n"
    "Q1,Company,Дзвінок Трейд,Dzvinok Trade,ua,40126602\n"
    "Q2,Person,Somebody Else,,ua,\n"
)
FTM = {
    "id": "Q1",
    "schema": "Company",
    "properties": {"name": ["Dzvinok Trade"], "country": ["ua"], "registrationNumber": ["40126602"]},
}


@pytest.mark.parametrize(
    "content", [CSV, json.dumps(FTM) + "\n" + json.dumps({"id": "P", "schema": "Person"}), json.dumps([FTM])]
)
def test_hit_on_an_outside_list_is_possible_with_its_reason(parties, tmp_path: Path, content: str):
    file = tmp_path / "list"
    file.write_text(content, encoding="utf-8")
    organisations = resolve(
        parties(("ТОВ Дзвінок Трейд", "UA-EDR:40126602", None), ("ТОВ Ялинка", None, None))
    ).organisations
    hits = check_against(organisations, file)
    assert hits.schema == LIST_HITS.schema
    (hit,) = hits.to_pylist()
    assert (hit["entity_id"], hit["decision"]) == ("Q1", "possible")
    assert "40126602" in hit["why"]


@pytest.mark.parametrize(
    ("content", "error"), [("", NotUnderstoodError), ("a;b\n1;2", NotUnderstoodError), ("{broken", MalformedError)]
)
def test_list_of_no_known_format_is_an_error(tmp_path: Path, content: str, error: type[Exception]):
    file = tmp_path / "list.csv"
    file.write_text(content)
    with pytest.raises(error, match=r"list\.csv"):
        check_against(pa.table({}), file)


def test_number_alone_is_a_hit_in_its_own_country_only(tmp_path: Path):
    file = tmp_path / "list.csv"
    rows = ("id,schema,name,aliases,countries,identifiers", "Q1,Company,Acme LLC,,ua,32855961")
    file.write_text("\n".join((*rows, "Q2,Company,Acme Ltd,,ug,32855961")))
    known_by_number = {"organisation_id": "o", "name": None, "names": [""], "country": "UA"}
    hits = check_against(pa.Table.from_pylist([known_by_number | {"identifiers": ["UA-EDR:32855961"]}]), file)
    assert [hit["entity_id"] for hit in hits.to_pylist()] == ["Q1"]
