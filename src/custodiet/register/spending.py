"""The balance: what each place spent, by year, purpose and state of the money, and how much of it was read.

Surveillance stands beside roads, public transport, water, air, health, schools and parks. Amounts of different states
are never added, nor amounts of different currencies; a cancelled purchase is in no total. Beside each sum stand the
number of processes it rests on, how many of them state an amount, and how many were read for that place and year.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from custodiet.engine import Engine, Later
from custodiet.model.place_tables import SPENDING
from custodiet.register.money import DOLLAR, Converted, convert

if TYPE_CHECKING:
    import ibis

    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def completed(batches: Iterable[pa.RecordBatch], places: pa.Table) -> Iterator[pa.RecordBatch]:
    """The rows of `spending` with dollars and the share of one inhabitant, in exact decimals; columns of SPENDING."""
    people = dict(zip(places["place_id"].to_pylist(), places["population"].to_pylist(), strict=True))
    for batch in batches:
        rows = [_completed(row, people.get(row["place_id"])) for row in batch.to_pylist()]
        yield pa.RecordBatch.from_pylist(rows, schema=SPENDING.schema)


def spending_batches(engine: Engine, tables: Mapping[str, Rows], places: pa.Table) -> Iterator[pa.RecordBatch]:
    """The table SPENDING, ready to be written: batches in the order of its key.

    `tables` are `processes`, `awards`, `contracts`, `transactions`, `process_places` and `process_purposes`.
    """
    processes = engine.keep("spending_processes", lambda: _said().processes(tables))
    amounts = engine.keep("spending_amounts", lambda: _said().amounts(tables, processes))
    return completed(
        engine.batches(Later("spending", lambda: _said().spending(processes, amounts)), SPENDING.key), places
    )


def _said() -> ModuleType:
    """The expressions; they bring Ibis, so they are asked for where no statement was compiled ahead."""
    from custodiet.register import spending_rows  # noqa: PLC0415

    return spending_rows


def _completed(row: Mapping[str, Any], people: int | None) -> dict[str, Any]:
    year = int(row["year"]) if row["year"] else None
    amount = row["spent_amount"]
    found = None if amount is None else convert(amount, row["currency"], year)
    dollars = found if isinstance(found, Converted) else None
    return {
        **row,
        "usd_amount": dollars.amount if dollars else None,
        "usd_currency": DOLLAR if dollars else None,
        "usd_rate": f"{dollars.rate.normalize(_EXACT):f}" if dollars else None,
        "usd_note": None if found is None else found.source if isinstance(found, Converted) else found.reason,
        "per_inhabitant": _share(amount, people),
    }


def _share(amount: Decimal | None, people: int | None) -> Decimal | None:
    if amount is None or not people:
        return None
    return _EXACT.divide(amount, Decimal(people)).quantize(Decimal("0.0001"), context=_EXACT)
