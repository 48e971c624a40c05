"""What a cell says, and what it does not say."""

import datetime as dt

import pytest

from custodiet.sources import _cells

GEL = {"ლარი": "GEL", "₹": "INR"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2,03,56,84,080", (2_035_684_080, None)),
        ("INR 1,771,754,799.21", (1_771_754_799.21, "INR")),
        ("771`307 GEL", (771_307, "GEL")),
        ("2`000\u00a0", (2000, None)),
        ("89997.8 ლარი", (89_997.8, "GEL")),
        ("₹ 50,000", (50_000, "INR")),
        ("1 234 567.50", (1_234_567.5, None)),
        ("1\u00a0234\u202f567", None),
        ("1.004904511E7", (10_049_045.11, None)),
        ("0.0", (0, None)),
        ("-12", (-12, None)),
    ],
)
def test_an_amount_is_read_in_the_writing_of_its_country(text, read):
    assert _cells.amount(text, ".", GEL) == read


@pytest.mark.parametrize(
    "text", ["1,5", "1,23,45", "12 or 13", "five", "10 %", "$ 5", "1.2.3", "INR 5 EUR", "1E99", "5-", ""]
)
def test_an_amount_that_could_mean_two_things_is_not_guessed(text):
    assert _cells.amount(text, ".", GEL) is None


def test_a_comma_is_the_decimal_mark_only_where_the_mapping_says_so():
    assert _cells.amount("1.234.567,89 EUR", ",", {}) == (1_234_567.89, "EUR")
    assert _cells.amount("1.234.567,89 EUR", ".", {}) is None
    assert _cells.amount("2,03,567", ",", {}) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("29-Dec-2023 06:00 PM", "2023-12-29T18:00:00+05:30"),
        ("27-Sep-2024", "2024-09-27"),
        ("06.11.2012 12:00", "2012-11-06T12:00:00+05:30"),
        ("2012-02-29T15:07:41", "2012-02-29T15:07:41+05:30"),
        ("2012-02-29", "2012-02-29"),
        ("2012-02-29T15:07:41Z", "2012-02-29T15:07:41+00:00"),
        ("2012-02-30", None),
        ("11/06/2012", None),
        ("45000", None),
    ],
)
def test_a_date_is_read_by_the_declared_formats_or_as_iso_8601(text, read):
    formats = ("%d-%b-%Y %I:%M %p", "%d-%b-%Y", "%d.%m.%Y %H:%M")
    assert _cells.moment(text, formats, "+05:30") == read


def test_a_date_without_a_declared_zone_gets_none():
    assert _cells.moment("06.11.2012 12:00", ("%d.%m.%Y %H:%M",), None) == "2012-11-06T12:00:00"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("45000", "2023-03-15"),
        ("45000.75", "2023-03-15T18:00:00"),
        ("61", "1900-03-01"),
        ("60", None),
        ("3000000", None),
    ],
)
def test_a_day_number_of_a_spreadsheet_is_read_where_the_mapping_says_so(text, read):
    assert _cells.moment(text, (_cells.EXCEL_SERIAL,), None) == read


@pytest.mark.parametrize(
    ("cell", "text"),
    [(12.0, "12"), (12.5, "12.5"), (True, "true"), (dt.date(2024, 1, 2), "2024-01-02"), ("x", "x"), (None, None)],
)
def test_a_cell_of_a_workbook_becomes_the_text_it_shows(cell, text):
    assert _cells.text_of(cell) == text


@pytest.mark.parametrize("text", [" NA ", "", "\u00a0", None])
def test_the_words_for_not_stated_state_nothing(text):
    assert _cells.stated(text, {"NA"}) is None
