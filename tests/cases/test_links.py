from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from custodiet.cases import load_cases, propose_links

Purchase = Callable[..., pa.Table]
Change = Callable[[str, str], None]


def proposed(plugins: Path, purchases: pa.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = propose_links(load_cases(plugins), purchases).to_pylist()
    return found


def test_a_purchase_in_place_and_time_is_proposed_with_its_reasons(plugins: Path, purchase: Purchase) -> None:
    assert proposed(plugins, purchase()) == [
        {
            "case": "xx-town-cameras",
            "ocid": "town-1",
            "why": "settlement Exampletown; technology video.cctv_fixed; year 2020",
        }
    ]


def test_an_organisation_of_the_case_is_told_with_both_its_parts(plugins: Path, purchase: Purchase) -> None:
    found = proposed(plugins, purchase(supplier_names=["EXAMPLE SECURITY Ltd"]))
    assert "contractor Example Security is supplier" in found[0]["why"]


def test_a_settlement_is_found_in_the_name_of_the_buyer_in_another_script(plugins: Path, purchase: Purchase) -> None:
    assert proposed(plugins, purchase(settlement=None, buyer_name="Мерія м. Прикладів"))


@pytest.mark.parametrize(
    "changed",
    [
        {"technologies": ["traffic.its"]},
        {"technologies": None},
        {"country": "YY"},
        {"country": None},
        {"settlement": "Exampletownville"},
        {"settlement": None},
        {"date": "2024-01-01"},
        {"date": None},
    ],
)
def test_a_purchase_that_differs_in_one_thing_is_not_proposed(
    plugins: Path, purchase: Purchase, changed: dict[str, Any]
) -> None:
    assert proposed(plugins, purchase(**changed)) == []


def test_an_undated_purchase_is_proposed_where_an_organisation_agrees(plugins: Path, purchase: Purchase) -> None:
    assert proposed(plugins, purchase(date=None, buyer_name="Example Security"))


def test_a_case_of_a_whole_country_needs_an_organisation(plugins: Path, change: Change, purchase: Purchase) -> None:
    change('settlement = "Exampletown"\nnames = ["Прикладів"]\n', "")
    assert proposed(plugins, purchase()) == []
    assert proposed(plugins, purchase(supplier_names=["Example Security"]))


@pytest.mark.parametrize(
    "decision",
    ['rejected = ["town-1"]\n', 'purchases = [{ocid = "town-1", confirmed_by = "editor", on = "2024-01-01"}]\n'],
)
def test_what_a_person_has_decided_is_not_proposed_again(
    plugins: Path, change: Change, purchase: Purchase, decision: str
) -> None:
    change('summary = "Cameras of a town."\n', f'summary = "Cameras of a town."\n{decision}')
    assert proposed(plugins, purchase()) == []


def test_a_case_without_an_end_reaches_a_year_beyond_what_is_told_of_it(
    plugins: Path, change: Change, purchase: Purchase
) -> None:
    change('ended = "2021"\n', "")
    assert proposed(plugins, purchase(date="2021-12-31"))
    assert proposed(plugins, purchase(date="2022-01-01")) == []
