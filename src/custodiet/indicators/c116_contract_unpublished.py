"""An award stands, and no contract is published where the source publishes them for others.

## Why it can matter

What was agreed can be known only from the contract.

## Method

A process with an active award is flagged where no contract is published, at least `usual` of the processes of the same
country and year with active awards have one, and the record was released at least `days` after the award. `value` is
the number of contracts.

## Innocent explanations

- The contract was never signed.
- It stands on another portal, or was published after the record was taken.
- A law lets contracts of security bodies be held back.

## When it abstains

- no award is active, or its date or that of the record is not stated;
- the record was released too soon after the award to tell;
- country or year is not stated, or the source does not usually publish contracts.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on contracts that are not published.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import Count, IndicatorSettings, Share
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._times import calendar_days
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C116"
TITLE = "Contract unpublished"
TABLES = ("processes", "awards", "contracts")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C116."""

    days: Annotated[Count, Meta(description="days after the award in which a contract may still follow")] = 90
    usual: Annotated[Share, Meta(description="share of the peers with contracts from which they are usual")] = 0.5
    minimum_peers: Annotated[Count, Meta(description="fewest processes that tell what is usual")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    counted = beside(tables.processes, tables.contract_counts).mutate(contracts=_.contracts.fill_null(0))
    peers = counted.filter(_.excluded.isnull() & (_.active > 0))
    usual = peers.group_by(["country", "year"]).aggregate(peers=_.count(), signed=_.count(where=_.contracts > 0))
    shares = usual.select("peers", home="country", then="year", share=_.signed / _.peers)
    joined = counted.left_join(shares, [counted.country == shares.home, counted.year == shares.then])
    since = calendar_days(_.awarded_date, _.release_date)
    rows = joined.mutate(since=ibis.ifelse(_.contracts == 0, since, ibis.null("int64")))
    verdict = Verdict(
        missing=[
            (_.active.fill_null(0) == 0, "no award is active"),
            (_.country.isnull() | _.year.isnull(), "country or year is not stated"),
            (_.peers < settings.minimum_peers, "too few processes of this country and year have active awards"),
            (_.share < settings.usual, "the source does not usually publish contracts"),
            ((_.contracts == 0) & _.since.isnull(), "the date of the award or of the record is not stated"),
            ((_.contracts == 0) & (_.since < settings.days), "the record is too young to tell"),
        ],
        flagged=_.contracts == 0,
        value=_.contracts,
        threshold=1,
        fence="any contract",
        peer_group="awarded processes of " + _.country + " in " + _.year.cast("string"),
        peers=_.peers,
        because="an award is active and no contract is published",
        otherwise="a contract is published",
        columns=("ocid",),
    )
    return judge_processes(rows, verdict)


_OLD = {"country": "UA", "tender_start": "2023-01-10", "release_date": "2024-01-10"}
_SIGNED = ("signed", "signed-too", "signed-as-well")

EXAMPLES = (
    Example(
        "one of five awarded processes comes without a contract a year later, one a week later",
        {
            "processes": [
                *({"ocid": ocid, **_OLD} for ocid in (*_SIGNED, "unsigned", "nothing-awarded")),
                {"ocid": "young", **_OLD, "release_date": "2023-02-10"},
            ],
            "awards": [award(ocid, "A", date="2023-02-03") for ocid in (*_SIGNED, "unsigned", "young")],
            "contracts": [{"ocid": ocid, "contract_id": "1"} for ocid in _SIGNED],
        },
        {
            **dict.fromkeys(_SIGNED, "not flagged"),
            "unsigned": "flagged",
            "young": "not computable",
            "nothing-awarded": "not computable",
        },
        settings={"minimum_peers": 5},
    ),
)
