"""A buyer bought the same kind of thing several times without a tender, and the amounts together ask for one.

## Why it can matter

A purchase cut into pieces stays below the amount from which the law asks for a tender.

## Method

Processes of one buyer without a competitive method, in one calendar year, one currency, one kind (goods, services,
works) and one code (its first `digits` digits), each below the legal amount, are added up. All of them are flagged
where they are at least `fewest` and reach the legal amount together. `value` is the sum.

## Innocent explanations

- Needs that arose at different times and could not be planned together.
- Sites with budgets of their own under one buyer.
- A wide code: not everything under it is one purchase.

## When it abstains

- buyer, code, kind, estimated value, currency, day or country is not stated;
- no legal amount with a source is on file for that country, day and currency;
- the process used a competitive method, or reaches the amount alone.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024). OECD, Recommendation of the Council on Public
Procurement (2015). The law that the fence names.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._thresholds import COMPETITIVE, KNOWN_METHODS, unbounded, with_bound
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C103"
TITLE = "Splitting"
TABLES = ("processes",)


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C103."""

    digits: Annotated[int, Meta(ge=1, le=8, description="digits of a code that tell one purchase from another")] = 4
    fewest: Annotated[int, Meta(ge=2, description="fewest processes that can be one purchase in pieces")] = 2


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    bounded = _bounded(tables, settings)
    group = ["buyer", "kind_of_code", "category", "tender_currency", "year"]
    pieces = bounded.filter(_.piece).group_by(group).aggregate(pieces=_.count(), together=_.tender_amount.sum())
    summed = bounded.filter(_.piece).inner_join(pieces, group).select("process", "pieces", "together")
    rows = beside(bounded, summed)
    verdict = Verdict(
        missing=[
            (~_.method.isin(KNOWN_METHODS).fill_null(False), "the method is not stated in the words of OCDS"),
            (_.method.isin(COMPETITIVE), "a competitive method was used"),
            (_.buyer.isnull(), "the buyer is not stated"),
            (_.kind_of_code.isnull(), "no code that begins with digits is stated"),
            *unbounded(),
            (_.tender_amount >= _.bound, "it reaches the legal amount alone"),
        ],
        flagged=(_.pieces >= settings.fewest) & (_.together >= _.bound),
        value=_.together,
        threshold=_.bound,
        fence=_.law,
        peer_group="same buyer, code, kind, currency and year",
        peers=_.pieces,
        because="purchases of the same kind without a tender reach the legal amount together",
        otherwise="purchases of the same kind without a tender stay below the legal amount together",
        columns=("tender_amount", "code"),
    )
    return judge_processes(rows, verdict)


def _bounded(tables: Tables, settings: Settings) -> Rows:
    """Processes with legal amount, buyer and code; `piece` tells those that can be part of a larger purchase."""
    coded = with_bound(tables).mutate(kind_of_code=_.code.re_extract(rf"^\d{{{settings.digits}}}", 0).nullif(""))
    piece = (
        _.excluded.isnull()
        & _.method.isin(("limited", "direct"))
        & (_.tender_amount < _.bound)
        & _.buyer.notnull()
        & _.kind_of_code.notnull()
    )
    return coded.mutate(piece=piece.fill_null(False))


_UA = {
    "country": "UA",
    "category": "goods",
    "tender_currency": "UAH",
    "method": "direct",
    "code": "32323500-8",
    "tender_start": "2017-05-01",
}

EXAMPLES = (
    Example(
        "twice 120,000 hryvnias for cameras in one year, where the law asks for a tender from 200,000",
        {
            "processes": [
                {"ocid": "first-half", "buyer_id": "A", "tender_amount": 120000, **_UA},
                {"ocid": "second-half", "buyer_id": "A", "tender_amount": 120000, **_UA},
                {"ocid": "next-year", "buyer_id": "A", "tender_amount": 120000, **_UA, "tender_start": "2018-01-05"},
                {"ocid": "other-buyer", "buyer_id": "B", "tender_amount": 120000, **_UA},
                {"ocid": "whole", "buyer_id": "C", "tender_amount": 240000, **_UA},
            ]
        },
        {
            "first-half": "flagged",
            "second-half": "flagged",
            "next-year": "not flagged",
            "other-buyer": "not flagged",
            "whole": "not computable",
        },
    ),
)
