from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa
import pytest

from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.model.tables import ATTACHMENTS, CONTRACTS
from custodiet.safeguards import Assessment, Question, assess, propose

Questions = Mapping[str, Question]
Purchases = Callable[[Mapping[str, list[str | None] | None]], pa.Table]


def attachments(*rows: dict[str, str | None]) -> pa.Table:
    common: dict[str, str | None] = {"ocid": "ocds-a", "document_id": "d1", "url": "https://example.org/1"}
    common["pointer"] = "/tender/documents/0"
    return pa.Table.from_pylist([common | row for row in rows], schema=ATTACHMENTS.schema)


def signed(day: str | None = None) -> pa.Table:
    rows = [] if day is None else [{"ocid": "ocds-a", "contract_id": "1", "date_signed": day}]
    return pa.Table.from_pylist(rows, schema=CONTRACTS.schema)


def claims(questions: Questions, documents: pa.Table, contracts: pa.Table) -> list[tuple[Any, Any]]:
    table = propose(documents, contracts, questions)
    assert table.schema.equals(SAFEGUARDS.schema)
    assert set(table["state"].to_pylist()) <= {"claimed"}
    return list(zip(table["question"].to_pylist(), table["evidence_uri"].to_pylist(), strict=True))


def test_a_document_of_the_right_type_is_a_claim(questions: Questions) -> None:
    documents = attachments({"type": "contractSigned", "published": "2021-04-01T10:00:00Z"})
    assert claims(questions, documents, signed()) == [("SG12", "https://example.org/1")]


def test_a_claim_says_where_the_data_state_it_and_that_nobody_read_it(questions: Questions) -> None:
    documents = attachments({"type": "contractSigned", "title": "Contract", "published": "2021-04-01T10:00:00Z"})
    (row,) = propose(documents, signed(), questions).to_pylist()
    assert row["locator"] == "d1#/tender/documents/0"
    assert row["date"] == "2021-04-01"
    assert row["reason"] == "attached by the publisher, not read: Contract (contractSigned)"


@pytest.mark.parametrize(
    "title",
    ["DPIA of the project", "Звіт про оцінку впливу на захист персональних даних.pdf", "Воздействия на защиту данных"],
)
def test_a_phrase_in_the_title_is_a_claim_in_several_languages(questions: Questions, title: str) -> None:
    assert claims(questions, attachments({"title": title}), signed()) == [("SG04", "https://example.org/1")]


def test_a_phrase_inside_another_word_is_no_claim(questions: Questions) -> None:
    assert claims(questions, attachments({"title": "handpiano"}, {"title": "landdpia"}), signed()) == []


def test_an_impact_assessment_from_after_the_signature_is_no_claim_about_before(questions: Questions) -> None:
    documents = attachments({"title": "DPIA", "published": "2021-05-02T00:00:00Z"})
    assert claims(questions, documents, signed("2021-05-01T12:00:00Z")) == []


def test_an_impact_assessment_from_the_day_of_signature_is_a_claim(questions: Questions) -> None:
    documents = attachments({"title": "DPIA", "published": "2021-05-01T23:00:00Z"})
    assert claims(questions, documents, signed("2021-05-01T12:00:00Z")) == [("SG04", "https://example.org/1")]


def test_a_contract_published_after_its_signature_is_a_claim(questions: Questions) -> None:
    documents = attachments({"type": "contractSigned", "published": "2021-06-01"})
    assert claims(questions, documents, signed("2021-05-01")) == [("SG12", "https://example.org/1")]


def test_of_several_documents_the_earliest_is_named_whatever_their_order(questions: Questions) -> None:
    rows: list[dict[str, str | None]] = [
        {"type": "contractSigned", "published": None, "url": "https://example.org/0"},
        {"type": "contractSigned", "published": "2021-07-01", "url": "https://example.org/2"},
        {"type": "contractAnnexe", "published": "2021-06-01", "url": "https://example.org/3"},
    ]
    for order in (rows, rows[::-1]):
        assert claims(questions, attachments(*order), signed()) == [("SG12", "https://example.org/3")]


def test_a_document_without_an_address_is_no_claim(questions: Questions) -> None:
    assert claims(questions, attachments({"type": "contractSigned", "url": None}), signed()) == []


def test_no_attachments_make_no_claims(questions: Questions) -> None:
    assert claims(questions, attachments(), signed()) == []


def test_a_claim_fills_only_what_applies_and_yields_to_an_assessment(
    purchases: Purchases, questions: Questions
) -> None:
    documents = attachments({"type": "contractSigned"}, {"title": "Human rights impact assessment"}, {"title": "DPIA"})
    read = Assessment(ocid="ocds-a", question="SG04", state="not_found", looked_in="portal", assessor="editors")
    proposals = propose(documents, signed(), questions)
    table = assess(purchases({"ocds-a": ["video.cctv_fixed"]}), questions, [read], proposals)
    states = dict(zip(table["question"].to_pylist(), table["state"].to_pylist(), strict=True))
    assert (states["SG12"], states["SG06"], states["SG04"]) == ("claimed", "not_applicable", "not_found")


def test_a_claim_about_a_purchase_that_is_not_here_changes_nothing(purchases: Purchases, questions: Questions) -> None:
    proposals = propose(attachments({"type": "contractSigned"}), signed(), questions)
    bought = purchases({"ocds-b": ["video.cctv_fixed"]})
    assert assess(bought, questions, (), proposals).equals(assess(bought, questions))
