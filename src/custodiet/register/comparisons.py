"""What the amount of a purchase bought elsewhere in the same data: buses, kilometres of road, school meals.

A comparison is shown only where at least five other purchases state a price for the same thing, in the same unit and
currency, in years near the year of the purchase. Those with the price nearest to the median are named beside the
comparison; all stand in UNIT_PRICES, so that a reader can look at each.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from custodiet.model.place_tables import COMPARISONS
from custodiet.register.unit_prices import EXACT, Price, median, rounded

FEWEST = 5
"""Comparable purchases below which nothing is compared: fewer show one buyer's price, not a usual one."""
YEARS = 3
"""Years before and after the purchase whose prices are compared: beyond, most currencies of the region differ."""
NAMED = 20
"""Purchases named beside a comparison: enough to look at, few enough to keep the table as small as the purchases."""

_ROWS = 8_192  # rows of a batch
_STATES = ("paid", "contracted", "awarded", "tendered", "planned")
_READ = ["ocid", "state", "date", *(f"{state}_{part}" for state in _STATES for part in ("amount", "currency"))]


@dataclass(frozen=True, slots=True)
class _Spent:
    """What a purchase spent."""

    ocid: str
    state: str
    amount: Decimal
    currency: str
    year: int


def comparisons(
    purchases: pa.Table, known: Iterable[Price], fewest: int = FEWEST, years: int = YEARS
) -> Iterator[pa.RecordBatch]:
    """For each purchase and kind of thing, how many of it the same amount bought elsewhere; columns of COMPARISONS.

    Purchases of one year and currency are compared with the same prices, so these are looked at once for all of them.

    Args:
        purchases: the table PURCHASES.
        known: the prices of other purchases.
        fewest: comparable purchases below which nothing is compared.
        years: how many years before and after the purchase count.
    """
    prices = _Prices(known, fewest, years)
    rows: list[dict[str, Any]] = []
    for purchase in purchases.select(_READ).sort_by("ocid").to_pylist():
        spent = _spent(purchase)
        if spent is not None:
            rows += (_row(spent, group) for group in prices.near(spent))
        if len(rows) >= _ROWS:
            yield pa.RecordBatch.from_pylist(rows, COMPARISONS.schema)
            rows = []
    yield pa.RecordBatch.from_pylist(rows, COMPARISONS.schema)


@dataclass(frozen=True, slots=True)
class _Group:
    """The prices of one kind of thing around a year; `named` are the ocids whose price is nearest to the median."""

    kind: str
    unit: str
    median: Decimal
    compared: int
    from_year: str
    to_year: str
    named: list[str]

    @classmethod
    def of(cls, prices: Sequence[Price]) -> "_Group":
        """The group of some prices, which come in the order of their amounts."""
        middle = median([price.amount for price in prices])
        return cls(
            kind=prices[0].kind,
            unit=prices[0].unit,
            median=middle,
            compared=len(prices),
            from_year=str(min(price.year for price in prices)),
            to_year=str(max(price.year for price in prices)),
            named=sorted(price.ocid for price in _nearest(prices, middle)),
        )


def _nearest(prices: Sequence[Price], middle: Decimal) -> list[Price]:
    """The NAMED prices nearest to an amount, of equally near ones the first by ocid; `prices` rise."""

    def distance(one: Price) -> Decimal:
        return EXACT.subtract(one.amount, middle).copy_abs()

    # The nearest stand within NAMED of the middle on either side, or are as far from it as the last of these.
    at = bisect_left(prices, middle, key=lambda one: one.amount)
    farthest = sorted(map(distance, prices[max(at - NAMED, 0) : at + NAMED]))[:NAMED][-1]
    first = bisect_left(prices, -farthest, 0, at, key=lambda one: -distance(one))
    behind = bisect_right(prices, farthest, at, key=distance)
    return heapq.nsmallest(NAMED, prices[first:behind], key=lambda one: (distance(one), one.ocid))


class _Prices:
    """The prices by currency and kind of thing, and what was found of them for each year."""

    def __init__(self, known: Iterable[Price], fewest: int, years: int) -> None:
        self._fewest, self._years = fewest, years
        self._by_currency: dict[str, dict[tuple[str, str], list[Price]]] = defaultdict(lambda: defaultdict(list))
        self._ocids: set[str] = set()
        self._found: dict[tuple[str, int], list[_Group]] = {}
        for price in sorted(known, key=lambda one: one.amount):
            self._by_currency[price.currency][price.kind, price.unit].append(price)
            self._ocids.add(price.ocid)

    def near(self, spent: _Spent) -> list[_Group]:
        """The groups in the currency and around the year of a purchase, itself left out, ordered by kind and unit."""
        if spent.ocid in self._ocids:
            return list(self._groups(spent.currency, spent.year, spent.ocid))
        place = (spent.currency, spent.year)
        if place not in self._found:
            self._found[place] = list(self._groups(*place))
        return self._found[place]

    def _groups(self, currency: str, year: int, but: str | None = None) -> Iterator[_Group]:
        for _kind, listed in sorted(self._by_currency.get(currency, {}).items()):
            near = [one for one in listed if abs(one.year - year) <= self._years and one.ocid != but]
            if len(near) >= self._fewest:
                yield _Group.of(near)


def _row(spent: _Spent, group: _Group) -> dict[str, Any]:
    return {
        "ocid": spent.ocid,
        "state": spent.state,
        "purchase_amount": spent.amount,
        "purchase_currency": spent.currency,
        "kind": group.kind,
        "unit": group.unit,
        "median_amount": rounded(group.median),
        "median_currency": spent.currency,
        "bought": rounded(EXACT.divide(spent.amount, group.median)),
        "compared": group.compared,
        "from_year": group.from_year,
        "to_year": group.to_year,
        "ocids": group.named,
    }


def _spent(purchase: Mapping[str, Any]) -> _Spent | None:
    """The amount that says most about what was spent; None where nothing can be told, or the purchase was cancelled."""
    year = (purchase["date"] or "")[:4]
    if purchase["state"] == "cancelled" or not (len(year) == 4 and year.isdecimal()):  # noqa: PLR2004 - a year
        return None
    for state in _STATES:
        amount, currency = purchase[f"{state}_amount"], purchase[f"{state}_currency"]
        if amount is not None and amount > 0 and currency is not None:
            return _Spent(purchase["ocid"], state, amount, currency.upper(), int(year))
    return None
