"""Tells numbers of natural persons from those of organisations, by scheme or by the shape each country gives them."""

import re
from collections.abc import Callable

from custodiet.text.countries import country_code

_PERSONAL_SCHEME = re.compile(
    r"PASS?PORT|ПАСПОРТ|RNOKPP|РНОКПП|(?<![A-Z])(?:IPN|IIN|IDNP|PINFL|JSHSHIR|CNP|CPF|CURP|DNI|NIE|PESEL|EGN"
    r"|JMBG|OGRNIP|SNILS|NINO|SSN|CI|CC|CEDULA|C[ÉE]DULA|PERSON|FOP|PIN|ID-?CARD|CF)(?![A-Z])",
)
_MASKED = re.compile(r"\*{2}\d{3,}\*{2}")  # how Spain publishes numbers of persons: ***1234**


def is_personal(scheme: str | None, identifier: str | None, country: str | None) -> bool:
    """Whether `identifier` belongs to a natural person.

    `scheme` is a code of org-id.guide or the publisher's own (`KZ-BIN`); where it names no country, `country`
    (ISO 3166 or a name) decides which shapes are looked at.
    """
    if identifier is None:
        return False
    number = re.sub(r"[\s.]", "", identifier).upper()
    system = (scheme or "").upper().strip()
    land = system[:2] if re.match(r"[A-Z]{2}-", system) else country_code(country)
    number = re.sub(r"^[A-Z]{2}-[A-Z]+-", "", number)
    if _MASKED.search(number):
        return True
    shape = _BY_COUNTRY.get(land or "")
    if shape is not None and (is_firm := _FIRM_BY_COUNTRY.get(land or "")) is not None and is_firm(number):
        return False
    if _PERSONAL_SCHEME.search(system[3:] if land and system.startswith(land) else system):
        return bool(number)
    return shape is not None and shape(number)


def is_of_firm(identifier: str, land: str | None) -> bool:
    """Whether a number has a shape that in this country (two-letter code) only organisations have."""
    shape = _FIRM_BY_COUNTRY.get(land or "")
    return shape is not None and shape(re.sub(r"[\s.]", "", identifier).upper())


def _shape(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda number: compiled.fullmatch(number) is not None


# The shapes of personal numbers; each differs from that of the country's numbers of organisations.
_BY_COUNTRY: dict[str, Callable[[str], bool]] = {
    # EDRPOU has 8 digits; 10 is a personal tax number, 9 an identity card, two letters and 6 digits a passport.
    "UA": _shape(r"\d{9,10}|[А-ЯІЇЄA-Z]{2}\d{6}"),
    # IIN starts with a date of birth; the fifth digit of a BIN is 4, 5 or 6.
    "KZ": _shape(r"\d\d(?:0[1-9]|1[0-2])[0-3]\d{7}"),
    "KG": _shape(r"[12]\d{13}"),  # INN of firms start with 0
    "GE": _shape(r"\d{11}"),  # firms have 9
    "RU": _shape(r"\d{12}|3\d{14}"),  # firms have 10; OGRNIP 15 digits from 3
    "UZ": _shape(r"\d{14}|[4-6]\d{8}"),  # STIR of firms start with 2 or 3
    "MD": _shape(r"[02]\d{12}"),  # IDNO of firms start with 1
    "AZ": _shape(r"\d{9}2"),  # the last digit of a VOEN: 1 legal person, 2 natural person
    "BY": _shape(r"[A-ZА-Я]{2}\d{7}|\d{7}[A-Z]\d{3}[A-Z]{2}\d"),  # two letters, or a passport's personal number
    "BR": _shape(r"\d{3}\d{3}\d{3}-?\d{2}"),  # CNPJ has 14
    "PY": _shape(r"[1-7]?\d{5,6}(?:-\d)?"),  # RUC of firms: 80 and six more digits
    "ES": _shape(r"[0-9XYZ]\d{7}-?[A-Z]"),
    "IT": _shape(r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]"),
    "RO": _shape(r"[1-8]\d{2}(?:0[1-9]|1[0-2])[0-3]\d{7}"),
    "PL": _shape(r"\d{11}"),
    "BG": _shape(r"\d{10}"),  # EIK has 9 or 13
    "EE": _shape(r"[3-6]\d{10}"),
    "LT": _shape(r"[3-6]\d{10}"),
    "LV": _shape(r"[0-3]\d[01]\d\d\d-\d{5}"),
    "CZ": _shape(r"\d{6}/\d{3,4}"),
    "SK": _shape(r"\d{6}/\d{3,4}"),
    "AR": _shape(r"2[0347]-?\d{8}-?\d"),  # firms: 30, 33, 34
    "EC": _shape(r"\d\d[0-5]\d{7}(?:001)?"),  # third digit 6 public, 9 private firms
    "PE": _shape(r"1[057]\d{9}"),  # firms: 20
    "CL": _shape(r"(?:[1-9]|[1-3]\d)\d{6}-?[\dK]"),  # firms from 50 million
    "MX": _shape(r"[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d"),  # firms have three letters
    "IN": _shape(r"[A-Z]{3}P[A-Z]\d{4}[A-Z]"),  # fourth letter of a PAN: P is a person
    "TR": _shape(r"[1-9]\d{10}"),  # firms have 10
    "GB": _shape(r"[A-Z]{2}\d{6}[A-D]"),
}
# Shapes that only organisations have, whatever the scheme is called.
_FIRM_BY_COUNTRY: dict[str, Callable[[str], bool]] = {
    "UA": _shape(r"\d{8}"),
    "KZ": _shape(r"\d{4}[456]\d{7}"),
    "KG": _shape(r"0\d{13}"),
    "GE": _shape(r"\d{9}"),
    "RU": _shape(r"\d{10}|1\d{12}"),
    "MD": _shape(r"1\d{12}"),
    "BR": _shape(r"\d{14}"),
    "PY": _shape(r"80\d{6}(?:-\d)?"),
}
