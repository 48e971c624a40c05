"""Registry numbers as sources print them: prefix stripped, scheme named, checked, told apart from record ids."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Literal

Nature = Literal["registry", "record"]
_CODE = 4  # digits up to which a number in an unknown list is a code of an office
_SEPARATORS = re.compile(r"[\s.\-/\u00a0:]+")
_PREFIXED = re.compile(r"^(?P<scheme>[A-Z]{2,3}(?:-[A-Z]{2,8})+)[-:](?P<number>.+)$")
_WORDS_AROUND = re.compile(r"\D*(\d+)\D*")  # "ЄДРПОУ 12345678", "NO974769484MVA"
_REGION_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]?\d{1,2}")  # a statistical region typed into the number field
_RFC = re.compile(r"^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$")
_SPAIN = re.compile(r"^[A-Z]\d{7}[0-9A-J]$")


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier, cleaned for comparison; `valid` is None where no check is known for its scheme."""

    scheme: str
    number: str
    nature: Nature
    valid: bool | None
    country: str | None

    @property
    def unit_code(self) -> bool:
        """Whether this is a short code in a named list of offices, such as 420 in CUA."""
        return self.nature == "record" and self.scheme != "?" and self.number.isdigit() and len(self.number) <= _CODE


@dataclass(frozen=True, slots=True)
class Register:
    """A register of legal persons: length of its numbers in digits, and the check digit where one is published."""

    country: str
    lengths: tuple[int, ...]
    check: Callable[[str], bool] | None = None
    stdnum: str | None = None

    def valid(self, number: str) -> bool:
        """Whether the number has the form of this register and its check digit is right."""
        if self.stdnum is not None:
            return bool(import_module(f"stdnum.{self.stdnum}").is_valid(number))
        right_form = number.isdigit() and len(number) in self.lengths
        return right_form and (self.check is None or self.check(number))


def _weighted(number: str, weights: tuple[int, ...], modulus: int) -> int:
    return sum(int(digit) * factor for digit, factor in zip(number, weights, strict=False)) % modulus


def edrpou_valid(number: str) -> bool:
    """Ukraine: 8 digits, weights by range, modulo 11 twice."""
    low = not 30_000_000 <= int(number) <= 60_000_000  # noqa: PLR2004 - ranges of the Ukrainian register
    weights = (1, 2, 3, 4, 5, 6, 7) if low else (7, 1, 2, 3, 4, 5, 6)
    control = _weighted(number, weights, 11)
    if control == 10:  # noqa: PLR2004 - modulo 11
        control = _weighted(number, tuple(factor + 2 for factor in weights), 11) % 10
    return control == int(number[7])


def bin_valid(number: str) -> bool:
    """Kazakhstan: 12 digits (BIN, IIN), modulo 11 with a second row of weights."""
    control = _weighted(number, tuple(range(1, 12)), 11)
    if control == 10:  # noqa: PLR2004 - modulo 11
        control = _weighted(number, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), 11)
    return control == int(number[11])


def idno_valid(number: str) -> bool:
    """Moldova: 13 digits, weights 7 3 1, modulo 10."""
    return _weighted(number[:12], (7, 3, 1) * 4, 10) == int(number[12])


def unp_valid(number: str) -> bool:
    """Belarus: 9 digits, modulo 11."""
    return _weighted(number[:8], (29, 23, 19, 17, 13, 7, 5, 3), 11) == int(number[8])


