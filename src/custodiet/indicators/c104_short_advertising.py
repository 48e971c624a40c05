"""The call was published shortly before offers were due, or after.

## Why it can matter

A period for offers counts for nothing if the call becomes known at its end.

## Method

`value` is the number of days from the publication of the call to the end of the period for offers, by the calendar as
printed. A process that invites offers is flagged where it is below `threshold`, also where the call was published
after the end.

## Innocent explanations

- The published date is that of the last correction, or of the copy in this portal.
- An earlier notice announced the call.

## When it abstains

- the day of publication or the end of the period is not stated;
- the method does not invite offers, or is not stated.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024). The seven days are a setting, no law.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import Count, IndicatorSettings
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._thresholds import COMPETITIVE
from custodiet.indicators._times import calendar_days
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C104"
TITLE = "Short or missing advertising"
TABLES = ("processes",)


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C104."""

    threshold: Annotated[Count, Meta(description="fewest days that are not flagged")] = 7


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    rows = tables.processes.mutate(days=calendar_days(_.published, _.tender_end))
    verdict = Verdict(
        missing=[
            (~_.method.isin(COMPETITIVE).fill_null(False), "the method does not invite offers, or is not stated"),
            (_.published.isnull(), "the day of publication of the call is not stated"),
            (_.tender_end.isnull(), "the end of the period for offers is not stated"),
            (_.days.isnull(), "the day of publication or the end of the period is no date"),
        ],
        flagged=_.days < settings.threshold,
        value=_.days,
        threshold=settings.threshold,
        because="the call was published later before the end of the period than the threshold",
        otherwise="the call was published as early as the threshold asks, or earlier",
        columns=("published", "tender_end"),
    )
    return judge_processes(rows, verdict)


EXAMPLES = (
    Example(
        "published three days before, seven days before, and after the end",
        {
            "processes": [
                {"ocid": "three-days", "method": "open", "published": "2024-03-13", "tender_end": "2024-03-16"},
                {"ocid": "afterwards", "method": "open", "published": "2024-03-17", "tender_end": "2024-03-16"},
                {"ocid": "a-week", "method": "open", "published": "2024-03-09T20:00:00Z", "tender_end": "2024-03-16"},
                {"ocid": "direct", "method": "direct", "published": "2024-03-13", "tender_end": "2024-03-16"},
                {"ocid": "undated", "method": "open", "tender_end": "2024-03-16"},
            ]
        },
        {
            "three-days": "flagged",
            "afterwards": "flagged",
            "a-week": "not flagged",
            "direct": "not computable",
            "undated": "not computable",
        },
    ),
)
