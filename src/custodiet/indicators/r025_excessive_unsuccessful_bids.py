"""A tenderer bids more often than most and wins less often than others.

## Why it can matter

A firm that keeps offering and keeps losing may be there to make a competition look like one.

## Method

For each tenderer: the number of processes with a valid bid of its own, and the share of these that it won. Flagged
where the number is at least the `percentile` of all tenderers, and the share at most the lower fence
Q1 - 1.5 (Q3 - Q1) of all shares, or at most `threshold` where one is set. `value` is the share.

## Innocent explanations

- A newcomer, or a firm that is dear and hopes.
- A trader that offers everywhere because an offer costs nothing.
- The wins are published elsewhere, or under the name of another firm of the group.

## When it abstains

- none of its bids was valid in a process whose one award went to one firm;
- bids of several firms together are left out, and so are processes with several active or undecided awards;
- the peers are fewer than `minimum_peers`, or do not differ;
- the fence lies below zero, where no share can be: set `threshold` then.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R025.

## Where it departs from Cardinal

Cardinal passes over a fence or `threshold` of zero or less without a word; here every tenderer says so of the fence,
and a threshold of zero flags who never won. Where all shares are equal it flags those who bid most often, of whom here
none is computable.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award, bid
from custodiet.indicators._fences import QUARTILES, REACH, against_peers
from custodiet.indicators._fences import spread as spread_of
from custodiet.indicators._settings import Count, IndicatorSettings, Percent, Share
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_organisations

CODE = "R025"
TITLE = "Excessive unsuccessful bids"
TABLES = ("bids", "awards")
_GROUP = "all tenderers"


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R025."""

    percentile: Annotated[Percent, Meta(description="percent of the tenderers that bid less often")] = 75
    threshold: Annotated[Share | None, Meta(description="largest share won that is flagged, not the fence")] = None
    minimum_peers: Annotated[Count, Meta(description="fewest tenderers from which a fence is drawn")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per tenderer."""
    everybody = tables.tenderers.group_by("tenderer").aggregate(process=_.process.min())
    beside = everybody.left_join(tables.step("r025", lambda: _measured(tables)), "tenderer").drop("tenderer_right")
    rows = (
        beside.mutate(peer_group=ibis.literal(_GROUP))
        .left_join(spread(tables, settings), "peer_group")
        .drop("peer_group_right")
    )
    bound = _.lower if settings.threshold is None else settings.threshold
    verdict = Verdict(
        missing=[
            (_.valid.isnull(), "no valid bid of its own in a process whose one award went to one firm"),
            *against_peers(
                settings.threshold, _.lower < 0, settings.minimum_peers, passed_over=tables.passed_over(bound)
            ),
        ],
        flagged=(_.valid >= _.often) & (_.share <= bound),
        value=_.share,
        threshold=_.lower.clip(lower=0) if settings.threshold is None else settings.threshold,
        fence="Q1 - 1.5 IQR" if settings.threshold is None else "setting",
        peer_group=_.peer_group,
        peers=_.peers,
        because="it bids as often as the busiest and wins as rarely as the bound or more rarely",
        otherwise="it bids less often than the busiest or wins more often than the bound",
        columns=("ocid",),
    )
    return judge_organisations(rows.rename(subject_id="tenderer"), "tenderer", verdict)


def spread(tables: Tables, settings: Settings) -> Rows:
    """One row: quartiles and lower fence of the shares, and `often`, the percentile of the numbers of bids."""
    return tables.step("r025_spread", lambda: _spread(tables, settings))


def _spread(tables: Tables, settings: Settings) -> Rows:
    measured = tables.step("r025", lambda: _measured(tables)).mutate(peer_group=ibis.literal(_GROUP))
    often = spread_of(measured, "valid", "peer_group", {"often": settings.percentile / 100}).drop("peers")
    shares = spread_of(measured, "share", "peer_group", QUARTILES).mutate(lower=_.q1 - REACH * (_.q3 - _.q1))
    return shares.inner_join(often, "peer_group")


def _measured(tables: Tables) -> Rows:
    """One row per tenderer with a valid bid of its own where one award went to one firm: `valid`, `won`, `share`."""
    simple = tables.outcomes.filter((_.active == 1) & (_.undecided == 0) & (_.winners == 1) & (_.sharing == 1))
    alone = tables.bids.filter((_.status == "valid") & _.sole.notnull())
    bids = alone.inner_join(simple.select("process", "winner"), "process")
    once = bids.select("process", "winner", tenderer="sole").distinct()
    counted = once.group_by("tenderer").aggregate(valid=_.count(), won=_.count(where=_.tenderer == _.winner))
    return counted.mutate(share=_.won / _.valid)


_LOST = [f"lost-{n}" for n in range(4)]

EXAMPLES = (
    Example(
        "four bids and no win, where the setting flags up to one in ten",
        {
            "processes": [{"ocid": ocid} for ocid in (*_LOST, "undecided")],
            "bids": [
                *(bid(ocid, "loser", 2) for ocid in _LOST),
                *(bid(ocid, f"winner-{ocid}", 1) for ocid in _LOST),
                bid("undecided", "waiting", 1),
            ],
            "awards": [
                *(award(ocid, f"winner-{ocid}") for ocid in _LOST),
                award("undecided", "waiting", status="pending"),
            ],
        },
        {
            "loser": "flagged",
            **{f"winner-{ocid}": "not flagged" for ocid in _LOST},
            "waiting": "not computable",
        },
        settings={"threshold": 0.1},
        kind="tenderer",
    ),
)
