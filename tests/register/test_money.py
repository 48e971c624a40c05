"""Amounts in another currency and year: exact, sourced, and missing where a year is missing."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.register.money import Converted, Missing, convert, prices, rates, rates_table


def converted(found: Converted | Missing) -> Converted:
    """A conversion that must be there."""
    assert isinstance(found, Converted), found
    return found


def test_an_amount_is_divided_by_the_average_rate_of_its_year() -> None:
    found = converted(convert(Decimal("793563.9416666668"), "UAH", 2010))
    assert (found.amount, found.currency) == (Decimal("100000.0000"), "USD")
    assert found.rate == Decimal("7.935639416666668")
    assert found.source.startswith("IMF")


def test_the_original_stands_beside_the_conversion() -> None:
    found = converted(convert(Decimal("12.50"), "KGS", 2019))
    assert (found.original_amount, found.original_currency) == (Decimal("12.50"), "KGS")


@pytest.mark.parametrize(
    ("currency", "year", "reason"),
    [
        ("TMT", 2021, "no average rate of TMT for 2021"),
        ("UAH", 2009, "no average rate of UAH for 2009"),
        ("UAH", 2031, "no average rate of UAH for 2031"),
        ("XYZ", 2015, "no rates of XYZ"),
        (None, 2015, "the currency is not stated"),
        ("UAH", None, "the year is not stated"),
    ],
)
def test_what_is_not_in_the_table_is_missing_with_its_reason(
    currency: str | None, year: int | None, reason: str
) -> None:
    assert convert(Decimal(1), currency, year) == Missing(reason)


def test_prices_are_moved_by_the_index_of_the_united_states() -> None:
    found = converted(convert(Decimal(100), "USD", 2010, base_year=2023))
    assert found.amount == (Decimal(10_000) / Decimal("73.3045")).quantize(Decimal("0.0001"))
    assert "gdp_deflator" in found.source


def test_a_price_year_beyond_the_index_is_missing() -> None:
    assert convert(Decimal(1), "USD", 2010, base_year=2024) == Missing("no gdp_deflator for 2024")
    assert converted(convert(Decimal(1), "USD", 2010, base_year=2024, index="cpi")).price_year == 2024


def test_an_incomplete_year_of_monthly_prices_is_no_year() -> None:
    assert 2025 not in prices("cpi")


def test_a_third_currency_is_reached_through_the_dollar() -> None:
    found = converted(convert(Decimal(1000), "UAH", 2015, to="EUR"))
    expected = Decimal(1000) / rates()["UAH", 2015].units * rates()["EUR", 2015].units
    assert found.amount == expected.quantize(Decimal("0.0001"))


def test_old_belarusian_roubles_lose_four_zeros() -> None:
    old, new = converted(convert(Decimal(50_000), "BYR", 2014)), converted(convert(Decimal(5), "BYN", 2014))
    assert old.amount == new.amount


def test_an_amount_in_the_currency_asked_for_needs_no_rate() -> None:
    assert converted(convert(Decimal("5.25"), "XYZ", 2040, to="XYZ")).amount == Decimal("5.2500")


@given(st.decimals(min_value=0, max_value=10**15, places=4), st.sampled_from(sorted(rates())))
def test_there_and_back_again_loses_less_than_a_rounding(amount: Decimal, known: tuple[str, int]) -> None:
    currency, year = known
    dollars = converted(convert(amount, currency, year)).amount
    back = converted(convert(dollars, "USD", year, to=currency)).amount
    assert abs(back - amount) <= Decimal("0.0001") * (rates()[known].units + 1)


def test_every_rate_names_its_source_and_is_above_zero() -> None:
    assert [known for known, found in rates().items() if not found.source or found.units <= 0] == []
    assert {"UAH", "KGS", "KZT", "UZS", "TJS", "AMD", "AZN", "GEL", "MDL", "BYN", "RUB", "EUR"} <= {
        currency for currency, _year in rates()
    }


def test_the_table_of_rates_holds_no_year_that_the_list_does_not(shared: Path) -> None:
    with (shared / "vocabulary" / "rates.csv").open(encoding="utf-8", newline="") as file:
        listed = {(row["currency"], row["year"]): Decimal(row["per_usd"]) for row in csv.DictReader(file)}
    held = {(row["currency"], row["year"]): Decimal(row["units"]) for row in rates_table().to_pylist()}
    assert {known: units for known, units in held.items() if known[0] not in {"USD", "BYR", "RUR"}} == listed