REGISTERS = {
    "UA-EDR": Register("UA", (8,), edrpou_valid),
    "RU-INN": Register("RU", (10, 12), stdnum="ru.inn"),
    "RU-OGRN": Register("RU", (13, 15), stdnum="ru.ogrn"),
    "RU-ZAK-REG": Register("RU", (11,)),  # number of a customer in the register of procurement
    "BY-UNP": Register("BY", (9,), unp_valid),
    "KZ-BIN": Register("KZ", (12,), bin_valid),
    "KG-INN": Register("KG", (14,)),
    "UZ-INN": Register("UZ", (9,)),
    "TJ-INN": Register("TJ", (9,)),
    "TM-INN": Register("TM", (12,)),
    "AM-TIN": Register("AM", (8,)),
    "GE-RS": Register("GE", (9, 11)),
    "AZ-VOEN": Register("AZ", (10,)),
    "MD-IDNO": Register("MD", (13,), idno_valid),
    "MX-RFC": Register("MX", (12, 13), stdnum="mx.rfc"),
    "GB-COH": Register("GB", (8,)),
    "FR-SIREN": Register("FR", (9,), stdnum="fr.siren"),
    "PL-KRS": Register("PL", (10,)),
    "PL-NIP": Register("PL", (10,), stdnum="pl.nip"),
    "RO-CUI": Register("RO", (), stdnum="ro.cf"),
    "PY-RUC": Register("PY", (), stdnum="py.ruc"),
    "BE-KBO": Register("BE", (10,), stdnum="be.vat"),
    "BG-EIK": Register("BG", (9, 13), stdnum="bg.vat"),
    "IT-CF": Register("IT", (11,), stdnum="it.iva"),
    "PT-NIF": Register("PT", (9,), stdnum="pt.nif"),
    "DE-VAT": Register("DE", (9,), stdnum="de.vat"),
    "CZ-ICO": Register("CZ", (8,), stdnum="cz.dic"),
    "SE-ORG": Register("SE", (10,), stdnum="se.orgnr"),
    "NO-ORG": Register("NO", (9,), stdnum="no.orgnr"),
    "FI-BID": Register("FI", (8,), stdnum="fi.ytunnus"),
    "DK-CVR": Register("DK", (8,), stdnum="dk.cvr"),
    "HR-OIB": Register("HR", (11,), stdnum="hr.oib"),
    "EE-REG": Register("EE", (8,), stdnum="ee.registrikood"),
    "ES-CIF": Register("ES", (9,), stdnum="es.cif"),
    "SI-MAT": Register("SI", (8,), stdnum="si.ddv"),
    "LT-REG": Register("LT", (9,)),
    "LV-REG": Register("LV", (11,)),
    "NL-KVK": Register("NL", (8,)),
}
# Other names of the same registers, as publishers and people write them.
ALIASES = {
    "BIN": "KZ-BIN", "БИН": "KZ-BIN", "БСН": "KZ-BIN", "KZ-IIN": "KZ-BIN", "ИИН": "KZ-BIN", "ЖСН": "KZ-BIN",
    "IIN": "KZ-BIN",
    "ЄДРПОУ": "UA-EDR", "ЕДРПОУ": "UA-EDR", "UA-EDRPOU": "UA-EDR", "EDRPOU": "UA-EDR", "UA-IPN": "UA-IPN",
    "ՀՎՀՀ": "AM-TIN", "TIN": "AM-TIN", "AM-HVHH": "AM-TIN", "VÖEN": "AZ-VOEN", "VOEN": "AZ-VOEN", "AZ-TIN": "AZ-VOEN",
    "IDNO": "MD-IDNO", "MD-IDNP": "MD-IDNO", "GE-ID": "GE-RS", "GE-TIN": "GE-RS", "ს/კ": "GE-RS", "STIR": "UZ-INN",
    "СТИР": "UZ-INN", "UZ-STIR": "UZ-INN",
    "UZ-TIN": "UZ-INN", "KG-TIN": "KG-INN", "TJ-TIN": "TJ-INN", "УНП": "BY-UNP", "УНН": "BY-UNP", "RFC": "MX-RFC",
    "UNP": "BY-UNP",
    "GB-COM": "GB-COH", "FR-SIRENE": "FR-SIREN", "FR-SIRET": "FR-SIREN", "SIRET": "FR-SIREN", "SIREN": "FR-SIREN",
    "KRS": "PL-KRS", "NIP": "PL-NIP",
    "RO-CIF": "RO-CUI", "CUI": "RO-CUI", "CIF": "RO-CUI", "RU-SPZ": "RU-ZAK-REG",
    "GE-NAPR": "GE-RS", "PY-RUC-RUC": "PY-RUC", "ОГРН": "RU-OGRN", "RU-OGRNIP": "RU-OGRN",
}  # fmt: skip
_INN = {"RU": "RU-INN", "KG": "KG-INN", "UZ": "UZ-INN", "TJ": "TJ-INN", "TM": "TM-INN", "BY": "BY-UNP", None: "RU-INN"}
# A national number without the name of its register: the register that the country's notices use.
NATIONAL = {
    # Italy is left out: one body has a tax code and a VAT number of the same form.
    "FR": "FR-SIREN", "RO": "RO-CUI", "PT": "PT-NIF", "SE": "SE-ORG", "NO": "NO-ORG", "FI": "FI-BID",
    "HR": "HR-OIB", "EE": "EE-REG", "ES": "ES-CIF", "BE": "BE-KBO", "BG": "BG-EIK", "DK": "DK-CVR",
}  # fmt: skip
_NATIONAL_SCHEME = re.compile(r"^(?:(?P<country>[A-Z]{2})-)?NATIONALID$")
_COUNTRY_BEFORE = re.compile(r"^(?:BE|BG|RO|DE|FR|IT|PT|PL|ES|SE|NO|FI|DK|HR|EE|LT|LV|NL|AT|CZ|SK|SI|HU|IE|LU)(?=\d)")


