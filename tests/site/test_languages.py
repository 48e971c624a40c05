"""Dates, numbers and money stand as the reader's language writes them, and what cannot be read stands as published."""

from decimal import Decimal

import pytest

from custodiet.site.languages import LANGUAGES, chosen, language


@pytest.mark.parametrize(
    ("code", "money", "day"),
    [
        ("en", "1,234,567 UAH", "22 September 2021"),
        ("uk", "1 234 567 UAH", "22 вересня 2021 р."),
        ("ru", "1 234 567 UAH", "22 сентября 2021 г."),
        ("ky", "1 234 567 UAH", "2021-ж., 22-сентябрь"),
    ],
)
def test_money_and_dates_stand_as_the_language_writes_them(code: str, money: str, day: str) -> None:
    spoken = language(code)
    assert spoken.money(Decimal("1234567.0000"), "UAH").replace("\xa0", " ") == money
    assert spoken.date("2021-09-22T10:00:00+03:00").replace("\u202f", " ").replace("\xa0", " ") == day


@pytest.mark.parametrize("text", ["", "soon", "2021-13-01", "2021-02-30", "<b>", "9999-99-99", "0000-01-01"])
def test_a_date_that_cannot_be_read_stands_as_published(text: str) -> None:
    assert language("en").date(text) == text


def test_an_amount_keeps_its_cents_and_the_currency_as_published() -> None:
    assert language("en").money(Decimal("12.5000"), "EUR").replace("\xa0", " ") == "12.50 EUR"
    assert language("en").money(Decimal(5), "лв") == "5 лв"
    assert language("en").money(Decimal(5), None) == "5"
    assert language("en").money(None, "EUR") == ""


@pytest.mark.parametrize(
    ("accepted", "code"),
    [("uk-UA,uk;q=0.9,en;q=0.8", "uk"), ("de", "en"), (None, "en"), ("ky;q=x,ru;q=0.5", "ru"), ("en;q=0.1,ru", "ru")],
)
def test_the_language_is_the_one_that_the_browser_prefers(accepted: str | None, code: str) -> None:
    assert chosen(accepted) == code


def test_countries_have_a_name_in_every_language() -> None:
    assert all(language(code).country("UA") != "UA" for code in LANGUAGES)
    assert language("ru").country("KG") == "Кыргызстан"


def test_names_stand_as_in_a_dictionary_of_the_language() -> None:
    assert sorted(["Ірак", "Єгипет", "Ємен", "Італія", "Данія", "Йорданія"], key=language("uk").order) == [
        *("Данія", "Єгипет", "Ємен", "Ірак", "Італія", "Йорданія"),
    ]
    assert sorted(["Өзбекстан", "Норвегия", "Польша"], key=language("ky").order)[1] == "Өзбекстан"
    assert sorted(["Belize", "Åland", "Belgium"], key=language("en").order) == ["Belgium", "Belize", "Åland"]
