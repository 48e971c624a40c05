"""Offers are judged without their price.

## Why it can matter

Where price does not count, there is more room to choose whom one likes.

## Method

A process is flagged where its published award criteria are those of OCDS that leave the price out (`qualityOnly`), or
the texts that publishers use for it (`without_price`). `value` is 1 then, else 0.

## Innocent explanations

- The price is fixed by law or tariff, so that only quality can be judged.
- A contest for a design.

## When it abstains

- the award criteria are not stated, or not in words that are known to include or exclude the price.

## Source

Directive 2014/24/EU, Article 67: the most economically advantageous tender is found on the basis of price or cost. Open
Contracting Data Standard 1.1, codelist awardCriteria.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings, Words, words
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C119"
TITLE = "Evaluation without price"
TABLES = ("processes",)
_WITH = ("priceonly", "costonly", "ratedcriteria", "lowestcost", "bestvaluetogovernment")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C119."""

    without_price: Annotated[Words, Meta(description="award criteria that leave the price out")] = ("qualityOnly",)


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    without = [word.lower() for word in words(settings.without_price)]
    rows = tables.processes.mutate(criteria=_.award_criteria.lower().strip())
    verdict = Verdict(
        missing=[
            (_.criteria.isnull(), "the award criteria are not stated"),
            (~_.criteria.isin((*without, *_WITH)), "the award criteria are in words that do not tell"),
        ],
        flagged=_.criteria.isin(without),
        value=_.criteria.isin(without).cast("int64"),
        threshold=1,
        because="the published award criteria leave the price out",
        otherwise="the published award criteria count the price",
        columns=("award_criteria",),
    )
    return judge_processes(rows, verdict)


EXAMPLES = (
    Example(
        "quality alone, price alone, and criteria of the publisher's own",
        {
            "processes": [
                {"ocid": "quality-alone", "award_criteria": "qualityOnly"},
                {"ocid": "price-alone", "award_criteria": "priceOnly"},
                {"ocid": "own-words", "award_criteria": "see documents"},
                {"ocid": "not-stated"},
            ]
        },
        {
            "quality-alone": "flagged",
            "price-alone": "not flagged",
            "own-words": "not computable",
            "not-stated": "not computable",
        },
    ),
)
