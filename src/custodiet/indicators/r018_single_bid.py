"""Only one tenderer took part in a procedure that asks for competition.

## Why it can matter

A purchase that was open to all and drew one offer may have been written for one, or announced to one. Where it is
common with a buyer, others have stopped trying.

## Method

`value` is the number of tenderers: as published, else the different tenderers of the bids that were handed in. A
process is flagged where it is one and the method is among `procurement_methods`.

## Innocent explanations

- Few firms can deliver: a small town, a patented device, spare parts.
- A call in which lots went to different tenderers, each alone in its own.
- The publisher counts winners, not tenderers.

## When it abstains

- neither a number of tenderers nor bids with tenderers are published;
- no tenderer took part;
- the method is not stated or not among `procurement_methods`.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R018. M. Fazekas and G. Kocsis, Uncovering
High-Level Corruption: Cross-National Objective Corruption Risk Indicators Using Public Procurement Data, British
Journal of Political Science 50 (2020), use the share of single bids as a risk indicator.

## Where it departs from Cardinal

Cardinal reads the published number alone; `count_bids = false` does the same.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings, Words, words
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "R018"
TITLE = "Single bid received"
TABLES = ("processes", "bids")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R018."""

    procurement_methods: Annotated[Words, Meta(description="methods that ask for competition; empty for all")] = (
        "open",
        "selective",
    )
    count_bids: Annotated[bool, Meta(description="count the tenderers of bids where no number is published")] = True


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    methods = words(settings.procurement_methods)
    rows = _counted(tables) if settings.count_bids else tables.processes.mutate(number=_.tenderers)
    verdict = Verdict(
        missing=[
            *(
                [
                    (_.method.isnull(), "the procurement method is not stated"),
                    (~_.method.isin(methods), "the method does not ask for competition"),
                ]
                if methods
                else []
            ),
            (_.number.isnull(), "the number of tenderers is not stated and no bids are published"),
            (_.number < 1, "no tenderer took part"),
        ],
        flagged=_.number == 1,
        value=_.number,
        threshold=1,
        because="one tenderer took part in a procedure that asks for competition",
        otherwise="several tenderers took part",
        columns=("tenderers", "method"),
    )
    return judge_processes(rows, verdict)


def _counted(tables: Tables) -> Rows:
    """Processes with `number`: tenderers as published, else those of the bids."""
    unstated = tables.processes.filter(_.tenderers.isnull()).select("process")
    bids = tables.tenderers.semi_join(unstated, "process")
    seen = bids.group_by("process").aggregate(seen=_.tenderer.nunique())
    return beside(tables.processes, seen).mutate(number=ibis.coalesce(_.tenderers, _.seen))


EXAMPLES = (
    Example(
        "one tenderer in an open call",
        {
            "processes": [
                {"ocid": "one", "method": "open", "tenderers": 1},
                {"ocid": "one-by-its-bids", "method": "open"},
                {"ocid": "two", "method": "selective", "tenderers": 2},
                {"ocid": "direct", "method": "direct", "tenderers": 1},
                {"ocid": "nothing-published", "method": "open"},
                {"ocid": "cancelled", "method": "open", "tenderers": 1, "status": "cancelled"},
            ],
            "bids": [
                {"ocid": "one-by-its-bids", "bid_id": "1", "status": "valid", "tenderer_ids": ["A"]},
                {"ocid": "one-by-its-bids", "bid_id": "2", "status": "withdrawn", "tenderer_ids": ["B"]},
            ],
        },
        {
            "one": "flagged",
            "one-by-its-bids": "flagged",
            "two": "not flagged",
            "direct": "not computable",
            "nothing-published": "not computable",
            "cancelled": "not computable",
        },
    ),
)
