"""The languages of the site: sentences through gettext, dates, numbers and money by locale."""

import datetime as dt
import gettext
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_percent, get_currency_name

from custodiet.site.numerals import Numerals

LANGUAGES = ("en", "uk", "ru", "ky")
FOLDER = Path(__file__).parent / "locale"
DOMAIN = "custodiet"
_OWN_NAMES = {"en": "English", "uk": "Українська", "ru": "Русский", "ky": "Кыргызча"}
_LOCALES = {"en": "en_GB"}  # days before months, as in most of the countries shown
_COUNTRY_NAMES = {"ru": {"KG": "Кыргызстан"}}  # as the state writes itself in Russian
_ALPHABETS = {
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?")


@dataclass(frozen=True)
class Language:
    """A language of the site and how it writes."""

    code: str

    @property
    def own_name(self) -> str:
        """What the language calls itself."""
        return _OWN_NAMES[self.code]

    @cached_property
    def locale(self) -> Locale:
        """How the language writes numbers, dates and names of countries."""
        return Locale.parse(_LOCALES.get(self.code, self.code))

    @cached_property
    def numerals(self) -> Numerals:
        """How the language writes numbers."""
        return Numerals.of(self.locale)

    @cached_property
    def translations(self) -> gettext.NullTranslations:
        """The catalogue: sentences by their English text."""
        return _translations(self.code)

    def text(self, sentence: str, **values: object) -> str:
        """The sentence in this language with values filled in for `%(name)s`."""
        told = self.translations.gettext(sentence) if sentence else ""
        return told % values if values else told

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The sentence that fits a number, which is filled in for `%(number)s`."""
        return self.translations.ngettext(one, many, number) % {"number": self.number(number), **values}

    def translated(self, sentence: str) -> bool:
        """Whether the sentence stands in this language; English always does."""
        return self.code == "en" or self.translations.gettext(sentence) != sentence

    def number(self, value: float | Decimal | None) -> str:
        """A number with its groups set apart, at most four digits behind the point."""
        return "" if value is None else self.numerals.number(value)

    def percent(self, share: float | None) -> str:
        """A share of one as percent, without digits behind the point where it has none."""
        return "" if share is None else _percent(self.code, share)

    def money(self, amount: Decimal | None, currency: str | None) -> str:
        """An amount with the code of its currency; a currency that is no code stands as published."""
        if amount is None:
            return ""
        number = self.numerals.money(amount)
        return f"{number} {currency}" if currency else number

    def currency(self, code: str | None) -> str:
        """What the language calls a currency; the code where it has no name for it."""
        return get_currency_name(code, locale=self.locale) if code else ""

    def date(self, text: str | None) -> str:
        """A day, month or year as the language writes it; any other text as published."""
        return "" if text is None else _date(self.code, text)

    def country(self, code: str | None) -> str:
        """What the language calls a country; the code where it has no name for it."""
        own = _COUNTRY_NAMES.get(self.code, {})
        return "" if code is None else own.get(code) or self.locale.territories.get(code, code)

    def order(self, name: str) -> list[tuple[int, str]]:
        """A key by which names stand as in a dictionary of the language."""
        letters = _ALPHABETS.get(self.code, "")
        return [(letters.find(letter), letter) for letter in name.casefold()]

    def name_of_language(self, code: str | None) -> str:
        """What the language calls another language."""
        return "" if code is None else self.locale.languages.get(code, code)

    def listed(self, names: list[str]) -> str:
        """Several names in a row."""
        return ", ".join(names)


@cache
def language(code: str) -> Language:
    """The language of that code, one of LANGUAGES."""
    if code not in LANGUAGES:
        raise KeyError(code)
    return Language(code)


def chosen(accepted: str | None) -> str:
    """The language that a browser asks for in `Accept-Language`; English where it asks for none of ours."""
    best, weight = "en", 0.0
    for part in (accepted or "")[:_LONGEST_HEADER].split(","):
        name, _, quality = part.strip().partition(";q=")
        code = name.split("-")[0].lower()
        asked = _quality(quality)
        if code in LANGUAGES and asked > weight:
            best, weight = code, asked
    return best


_LONGEST_HEADER = 500


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


@cache
def _translations(code: str) -> gettext.NullTranslations:
    """The catalogue of a language, compiled in memory from its `.po` so that the two cannot differ."""
    file = FOLDER / code / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not file.is_file():
        return gettext.NullTranslations()
    import io  # noqa: PLC0415  (needed where a catalogue is read)

    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@lru_cache(1024)
def _percent(code: str, share: float) -> str:
    shown: str = format_percent(share, format="#,##0.#%", locale=language(code).locale)
    return shown


def _date(code: str, text: str) -> str:
    found = _DAY.fullmatch(text)
    return _day(code, *found.groups("")) or text if found and found[2] else text


@lru_cache(16_384)
def _day(code: str, year: str, month: str, day: str) -> str:
    """The day, or the month where no day is given; empty where there is none such."""
    locale = language(code).locale
    try:
        if day:
            return str(format_date(dt.date(int(year), int(month), int(day)), "long", locale=locale))
        return str(format_skeleton("yMMMM", dt.date(int(year), int(month), 1), locale=locale))
    except ValueError:
        return ""


def marked(value: Any) -> str:
    """The text itself: marks a sentence that is translated where it is shown."""
    return str(value)
