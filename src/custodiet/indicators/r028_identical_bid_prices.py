"""Different tenderers offered the same price.

## Why it can matter

Two firms that calculate on their own rarely arrive at the same amount to the last unit.

## Method

Prices of bids that were handed in (pending, valid or disqualified) are compared within a process and, where bids name
lots, within the same lots. A process is flagged where two different tenderers (or groups of tenderers) state the same
amount in the same currency; `value` is the number of these. The tenderers are named too.

## Innocent explanations

- The price is set by the buyer, by a tariff or by a maker's list: name such procedures in
  `no_price_comparison_procurement_methods`.
- Unit prices or hourly rates with few sensible values.
- The publisher repeats the estimated value in every bid.

## When it abstains

- fewer than two tenderers with a stated price in one currency;
- the settings say that prices of this procedure cannot be compared.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R028. OECD, Guidelines for Fighting Bid Rigging
in Public Procurement (2009), names identical prices as a warning sign.

## Where it departs from Cardinal

Cardinal compares bids for different lots with each other, and prices in other currencies than the settings ask for;
here they are compared within their lots, and in that currency. It takes bids in a state of the publisher's own as
handed in.
"""

from ibis import _

from custodiet.indicators._example import Example, bid
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import SUBMITTED, Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes, name_tenderers

CODE = "R028"
TITLE = "Identical bid prices"
TABLES = ("processes", "bids")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """R028 has no settings of its own."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process, and one per tenderer that a flagged process names."""
    priced = _priced(tables)
    equal = _equal(tables, priced)
    fields = priced.group_by(["process", "lots", "currency"]).aggregate(several=_.bidder.min() != _.bidder.max())
    counted = fields.group_by("process").aggregate(several=_.several.max())
    found = equal.group_by("process").aggregate(
        equal=_.bidder.nunique(), places=_.place.collect(order_by=[_.bid_id, _.place])
    )
    rows = beside(tables.processes, counted, found)
    verdict = Verdict(
        missing=[
            (~tables.comparable(_), "the settings say that prices of this procedure cannot be compared"),
            (~_.several.fill_null(False), "fewer than two tenderers with a stated price in one currency"),
        ],
        flagged=_.equal.notnull(),
        value=_.equal.fill_null(0),
        threshold=2,
        because="different tenderers offered the same price",
        otherwise="no two tenderers offered the same price",
        evidence=_.places,
    )
    judged = judge_processes(rows, verdict)
    return judged.union(name_tenderers(_named(tables, equal), "offered the same price as another tenderer"))


def _priced(tables: Tables) -> Rows:
    """Bids handed in with price and tenderer; `lots` names the lots they are for."""
    rows = tables.bids.filter(_.status.isin(SUBMITTED) & _.price.notnull() & _.bidder.notnull())
    return rows.select("process", "bid_id", "bidder", "price", "currency", "lots")


def _equal(tables: Tables, priced: Rows) -> Rows:
    """Those bids whose price another tenderer offered too, with their place."""
    shared = ["process", "lots", "currency", "price"]
    groups = priced.group_by(shared).aggregate(several=_.bidder.min() != _.bidder.max())
    equal = priced.semi_join(groups.filter(_.several), shared)
    return tables.step("r028", lambda: tables.placed(equal, "bids", "bid_amount", "bid_id"))


def _named(tables: Tables, equal: Rows) -> Rows:
    """Tenderers of the equal bids in processes that could be judged."""
    open_to_all = tables.processes.filter(tables.comparable(_))
    bids = equal.semi_join(open_to_all, "process").select("process", "bid_id", "place")
    return bids.inner_join(tables.tenderers.select("process", "bid_id", "tenderer"), ["process", "bid_id"])


EXAMPLES = (
    Example(
        "two tenderers with the same price, to the last unit",
        {
            "processes": [
                {"ocid": "same"},
                {"ocid": "near"},
                {"ocid": "taken-back"},
                {"ocid": "other-currency"},
                {"ocid": "other-lot"},
            ],
            "bids": [
                bid("same", "A", 100),
                bid("same", "B", 100, "disqualified"),
                bid("near", "A", 100),
                bid("near", "B", "100.01"),
                bid("taken-back", "A", 100),
                bid("taken-back", "B", 100, "withdrawn"),
                bid("other-currency", "A", 7),
                bid("other-currency", "B", 7, bid_currency="USD"),
                bid("other-lot", "A", 7, lot_ids=["1"]),
                bid("other-lot", "B", 7, lot_ids=["2"]),
                bid("other-lot", "C", 8, lot_ids=["2"]),
            ],
        },
        {
            "same": "flagged",
            "near": "not flagged",
            "taken-back": "not computable",
            "other-currency": "not computable",
            "other-lot": "not flagged",
        },
    ),
)
