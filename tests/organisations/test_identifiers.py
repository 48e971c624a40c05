"""Registry numbers: prefixes, lost zeros, checks, placeholders, slips."""

from importlib import import_module

import pytest

from custodiet.organisations.identifiers import clean, numbers_of, one_slip_apart


@pytest.mark.parametrize(
    ("scheme", "printed", "country", "expected"),
    [
        ("", "AM-TIN-02507171", "AM", ("AM-TIN", "02507171")), ("AM-TIN", "2507171", "AM", ("AM-TIN", "02507171")),
        ("UA-EDR", "UA-EDR-40126602", "UA", ("UA-EDR", "40126602")), ("БИН", "000140004165", "KZ", ("KZ-BIN",
        "000140004165")),
        ("KZ-BIN", "140004165", "KZ", ("KZ-BIN", "000140004165")), ("ЖСН", "900101300123", "KZ", ("KZ-BIN",
        "900101300123")),
        ("VÖEN", "1234567891", "AZ", ("AZ-VOEN", "1234567891")), ("NATIONALID", "775 663 438 01906", "FR",
        ("FR-SIREN", "775663438")),
        ("NATIONALID", "KRS: 0000013479", "PL", ("PL-KRS", "0000013479")), ("RU-ZAK-REG", "3722001266", "RU",
        ("RU-ZAK-REG", "03722001266")),
        ("AM-TIN", "AM-TIN-AM-TIN-02507171", "AM", ("AM-TIN", "02507171")), ("UA-EDR", "ЄДРПОУ 40126602", "UA",
        ("UA-EDR", "40126602")),
        ("KZ-BIN", "БИН: 940140000385", "KZ", ("KZ-BIN", "940140000385")), ("NATIONALID", "SIREN: 422 889 469", "FR",
        ("FR-SIREN", "422889469")),
        ("NATIONALID", "NO974769484MVA", "NO", ("NO-ORG", "974769484")), ("NATIONALID", "OIB: 43965974818", "HR",
        ("HR-OIB", "43965974818")),
        ("", "GDF9712054NA", "MX", ("MX-RFC", "GDF9712054NA")), ("ИНН", "7707083893", "RU", ("RU-INN", "7707083893")),
    ],
)  # fmt: skip
def test_prefixes_and_lost_zeros_are_put_right(scheme: str, printed: str, country: str, expected: tuple[str, str]):
    number = clean(scheme, printed, country)
    assert number is not None
    assert (number.scheme, number.number, number.nature) == (*expected, "registry")


@pytest.mark.parametrize(
    "printed",
    ["0", "00000000", "Romania", "PL", "-", "123456789", "11111111", "ITG12", "RO22", "777777", "987654321", "345678"],
)
def test_placeholder_is_no_identifier(printed: str):
    assert clean("NATIONALID", printed, "RO") is None


def test_name_typed_into_the_number_field_is_no_identifier():
    names = ("Deutsche Welthungerhilfe e.V",)
    assert numbers_of((("NATIONALID", "Deutsche Welthungerhilfe e.V"),), names, "DE") == ()
    assert numbers_of((("", "ACCIONESGRUPO2"),), ("Acciones Grupo 2, S.A.",), "MX") == ()


@pytest.mark.parametrize(
    ("scheme", "good", "bad"),
    [
        ("UA-EDR", "00032129", "00032128"), ("KZ-BIN", "940140000385", "940140000386"), ("MD-IDNO", "1003600005148",
        "1003600005149"),
        ("BY-UNP", "100582333", "100582334"), ("RU-INN", "7707083893", "7707083894"), ("FR-SIREN", "444786511",
        "444736511"),
    ],
)  # fmt: skip
def test_check_digit_tells_a_number_from_its_slip(scheme: str, good: str, bad: str):
    found = clean(scheme, good, scheme[:2]), clean(scheme, bad, scheme[:2])
    assert [number.valid for number in found if number] == [True, False]


def test_words_in_the_field_of_a_register_are_a_mere_record():
    number = clean("AM-TIN", "a120bf97-1442-42ef-3cb1-523f120521a1", "AM")
    assert number is not None
    assert number.nature == "record"


@pytest.mark.parametrize(
    ("scheme", "module", "number"),
    [
        ("UA-EDR", "ua.edrpou", "32855961"),
        ("MD-IDNO", "md.idno", "1003600015231"),
        ("BY-UNP", "by.unp", "100582333"),
    ],
)
def test_our_checks_agree_with_those_of_stdnum(scheme: str, module: str, number: str):
    judge = import_module(f"stdnum.{module}")
    tried = [number[:-1] + digit for digit in "0123456789"]
    ours = [found is not None and found.valid is True for found in (clean(scheme, one, scheme[:2]) for one in tried)]
    assert ours == [judge.is_valid(one) for one in tried]
    assert sum(ours) == 1


def test_number_of_a_portal_is_a_record_and_no_registry_number():
    number = clean("", "GB-CFS-240942", "GB")
    assert number is not None
    assert number.nature == "record"


@pytest.mark.parametrize(
    ("one", "other"),
    [("12345678", "12345679"), ("12345678", "1234568"), ("12345678", "12354678"), ("12345678", "123456778")],
)
def test_one_digit_wrong_missing_added_or_swapped_is_one_slip(one: str, other: str):
    assert one_slip_apart(one, other)
    assert one_slip_apart(other, one)


@pytest.mark.parametrize(("one", "other"), [("12345678", "12345678"), ("12345678", "12345611"), ("12345678", "123")])
def test_equal_numbers_and_two_slips_are_not_one_slip(one: str, other: str):
    assert not one_slip_apart(one, other)


@pytest.mark.parametrize(
    ("scheme", "country", "register"),
    [
        ("RU-SPZ", "RU", "RU-ZAK-REG"),
        ("GE-NAPR", "GE", "GE-RS"),
        ("BG-NATIONALID", "BG", "BG-EIK"),
        ("FR-NATIONALID", None, "FR-SIREN"),
    ],
)
def test_register_is_known_by_the_names_that_publishers_give_it(scheme: str, country: str | None, register: str):
    number = clean(scheme, "552049447", country)
    assert number is not None
    assert number.scheme == register


def test_two_numbers_of_an_unnamed_national_list_do_not_prove_two_bodies():
    numbers = [clean("NATIONALID", printed, "NL") for printed in ("08215195", "54685354")]
    assert {number.nature for number in numbers if number} == {"record"}
