"""The period for submitting offers is shorter than the threshold.

## Why it can matter

A short period leaves outsiders no time to write an offer: who knew of the purchase before has the advantage.

## Method

`value` is the number of whole days from `tender_start` to `tender_end`. A process is flagged where it is below
`threshold`, or below the number given for its procedure. Both ends with a zone are compared as moments; where one has
no time of day, the calendar days as printed are compared.

## Innocent explanations

- An accelerated procedure that the law allows, for an emergency with its reason on file.
- A framework or dynamic purchasing system, where the long first period was years ago.
- A repeated call after one without offers, for which many laws set a shorter period.
- The publisher prints the period for clarifications, or of an electronic auction, in this field.

## When it abstains

- the start or the end of the period is not stated, or is no date;
- the period ends before it starts;
- the procedure is not among `procurement_methods`.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R003; the 15 days are the default of Cardinal,
the Partnership's library, and no law: set the period of the law in force for each procedure.

## Where it departs from Cardinal

Cardinal flags a period that ends before it starts, as if it were a short one; here it is not computable. Dates without
zone or time of day, which Cardinal leaves out, are judged by the calendar.
"""

from collections.abc import Mapping
from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import Count, IndicatorSettings, Words, words
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._times import days_between
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "R003"
TITLE = "Short submission period"
TABLES = ("processes",)


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R003."""

    threshold: Annotated[Count, Meta(description="fewest days that are not flagged")] = 15
    procurement_methods: Annotated[Words, Meta(description="methods to judge, such as `open`; empty for all")] = ()
    procurement_method_details: Annotated[
        Mapping[str, Count], Meta(description="fewest days for a procedure, by its `method_details`")
    ] = {}


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    methods = words(settings.procurement_methods)
    rows = tables.processes.mutate(days=days_between(_.tender_start, _.tender_end), threshold=_threshold(settings))
    other = ~_.method.isin(methods).fill_null(False)
    missing = [
        *([(other, "the settings judge other procurement methods")] if methods else []),
        (_.tender_start.isnull(), "the start of the period for offers is not stated"),
        (_.tender_end.isnull(), "the end of the period for offers is not stated"),
        (_.days.isnull(), "the start or the end of the period for offers is no date"),
        *([] if tables.common.literal else [(_.days < 0, "the period for offers ends before it starts")]),
    ]
    verdict = Verdict(
        missing=missing,
        flagged=_.days < _.threshold,
        value=_.days,
        threshold=_.threshold,
        because="the period for offers is shorter than the threshold",
        otherwise="the period for offers is as long as the threshold or longer",
        columns=("tender_start", "tender_end"),
    )
    return judge_processes(rows, verdict)


def _threshold(settings: Settings) -> ibis.Value:
    cases = [(_.method_details == details, days) for details, days in settings.procurement_method_details.items()]
    return ibis.cases(*cases, else_=settings.threshold) if cases else ibis.literal(settings.threshold)


EXAMPLES = (
    Example(
        "fifteen days reach the threshold of fifteen, fourteen and a half do not",
        {
            "processes": [
                {
                    "ocid": "half-a-day-short",
                    "tender_start": "2024-03-01T21:00:00Z",
                    "tender_end": "2024-03-16T09:00:00Z",
                },
                {
                    "ocid": "long-enough",
                    "tender_start": "2024-03-01T09:00:00+06:00",
                    "tender_end": "2024-03-16T03:00:00Z",
                },
                {"ocid": "by-the-calendar", "tender_start": "2024-03-01", "tender_end": "2024-03-16"},
                {"ocid": "backwards", "tender_start": "2024-03-16", "tender_end": "2024-03-01"},
                {"ocid": "no-end", "tender_start": "2024-03-16"},
            ]
        },
        {
            "half-a-day-short": "flagged",
            "long-enough": "not flagged",
            "by-the-calendar": "not flagged",
            "backwards": "not computable",
            "no-end": "not computable",
        },
    ),
    Example(
        "a procedure with a threshold of its own",
        {
            "processes": [
                {
                    "ocid": "emergency",
                    "method_details": "Emergency",
                    "tender_start": "2024-03-01",
                    "tender_end": "2024-03-12",
                },
                {
                    "ocid": "tender",
                    "method_details": "Tender",
                    "tender_start": "2024-03-01",
                    "tender_end": "2024-03-12",
                },
            ]
        },
        {"emergency": "not flagged", "tender": "flagged"},
        settings={"procurement_method_details": {"Emergency": 10}},
    ),
)
