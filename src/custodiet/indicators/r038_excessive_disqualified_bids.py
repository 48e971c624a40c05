"""A buyer disqualifies, or a tenderer is disqualified in, a larger share of bids than others.

## Why it can matter

A buyer that disqualifies far more than others may choose the winner that way; a tenderer that is always disqualified
may be there to fill the list.

## Method

For each buyer, procuring entity and tenderer: disqualified bids / bids handed in (pending, valid, disqualified).
Flagged where the share is at least the upper fence Q3 + 1.5 (Q3 - Q1) of the same kind of subject, or at least
`threshold` where one is set. `value` is the share. Tenderers need `minimum_submitted_bids`, buyers and entities
`minimum_contracting_processes` with bids.

## Innocent explanations

- Demanding purchases: medicine, weapons, high voltage.
- A strict but even-handed reader of papers.
- Portals differ in what they call disqualified; compare within one source.

## When it abstains

- too few bids or processes of the subject;
- the peers are fewer than `minimum_peers`, or do not differ;
- the fence lies above one, which no share can reach.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R038.

## Where it departs from Cardinal

Where the quartiles are equal Cardinal flags everybody from there on; here none is computable. It passes over a fence
above one, and over a fence or `threshold` of zero, without a word. It holds the number of bids, not of processes,
against `minimum_contracting_processes`, and takes bids in a state of the publisher's own as handed in.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, bid
from custodiet.indicators._fences import against_peers, fenced
from custodiet.indicators._settings import Count, IndicatorSettings, Share
from custodiet.indicators._tables import SUBMITTED, Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_organisations

CODE = "R038"
TITLE = "Excessive disqualified bids"
TABLES = ("processes", "bids")
KINDS = ("buyer", "procuring_entity", "tenderer")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R038."""

    threshold: Annotated[Share | None, Meta(description="smallest share that is flagged, instead of the fence")] = None
    minimum_submitted_bids: Annotated[Count, Meta(description="fewest bids of a tenderer")] = 2
    minimum_contracting_processes: Annotated[Count, Meta(description="fewest processes of a buyer or entity")] = 2
    minimum_peers: Annotated[Count, Meta(description="fewest subjects from which a fence is drawn")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per buyer, procuring entity and tenderer with bids."""
    kinds = [_judged(tables, kind, settings) for kind in KINDS]
    return ibis.union(*kinds)


def spread(tables: Tables, settings: Settings) -> Rows:
    """One row per kind of subject: quartiles and fences of the shares."""
    return ibis.union(*(_fences(tables, kind, settings) for kind in KINDS))


def _judged(tables: Tables, kind: str, settings: Settings) -> Rows:
    measured = _subjects(tables, kind)
    rows = measured.left_join(_fences(tables, kind, settings), "peer_group").drop("peer_group_right")
    bound = _.upper if settings.threshold is None else settings.threshold
    verdict = Verdict(
        missing=[
            (
                ~_enough_of(tables, kind, settings),
                "too few bids of the tenderer" if kind == "tenderer" else "too few processes",
            ),
            *against_peers(
                settings.threshold, _.upper > 1, settings.minimum_peers, passed_over=tables.passed_over(bound)
            ),
        ],
        flagged=_.share >= bound,
        value=_.share,
        threshold=_.upper.clip(upper=1) if settings.threshold is None else settings.threshold,
        fence="Q3 + 1.5 IQR" if settings.threshold is None else "setting",
        peer_group=_.peer_group,
        peers=_.peers,
        because="the share of disqualified bids reaches the bound",
        otherwise="the share of disqualified bids lies below the bound",
        columns=("ocid",),
    )
    return judge_organisations(rows, kind, verdict)


def _fences(tables: Tables, kind: str, settings: Settings) -> Rows:
    """One row: quartiles and fences of the subjects of a kind that have enough bids or processes."""
    enough = _subjects(tables, kind).filter(_enough_of(tables, kind, settings))
    return tables.step(f"r038_{kind}_spread", lambda: fenced(enough, "share", "peer_group"))


def _enough_of(tables: Tables, kind: str, settings: Settings) -> ibis.Deferred:
    if kind == "tenderer":
        return _.submitted >= settings.minimum_submitted_bids
    # Cardinal holds the number of bids against the least number of processes.
    counted = _.submitted if tables.common.literal else _.processes
    return counted >= settings.minimum_contracting_processes


def _subjects(tables: Tables, kind: str) -> Rows:
    return tables.step(f"r038_{kind}", lambda: _measured(tables, kind))


def _measured(tables: Tables, kind: str) -> Rows:
    """One row per subject with bids: bids handed in, processes, and the share disqualified."""
    each = (
        _bids_of(tables, kind)
        .group_by(["subject_id", "process"])
        .aggregate(submitted=_.count(), disqualified=_.count(where=_.status == "disqualified"))
    )
    counted = each.group_by("subject_id").aggregate(
        submitted=_.submitted.sum(),
        processes=_.count(),
        disqualified=_.disqualified.sum(),
        process=_.process.min(where=_.disqualified > 0),
    )
    return counted.mutate(share=_.disqualified / _.submitted, peer_group=ibis.literal(f"all of the kind {kind}"))


def _bids_of(tables: Tables, kind: str) -> Rows:
    """Bids handed in, once for each subject of the kind."""
    if kind == "tenderer":
        rows = tables.tenderers.mutate(subject_id=_.tenderer)
    else:
        named = tables.processes.filter(_[kind].notnull()).select("process", subject_id=kind)
        bids = tables.bids.filter(_.status.isin(SUBMITTED))
        rows = bids.inner_join(named, "process")
    return rows.select("process", "subject_id", "status")


_FAIR = [f"fair-{n}" for n in range(8)]
_HARSH = [f"harsh-{n}" for n in range(3)]

EXAMPLES = (
    Example(
        "three of three put out, where the setting flags half",
        {
            "processes": [
                *({"ocid": ocid, "buyer_id": "even-handed"} for ocid in _FAIR),
                *({"ocid": ocid, "buyer_id": "strict"} for ocid in _HARSH),
                {"ocid": "single", "buyer_id": "seen-once"},
            ],
            "bids": [
                *(bid(ocid, "A", status="valid") for ocid in _FAIR),
                *(bid(ocid, "B", status="disqualified") for ocid in _HARSH),
                bid("single", "C", status="disqualified"),
            ],
        },
        {"even-handed": "not flagged", "strict": "flagged", "seen-once": "not computable"},
        settings={"threshold": 0.5},
        kind="buyer",
    ),
)
