"""The winning price and the next one lie closer together than those of other processes.

## Why it can matter

A cover offer is often written a little above the one that is to win.

## Method

The margin is (second lowest valid price - winning price) / winning price. A process is flagged where its margin is at
most the lower fence Q1 - 1.5 (Q3 - Q1) of all margins in the same currency, or at most `threshold` where one is set.
`value` is the margin. The winner and the tenderers with the second price are named too.

## Innocent explanations

- Goods with a list price, or a market with thin profits, bring prices together.
- An auction, in which everybody sees the last price.

## When it abstains

- no bids or no awards are published, or an award is still undecided;
- several awards are active, or a bid or an award names several firms, so that it is not told which prices compete;
- the winner was not the lowest valid bid, so the award was not made by price alone;
- there is no second valid price in the winner's currency, or the winning price is zero;
- the peers are fewer than `minimum_peers`, or do not differ;
- the fence lies below zero, where no margin can be. Margins are usually spread so widely that this is the rule: set
  `threshold` then.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R024. OECD, Guidelines for Fighting Bid Rigging in
Public Procurement (2009).

## Where it departs from Cardinal

Cardinal passes over a fence or `threshold` of zero or less without a word; here every process says so of the fence, and
a threshold of zero flags equal prices. Where all margins are equal it flags every process, of which here none is
computable. Of several tenderers with the second price it names the first. With several currencies and no `currency`
setting it keeps the one it happens to meet first; here each currency is a peer group. A winning price of zero, with
which its quartiles reckon, has no margin.
"""

from typing import Annotated

from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award, bid
from custodiet.indicators._fences import against_peers
from custodiet.indicators._margins import judge_margins, margin_spread
from custodiet.indicators._settings import Count, IndicatorSettings
from custodiet.indicators._tables import Rows, Tables

CODE = "R024"
TITLE = "Price close to the winning bid"
TABLES = ("processes", "bids", "awards")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R024."""

    threshold: Annotated[float | None, Meta(description="largest margin that is flagged, instead of the fence")] = None
    minimum_peers: Annotated[Count, Meta(description="fewest margins from which a fence is drawn")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process, and one per tenderer that a flagged process names."""
    bound = _.lower if settings.threshold is None else settings.threshold
    return judge_margins(
        tables,
        missing=against_peers(
            settings.threshold, _.lower < 0, settings.minimum_peers, passed_over=tables.passed_over(bound)
        ),
        flagged=_.margin <= bound,
        threshold=_.lower.clip(lower=0) if settings.threshold is None else settings.threshold,
        fence="Q1 - 1.5 IQR" if settings.threshold is None else "setting",
        because="the second price lies as close to the winning price as the bound or closer",
        otherwise="the second price lies further from the winning price than the bound",
        names_second=True,
    )


def spread(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (called alike for every indicator)
    """One row per currency: quartiles and fences of the margins."""
    return margin_spread(tables)


EXAMPLES = (
    Example(
        "a margin of one in a thousand where the setting flags up to one in a hundred",
        {
            "processes": [{"ocid": "close"}, {"ocid": "far"}, {"ocid": "lowest-lost"}, {"ocid": "won-for-nothing"}],
            "bids": [
                bid("close", "A", 1000),
                bid("close", "B", 1001),
                bid("close", "C", 1002),
                bid("far", "A", 1000),
                bid("far", "B", 1100),
                bid("lowest-lost", "A", 1000),
                bid("lowest-lost", "B", 999),
                bid("won-for-nothing", "A", 0),
                bid("won-for-nothing", "B", 1),
            ],
            "awards": [award(ocid, "A") for ocid in ("close", "far", "lowest-lost", "won-for-nothing")],
        },
        {
            "close": "flagged",
            "far": "not flagged",
            "lowest-lost": "not computable",
            "won-for-nothing": "not computable",
        },
        settings={"threshold": 0.01},
    ),
    Example(
        "margins of two currencies are never peers, and two margins are no peer group",
        {
            "processes": [{"ocid": "in-som"}, {"ocid": "in-dollars"}],
            "bids": [
                bid("in-som", "A", 1000),
                bid("in-som", "B", 1001),
                bid("in-dollars", "A", 10, bid_currency="USD"),
                bid("in-dollars", "B", 20, bid_currency="USD"),
            ],
            "awards": [award("in-som", "A"), award("in-dollars", "A")],
        },
        {"in-som": "not computable", "in-dollars": "not computable"},
    ),
)
