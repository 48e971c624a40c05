"""Quartiles and fences of a peer group: what is usual among the peers, and from where on a value stands out.

Quartiles are of type 8 (R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician
50, 1996): median-unbiased whatever the distribution. The fences are those of J. W. Tukey, Exploratory Data Analysis
(1977): a quartile and one and a half times the distance between the quartiles.
"""

from collections.abc import Mapping
from typing import Any

import ibis
from ibis import _

from custodiet.indicators._tables import Rows

REACH = 1.5
"""How many times the distance between the quartiles a fence stands away from them."""
TOO_FEW = "too few peers to compare with"
ALL_ALIKE = "the peers do not differ, so nothing stands out"
OUT_OF_REACH = "the fence lies outside the possible values, so nothing can reach it"
UNBOUND = (TOO_FEW, ALL_ALIKE, OUT_OF_REACH)
QUARTILES = {"q1": 0.25, "q3": 0.75}


def spread(rows: Rows, value: str, by: str, shares: Mapping[str, float] = QUARTILES) -> Rows:
    """One row per peer group (column `by`): `peers` with a value, and the value below which each share of them lies."""
    measured = rows.filter(rows[value].notnull()).select(group=by, value=rows[value].cast("float64"))
    ranked = measured.mutate(
        rank=ibis.row_number().over(group_by="group", order_by="value") + 1, peers=_.count().over(group_by="group")
    )
    placed = ranked.mutate(**{f"place_{name}": _place(share) for name, share in shares.items()})
    near = {}
    for name in shares:
        low = _[f"place_{name}"].floor()
        near[f"place_{name}"] = _[f"place_{name}"].max()
        near[f"below_{name}"] = _.value.max(where=_.rank == low)
        near[f"above_{name}"] = _.value.max(where=_.rank == ibis.least(low + 1, _.peers))
    grouped = placed.group_by("group").aggregate(peers=_.peers.max(), **near)
    between = {name: _between(name) for name in shares}
    return grouped.select(_.peers, **{by: _.group}, **between)


def fenced(rows: Rows, value: str, by: str) -> Rows:
    """One row per peer group: `peers`, `q1`, `q3`, `lower` and `upper` fence."""
    distance = _.q3 - _.q1
    return spread(rows, value, by).mutate(lower=_.q1 - REACH * distance, upper=_.q3 + REACH * distance)


def against_peers(
    bound: float | None, fence: Any, minimum_peers: int, *, passed_over: Any = None
) -> list[tuple[Any, str]]:
    """Why a value cannot be held against its peers; nothing where the settings give the bound.

    Args:
        bound: that of the settings.
        fence: when no value can reach the fence.
        minimum_peers: fewest peers from which a fence is drawn.
        passed_over: read to the letter, when Cardinal passes over the bound, given or not; it asks for nothing else.
    """
    if passed_over is not None:
        return [(passed_over, OUT_OF_REACH)]
    if bound is not None:
        return []
    return [
        (_.peers.fill_null(0) < minimum_peers, TOO_FEW),
        (_.q1 == _.q3, ALL_ALIKE),
        (fence, OUT_OF_REACH),
    ]


def _place(share: float) -> Any:
    """The rank at which a share of the peers lies below, between 1 and their number; mostly not whole."""
    peers = _.peers.cast("float64")  # beside a whole number a fraction would be read as a decimal, and cut
    return ibis.least(ibis.greatest((peers + 1 / 3) * share + 1 / 3, 1.0), peers)


def _between(name: str) -> Any:
    """The value at a place, between the two ranks nearest to it."""
    place, below, above = (_[f"{part}_{name}"] for part in ("place", "below", "above"))
    return below + (place - place.floor()) * (above - below)
