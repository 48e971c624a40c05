"""Numbers as a language writes them: what Babel gives for the patterns of this site, without reading them each time."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Self

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

_MOST = 4
"""Digits behind the point that are shown."""
_OF_MONEY = 2
"""Digits behind the point that a broken amount has at least."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """The signs of a language; groups are of three digits in all languages of the site."""

    signs: dict[int, str]

    @classmethod
    @cache
    def of(cls, locale: Locale) -> Self:
        """The signs that a locale states."""
        given = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": get_minus_sign_symbol(locale)}
        return cls({ord(sign): shown for sign, shown in given.items()})

    def number(self, value: float | Decimal) -> str:
        """A number with at most four digits behind the point."""
        if type(value) is int:
            return f"{value:,}".translate(self.signs)
        return self._broken(value, 0)

    def money(self, amount: Decimal) -> str:
        """An amount: whole, or with two digits behind the point and at most four."""
        return self._broken(amount, 0 if amount == amount.to_integral_value() else _OF_MONEY)

    def _broken(self, value: float | Decimal, least: int) -> str:
        exact = value if type(value) is Decimal else Decimal(str(value))
        text = f"{exact:,.{_MOST}f}"
        whole, _, behind = text.partition(".")
        shown = behind.rstrip("0").ljust(least, "0")
        return (f"{whole}.{shown}" if shown else whole).translate(self.signs)
