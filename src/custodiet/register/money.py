"""Amounts in another currency and in the prices of another year, by bundled annual averages, with their source.

`data/rates.csv` holds units of a currency for one US dollar, `data/deflator.csv` two price indices of the United
States; each row names its source. A year that is not in the tables is missing: it is never taken from its neighbours.
Everything is exact decimal arithmetic, rounded once, at the end, to the four digits of an amount.
"""

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

import pyarrow as pa

_DATA = Path(__file__).parent / "data"
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_PLACES = Decimal("0.0001")

DOLLAR = "USD"
Index = Literal["gdp_deflator", "cpi"]

# Codes that publishers still print for the unit that another code has now, and how many of them are one of that.
# Belarus took four zeros off its rouble on 1 July 2016. Russia did so in 1998: before the first year of the table.
OLD_CODES: dict[str, tuple[str, Decimal]] = {"BYR": ("BYN", Decimal(10_000)), "RUR": ("RUB", Decimal(1))}


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount beside its original.

    Attributes:
        amount: the amount in `currency`, in prices of `price_year`.
        currency: the currency asked for.
        rate: units of the original currency in `year` for one unit of `currency` in `price_year`.
        year: the year whose average rate was taken.
        price_year: the year whose prices the amount is in.
        source: sources of the rates and of the price index.
        original_amount: the amount as stated.
        original_currency: its currency as stated.
    """

    amount: Decimal
    currency: str
    rate: Decimal
    year: int
    price_year: int
    source: str
    original_amount: Decimal
    original_currency: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no conversion."""

    reason: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of a currency for one US dollar, average of a year."""

    units: Decimal
    source: str


def convert(
    amount: Decimal,
    currency: str | None,
    year: int | None,
    to: str = DOLLAR,
    base_year: int | None = None,
    *,
    index: Index = "gdp_deflator",
) -> Converted | Missing:
    """An amount of a year in another currency, or the reason why it cannot be told.

    Args:
        amount: the amount as stated.
        currency: its currency, ISO 4217; None where not stated.
        year: the year it was stated for; None where not stated.
        to: the currency wanted.
        base_year: the year whose prices are wanted; without it the prices stay those of `year`.
        index: the price index of the United States by which prices are moved: the amount goes to dollars at the rate
            of `year`, then to prices of `base_year`, then to the currency wanted at the rate of `base_year`.
    """
    if currency is None or year is None:
        return Missing("the currency is not stated" if currency is None else "the year is not stated")
    target = base_year or year
    same = currency == to and target == year
    given = Rate(Decimal(1), "same currency") if same else rate(currency, year)
    wanted = Rate(Decimal(1), "") if same else rate(to, target)
    moved = _price_change(year, target, index)
    if isinstance(given, Missing) or isinstance(wanted, Missing) or isinstance(moved, Missing):
        return next(found for found in (given, wanted, moved) if isinstance(found, Missing))
    dollars = _EXACT.divide(_EXACT.multiply(amount, moved.units), given.units)
    return Converted(
        amount=_EXACT.multiply(dollars, wanted.units).quantize(_PLACES, context=_EXACT),
        currency=to,
        rate=_EXACT.divide(given.units, wanted.units),
        year=year,
        price_year=target,
        source="; ".join(dict.fromkeys(one.source for one in (given, wanted, moved) if one.source)),
        original_amount=amount,
        original_currency=currency,
    )


@lru_cache(maxsize=4096)
def rate(currency: str, year: int) -> Rate | Missing:
    """Units of a currency for one US dollar in a year."""
    code, units = OLD_CODES.get(currency.upper(), (currency.upper(), Decimal(1)))
    if code == DOLLAR:
        return Rate(Decimal(1), "US dollar")
    found = rates().get((code, year))
    if found is None:
        known = any(listed == code for listed, _year in rates())
        return Missing(f"no average rate of {code} for {year}" if known else f"no rates of {code}")
    return Rate(_EXACT.multiply(found.units, units), found.source)


@lru_cache(maxsize=1)
def rates() -> dict[tuple[str, int], Rate]:
    """The bundled rates by currency and year."""
    with (_DATA / "rates.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["currency"], int(row["year"])): Rate(Decimal(row["units_per_usd"]), row["source"])
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=2)
def prices(index: Index = "gdp_deflator") -> dict[int, Rate]:
    """A price index of the United States by year."""
    with (_DATA / "deflator.csv").open(encoding="utf-8", newline="") as file:
        return {
            int(row["year"]): Rate(Decimal(row[index]), f"{index}: {row['source']}")
            for row in csv.DictReader(file)
            if row[index]
        }


def rates_table() -> pa.Table:
    """The bundled rates as a table of text: currency, year, units and source; old codes and the dollar included."""
    codes = {code for code, _year in rates()} | set(OLD_CODES) | {DOLLAR}
    years = sorted({year for _code, year in rates()})
    rows = [
        {"currency": code, "year": str(year), "units": f"{found.units:f}", "source": found.source}
        for code in sorted(codes)
        for year in years
        if isinstance(found := rate(code, year), Rate)
    ]
    return pa.Table.from_pylist(
        rows, pa.schema([(name, pa.string()) for name in ("currency", "year", "units", "source")])
    )


def _price_change(year: int, target: int, index: Index) -> Rate | Missing:
    """By what an amount of `year` is multiplied to be in prices of `target`."""
    if year == target:
        return Rate(Decimal(1), "")
    known = prices(index)
    for wanted in (year, target):
        if wanted not in known:
            return Missing(f"no {index} for {wanted}")
    return Rate(_EXACT.divide(known[target].units, known[year].units), known[target].source)
