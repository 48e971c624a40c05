"""Numbers and amounts stand as Babel writes them by the patterns of the site."""

from decimal import Decimal

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as some

from custodiet.site.languages import LANGUAGES, language

AMOUNTS = some.decimals(-(10**18), 10**18, places=6) | some.decimals(-(10**9), 10**9, places=2)


@pytest.mark.parametrize("code", LANGUAGES)
@given(value=some.integers(-(10**18), 10**18) | some.floats(-(10**12), 10**12) | AMOUNTS)
def test_a_number_is_written_as_its_language_writes_it(code: str, value: float | Decimal) -> None:
    shown = language(code).number(value)
    assert shown == format_decimal(value, format="#,##0.####", locale=language(code).locale)


@pytest.mark.parametrize("code", LANGUAGES)
@given(amount=AMOUNTS)
def test_an_amount_is_whole_or_has_its_cents(code: str, amount: Decimal) -> None:
    pattern = "#,##0 ¤¤" if amount == amount.to_integral_value() else "#,##0.00## ¤¤"
    spoken = language(code)
    shown = format_currency(amount, "UAH", format=pattern, locale=spoken.locale, currency_digits=False)
    assert spoken.money(amount, "UAH") == shown
    assert spoken.money(amount, None) == shown.removesuffix(" UAH")


def test_a_currency_that_is_no_code_stands_as_published() -> None:
    assert language("en").money(Decimal("1234.5"), "руб.") == "1,234.50 руб."
