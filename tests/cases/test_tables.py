from collections.abc import Mapping
from decimal import Decimal

from custodiet.cases import Case, claims, documents, tables
from custodiet.model.case_tables import CASE_TABLES
from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.model.tables import DOCUMENTS

Cases = Mapping[str, Case]


def test_the_tables_are_as_declared_and_their_keys_unique(cases: Cases) -> None:
    made = tables(cases)
    assert list(made) == [table.name for table in CASE_TABLES]
    for table in CASE_TABLES:
        assert made[table.name].schema == table.schema
        keys = [tuple(row.values()) for row in made[table.name].select(list(table.key)).to_pylist()]
        assert keys == sorted(set(keys))


def test_every_row_tells_its_source_and_its_place(cases: Cases) -> None:
    made = tables(cases)
    for name in ("roles", "financing", "observations"):
        for row in made[name].to_pylist():
            assert row["source_name"]
            assert row["source_confirmed"] in {"page", "secondary", "unconfirmed"}
            section, number = row["pointer"].strip("/").split("/")
            assert getattr(cases[row["case"]].content, section)[int(number)].id == row["fact"]


def test_an_amount_stays_exact(cases: Cases) -> None:
    rows = {row["fact"]: row for row in tables(cases)["financing"].to_pylist() if row["case"] == "tj-cities-safe-city"}
    parts = [rows["loan-government-concessional"], rows["loan-preferential"]]
    assert [row["amount"] for row in parts] == [Decimal(8_360_000), Decimal(12_540_000)]
    assert sum(row["amount"] for row in parts) == rows["loans-aiddata"]["amount"] == Decimal(20_900_000)
    assert {row["part_of"] for row in parts} == {"loans-aiddata"}
    assert rows["loan-government-concessional"]["rate"] == "1.5"


def test_a_contradiction_is_seen_from_both_sides(cases: Cases) -> None:
    rows = {row["fact"]: row for row in tables(cases)["roles"].to_pylist() if row["case"] == "tj-cities-safe-city"}
    assert rows["lender-memo"]["contradicts"] == ["lender-aiddata", "lender-rferl"]
    assert rows["lender-aiddata"]["contradicts"] == ["lender-memo"]


def test_every_case_is_a_document(cases: Cases) -> None:
    listed = documents(cases)
    assert listed.schema == DOCUMENTS.schema
    assert set(listed["document_id"].to_pylist()) == set(tables(cases)["cases"]["document_id"].to_pylist())


def test_what_a_case_names_for_a_question_is_a_claim_at_most(cases: Cases) -> None:
    named = claims(cases)
    assert named.schema == SAFEGUARDS.schema
    assert set(named["state"].to_pylist()) == {"claimed"}
    assert named.select(["ocid", "question"]).to_pylist() == [
        {"ocid": "ua-kyiv-2018-bylaw", "question": "SG03"},
        {"ocid": "ua-kyiv-2018-bylaw", "question": "SG16"},
    ]


def test_no_case_gives_empty_tables_with_their_columns() -> None:
    assert [(made.num_rows, made.schema) for made in tables({}).values()] == [
        (0, table.schema) for table in CASE_TABLES
    ]
