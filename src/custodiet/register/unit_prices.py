"""What one unit of a thing costs, as purchases state it: a bus, a kilometre of road, a school meal.

`comparables.toml` names the things by their codes and units. A price is stated for one unit, or follows from the total
of an award that buys nothing else; each purchase gives one price for a thing, the median of those it states.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import pyarrow as pa

from custodiet.discovery import load
from custodiet.engine import Engine, Later
from custodiet.errors import DefinitionError
from custodiet.model.place_tables import UNIT_PRICES
from custodiet.register.purposes import list_of, plain_code, purposes
from custodiet.register.row_words import TOTAL

if TYPE_CHECKING:
    import ibis

    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Digits enough for any quotient of two amounts; rounded once, at the end."""

_FILE = Path(__file__).with_name("comparables.toml")
_STAGES = ("tender", TOTAL, "award", "contract")
_KINDS = pa.schema([(name, pa.string()) for name in ("scheme", "code", "unit", "kind", "kind_unit")])


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of thing: its codes as LIST:prefix, and the unit in which it is counted."""

    title: str
    unit: str
    codes: list[str]


class Comparables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`comparables.toml`."""

    units: dict[str, list[str]]
    kind: dict[str, Kind]


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one unit of a kind of thing in one purchase."""

    ocid: str
    kind: str
    unit: str
    currency: str
    year: int
    amount: Decimal


@lru_cache(maxsize=1)
def comparables() -> Comparables:
    """The kinds of things; raises DefinitionError where one names an unknown unit or code list."""
    found = load(_FILE, Comparables)
    for name, kind in found.kind.items():
        strange = [code for code in kind.codes if code.partition(":")[0] not in purposes().code_list]
        if kind.unit not in found.units or strange:
            raise DefinitionError(f"{_FILE.name}: kind {name!r}: unknown unit {kind.unit!r} or code list in {strange}")
    return found


@lru_cache(maxsize=100_000)
def kind_of(scheme: str | None, code: str | None, unit: str | None) -> str | None:
    """The kind of thing of an item by its code and unit; None where either fits none."""
    name, counted = list_of(scheme), _units().get(_bare(unit or ""))
    if name is None or counted is None or not code:
        return None
    plain = plain_code(name, code)
    fitting = [
        (len(prefix), kind)
        for kind, one in sorted(comparables().kind.items())
        for listed, _colon, prefix in (code.partition(":") for code in one.codes)
        if listed == name and one.unit == counted and plain.startswith(prefix)
    ]
    return max(fitting)[1] if fitting else None


def priced(engine: Engine, tables: Mapping[str, Rows]) -> Later:
    """One row per stated price of a known kind of thing: ocid, kind, unit, currency, year, stage, quantity, amount.

    A price is stated for one unit, or as the total of an award that buys nothing but things of one kind, with their
    quantity (stage `total`). Surveillance purchases and cancelled processes are left out.
    """
    triple = ("scheme", "code", "unit")
    kinds = engine.keep(
        "comparable_kinds", _kinds(engine.batches(Later("comparable_codes", lambda: _said().codes(tables)), triple))
    )
    known = engine.keep("comparable_items", lambda: _said().comparable(tables, kinds))
    return Later("prices", lambda: _said().priced(tables, known))


def _said() -> ModuleType:
    """The expressions; they bring Ibis, so they are asked for where no statement was compiled ahead."""
    from custodiet.register import unit_price_rows  # noqa: PLC0415

    return unit_price_rows


def prices(rows: pa.Table) -> list[Price]:
    """One price per purchase, kind, unit and currency: the median of those it states at the latest stage."""
    groups: dict[tuple[str, str, str, str, str], dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    columns = (rows[name].to_pylist() for name in ("ocid", "kind", "unit", "currency", "year"))
    stated = (rows[name].to_pylist() for name in ("stage", "amount", "quantity"))
    for key, stage, amount, quantity in zip(zip(*columns, strict=True), *stated, strict=True):
        groups[key][stage].append(EXACT.divide(amount, Decimal(str(quantity))))
    found = []
    for (ocid, kind, unit, currency, year), stages in sorted(groups.items()):
        latest = max(stages, key=lambda stage: _STAGES.index(stage) if stage in _STAGES else -1)
        found.append(Price(ocid, kind, unit, currency, int(year), median(stages[latest])))
    return found


def price_table(known: Iterable[Price]) -> pa.Table:
    """The prices as the table UNIT_PRICES, in the order of its key."""
    ordered = sorted(known, key=lambda one: (one.kind, one.unit, one.currency, one.ocid, one.year))
    columns = [
        [one.ocid for one in ordered],
        [one.kind for one in ordered],
        [one.unit for one in ordered],
        [str(one.year) for one in ordered],
        [rounded(one.amount) for one in ordered],
        [one.currency for one in ordered],
    ]
    return pa.table(columns, schema=UNIT_PRICES.schema)


def median(amounts: Iterable[Decimal]) -> Decimal:
    """The middle amount; the mean of the two middle ones of an even number."""
    ordered = sorted(amounts)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return EXACT.divide(EXACT.add(ordered[half - 1], ordered[half]), Decimal(2))


def rounded(amount: Decimal) -> Decimal:
    """An amount with the four digits of a column of amounts."""
    return amount.quantize(Decimal("0.0001"), context=EXACT)


def _kinds(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Each different code and unit that is of a known kind."""
    rows = []
    for batch in batches:
        for row in batch.to_pylist():
            kind = kind_of(row["scheme"], row["code"], row["unit"])
            if kind is not None:
                rows.append(row | {"kind": kind, "kind_unit": comparables().kind[kind].unit})
    return pa.Table.from_pylist(rows, schema=_KINDS)


def _bare(unit: str) -> str:
    return re.sub(r"[\s.]+", "", unit.casefold())


@lru_cache(maxsize=1)
def _units() -> dict[str, str]:
    return {_bare(word): unit for unit, printed in comparables().units.items() for word in (unit, *printed)}
