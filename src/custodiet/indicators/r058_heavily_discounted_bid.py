"""The winning price lies further below the next one than in other processes.

## Why it can matter

A price far below all others may be made up for later by amendments, or by delivering less than was asked for.

## Method

The margin is (second lowest valid price - winning price) / winning price. A process is flagged where its margin is at
least the upper fence Q3 + 1.5 (Q3 - Q1) of all margins in the same currency, or at least `threshold` where one is set.
`value` is the margin. The winner is named too.

## Innocent explanations

- The winner has stock, a workshop next door or a new way to do it.
- The others did not want the contract, or misread it.
- Two units were mixed up: a price per month against one per year.

## When it abstains

- no bids or no awards are published, or an award is still undecided;
- several awards are active, or a bid or an award names several firms, so that it is not told which prices compete;
- the winner was not the lowest valid bid;
- there is no second valid price in the winner's currency, or the winning price is zero;
- the peers are fewer than `minimum_peers`, or do not differ.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R058.

## Where it departs from Cardinal

Cardinal flags a winning price of zero with an empty value, and its quartiles reckon with it; here the margin is not
computable. Where all margins are equal it flags every process, of which here none is computable; it passes over a
`threshold` of zero. With several currencies and no `currency` setting it keeps the one it happens to meet first; here
each currency is a peer group.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award, bid
from custodiet.indicators._fences import against_peers
from custodiet.indicators._margins import judge_margins, margin_spread
from custodiet.indicators._settings import Count, IndicatorSettings
from custodiet.indicators._tables import Rows, Tables

CODE = "R058"
TITLE = "Heavily discounted bid"
TABLES = ("processes", "bids", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R058."""

    threshold: Annotated[float | None, Meta(description="smallest margin that is flagged, instead of the fence")] = None
    minimum_peers: Annotated[Count, Meta(description="fewest margins from which a fence is drawn")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process, and one per winner of a flagged process."""
    bound = _.upper if settings.threshold is None else settings.threshold
    return judge_margins(
        tables,
        missing=against_peers(settings.threshold, False, settings.minimum_peers, passed_over=tables.passed_over(bound)),
        flagged=_.margin >= bound,
        threshold=bound,
        fence="Q3 + 1.5 IQR" if settings.threshold is None else "setting",
        because="the winning price lies as far below the next as the bound or further",
        otherwise="the winning price lies closer to the next than the bound",
        names_second=False,
    )


def spread(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (called alike for every indicator)
    """One row per currency: quartiles and fences of the margins."""
    return margin_spread(tables)


# Nine margins from 2% to 18% have their upper fence at 32%.
_USUAL = {f"usual-{n}": 1000 + 20 * n for n in range(1, 10)}

EXAMPLES = (
    Example(
        "a price at half of the next, among margins of a few percent",
        {
            "processes": [{"ocid": ocid} for ocid in (*_USUAL, "half-price", "free-of-charge")],
            "bids": [
                *(bid(ocid, "A", 1000) for ocid in _USUAL),
                *(bid(ocid, "B", price) for ocid, price in _USUAL.items()),
                bid("half-price", "A", 500),
                bid("half-price", "B", 1000),
                bid("free-of-charge", "A", 0),
                bid("free-of-charge", "B", 1000),
            ],
            "awards": [award(ocid, "A") for ocid in (*_USUAL, "half-price", "free-of-charge")],
        },
        {**dict.fromkeys(_USUAL, "not flagged"), "half-price": "flagged", "free-of-charge": "not computable"},
        settings={"minimum_peers": 10},
    ),
)
