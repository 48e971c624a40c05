"""The lowest price was disqualified.

## Why it can matter

Where price decides, putting out the lowest offer decides who wins.

## Method

Among the bids that were handed in (pending, valid or disqualified; the same currency and, where stated, the same lots)
a process is flagged where a disqualified one is lower than every other, a valid one states a price too, and an award
is active. `value` is how far it lies below the lowest other price, as a share of that.

## Innocent explanations

- The lowest price came with missing papers, or with goods that were not asked for.
- An abnormally low offer, which many laws tell the buyer to put out.

## When it abstains

- no award is active;
- no valid bid, or no second one, states a price in the same currency for the same lots;
- the published award criteria weigh more than the price (`any_criteria` judges these too);
- the settings say that prices of this procedure cannot be compared.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), R036.

## Where it departs from Cardinal

Cardinal compares bids for different lots, takes the first of two equal lowest bids as the lowest, and does not read the
award criteria. It takes bids in a state of the publisher's own as handed in. With several currencies and no `currency`
setting it keeps the one it happens to meet first; here each is compared by itself.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award, bid
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import SUBMITTED, Rows, Tables, beside, first_of
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "R036"
TITLE = "Lowest bid disqualified"
TABLES = ("processes", "bids", "awards")
_WEIGHED = ("ratedCriteria", "qualityOnly", "bestProposal", "bestValueToGovernment")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of R036."""

    any_criteria: Annotated[bool, Meta(description="judge processes whose criteria weigh more than the price")] = False


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    weighed = ibis.literal(False) if settings.any_criteria else _.award_criteria.isin(_WEIGHED).fill_null(False)
    verdict = Verdict(
        missing=[
            (~tables.comparable(_), "the settings say that prices of this procedure cannot be compared"),
            (weighed, "the award criteria weigh more than the price"),
            (_.active.fill_null(0) == 0, "no award is active"),
            (_.compared.isnull(), "no valid bid and a second one with a price in one currency are published"),
        ],
        flagged=_.below > 0,
        value=_.below,
        threshold=0,
        fence="any amount below",
        because="the lowest bid was disqualified",
        otherwise="the lowest bid was not disqualified",
        columns=("ocid",),
    )
    return judge_processes(beside(tables.processes, _compared(tables)), verdict)


def _compared(tables: Tables) -> Rows:
    """One row per process with comparable prices: how far the lowest disqualified one lies `below` all others."""
    priced = tables.asked_for(tables.bids.filter(_.status.isin(SUBMITTED)))
    fields = priced.mutate(out=_.status == "disqualified")
    if tables.common.literal:
        return _first_is_out(fields)
    lowest = fields.group_by(["process", "lots", "currency"]).aggregate(
        bids=_.count(),
        valid=_.count(where=_.status == "valid"),
        lowest_out=_.price.min(where=_.out).cast("float64"),
        lowest_in=_.price.min(where=~_.out).cast("float64"),
    )
    comparable = lowest.filter((_.valid > 0) & (_.bids > 1))
    below = ibis.ifelse(_.lowest_out < _.lowest_in, 1 - _.lowest_out / _.lowest_in, 0.0).fill_null(0.0)
    measured = comparable.mutate(below=below)
    return measured.group_by("process").aggregate(compared=_.count(), below=_.below.max())


def _first_is_out(priced: Rows) -> Rows:
    """The same to the letter: `below` is 1 where the first of the lowest bids in one currency is disqualified."""
    field = ["process", "currency"]
    valid = priced.filter(_.status == "valid").select(field).distinct()
    lowest = first_of(priced.semi_join(valid, field), field, ["price", "order"])
    return lowest.group_by("process").aggregate(compared=_.count(), below=_.out.cast("float64").max())


EXAMPLES = (
    Example(
        "the lowest price is put out",
        {
            "processes": [
                *({"ocid": ocid} for ocid in ("lowest-out", "dearest-out", "equal-and-out", "nothing-awarded")),
                {"ocid": "quality-counts", "award_criteria": "ratedCriteria"},
            ],
            "bids": [
                bid("lowest-out", "A", 100),
                bid("lowest-out", "B", 90, "disqualified"),
                bid("dearest-out", "A", 100),
                bid("dearest-out", "B", 110, "disqualified"),
                bid("equal-and-out", "A", 100),
                bid("equal-and-out", "B", 100, "disqualified"),
                bid("nothing-awarded", "A", 100),
                bid("nothing-awarded", "B", 90, "disqualified"),
                bid("quality-counts", "A", 100),
                bid("quality-counts", "B", 90, "disqualified"),
            ],
            "awards": [award(ocid, "A") for ocid in ("lowest-out", "dearest-out", "equal-and-out", "quality-counts")],
        },
        {
            "lowest-out": "flagged",
            "dearest-out": "not flagged",
            "equal-and-out": "not flagged",
            "nothing-awarded": "not computable",
            "quality-counts": "not computable",
        },
    ),
)
