"""A supplier sells more unrelated kinds of goods than others.

## Why it can matter

A firm that delivers asphalt, syringes and cameras may be a shell that stands between buyer and maker.

## Method

For each supplier: the number of different first levels of the item codes (their first `digits` digits) in active awards
that name it alone. Flagged where it is at least the upper fence Q3 + 1.5 (Q3 - Q1) among suppliers awarded in at least
`minimum_contracting_processes`, or at least `threshold` where one is set. `value` is the number.

## Innocent explanations

- A wholesaler or a general store.
- A group that bids under one name for many firms.
- Codes chosen carelessly by the buyers.

## When it abstains

- the supplier won in fewer processes, or no item code is published with its awards;
- awards with several suppliers are left out;
- the peers are fewer than `minimum_peers`, or do not differ;
- the fence lies above the number of codes that there can be.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R048. M. Fazekas and others, Design and
measurement of a corruption risk index from a supplier perspective (2021).

## Where it departs from Cardinal

Codes that do not begin with `digits` digits are left out, which Cardinal counts; and where all suppliers sell equally
many kinds it flags all of them, of which here none is computable.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._fences import against_peers, fenced
from custodiet.indicators._settings import Count, IndicatorSettings
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._verdict import Verdict, judge_organisations

CODE = "R048"
TITLE = "Heterogeneous supplier"
TABLES = ("awards", "items")
_GROUP = "suppliers with enough processes"


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R048."""

    threshold: Annotated[Count | None, Meta(description="fewest kinds that are flagged, instead of the fence")] = None
    digits: Annotated[int, Meta(ge=1, description="digits of a code that tell one kind from another")] = 2
    minimum_contracting_processes: Annotated[Count, Meta(description="fewest processes won")] = 20
    minimum_peers: Annotated[Count, Meta(description="fewest suppliers from which a fence is drawn")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per supplier of an active award."""
    everybody = tables.suppliers.group_by(subject_id="supplier").aggregate(process=_.process.min())
    measured = everybody.left_join(tables.step("r048", lambda: _measured(tables, settings)), "subject_id").drop(
        "subject_id_right"
    )
    grouped = measured.mutate(peer_group=ibis.literal(_GROUP))
    rows = grouped.left_join(spread(tables, settings), "peer_group").drop("peer_group_right")
    bound = _.upper if settings.threshold is None else settings.threshold
    verdict = Verdict(
        missing=[
            (_.kinds.isnull(), "no item code is published with awards that name it alone"),
            (_.processes < settings.minimum_contracting_processes, "it won in too few processes"),
            *against_peers(
                settings.threshold,
                _.upper > 10**settings.digits,
                settings.minimum_peers,
                passed_over=ibis.literal(False) if tables.common.literal else None,
            ),
        ],
        flagged=_.kinds >= bound,
        value=_.kinds,
        threshold=bound,
        fence="Q3 + 1.5 IQR" if settings.threshold is None else "setting",
        peer_group=_.peer_group,
        peers=_.peers,
        because="the number of kinds of goods reaches the bound",
        otherwise="the number of kinds of goods lies below the bound",
        columns=("ocid",),
    )
    return judge_organisations(rows, "tenderer", verdict)


def spread(tables: Tables, settings: Settings) -> Rows:
    """One row: quartiles and fences of the numbers of kinds."""
    measured = tables.step("r048", lambda: _measured(tables, settings))
    enough = measured.filter(_.processes >= settings.minimum_contracting_processes)
    grouped = enough.mutate(peer_group=ibis.literal(_GROUP))
    return tables.step("r048_spread", lambda: fenced(grouped, "kinds", "peer_group"))


def _measured(tables: Tables, settings: Settings) -> Rows:
    """One row per supplier of awards with item codes: processes won and kinds of goods."""
    alone = tables.suppliers.filter(_.suppliers == 1).select("process", "award_id", "supplier")
    usable = _.code.notnull() if tables.common.literal else _.code.re_search(rf"^\d{{{settings.digits}}}")
    codes = tables.table("items").filter((_.stage == "award") & usable)
    kinds = codes.select("ocid", award_id="holder_id", kind=_.code.substr(0, settings.digits)).distinct()
    sold = alone.inner_join(tables.numbered(kinds), ["process", "award_id"])
    return sold.group_by(subject_id="supplier").aggregate(processes=_.process.nunique(), kinds=_.kind.nunique())


def _sold(supplier: str, codes: tuple[str, ...]) -> list[dict[str, str]]:
    return [
        {"ocid": f"{supplier}-{n}", "stage": "award", "holder_id": supplier, "item_id": "1", "code": code}
        for n, code in enumerate(codes)
    ]


_SOLD = [
    *_sold("sells-everything", ("33600000-6", "45233142-6", "32323500-8")),
    *_sold("sells-cameras", ("32323500-8", "32333200-8", "32323300-6")),
    *_sold("sold-once", ("32323500-8",)),
]

EXAMPLES = (
    Example(
        "three kinds in three processes, where the setting flags three",
        {
            "processes": [{"ocid": row["ocid"]} for row in _SOLD],
            "awards": [award(row["ocid"], row["holder_id"]) for row in _SOLD],
            "items": _SOLD,
        },
        {"sells-everything": "flagged", "sells-cameras": "not flagged", "sold-once": "not computable"},
        settings={"threshold": 3, "minimum_contracting_processes": 3},
        kind="tenderer",
    ),
)
