"""No tender document is published where the source publishes them for others.

## Why it can matter

Without the documents nobody can see what was asked for, nor whether it was written for one firm.

## Method

A process that invites offers is flagged where no attachment of its tender is published, and at least `usual` of the
processes of the same country and year that invite offers have one. `value` is the number of attachments of the
tender; `peers` are the processes compared.

## Innocent explanations

- The documents stand on another portal, to which the notice leads.
- The publisher began to attach documents in the course of the year.

## When it abstains

- the method does not invite offers, or is not stated;
- country or year is not stated, or too few processes of them invite offers;
- the source does not usually publish tender documents, so that their lack tells nothing.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024).
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import Count, IndicatorSettings, Share
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._thresholds import COMPETITIVE
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C105"
TITLE = "Tender documents missing"
TABLES = ("processes", "attachments")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C105."""

    usual: Annotated[Share, Meta(description="share of the peers with documents from which they are usual")] = 0.5
    minimum_peers: Annotated[Count, Meta(description="fewest processes that tell what is usual")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    counted = beside(tables.processes, tables.step("c105", lambda: _files(tables))).mutate(files=_.files.fill_null(0))
    calls = counted.filter(_.excluded.isnull() & _.method.isin(COMPETITIVE))
    usual = calls.group_by(["country", "year"]).aggregate(peers=_.count(), documented=_.count(where=_.files > 0))
    shares = usual.select("peers", home="country", then="year", share=_.documented / _.peers)
    rows = counted.left_join(shares, [counted.country == shares.home, counted.year == shares.then])
    verdict = Verdict(
        missing=[
            (~_.method.isin(COMPETITIVE).fill_null(False), "the method does not invite offers, or is not stated"),
            (_.country.isnull() | _.year.isnull(), "country or year is not stated"),
            (_.peers < settings.minimum_peers, "too few processes of this country and year invite offers"),
            (_.share < settings.usual, "the source does not usually publish tender documents"),
        ],
        flagged=_.files == 0,
        value=_.files,
        threshold=1,
        fence="any document",
        peer_group="calls of " + _.country + " in " + _.year.cast("string"),
        peers=_.peers,
        because="no tender document is published",
        otherwise="a tender document is published",
        columns=("ocid",),
    )
    return judge_processes(rows, verdict)


def _files(tables: Tables) -> Rows:
    """One row per process with tender documents: how many."""
    files = tables.table("attachments").filter(_.stage == "tender")
    return tables.numbered(files.group_by("ocid").aggregate(files=_.count()))


_CALL = {"method": "open", "country": "UA", "tender_start": "2024-03-01"}
_FILE = {"stage": "tender", "attachment_id": "1"}

EXAMPLES = (
    Example(
        "one of three calls of a year comes without documents",
        {
            "processes": [
                *({"ocid": ocid, **_CALL} for ocid in ("bare", "documented", "documented-too")),
                {"ocid": "elsewhere", **_CALL, "country": "MD"},
                {"ocid": "direct", **_CALL, "method": "direct"},
            ],
            "attachments": [{"ocid": "documented", **_FILE}, {"ocid": "documented-too", **_FILE}],
        },
        {
            "bare": "flagged",
            "documented": "not flagged",
            "documented-too": "not flagged",
            "elsewhere": "not computable",
            "direct": "not computable",
        },
        settings={"minimum_peers": 1},
    ),
)
