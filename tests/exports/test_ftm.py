"""Purchases leave as FollowTheMoney entities, each statement with its document and place."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from custodiet.errors import RegisterError, UsageError
from custodiet.exports.export import export

MakeRegister = Callable[..., Path]
Rows = list[dict[str, Any]]

DOCUMENT = "d" * 64
OTHER = "e" * 64


def origin(ocid: str, place: str) -> dict[str, Any]:
    return {"ocid": ocid, "document_id": DOCUMENT, "pointer": place}


def tables() -> dict[str, Rows]:
    """One purchase with an award to one supplier, an award that came to nothing, and a process that is no purchase."""
    return {
        "purchases": [{"ocid": "cameras", "notice_url": "https://example.org/1"}],
        "processes": [
            {
                **origin("cameras", "/releases/0"),
                "title": "Камери",
                "country": "UA",
                "buyer_id": "city",
                "procuring_entity_id": "centre",
                "published": "2024-02-01T10:00:00+02:00",
                "tender_end": "soon",
                "scheme": "CPV",
                "code": "35125300-2",
            },
            {**origin("chairs", "/releases/1"), "title": "Chairs", "buyer_id": "city"},
        ],
        "awards": [
            {
                **origin("cameras", "/releases/0/awards/0"),
                "award_id": "a1",
                "status": "active",
                "date": "2024-03-01",
                "supplier_ids": ["eye"],
                "award_amount": Decimal("5000.5000"),
                "award_currency": "UAH",
            },
            {
                **origin("cameras", "/releases/0/awards/1"),
                "award_id": "a2",
                "status": "cancelled",
                "supplier_ids": ["eye"],
            },
        ],
        "contracts": [
            {
                **origin("cameras", "/releases/0/contracts/0"),
                "contract_id": "c1",
                "award_id": "a1",
                "date_signed": "2024-03-09",
                "contract_amount": Decimal(4900),
                "contract_currency": "UAH",
            }
        ],
        "bids": [
            {**origin("cameras", "/releases/0/bids/details/0"), "bid_id": "b1", "tenderer_ids": ["eye", "nobody"]}
        ],
        "party_organisations": [
            {"ocid": ocid, "party_id": party, "organisation_id": f"o-{party}"}
            for ocid, party in (("cameras", "city"), ("cameras", "eye"), ("cameras", "centre"), ("chairs", "city"))
        ],
        "organisations": [
            organisation("o-centre", "Центр закупівель", None, []),
            organisation("o-city", "Львівська міська рада", "council", ["UA-EDR:04055896"]),
            organisation("o-eye", "ТОВ «Око»", "llc", []),
            organisation("o-stranger", "Not in a purchase", "llc", []),
        ],
        "documents": [{"document_id": DOCUMENT, "name": "releases.json", "uri": "not an address", "bytes": 12}],
        **{name: [] for name in ("cases", "roles", "financing")},
        "origins": [
            {
                "ocid": "cameras",
                "table": "processes",
                "row_pointer": "/releases/0",
                "column": "title",
                "document_id": OTHER,
                "pointer": "/releases/7/tender/title",
            }
        ],
    }


def organisation(organisation_id: str, name: str, kind: str | None, identifiers: list[str]) -> dict[str, Any]:
    return {
        "organisation_id": organisation_id,
        "name": name,
        "names": [name],
        "kind": kind,
        "country": "UA",
        "identifiers": identifiers,
        "document_id": DOCUMENT,
        "pointer": "/releases/0/parties/0",
    }


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder(make_register: MakeRegister, tmp_path: Path) -> Path:
    """The export of that register."""
    export(make_register(**tables()), "ftm", tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def found(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The entities by schema."""
    entities = lines(folder / "entities.ftm.json")
    return {
        schema: [entity for entity in entities if entity["schema"] == schema]
        for schema in sorted({entity["schema"] for entity in entities})
    }


@pytest.fixture
def statements(folder: Path) -> list[dict[str, Any]]:
    return lines(folder / "statements.ftm.json")


def test_each_thing_of_a_purchase_is_one_entity_of_its_schema(found: dict[str, list[dict[str, Any]]]) -> None:
    assert {schema: len(entities) for schema, entities in found.items()} == {
        "CallForTenders": 1,
        "Company": 1,
        "Contract": 1,
        "ContractAward": 1,
        "Document": 1,
        "LegalEntity": 1,
        "PublicBody": 1,
    }


