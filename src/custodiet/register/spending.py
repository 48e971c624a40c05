"""The balance: what each place spent, by year, purpose and state of the money, and how much of it was read.

Surveillance stands beside roads, public transport, water, air, health, schools and parks. Amounts of different states
are never added, nor amounts of different currencies; a cancelled purchase is in no total. Beside each sum stand the
number of processes it rests on, how many of them state an amount, and how many were read for that place and year.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
import pyarrow as pa
from ibis import _

from custodiet.engine import Engine
from custodiet.model.place_tables import SPENDING
from custodiet.register.assemble import CLOSED
from custodiet.register.money import DOLLAR, Converted, convert
from custodiet.register.purposes import UNTOLD

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_AMOUNT = "decimal(24, 4)"
_MONEY = ("ocid", "place_id", "purpose", "state", "year", "amount", "currency")
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


def spending(amounts: Rows) -> Rows:
    """One row per place, year, purpose, state and currency: sums and counts of SPENDING, without the conversions.

    Args:
        amounts: what each process spent in each state, year and currency, as `_amounts` gives it.
    """
    cells = amounts.group_by("place_id", "year", "purpose", "state", "currency").agg(
        spent_amount=_.amount.sum().cast(_AMOUNT), processes=_.count(), with_amount=_.count(where=_.positive)
    )
    once = amounts.group_by("ocid", "state", "year").agg(place_id=_.place_id.min(), purpose=_.purpose.min())
    read = once.group_by("place_id", "year", "state").agg(
        read=_.count(), read_with_purpose=_.count(where=_.purpose != UNTOLD)
    )
    same = [
        cells.state == read.state,
        cells.place_id.fill_null("") == read.place_id.fill_null(""),
        cells.year.fill_null("") == read.year.fill_null(""),
    ]
    joined = cells.inner_join(read, same).drop("place_id_right", "year_right")
    return joined.mutate(spent_currency=_.currency)


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
    processes = engine.keep("spending_processes", _processes(tables))
    amounts = engine.keep("spending_amounts", _amounts(_money(tables, processes)))
    return completed(engine.batches(spending(amounts), SPENDING.key), places)


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


def _amounts(money: Rows) -> Rows:
    """One row per process, state, year and currency: the sum, and whether an amount above zero is in it."""
    return money.group_by("ocid", "state", "year", "currency").agg(
        amount=_.amount.sum(), positive=(_.amount > 0).any(), place_id=_.place_id.min(), purpose=_.purpose.min()
    )


def _money(tables: Mapping[str, Rows], processes: Rows) -> Rows:
    """One row per amount, and per process without one: ocid, place, purpose, state, year, amount, currency."""
    known = processes.select("ocid", "place_id", "purpose", process_year="year")
    awards = _standing(tables["awards"])
    contracts = _standing(tables["contracts"])
    signed = contracts.left_join(_award_years(awards), ["ocid", "award_id"]).drop("ocid_right", "award_id_right")
    return ibis.union(
        _call(processes),
        _rows(awards, known, "awarded", "award", _.date),
        _rows(signed, known, "contracted", "contract", ibis.coalesce(_.date_signed, _.award_date)),
        _rows(tables["transactions"], known, "paid", "paid", _.date),
    )


def _processes(tables: Mapping[str, Rows]) -> Rows:
    """The processes with place, purpose and year, and whether they came to nothing."""
    alive = ibis.union(
        *(_standing(tables[name]).select("ocid") for name in ("awards", "contracts")),
        tables["transactions"].select("ocid"),
        distinct=True,
    ).mutate(alive=True)
    joined = tables["processes"].left_join(alive, "ocid").drop("ocid_right")
    places = tables["process_places"].select("ocid", "place_id")
    purposes = tables["process_purposes"].select("ocid", "purpose")
    placed = joined.inner_join(places, "ocid").inner_join(purposes, "ocid")
    return placed.select(
        "ocid",
        "place_id",
        "purpose",
        "tender_amount",
        "tender_currency",
        "budget_amount",
        "budget_currency",
        year=_year(ibis.coalesce(_.tender_start, _.published, _.release_date)),
        cancelled=_.status.isin(CLOSED).fill_null(False) & _.alive.isnull(),
        waiting=_.status.isin(["planning", "planned"]).fill_null(False) & _.alive.isnull(),
    )


def _call(processes: Rows) -> Rows:
    """The money of calls: planned, tendered or cancelled, each for itself."""
    tendered = processes.mutate(
        state=ibis.cases((_.cancelled, "cancelled"), (_.waiting, "planned"), else_="tendered"),
        amount=ibis.ifelse(_.waiting, _.budget_amount, _.tender_amount).cast(_AMOUNT),
        currency=ibis.ifelse(_.waiting, _.budget_currency, _.tender_currency),
    )
    budgets = processes.filter(_.budget_amount.notnull() & ~_.waiting & ~_.cancelled).mutate(
        state=ibis.literal("planned"), amount=_.budget_amount.cast(_AMOUNT), currency=_.budget_currency
    )
    rows = ibis.union(tendered.select(*_MONEY), budgets.select(*_MONEY))
    # A currency without an amount says nothing.
    return rows.mutate(currency=ibis.ifelse(_.amount.isnull(), ibis.null("string"), _.currency.upper()))


def _rows(rows: Rows, known: Rows, state: str, money: str, date: Any) -> Rows:
    """The amounts of one state; the year of the call where the state has no date of its own."""
    dated = rows.mutate(own_year=_year(date), state=ibis.literal(state))
    joined = dated.inner_join(known, "ocid")
    amount = _[f"{money}_amount"].cast(_AMOUNT)
    return joined.mutate(
        year=ibis.coalesce(_.own_year, _.process_year),
        amount=amount,
        currency=ibis.ifelse(amount.isnull(), ibis.null("string"), _[f"{money}_currency"].upper()),
    ).select(*_MONEY)


def _award_years(awards: Rows) -> Rows:
    return awards.group_by("ocid", "award_id").agg(award_date=_.date.min())


def _standing(rows: Rows) -> Rows:
    """Awards or contracts without those that came to nothing."""
    return rows.filter(~_.status.fill_null("").isin(CLOSED))


def _year(date: Any) -> Any:
    """The year of a date as published; null where it does not begin with one."""
    return ibis.ifelse(date.re_search(r"^\d{4}"), date.substr(0, 4), ibis.null("string"))
