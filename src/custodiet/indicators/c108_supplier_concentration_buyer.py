"""One supplier won a large share of what a buyer awarded.

## Why it can matter

A buyer that keeps buying from one firm may no longer be able to change, or may not want to.

## Method

For each buyer: the processes with an active award to one firm alone, and the largest share of them that one supplier
won. Flagged where the share is at least `threshold` and the processes are at least `minimum_contracting_processes`.
Processes are counted, not amounts, so that no currencies are mixed. `value` is the share.

## Innocent explanations

- A small town with one shop, or a market with one producer.
- A framework agreement with one firm, won in competition.
- Maintenance of a system by who built it.

## When it abstains

- the buyer has fewer processes with one winner.

## Source

M. Fazekas, I. J. Tóth and L. P. King, An Objective Corruption Risk Index Using Public Procurement Data, European
Journal on Criminal Policy and Research 22 (2016): the winner's share within the issuer's contracts.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import IndicatorSettings, Share
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_organisations

CODE = "C108"
TITLE = "Supplier concentration with a buyer"
TABLES = ("processes", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C108."""

    threshold: Annotated[Share, Meta(description="smallest share of one supplier that is flagged")] = 0.5
    minimum_contracting_processes: Annotated[int, Meta(ge=2, description="fewest processes of a buyer")] = 5


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per buyer with awards to one firm alone."""
    bought = tables.processes.filter(_.buyer.notnull()).select("process", subject_id="buyer")
    won = tables.outcomes.filter(_.winners == 1).select("process", "winner")
    pairs = bought.inner_join(won, "process")
    by_supplier = pairs.group_by(["subject_id", "winner"]).aggregate(won=_.count(), process=_.process.min())
    by_buyer = by_supplier.group_by("subject_id").aggregate(
        processes=_.won.sum(), most=_.won.max(), process=_.process.min()
    )
    rows = by_buyer.mutate(share=_.most / _.processes)
    verdict = Verdict(
        missing=[(_.processes < settings.minimum_contracting_processes, "too few processes with one winner")],
        flagged=_.share >= settings.threshold,
        value=_.share,
        threshold=settings.threshold,
        peer_group="processes of the buyer with one winner",
        peers=_.processes,
        because="one supplier won as large a share of the processes as the threshold or a larger one",
        otherwise="no supplier won as large a share of the processes as the threshold",
        columns=("ocid",),
    )
    return judge_organisations(rows, "buyer", verdict)


_WON = [("loyal", "A"), ("loyal", "A"), ("loyal", "A"), ("loyal", "B")]
_WON += [("varied", "A"), ("varied", "B"), ("varied", "C"), ("varied", "D"), ("seen-once", "A")]

EXAMPLES = (
    Example(
        "three of four processes to one firm, where the setting asks for four processes",
        {
            "processes": [{"ocid": f"p{n}", "buyer_id": buyer} for n, (buyer, _supplier) in enumerate(_WON)],
            "awards": [award(f"p{n}", supplier) for n, (_buyer, supplier) in enumerate(_WON)],
        },
        {"loyal": "flagged", "varied": "not flagged", "seen-once": "not computable"},
        settings={"minimum_contracting_processes": 4},
        kind="buyer",
    ),
)
