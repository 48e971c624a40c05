"""The same purchase was called before and cancelled.

## Why it can matter

A call that is cancelled when the wrong one leads, and repeated until the right one wins, is a choice in disguise.

## Method

A process is flagged where an earlier one of the same buyer with the same title was cancelled or unsuccessful, and
opened at most `days` before. Titles are compared without case and outer spaces. `value` is the number of such calls.

## Innocent explanations

- Nobody offered, or all offers were above the budget: repeating is what the law asks for then.
- A mistake in the documents that had to be corrected.
- A title so general that it is used every month.

## When it abstains

- buyer, title, or the day of the call is not stated;
- no cancelled call of the country is in the data, so that their lack tells nothing.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on cancelled and re-tendered processes.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import Count, IndicatorSettings
from custodiet.indicators._tables import CLOSED, Rows, Tables, beside
from custodiet.indicators._times import calendar_days
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C115"
TITLE = "Cancelled and called again"
TABLES = ("processes",)


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C115."""

    days: Annotated[Count, Meta(description="most days between the two calls")] = 180


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    calls = _calls(tables)
    failed = calls.filter(_.status.isin(CLOSED))
    publishing = failed.select("home").distinct().mutate(publishes=ibis.literal(True))
    again = _again(tables, calls, settings)
    rows = beside(calls, again).left_join(publishing, "home").drop("home_right")
    verdict = Verdict(
        missing=[
            (_.buyer.isnull(), "the buyer is not stated"),
            (_.name.isnull(), "the title is not stated"),
            (_.day.isnull(), "the day of the call is not stated"),
            (_.publishes.isnull(), "no cancelled call of this country is in the data"),
        ],
        flagged=_.before.fill_null(0) > 0,
        value=_.before.fill_null(0),
        threshold=1,
        because="an earlier call of this buyer with this title was cancelled or unsuccessful",
        otherwise="no earlier call of this buyer with this title that failed was found",
        evidence=_.places,
    )
    return judge_processes(rows, verdict)


def _calls(tables: Tables) -> Rows:
    """One row per process: country, title and day as they are compared."""
    titles = tables.step("c115", lambda: _titles(tables))
    return beside(tables.processes, titles).mutate(
        home=_.country.fill_null(""), day=ibis.coalesce(_.published, _.tender_start, _.release_date).substr(0, 10)
    )


def _titles(tables: Tables) -> Rows:
    """One row per process: its title as `name`."""
    return tables.numbered(tables.table("processes").select("ocid", name=_.title.lower().strip().nullif("")))


def _again(tables: Tables, calls: Rows, settings: Settings) -> Rows:
    """One row per process with earlier calls that failed: how many, and where."""
    failed = calls.filter(_.status.isin(CLOSED)).select("buyer", "name", first_day="day", first="process")
    pairs = calls.select("process", "status", "buyer", "name", "day").inner_join(failed, ["buyer", "name"])
    between = calendar_days(_.first_day, _.day)
    earlier = (_.first != _.process) & (_.first_day <= _.day) & (between <= settings.days)
    again = pairs.filter(earlier & ~_.status.isin(CLOSED).fill_null(False)).select("process", "first", "first_day")
    where = tables.numbers.select(first="process", place="processes.status " + _.document_id + " " + _.pointer)
    return (
        again.inner_join(where, "first")
        .group_by("process")
        .aggregate(before=_.first.nunique(), places=_.place.collect(order_by=[_.first_day, _.first]))
    )


_CALL = {"buyer_id": "A", "country": "UA", "title": "Камери відеоспостереження"}

EXAMPLES = (
    Example(
        "called again after a month, after a year, and by another buyer",
        {
            "processes": [
                {"ocid": "failed", **_CALL, "status": "cancelled", "tender_start": "2024-03-01"},
                {"ocid": "a-month-later", **_CALL, "tender_start": "2024-04-01", "title": "КАМЕРИ відеоспостереження "},
                {"ocid": "a-year-later", **_CALL, "tender_start": "2025-04-01"},
                {"ocid": "other-buyer", **_CALL, "tender_start": "2024-04-01", "buyer_id": "B"},
                {"ocid": "untitled", "buyer_id": "A", "country": "UA", "tender_start": "2024-04-01"},
            ]
        },
        {
            "failed": "not computable",
            "a-month-later": "flagged",
            "a-year-later": "not flagged",
            "other-buyer": "not flagged",
            "untitled": "not computable",
        },
    ),
)
