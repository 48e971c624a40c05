"""An offer that came in after the end of the period was accepted and won.

## Why it can matter

Who may hand in after the deadline can know the other prices.

## Method

A process is flagged where a valid bid is dated after `tender_end` and one of its tenderers is a supplier of an active
award; where both bid and award name lots, of the same lots. Moments with zones are compared as moments; where one has
no time of day, calendar days as printed. `value` is the number of such tenderers, who are named too.

## Innocent explanations

- The deadline was extended, and the publisher did not change it.
- The date of the bid is the day on which it was entered or last changed, not handed in.
- The two dates are printed in different zones.

## When it abstains

- the end of the period is not stated or is no date;
- no award is active, or it names no supplier;
- no valid bid of a winner with a date is published.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R030.

## Where it departs from Cardinal

Cardinal compares the texts of the dates, so that zones mislead it; and a late bid for one lot is held against an award
of another.
"""

from ibis import _

from custodiet.indicators._example import Example, award, bid
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._times import is_after
from custodiet.indicators._verdict import Verdict, judge_processes, name_tenderers

CODE = "R030"
TITLE = "Late bid won"
TABLES = ("processes", "bids", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """R030 has no settings."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process, and one per tenderer that a flagged process names."""
    dated = tables.step("r030_dated", lambda: _winning_bids(tables))
    late = tables.step("r030_late", lambda: _late(tables, dated))
    seen = dated.group_by("process").aggregate(dated=_.count(where=_.late.notnull()))
    found = late.group_by("process").aggregate(
        late=_.tenderer.nunique(), places=_.place.collect(order_by=[_.bid_id, _.place])
    )
    verdict = Verdict(
        missing=[
            (_.tender_end.isnull(), "the end of the period for offers is not stated"),
            (_.active.fill_null(0) == 0, "no award is active"),
            (_.winners == 0, "the award names no supplier"),
            (_.dated.fill_null(0) == 0, "no valid bid of a winner with a date is published"),
        ],
        flagged=_.late.fill_null(0) > 0,
        value=_.late.fill_null(0),
        threshold=1,
        because="a bid dated after the end of the period won",
        otherwise="the bids that won are dated before the end of the period",
        evidence=_.places,
    )
    judged = judge_processes(beside(tables.processes, seen, found), verdict)
    return judged.union(name_tenderers(late, "won with a bid dated after the end of the period"))


def _winning_bids(tables: Tables) -> Rows:
    """Valid bids of a tenderer that won (the same lots, where both name them); `late` is empty without dates."""
    valid = tables.tenderers.filter(_.status == "valid")
    won = tables.suppliers.select(won_process="process", supplier="supplier", won_lots="lot_ids")
    joined = valid.inner_join(won, [valid.process == won.won_process, valid.tenderer == won.supplier])
    elsewhere = (_.lot_ids.length() > 0) & (_.won_lots.length() > 0) & (_.lot_ids.intersect(_.won_lots).length() == 0)
    ends = tables.processes.select("process", "tender_end")
    same = joined.filter(~elsewhere.fill_null(False)).inner_join(ends, "process")
    later = _.date > _.tender_end if tables.common.literal else is_after(_.date, _.tender_end)
    return same.select("process", "bid_id", "tenderer", late=later)


def _late(tables: Tables, dated: Rows) -> Rows:
    """Each late winning bid and tenderer once, with its place."""
    late = dated.filter(_.late.fill_null(False)).select("process", "bid_id", "tenderer").distinct()
    return tables.placed(late, "bids", "date", "bid_id")


_END = "2024-03-16T18:00:00+06:00"

EXAMPLES = (
    Example(
        "forty minutes late and awarded; the same minute in another zone is in time",
        {
            "processes": [
                *({"ocid": ocid, "tender_end": _END} for ocid in ("late", "in-time-elsewhere", "late-and-lost")),
                {"ocid": "other-lot", "tender_end": _END},
                {"ocid": "no-deadline"},
            ],
            "bids": [
                bid("late", "A", date="2024-03-16T18:40:00+06:00"),
                bid("in-time-elsewhere", "A", date="2024-03-16T20:00:00+08:00"),
                bid("late-and-lost", "A", date="2024-03-16T09:00:00+06:00"),
                bid("late-and-lost", "B", date="2024-03-16T18:40:00+06:00"),
                bid("other-lot", "A", date="2024-03-16T18:40:00+06:00", lot_ids=["1"]),
                bid("no-deadline", "A", date="2024-03-16T18:40:00+06:00"),
            ],
            "awards": [
                *(award(ocid, "A") for ocid in ("late", "in-time-elsewhere", "late-and-lost", "no-deadline")),
                award("other-lot", "A", lot_ids=["2"]),
            ],
        },
        {
            "late": "flagged",
            "in-time-elsewhere": "not flagged",
            "late-and-lost": "not flagged",
            "other-lot": "not computable",
            "no-deadline": "not computable",
        },
    ),
)
