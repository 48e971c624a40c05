"""Every tenderer but the winner was disqualified.

## Why it can matter

Conditions that all rivals miss can have been written so that they would.

## Method

A process is flagged where exactly one tenderer has valid bids, all active awards went to it, and at least `threshold`
other tenderers have disqualified bids. `value` is the number of these. The winner is named too.

## Innocent explanations

- Rivals that do not exist on paper: missing licences, expired certificates, no deposit.
- A platform that checks the cheapest first, and prints the unread ones as disqualified.

## When it abstains

- no bids with a stated status are published, or no award is active;
- an award is undecided.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R035.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award, bid
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes, name_tenderers

CODE = "R035"
TITLE = "All bids but the winner's disqualified"
TABLES = ("processes", "bids", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R035."""

    threshold: Annotated[int, Meta(ge=1, description="fewest other tenderers disqualified that are flagged")] = 1


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process, and one per winner of a flagged process."""
    measured = beside(tables.processes, tables.step("r035", lambda: _counted(tables)))
    alone = (_.first_valid == _.last_valid) & (_.winners == 1) & (_.first_valid == _.winner)
    rows = measured.mutate(fires=(alone & (_.others >= settings.threshold)).fill_null(False))
    verdict = Verdict(
        missing=[
            (_.active.isnull(), "no awards are published"),
            (_.undecided > 0, "an award is undecided"),
            (_.active == 0, "no award is active"),
            (_.judged.fill_null(0) == 0, "no bids that were found valid or disqualified are published"),
        ],
        flagged=_.fires,
        value=_.others,
        threshold=settings.threshold,
        because="all tenderers but the winner were disqualified",
        otherwise="a tenderer beside the winner has a valid bid, or too few were disqualified",
        evidence=_.places,
    )
    flags = judge_processes(rows, verdict)
    named = flags.filter(_.state == "flagged").select("process").inner_join(tables.suppliers, "process")
    winners = named.select("process", "award_id", tenderer="supplier")
    placed = tables.placed(winners, "awards", "supplier_ids", "award_id")
    return flags.union(name_tenderers(placed, "won where all other tenderers were disqualified"))


def _counted(tables: Tables) -> Rows:
    """One row per process with bids: first and last tenderer with a valid bid by id, and `others` disqualified."""
    bids = tables.tenderers
    is_valid = _.status == "valid"
    known = (
        bids.filter(_.status.isin(("valid", "disqualified")))
        .group_by("process")
        .aggregate(
            judged=_.count(), first_valid=_.tenderer.min(where=is_valid), last_valid=_.tenderer.max(where=is_valid)
        )
    )
    out = bids.filter(_.status == "disqualified").inner_join(known, "process").filter(_.tenderer != _.first_valid)
    placed = tables.placed(out.select("process", "bid_id", "tenderer"), "bids", "status", "bid_id")
    others = placed.group_by("process").aggregate(
        others=_.tenderer.nunique(), places=_.place.collect(order_by=[_.tenderer, _.bid_id, _.place])
    )
    return beside(known, others).mutate(others=_.others.fill_null(0))


EXAMPLES = (
    Example(
        "two rivals, both out",
        {
            "processes": [{"ocid": ocid} for ocid in ("both-out", "one-left", "undecided", "no-bids")],
            "bids": [
                bid("both-out", "A", 3),
                bid("both-out", "B", 1, "disqualified"),
                bid("both-out", "C", 2, "disqualified"),
                bid("one-left", "A", 3),
                bid("one-left", "B", 1, "disqualified"),
                bid("one-left", "C", 4),
                bid("undecided", "A", 3),
                bid("undecided", "B", 1, "disqualified"),
            ],
            "awards": [
                award("both-out", "A"),
                award("one-left", "A"),
                award("undecided", "A", status="pending"),
                award("no-bids", "A"),
            ],
        },
        {
            "both-out": "flagged",
            "one-left": "not flagged",
            "undecided": "not computable",
            "no-bids": "not computable",
        },
    ),
)
