"""The amounts from which laws ask for a competitive procedure, as they stand on file."""

from functools import cache
from pathlib import Path

import msgspec
import pyarrow as pa

from custodiet.discovery import load

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


def bound_table() -> pa.Table:
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