def test_a_call_states_what_was_published(found: dict[str, list[dict[str, Any]]]) -> None:
    (call,), (city,), (centre,), (eye,), (document,) = (
        found[schema] for schema in ("CallForTenders", "PublicBody", "LegalEntity", "Company", "Document")
    )
    assert call["properties"] == {
        "title": ["Камери"],
        "callId": ["cameras"],
        "authority": [centre["id"]],
        "onBehalfOf": [city["id"]],
        "publicationDate": ["2024-02-01"],
        "cpvCode": ["35125300-2"],
        "country": ["ua"],
        "sourceUrl": ["https://example.org/1"],
        "tenderers": [eye["id"]],
        "proof": [document["id"]],
    }


def test_an_award_leads_from_contract_to_supplier_with_its_amount(found: dict[str, list[dict[str, Any]]]) -> None:
    (award,), (contract,), (eye,) = (found[schema] for schema in ("ContractAward", "Contract", "Company"))
    properties = award["properties"]
    assert (properties["supplier"], properties["contract"]) == ([eye["id"]], [contract["id"]])
    assert (properties["amount"], properties["currency"]) == (["5000.5000"], ["UAH"])
    assert (contract["properties"]["amount"], contract["properties"]["contractDate"]) == (["4900.0000"], ["2024-03-09"])


def test_suppliers_of_one_award_do_not_each_get_its_amount(make_register: MakeRegister, tmp_path: Path) -> None:
    shared = tables()
    shared["awards"][0]["supplier_ids"] = ["eye", "centre"]
    export(make_register(**shared), "ftm", tmp_path / "out")
    awards = [row for row in lines(tmp_path / "out" / "entities.ftm.json") if row["schema"] == "ContractAward"]
    assert len(awards) == 2
    assert not [award for award in awards if "amount" in award["properties"]]


def test_each_statement_names_document_and_place(statements: list[dict[str, Any]]) -> None:
    places = {(row["schema"], row["prop"]): row["origin"] for row in statements}
    assert places["CallForTenders", "publicationDate"] == f"{DOCUMENT}#/releases/0/tender/datePublished"
    assert places["ContractAward", "amount"] == f"{DOCUMENT}#/releases/0/awards/0/value/amount"
    assert all(row["origin"].startswith((DOCUMENT, OTHER)) for row in statements)


def test_a_value_of_another_release_names_that_release(statements: list[dict[str, Any]]) -> None:
    (title,) = [row for row in statements if (row["schema"], row["prop"]) == ("CallForTenders", "title")]
    assert title["origin"] == f"{OTHER}#/releases/7/tender/title"


def test_spaces_that_say_nothing_are_left_out_and_kept_as_published(
    make_register: MakeRegister, tmp_path: Path
) -> None:
    spaced = tables()
    spaced["processes"][0]["title"] = "Two  cameras\n"
    export(make_register(**spaced), "ftm", tmp_path / "out")
    (title,) = [
        row
        for row in lines(tmp_path / "out" / "statements.ftm.json")
        if (row["schema"], row["prop"]) == ("CallForTenders", "title")
    ]
    assert (title["value"], title["original_value"]) == ("Two cameras", "Two  cameras\n")


def test_a_statement_keeps_what_was_published(statements: list[dict[str, Any]]) -> None:
    originals = {row["prop"]: row["original_value"] for row in statements if row["original_value"]}
    assert originals["publicationDate"] == "2024-02-01T10:00:00+02:00"
    assert originals["registrationNumber"] == "UA-EDR:04055896"


def test_entities_hold_exactly_what_the_statements_say(folder: Path, statements: list[dict[str, Any]]) -> None:
    said = {(row["entity_id"], row["prop"], row["value"]) for row in statements}
    entities = lines(folder / "entities.ftm.json")
    assert said == {
        (row["id"], prop, value) for row in entities for prop, values in row["properties"].items() for value in values
    }


def test_a_call_without_a_title_goes_by_its_ocid(make_register: MakeRegister, tmp_path: Path) -> None:
    untitled = tables()
    untitled["processes"][0]["title"] = None
    export(make_register(**untitled), "ftm", tmp_path / "out")
    (call,) = [row for row in lines(tmp_path / "out" / "entities.ftm.json") if row["schema"] == "CallForTenders"]
    assert call["properties"]["title"] == ["cameras"]


def test_one_table_alone_makes_no_entities(make_register: MakeRegister, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="made of the whole register: leave out --table bids"):
        export(make_register(**tables()), "ftm", tmp_path / "out", "bids")


def test_a_register_that_lacks_a_table_is_told(make_register: MakeRegister, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="has no table awards"):
        export(
            make_register(**{name: rows for name, rows in tables().items() if name != "awards"}),
            "ftm",
            tmp_path / "out",
        )
