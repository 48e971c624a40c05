"""One supplier won a large share of the purchases of a technology in a country.

## Why it can matter

Where one firm supplies a technology everywhere, what it can do becomes what is bought.

## Method

For each supplier, country and class of technology: the share of the processes with an active award to one firm alone
that it won. A supplier is flagged where the largest of its shares, among classes with at least
`minimum_contracting_processes`, is at least `threshold`. Processes are counted, not amounts. `value` is that share.

## Innocent explanations

- A small market, or a technology that one firm makes.
- One publisher of the country alone is in the data.

## When it abstains

- no class of technology in which it won has enough processes in a country;
- the table of technologies is not there.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on market concentration, applied to technologies.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import IndicatorSettings, Share
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_organisations

CODE = "C109"
TITLE = "Supplier concentration in a technology"
TABLES = ("processes", "awards", "technologies")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C109."""

    threshold: Annotated[Share, Meta(description="smallest share of one supplier that is flagged")] = 0.5
    minimum_contracting_processes: Annotated[int, Meta(ge=2, description="fewest processes of a class")] = 5


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per supplier that won a purchase of a technology."""
    rows = _shares(tables, settings)
    verdict = Verdict(
        missing=[(_.share.isnull(), "too few processes of the technologies that it supplied")],
        flagged=_.share >= settings.threshold,
        value=_.share,
        threshold=settings.threshold,
        peer_group="processes of one technology and country with one winner",
        peers=_.peers,
        because="it won as large a share of the purchases of a technology as the threshold or a larger one",
        otherwise="it won a smaller share of the purchases of each technology than the threshold",
        columns=("ocid",),
    )
    return judge_organisations(rows, "tenderer", verdict)


def _shares(tables: Tables, settings: Settings) -> Rows:
    """One row per supplier: its largest share in a class with enough processes, and an example of a process."""
    if not tables.has("technologies"):
        empty = tables.outcomes.filter(ibis.literal(False))
        return empty.select("process", subject_id="winner", share=ibis.null("float64"), peers=ibis.null("int64"))
    classes = tables.table("technologies").filter(_.label.isin(("yes", "part"))).select("ocid", "technology")
    homes = tables.processes.select("process", "country")
    won = tables.numbered(classes).inner_join(
        tables.outcomes.filter(_.winners == 1).select("process", "winner"), "process"
    )
    placed = won.inner_join(homes, "process").mutate(country=_.country.fill_null(""))
    market = placed.group_by(["technology", "country"]).aggregate(peers=_.count())
    own = placed.group_by(["technology", "country", "winner"]).aggregate(own=_.count(), process=_.process.min())
    shared = own.inner_join(market, ["technology", "country"])
    enough = _.peers >= settings.minimum_contracting_processes
    share = ibis.ifelse(enough, _.own / _.peers, ibis.null("float64"))
    return (
        shared.mutate(share=share)
        .group_by(subject_id="winner")
        .aggregate(share=_.share.max(), peers=_.peers.max(where=_.share.notnull()), process=_.process.min())
    )


_WON = ["A", "A", "A", "B"]
_CLASS = {"technology": "video.cctv_fixed", "label": "yes"}

EXAMPLES = (
    Example(
        "three of four purchases of cameras in a country",
        {
            "processes": [
                *({"ocid": f"p{n}", "country": "KG"} for n in range(len(_WON))),
                {"ocid": "alone", "country": "AM"},
            ],
            "technologies": [*({"ocid": f"p{n}", **_CLASS} for n in range(len(_WON))), {"ocid": "alone", **_CLASS}],
            "awards": [*(award(f"p{n}", supplier) for n, supplier in enumerate(_WON)), award("alone", "C")],
        },
        {"A": "flagged", "B": "not flagged", "C": "not computable"},
        settings={"minimum_contracting_processes": 4},
        kind="tenderer",
    ),
)
