"""Names taken apart: legal forms, scripts, look-alike letters, meanings, numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodiet.organisations.names import take_apart, variants
from custodiet.organisations.scripts import english_behind_cyrillic, one_script, skeleton


@pytest.mark.parametrize(
    "name",
    [
        'ТОВ "Дзвінок"', "Товариство з обмеженою відповідальністю «Дзвінок»", "Дзвінок LLC", "Дзвінок Ltd.",
        "ООО Дзвінок", "OOO Дзвінок",
        "Дзвінок GmbH", "Дзвінок S.R.L.", "Дзвінок sp. z o.o.", "Дзвінок d.o.o.", "Дзвінок OÜ", "Дзвінок UAB",
        "Дзвінок Kft.", "შპს Дзвінок",
        "«Дзвінок» ՍՊԸ", "Дзвінок SPY", '"Дзвінок" ЖШС', '"Дзвінок" ЖЧК', "Дзвінок MMC", "Дзвінок MCHJ", "ҶДММ Дзвінок",
    ],
)  # fmt: skip
def test_limited_companies_of_all_languages_fold_to_one_form(name: str):
    parts = take_apart(name)
    assert (parts.form, parts.joined) == ("llc", take_apart("Дзвінок").joined)


@pytest.mark.parametrize(
    "name",
    [
        "АО Дзвінок",
        "ПАТ Дзвінок",
        "Дзвінок АҚ",
        "სს Дзвінок",
        "Дзвінок ՓԲԸ",
        "Дзвінок S.A.",
        "Дзвінок AG",
        "Дзвінок A/S",
    ],
)
def test_joint_stock_companies_fold_to_one_form(name: str):
    assert take_apart(name).form == "jsc"


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Երանգ", "Erang", "AM"), ("Դոքս", "Dvoqs", "AM"), ("Хавфсиз", "Xavfsiz", "UZ"), ("Ўзбектелеком",
        "O'zbektelekom", "UZ"),
        ("Гіквіжн", "Hikvizhn", "UA"), ("თბილისი", "Tbilisi", "GE"), ("Жибек", "Zhibek", "KZ"), ("Şəhər", "Шəһəр",
        "AZ"),
    ],
)  # fmt: skip
def test_one_word_in_two_scripts_has_one_skeleton(one: str, other: str, country: str):
    assert skeleton(one.casefold(), country) == skeleton(other.casefold(), country)


def test_look_alike_letters_of_the_other_script_are_put_right():
    assert one_script("нikvision") == "hikvision"
    assert one_script("журавкa") == "журавка"


def test_word_of_one_script_is_left_alone():
    assert one_script("сор") == "сор"


def test_english_written_in_cyrillic_letters_is_read_as_english():
    assert english_behind_cyrillic("Министрй оф Фореигн") == "ministry of foreihn"
    assert (
        take_apart("Министрй оф Фореигн Аффаирс оф РА", "AM").tokens
        == take_apart("Ministry of Foreign Affairs of RA", "AM").tokens
    )


def test_russian_text_is_not_read_as_english():
    assert english_behind_cyrillic("Департамент информационных технологий города Москвы") is None


def test_words_of_one_meaning_in_four_languages_agree():
    names = [
        "RA Ministry of Health",
        "ՀՀ առողջապահության նախարարություն",
        "Министерство здравоохранения Республики Армения",
    ]
    assert len({frozenset(take_apart(name, "AM").tokens) - {"~republic"} for name in names}) == 1


def test_acronym_in_capitals_is_written_out_and_in_small_letters_not():
    assert "#ministry" in take_apart("МВД Республики Узбекистан").tokens
    assert "#ministry" not in take_apart("мвд республики Узбекистан").tokens


@pytest.mark.parametrize("name", ["Школа № 5", "Школа №5", "школа N5", "Школа No. 5", "Школа 05"])
def test_numbers_are_read_however_they_are_written(name: str):
    assert take_apart(name).numbers == ("5",)


def test_letters_with_digits_inside_are_a_word():
    assert take_apart("G4S Security").numbers == ()


def test_initials_with_and_without_dots_are_one_word():
    assert (
        take_apart("A.D. Enterprise").tokens
        == take_apart("A D ENTERPRISE").tokens
        != take_apart("D S Enterprise").tokens
    )


def test_acronym_in_brackets_is_an_aside_and_a_country_is_not():
    assert "POWER CONVERSION INC" in [" ".join(text.split()) for text in variants("POWER CONVERSION INC (PCI)")]
    assert variants("Leica (Canada) Inc.") == ("Leica (Canada) Inc.",)


def test_bilingual_name_is_read_in_both_halves():
    assert "SIEMENS CANADA LIMITED" in variants("SIEMENS CANADA LIMITED / SIEMENS CANADA LIMITÉE")


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_the_same_way_twice(text: str):
    assert take_apart(text, "UA") == take_apart.__wrapped__(text, "UA")