def numbers_of(
    identifiers: tuple[tuple[str, str], ...], names: tuple[str, ...], country: str | None
) -> tuple[Number, ...]:
    """The identifiers that can prove anything, without placeholders, country codes and names typed in the field."""
    found = {}
    for scheme, printed in identifiers:
        number = clean(scheme, printed, country)
        if number is not None and not _is_name(number, names):
            found[number.scheme, number.number] = number
    return tuple(found[key] for key in sorted(found))


@lru_cache(maxsize=50_000)
def clean(scheme: str, printed: str, country: str | None) -> Number | None:
    """The identifier ready for comparison, or None where the field holds no identifier."""
    region = _REGION_CODE.fullmatch(printed.strip().upper())
    scheme, printed = _scheme_and_number(scheme, printed, country)
    number = _SEPARATORS.sub("", printed.upper())
    if _says_nothing(number) or region:
        return None
    register = REGISTERS.get(scheme)
    if register is None:
        return Number(scheme or "?", number, "record", None, country)
    number = _in_form(number, scheme, register)
    valid = register.valid(number) if number else False
    told = valid or scheme not in NATIONAL.values() or register.country != country
    written = valid or number.isdigit() or not register.lengths or register.stdnum is not None
    nature: Nature = "registry" if told and written else "record"
    checked = register.check is not None or register.stdnum is not None
    return Number(scheme, number, nature, valid if checked or not valid else None, register.country)


def _says_nothing(number: str) -> bool:
    """Whether the field holds a placeholder: fewer than two digits, nothing but zeros and one digit, a known filler."""
    digits = sum(letter.isdigit() for letter in number)
    if digits < 2 or len(number.strip("0")) < 2:  # noqa: PLR2004 - one digit proves nothing
        return True
    return len(number) >= _FILLER and (len(set(number)) == 1 or number in _ROW or number in _ROW[::-1])


def _scheme_and_number(scheme: str, printed: str, country: str | None) -> tuple[str, str]:
    scheme = scheme.strip().upper()
    printed = unicodedata.normalize("NFKC", printed).strip()
    while (prefixed := _PREFIXED.match(printed.upper())) and any(letter.isdigit() for letter in prefixed["number"]):
        scheme, printed = _doubled(prefixed["scheme"]), prefixed["number"]
    scheme = ALIASES.get(scheme, scheme)
    if scheme in {"INN", "ИНН"}:
        return _INN.get(country, f"{country}-INN"), printed
    compact = _SEPARATORS.sub("", printed.upper())
    if compact.startswith("KRS") and compact[3:].isdigit():
        return "PL-KRS", compact[3:]
    if scheme in {"", "RFC"} and country in {"MX", None} and _RFC.match(compact):
        return "MX-RFC", compact
    national = _NATIONAL_SCHEME.match(scheme)
    if national is not None:
        country = national["country"] or country
        return NATIONAL.get(country or "", f"{country}-NATIONALID"), _COUNTRY_BEFORE.sub("", compact)
    if scheme.startswith("REGISTRO ÚNICO DE CONTRIBUYENTE"):
        return "PY-RUC", printed
    return scheme, printed


def _doubled(scheme: str) -> str:
    """The scheme without its own repetition: AM-TIN-AM-TIN."""
    half = (len(scheme) - 1) // 2
    return scheme[:half] if scheme[:half] == scheme[half + 1 :] else scheme


def _in_form(number: str, scheme: str, register: Register) -> str:
    """The number in the length of its register: leading zeros that a spreadsheet lost are put back."""
    if scheme == "FR-SIREN" and (inside := _WORDS_AROUND.fullmatch(number)) and len(inside[1]) > 9:  # noqa: PLR2004 - see below
        number = inside[1]
    if scheme == "FR-SIREN" and number.isdigit() and len(number) > 9:  # noqa: PLR2004 - a SIRET is a SIREN and 5 digits
        return number[:9]
    if not number.isdigit() and (inside := _WORDS_AROUND.fullmatch(number)) and len(inside[1]) in register.lengths:
        return inside[1]
    if not number.isdigit() or not register.lengths or len(number) in register.lengths:
        return number
    for length in register.lengths:
        if 0 < length - len(number) <= 3:  # noqa: PLR2004 - more than three zeros are not lost by chance
            return number.zfill(length)
    return number


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_name(number: Number, names: tuple[str, ...]) -> bool:
    """Whether the field holds the organisation's own name, typed where the number belongs."""
    if number.nature == "registry" or number.number.isdigit():
        return False
    typed = _letters(number.number)
    return len(typed) > _CODE and any(typed in _letters(name) for name in names)


def one_slip_apart(first: str, second: str) -> bool:
    """Whether one digit typed wrong, added, left out or two swapped turn one number into the other."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


_FILLER = 6  # digits from which on a row of one digit or of all digits in order was typed to fill the field
_ROW = "01234567890123456789"
