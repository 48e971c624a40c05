"""The expressions of `spending`: what each process spent in each state, and the sums by place, year and purpose."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

from custodiet.register.assemble import CLOSED
from custodiet.register.row_words import UNTOLD

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_AMOUNT = "decimal(24, 4)"
_SUM = "decimal(38, 4)"
_WAITING = ("planning", "planned")
_CELL = ("place_id", "year", "purpose", "state", "currency")


def spending(known: Rows, spent: Rows) -> Rows:
    """One row per place, year, purpose, state and currency: sums and counts of SPENDING, without the conversions.

    Args:
        known: the processes, as `processes` gives them.
        spent: what each process spent in each state, year and currency, as `amounts` gives it.
    """
    called = _call(known)
    placed = known.select("process", "place_id", "purpose")
    rows = ibis.union(called, spent.inner_join(placed, "process").select(*called.columns))
    cells = rows.group_by(*_CELL).agg(
        spent_amount=_.amount.sum().cast(_AMOUNT), processes=_.count(), with_amount=_.count(where=_.positive)
    )
    # A call is one row of its process and state; what was spent in a year may be in several currencies.
    once = spent.select("process", "state", "year").distinct().inner_join(placed, "process")
    columns = ("place_id", "year", "state", "purpose")
    read = (
        ibis.union(called.select(*columns), once.select(*columns))
        .group_by("place_id", "year", "state")
        .agg(read=_.count(), read_with_purpose=_.count(where=_.purpose != UNTOLD))
    )
    same = [
        cells.state == read.state,
        cells.place_id.fill_null("") == read.place_id.fill_null(""),
        cells.year.fill_null("") == read.year.fill_null(""),
    ]
    joined = cells.inner_join(read, same).drop("place_id_right", "year_right")
    return joined.mutate(spent_currency=_.currency)


def amounts(tables: Mapping[str, Rows], known: Rows) -> Rows:
    """One row per process, year, currency and state of which it may have several amounts.

    Its columns are the sum, and whether an amount above zero is in it.
    """
    awards = _standing(tables["awards"])
    contracts = _standing(tables["contracts"])
    unsigned = contracts.filter(_.date_signed.isnull())
    award_dates = (
        awards.semi_join(unsigned, ["ocid", "award_id"]).group_by("ocid", "award_id").agg(award_date=_.date.min())
    )
    signed = contracts.left_join(award_dates, ["ocid", "award_id"]).drop("ocid_right", "award_id_right")
    return ibis.union(
        _sums(awards, known, "awarded", "award", _.date),
        _sums(signed, known, "contracted", "contract", ibis.coalesce(_.date_signed, _.award_date)),
        _sums(tables["transactions"], known, "paid", "paid", _.date),
    )


def processes(tables: Mapping[str, Rows]) -> Rows:
    """The processes with a number, place, purpose and year, and whether they came to nothing."""
    doubtful = tables["processes"].filter(_.status.isin([*CLOSED, *_WAITING])).select("ocid")
    going_on = ibis.union(
        *(_standing(tables[name]).select("ocid") for name in ("awards", "contracts")),
        tables["transactions"].select("ocid"),
    )
    alive = going_on.semi_join(doubtful, "ocid").distinct().mutate(alive=True)
    joined = tables["processes"].left_join(alive, "ocid").drop("ocid_right")
    places = tables["process_places"].select("ocid", "place_id")
    number = ibis.row_number().over(order_by="ocid").cast("int32")  # joins and groups in half the time of an ocid
    purposes = tables["process_purposes"].select("ocid", "purpose", process=number)
    placed = joined.inner_join(places, "ocid").inner_join(purposes, "ocid")
    return placed.select(
        "ocid",
        "process",
        "place_id",
        "purpose",
        "tender_amount",
        "tender_currency",
        "budget_amount",
        "budget_currency",
        year=_year(ibis.coalesce(_.tender_start, _.published, _.release_date)),
        cancelled=_.status.isin(CLOSED).fill_null(False) & _.alive.isnull(),
        waiting=_.status.isin(_WAITING).fill_null(False) & _.alive.isnull(),
    )


def _call(known: Rows) -> Rows:
    """One row per process and state of its call, planned, tendered or cancelled; some without an amount."""
    tendered = known.mutate(
        state=ibis.cases((_.cancelled, "cancelled"), (_.waiting, "planned"), else_="tendered"),
        amount=ibis.ifelse(_.waiting, _.budget_amount, _.tender_amount).cast(_SUM),
        currency=ibis.ifelse(_.waiting, _.budget_currency, _.tender_currency),
    )
    budgets = known.filter(_.budget_amount.notnull() & ~_.waiting & ~_.cancelled).mutate(
        state=ibis.literal("planned"), amount=_.budget_amount.cast(_SUM), currency=_.budget_currency
    )
    columns = (*_CELL, "amount")
    rows = ibis.union(tendered.select(*columns), budgets.select(*columns))
    # A currency without an amount says nothing.
    return rows.mutate(
        currency=ibis.ifelse(_.amount.isnull(), ibis.null("string"), _.currency.upper()), positive=_.amount > 0
    )


def _sums(rows: Rows, known: Rows, state: str, money: str, date: Any) -> Rows:
    """The amounts of one state by process, year and currency; the year of the call where it has no date of its own."""
    dated = rows.mutate(own_year=_year(date))
    joined = dated.inner_join(known.select("ocid", "process", process_year="year"), "ocid")
    amount = _[f"{money}_amount"].cast(_AMOUNT)
    stated = joined.select(
        "process",
        year=ibis.coalesce(_.own_year, _.process_year),
        currency=ibis.ifelse(amount.isnull(), ibis.null("string"), _[f"{money}_currency"].upper()),
        amount=amount,
    )
    summed = stated.group_by("process", "year", "currency").agg(amount=_.amount.sum(), positive=(_.amount > 0).any())
    return summed.mutate(state=ibis.literal(state))


def _standing(rows: Rows) -> Rows:
    """Awards or contracts without those that came to nothing."""
    return rows.filter(~_.status.fill_null("").isin(CLOSED))


def _year(date: Any) -> Any:
    """The year of a date as published; null where it does not begin with one."""
    return ibis.ifelse(date.re_search(r"^\d{4}"), date.substr(0, 4), ibis.null("string"))
