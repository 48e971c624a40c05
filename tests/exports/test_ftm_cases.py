"""Documented cases leave as projects with the parts that organisations played, and loans as debts."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from custodiet.exports.export import export

Rows = list[dict[str, Any]]
FILE = "f" * 64


def fact(name: str, **values: Any) -> dict[str, Any]:
    told = {"state": "documented", "source_name": "Audit", "source_addresses": ["https://example.org/a", "p. 4"]}
    return {"case": "safe-city", "fact": name, "document_id": FILE, "pointer": f"/{name}", **told, **values}


def tables() -> dict[str, Rows]:
    """A case whose loan has two parts; one source names lender and borrower, another the loan alone."""
    others = ("purchases", "processes", "awards", "contracts", "bids")
    more = ("organisations", "party_organisations", "origins")
    case = {"case": "safe-city", "title": "Safe City", "title_uk": "Безпечне місто", "summary": "Cameras."}
    place = {"document_id": FILE, "pointer": "", "countries": ["TJ"], "started": "2013-05", "purchases": []}
    return {
        **{name: [] for name in (*others, *more)},
        "documents": [{"document_id": FILE, "name": "cases/safe_city.toml", "bytes": 9}],
        "cases": [{**case, **place}],
        "roles": [
            fact("lender", role="lender", organisation="Bank", country="CN"),
            fact("borrower", role="borrower", organisation="Ministry of Finance", country="TJ"),
            fact("told", role="lender", organisation="Bank", country="CN", source_name="Press"),
        ],
        "financing": [
            fact("whole", kind="loan", amount=Decimal(20), currency="USD"),
            fact("part", kind="loan", amount=Decimal(8), currency="USD", date="2013-05-20", part_of="whole"),
            fact("press", kind="loan", amount=Decimal(20), currency="USD", source_name="Press"),
            fact("budget", kind="budget", amount=Decimal(1), currency="USD"),
        ],
    }


@pytest.fixture
def found(make_register: Callable[..., Path], tmp_path: Path) -> dict[str, Rows]:
    """The entities by schema."""
    export(make_register(**tables()), "ftm", tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out" / "entities.ftm.json").read_text("utf-8").splitlines()]
    return {schema: [row for row in rows if row["schema"] == schema] for schema in {row["schema"] for row in rows}}


def test_a_case_is_a_project_with_its_names_and_first_date(found: dict[str, Rows]) -> None:
    (project,) = found["Project"]
    said = project["properties"]
    assert (said["name"], said["alias"], said["startDate"]) == (["Safe City"], ["Безпечне місто"], ["2013-05"])


def test_each_part_that_a_source_tells_stands_by_itself(found: dict[str, Rows]) -> None:
    parts = [row["properties"] for row in found["ProjectParticipant"]]
    assert sorted((part["role"][0], part["publisher"][0]) for part in parts) == [
        ("borrower", "Audit"),
        ("lender", "Audit"),
        ("lender", "Press"),
    ]


def test_only_addresses_of_the_web_are_links(found: dict[str, Rows]) -> None:
    assert {tuple(row["properties"]["sourceUrl"]) for row in found["ProjectParticipant"]} == {
        ("https://example.org/a",)
    }


def test_a_loan_is_a_debt_only_where_its_source_names_the_borrower_and_parts_replace_their_sum(
    found: dict[str, Rows],
) -> None:
    (debt,) = found["Debt"]
    names = {row["id"]: row["properties"]["name"][0] for row in found["LegalEntity"]}
    said = debt["properties"]
    assert (names[said["creditor"][0]], names[said["debtor"][0]]) == ("Bank", "Ministry of Finance")
    assert (said["amount"], said["currency"], said["date"]) == (["8.0000"], ["USD"], ["2013-05-20"])
