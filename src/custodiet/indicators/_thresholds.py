"""The amounts from which laws ask for a competitive procedure, by country, time and kind of purchase."""

from functools import cache
from pathlib import Path
from typing import Any

import ibis
import msgspec
import pyarrow as pa
from ibis import _

from custodiet.discovery import load
from custodiet.indicators._tables import Rows, Tables

COMPETITIVE = ("open", "selective")
"""Methods of OCDS that invite offers; `limited` and `direct` do not."""
KNOWN_METHODS = (*COMPETITIVE, "limited", "direct")
_FILE = Path(__file__).with_name("_thresholds.toml")
_KINDS = ("goods", "services", "works")


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One amount of one law; `goods`, `services` and `works` as in OCDS `mainProcurementCategory`."""

    countries: tuple[str, ...]
    from_: str = msgspec.field(name="from")
    until: str
    currency: str
    goods: int
    services: int
    works: int
    law: str
    source: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    threshold: tuple[Threshold, ...]


@cache
def thresholds() -> tuple[Threshold, ...]:
    """All amounts on file."""
    return load(_FILE, _File).threshold


def with_bound(tables: Tables, rows: Rows) -> Rows:
    """Processes with `bound` and `law` where one is on file for their country, day, category and currency."""
    known = tables.step("bounds", _table)
    day = ibis.coalesce(_.published, _.tender_start, _.release_date).substr(0, 10)
    dated = rows.mutate(day=day)
    same = [
        dated.country == known.bound_country,
        dated.category == known.kind,
        dated.tender_currency == known.bound_currency,
        dated.day >= known.first,
        dated.day <= known.last,
    ]
    return dated.left_join(known, same).drop("bound_country", "kind", "bound_currency", "first", "last")


def _table() -> pa.Table:
    """One row per amount, country and kind."""
    rows = [
        {
            "bound_country": country,
            "kind": kind,
            "bound_currency": one.currency,
            "first": one.from_,
            "last": one.until,
            "bound": float(getattr(one, kind)),
            "law": f"{one.law}; {one.source}",
        }
        for one in thresholds()
        for country in one.countries
        for kind in _KINDS
    ]
    return pa.Table.from_pylist(rows)


def unbounded() -> list[tuple[Any, str]]:
    """Why an amount cannot be held against a law."""
    return [
        (_.category.isnull(), "goods, services or works is not stated"),
        (_.tender_amount.isnull() | _.tender_currency.isnull(), "the estimated value or its currency is not stated"),
        (_.country.isnull(), "the country is not stated"),
        (_.bound.isnull(), "no legal amount with a source is on file for this country, time and currency"),
    ]
