"""The price awarded is almost the estimate.

## Why it can matter

A price that just fits the estimate can come from somebody who knew it, or who wrote it; and it shows that competition
did not lower it.

## Method

`value` is |award - estimate| / estimate. A process with one active award is flagged where it is at most `threshold`.

## Innocent explanations

- The estimate is published, and bidders aim at it.
- Tariffs and list prices.
- The publisher copies the award into the estimate afterwards, or the other way round.

## When it abstains

- not exactly one award is active, or no award is published;
- the amount of the award or of the estimate is not stated, or their currencies differ;
- the estimate is zero.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024).
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import IndicatorSettings, Share
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C107"
TITLE = "Winning price close to the estimate"
TABLES = ("processes", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C107."""

    threshold: Annotated[Share, Meta(description="largest distance, as a share of the estimate, that is flagged")] = (
        0.01
    )


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    estimate = _.tender_amount.cast("float64")
    rows = tables.processes.mutate(
        amount=_.awarded_amount,
        currency=_.awarded_currency,
        distance=(_.awarded_amount.cast("float64") - estimate).abs() / estimate,
    )
    verdict = Verdict(
        missing=[
            (_.active.fill_null(0) == 0, "no award is active"),
            (_.active > 1, "several awards are active"),
            (_.amount.isnull() | _.currency.isnull(), "the amount of the award or its currency is not stated"),
            (_.tender_amount.isnull() | _.tender_currency.isnull(), "the estimate or its currency is not stated"),
            (_.currency != _.tender_currency, "award and estimate are in different currencies"),
            (_.tender_amount <= 0, "the estimate is zero"),
        ],
        flagged=_.distance <= settings.threshold,
        value=_.distance,
        threshold=settings.threshold,
        because="the price awarded is as close to the estimate as the threshold or closer",
        otherwise="the price awarded is further from the estimate than the threshold",
        columns=("tender_amount",),
    )
    return judge_processes(rows, verdict)


_ESTIMATE = {"tender_amount": 1000, "tender_currency": "KGS"}

EXAMPLES = (
    Example(
        "awards of 990, 900 and in another currency against an estimate of 1,000",
        {
            "processes": [{"ocid": ocid, **_ESTIMATE} for ocid in ("close", "far", "other-currency", "two-awards")],
            "awards": [
                award("close", "A", 990),
                award("far", "A", 900),
                award("other-currency", "A", 1000, award_currency="USD"),
                award("two-awards", "A", 990),
                award("two-awards", "B", 10),
            ],
        },
        {
            "close": "flagged",
            "far": "not flagged",
            "other-currency": "not computable",
            "two-awards": "not computable",
        },
    ),
)
