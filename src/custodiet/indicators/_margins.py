"""The distance between the winning price and the next: R024 asks whether it is small, R058 whether it is large."""

from typing import Any

from ibis import _

from custodiet.indicators._fences import fenced
from custodiet.indicators._tables import Rows, Tables, beside, first_of
from custodiet.indicators._verdict import Verdict, judge_processes, name_tenderers
from custodiet.model.indicator_tables import FLAGGED


def margin_spread(tables: Tables) -> Rows:
    """One row per currency: `peers`, quartiles and fences of the margins that may be compared."""
    return tables.step("margin_spread", lambda: fenced(_comparable(tables), "margin", "currency"))


def judge_margins(tables: Tables, *, missing: list[tuple[Any, str]], names_second: bool, **verdict: Any) -> Rows:
    """One row per process, and one per tenderer that a flagged process names.

    Args:
        tables: the tables of the run.
        missing: why a margin cannot be held against its peers.
        names_second: whether the tenderers with the second price are named beside the winner.
        verdict: how a margin is judged, as in `Verdict`.
    """
    measured = beside(tables.processes, tables.margins.drop("winner"))
    rows = measured.left_join(margin_spread(tables), "currency").drop("currency_right")
    judged = Verdict(
        missing=[*_unmeasured(tables), *missing],
        value=_.margin,
        peer_group="margins in " + _.currency,
        peers=_.peers,
        columns=("ocid",),
        **verdict,
    )
    flags = judge_processes(rows, judged)
    flagged = flags.filter(_.state == FLAGGED).select("process")
    named = name_tenderers(_named(tables, flagged, names_second=names_second), "named in a process that is flagged")
    return flags.union(named)


def _comparable(tables: Tables) -> Rows:
    """Margins of processes whose prices may be compared."""
    allowed = tables.processes.filter(tables.comparable(_) & _.excluded.isnull()).select("process")
    return tables.margins.semi_join(allowed, "process")


def _unmeasured(tables: Tables) -> list[tuple[Any, str]]:
    return [
        (~tables.comparable(_), "the settings say that prices of this procedure cannot be compared"),
        (_.active.isnull(), "no awards are published"),
        (_.undecided > 0, "an award is undecided"),
        (_.active == 0, "no award is active"),
        (_.active > 1, "several awards are active, so it is not told which bids compete"),
        (_.winners == 0, "the award names no supplier"),
        ((_.winners > 1) | (_.sharing > 1), "the award names several suppliers"),
        (_.winning.isnull(), "no valid bid of the winner alone with a price is published"),
        (_.mixed, "the winner offered in several currencies"),
        (_.winning <= 0, "the winning price is zero or less"),
        (_.second.isnull(), "no second valid bid with a price in the currency of the winner is published"),
        (_.second < _.winning, "the lowest valid bid did not win, so price alone did not decide"),
    ]


def _named(tables: Tables, flagged: Rows, *, names_second: bool) -> Rows:
    """The winner of each flagged process, and who stated the second price."""
    known = tables.margins.select("process", "winner", "winning", "second", money="currency")
    prices = known.semi_join(flagged, "process")
    valid = tables.asked_for(tables.bids.filter((_.status == "valid") & _.sole.notnull()))
    offers = valid.inner_join(prices, "process").filter(_.currency == _.money)
    won = (_.sole == _.winner) & (_.price == _.winning)
    is_second = (_.sole != _.winner) & (_.price == _.second)
    named = offers.filter(won | is_second if names_second else won)
    if tables.common.literal:
        named = first_of(named.mutate(won=won), ["process", "won"], ["order"])
    return tables.placed(named.select("process", "bid_id", tenderer="sole"), "bids", "bid_amount", "bid_id")
