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
_SEVERAL = ("awarded", "contracted", "paid")
"""States of which a process may have several amounts; of any other it has one."""
_READ = ("place_id", "purpose", "state", "year")
_MONEY = ("ocid", "place_id", "purpose", "state", "year", "amount", "currency")


def spending(spent: Rows) -> Rows:
    """One row per place, year, purpose, state and currency: sums and counts of SPENDING, without the conversions.

    Args:
        spent: what each process spent in each state, year and currency, as `amounts` gives it.
    """
    cells = spent.group_by("place_id", "year", "purpose", "state", "currency").agg(
        spent_amount=_.amount.sum().cast(_AMOUNT), processes=_.count(), with_amount=_.count(where=_.positive)
    )
    several = _.state.isin(_SEVERAL)
    once = ibis.union(
        spent.filter(~several).select(*_READ),
        spent.filter(several)
        .group_by("ocid", "state", "year")
        .agg(place_id=_.place_id.min(), purpose=_.purpose.min())
        .select(*_READ),
    )
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


def amounts(tables: Mapping[str, Rows], known: Rows) -> Rows:
    """One row per process, state, year and currency: the sum, and whether an amount above zero is in it."""
    called = _call(known).mutate(amount=_.amount.cast(_SUM), positive=_.amount > 0)
    summed = (
        _money(tables, known)
        .group_by("ocid", "state", "year", "currency")
        .agg(amount=_.amount.sum(), positive=(_.amount > 0).any(), place_id=_.place_id.min(), purpose=_.purpose.min())
    )
    return ibis.union(called, summed.select(*called.columns))


def _money(tables: Mapping[str, Rows], called: Rows) -> Rows:
    """One row per amount of awards, contracts and payments: ocid, place, purpose, state, year, amount, currency."""
    known = called.select("ocid", "place_id", "purpose", process_year="year")
    awards = _standing(tables["awards"])
    contracts = _standing(tables["contracts"])
    signed = contracts.left_join(_award_years(awards), ["ocid", "award_id"]).drop("ocid_right", "award_id_right")
    return ibis.union(
        _rows(awards, known, "awarded", "award", _.date),
        _rows(signed, known, "contracted", "contract", ibis.coalesce(_.date_signed, _.award_date)),
        _rows(tables["transactions"], known, "paid", "paid", _.date),
    )


def processes(tables: Mapping[str, Rows]) -> Rows:
    """The processes with place, purpose and year, and whether they came to nothing."""
    doubtful = tables["processes"].filter(_.status.isin([*CLOSED, *_WAITING])).select("ocid")
    going_on = ibis.union(
        *(_standing(tables[name]).select("ocid") for name in ("awards", "contracts")),
        tables["transactions"].select("ocid"),
    )
    alive = going_on.semi_join(doubtful, "ocid").distinct().mutate(alive=True)
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
        waiting=_.status.isin(_WAITING).fill_null(False) & _.alive.isnull(),
    )


def _call(called: Rows) -> Rows:
    """One row per process and state of its call, planned, tendered or cancelled; some without an amount."""
    tendered = called.mutate(
        state=ibis.cases((_.cancelled, "cancelled"), (_.waiting, "planned"), else_="tendered"),
        amount=ibis.ifelse(_.waiting, _.budget_amount, _.tender_amount).cast(_AMOUNT),
        currency=ibis.ifelse(_.waiting, _.budget_currency, _.tender_currency),
    )
    budgets = called.filter(_.budget_amount.notnull() & ~_.waiting & ~_.cancelled).mutate(
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
