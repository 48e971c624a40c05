"""The price of one camera lies far from the prices that others paid.

## Why it can matter

The price of one unit is the one price that can be compared between cities.

## Method

Items of purchases of surveillance technology that are called cameras, with a price for one unit, are compared with
those of the same country, currency and year, one price for each process (its dearest). A process is flagged where the
price lies at or beyond a fence, Q1 - 1.5 (Q3 - Q1) or Q3 + 1.5 (Q3 - Q1), of the logarithms of the prices, because
prices spread by factors and a lower fence of plain amounts would lie below zero. `value` is the price; `threshold` the
fence next to it.

## Innocent explanations

- A thermal, number-plate or moving camera among simple ones.
- The unit is a set with mast, cable and server.
- The unit price holds the price of all units.

## When it abstains

- the process is no purchase of surveillance technology, or technologies were not classified;
- no item that is a camera states the price of one unit and its currency;
- country or year is not stated, the peers are fewer than `minimum_peers`, or do not differ.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on prices far from those of the market. J. W.
Tukey, Exploratory Data Analysis (1977), for fences and logarithms.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._fences import ALL_ALIKE, TOO_FEW, fenced
from custodiet.indicators._settings import Count, IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C117"
TITLE = "Price per camera far from its peers"
TABLES = ("processes", "items", "technologies")
# The last digits of a logarithm are not the same on every machine.
_LOGARITHM_DIGITS, _AMOUNT_DIGITS = 9, 2


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C117."""

    minimum_peers: Annotated[Count, Meta(description="fewest processes from which fences are drawn")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    priced = tables.step("c117", lambda: _priced(tables))
    fences = tables.step("c117_spread", lambda: fenced(priced, "magnitude", "peer_group"))
    measured = beside(tables.processes, priced).left_join(fences, "peer_group").drop("peer_group_right")
    above = _.magnitude >= (_.lower + _.upper) / 2
    verdict = Verdict(
        missing=[
            (_.price.isnull(), "no item called a camera in a purchase states the price of one unit"),
            (_.peer_group.isnull(), "country or year is not stated"),
            (_.peers < settings.minimum_peers, TOO_FEW),
            (_.q1 == _.q3, ALL_ALIKE),
        ],
        flagged=(_.magnitude <= _.lower) | (_.magnitude >= _.upper),
        value=_.price,
        threshold=ibis.ifelse(above, _.upper, _.lower).exp().round(_AMOUNT_DIGITS),
        fence="Q1 - 1.5 IQR or Q3 + 1.5 IQR of the logarithms",
        peer_group=_.peer_group,
        peers=_.peers,
        because="the price of one camera lies at or beyond the fence",
        otherwise="the price of one camera lies between the fences",
        evidence=ibis.array([_.place]),
    )
    return judge_processes(measured, verdict)


def _priced(tables: Tables) -> Rows:
    """One row per purchase with a camera that has a unit price: the highest `price`, its `magnitude`, its peers."""
    items = tables.found("items")
    if tables.has("technologies"):
        bought = tables.table("technologies").filter(_.label.isin(("yes", "part"))).select("ocid").distinct()
        items = items.semi_join(bought, "ocid")
    else:
        items = items.filter(ibis.literal(False))
    is_camera = _.description.lower().re_search(rf"(^|[^\pL])({'|'.join(_words())})")
    stated = (_.unit_amount > 0) & _.unit_currency.notnull()
    cameras = items.filter(is_camera & stated).mutate(
        price=_.unit_amount.cast("float64"), place="items.unit_amount " + _.document_id + " " + _.pointer
    )
    highest = cameras.group_by(["ocid", "unit_currency"]).aggregate(price=_.price.max(), place=_.place.min())
    only = highest.group_by("ocid").aggregate(
        currency=_.unit_currency.min(), price=_.price.max(), place=_.place.min(), currencies=_.count()
    )
    homes = tables.processes.filter(_.excluded.isnull()).select("process", "country", "year")
    placed = tables.numbered(only.filter(_.currencies == 1)).inner_join(homes, "process")
    group = "cameras in " + _.country + ", " + _.year.cast("string") + ", " + _.currency
    return placed.select("process", "price", "place", magnitude=_.price.ln().round(_LOGARITHM_DIGITS), peer_group=group)


@cache
def _words() -> tuple[str, ...]:
    text = Path(__file__).with_name("_camera_words.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["words"])


def _item(ocid: str, price: int, description: str = "Відеокамера IP") -> dict[str, object]:
    named = {"stage": "tender", "item_id": "1", "description": description}
    return {"ocid": ocid, **named, "unit_amount": price, "unit_currency": "UAH"}


_USUAL = {f"usual-{n}": 4000 + 200 * n for n in range(9)}

EXAMPLES = (
    Example(
        "a camera for a hundred times the price of others",
        {
            "processes": [
                {"ocid": ocid, "country": "UA", "tender_start": "2024-03-01"} for ocid in (*_USUAL, "dear", "cable")
            ],
            "technologies": [
                {"ocid": ocid, "technology": "video.cctv_fixed", "label": "yes"} for ocid in (*_USUAL, "dear", "cable")
            ],
            "items": [
                *(_item(ocid, price) for ocid, price in _USUAL.items()),
                _item("dear", 500000),
                _item("cable", 20, "Кабель"),
            ],
        },
        {**dict.fromkeys(_USUAL, "not flagged"), "dear": "flagged", "cable": "not computable"},
        settings={"minimum_peers": 10},
    ),
)
