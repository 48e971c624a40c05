"""The award is dated before the period for offers ended.

## Why it can matter

Who decides before all offers can be in has decided without them.

## Method

A process is flagged where an active award is dated before `tender_end`; moments with zones are compared as moments,
days by the calendar as printed. `value` is the number of days between them.

## Innocent explanations

- The period was extended after a lot was awarded.
- The date of the award is that of the decision to buy, or the field holds another date.
- In a framework or dynamic system the period runs for years.

## When it abstains

- the end of the period or the date of every active award is not stated, or is no date.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on the order of dates.
"""

from ibis import _

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._times import calendar_days, is_after
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C113"
TITLE = "Award before the end of the period"
TABLES = ("processes", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """C113 has no settings."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process."""
    dated = tables.step("c113", lambda: _dated(tables))
    compared = (
        dated.filter(_.early.notnull())
        .group_by("process")
        .aggregate(compared=_.count(), early=_.count(where=_.early), days=_.days.max())
    )
    early = tables.placed(dated.filter(_.early).select("process", "award_id"), "awards", "date", "award_id")
    listed = early.group_by("process").aggregate(places=_.place.collect(order_by=[_.award_id, _.place]))
    verdict = Verdict(
        missing=[
            (_.tender_end.isnull(), "the end of the period for offers is not stated"),
            (_.compared.isnull(), "no active award with a date is published, or the dates cannot be read"),
        ],
        flagged=_.early > 0,
        value=_.days,
        threshold=0,
        fence="the end of the period",
        because="an award is dated before the end of the period for offers",
        otherwise="no award is dated before the end of the period for offers",
        evidence=_.places,
    )
    return judge_processes(beside(tables.processes, compared, listed), verdict)


def _dated(tables: Tables) -> Rows:
    """One row per active award with a date; `early` is empty where it cannot be held against the end of the period."""
    active = tables.awards.filter((_.status == "active") & _.date.notnull()).select("process", "award_id", "date")
    ends = tables.processes.filter(_.tender_end.notnull()).select("process", "tender_end")
    return active.inner_join(ends, "process").select(
        "process", "award_id", early=is_after(_.tender_end, _.date), days=calendar_days(_.date, _.tender_end)
    )


_END = "2024-03-16T18:00:00+06:00"

EXAMPLES = (
    Example(
        "an award two days before the end, one on the day, one two hours later in another zone",
        {
            "processes": [
                *({"ocid": ocid, "tender_end": _END} for ocid in ("before", "same-day", "later-elsewhere", "undated")),
                {"ocid": "no-end"},
            ],
            "awards": [
                award("before", "A", date="2024-03-14"),
                award("same-day", "A", date="2024-03-16"),
                award("later-elsewhere", "A", date="2024-03-16T14:00:00Z"),
                award("undated", "A"),
                award("no-end", "A", date="2024-03-14"),
            ],
        },
        {
            "before": "flagged",
            "same-day": "not flagged",
            "later-elsewhere": "not flagged",
            "undated": "not computable",
            "no-end": "not computable",
        },
    ),
)
