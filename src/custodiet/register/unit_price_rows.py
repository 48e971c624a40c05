"""The expressions of `unit_prices`: which items are of a known kind, and the prices that are stated of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

from custodiet.register.assemble import CLOSED
from custodiet.register.row_words import TOTAL

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_ROUNDED_UP = 1.25  # a line may carry the tax that the total of the purchase leaves out
_QUANTITY = "decimal(38, 6)"
_LEAST = 0.1
_JOINED = ("processes", "items", "awards", "contracts")


def codes(tables: Mapping[str, Rows]) -> Rows:
    """Every different code of an item with its unit."""
    return _coded(tables).select("scheme", "code", "unit").distinct()


def comparable(tables: Mapping[str, Rows], kinds: Rows) -> Rows:
    """The items of a known kind of thing, as far as a price is read from them."""
    known = _coded(tables).inner_join(kinds, ["scheme", "code", "unit"])
    return known.select("ocid", "stage", "holder_id", "kind", "kind_unit", "quantity", "unit_amount", "unit_currency")


def priced(tables: Mapping[str, Rows], known: Rows) -> Rows:
    """One row per stated price of a known kind of thing; `known` are the items of such kinds."""
    # Of all other purchases nothing is needed.
    concerned = {name: rows.semi_join(known, "ocid") if name in _JOINED else rows for name, rows in tables.items()}
    rows = ibis.union(_by_unit(known, concerned), _by_total(concerned["items"], known, concerned["awards"]))
    watched = tables["technologies"].filter(_.label.isin(["yes", "part"])).select("ocid")
    years = tables["processes"].filter(~_.status.fill_null("").isin(CLOSED)).select(
        "ocid", year=ibis.coalesce(_.tender_start, _.published, _.release_date).substr(0, 4)
    )  # fmt: skip
    dated = rows.anti_join(watched, "ocid").inner_join(years, "ocid").filter(_.year.re_search(r"^\d{4}$"))
    return dated.mutate(currency=_.currency.upper())


def _coded(tables: Mapping[str, Rows]) -> Rows:
    return tables["items"].filter(_.scheme.notnull() & _.code.notnull() & _.unit.notnull())


def _by_unit(known: Rows, tables: Mapping[str, Rows]) -> Rows:
    """The prices stated for one unit, without those that the purchase itself contradicts.

    Some publishers print the total of a line as the price of its unit, or count in hundredths: a price that, times its
    quantity, is more than the whole purchase is none, and neither is that of less than a tenth of a unit.
    """
    stated = ibis.union(
        tables["processes"].select("ocid", amount=_.tender_amount),
        tables["awards"].group_by("ocid").agg(amount=_.award_amount.sum().cast("decimal(24, 4)")),
        tables["contracts"].group_by("ocid").agg(amount=_.contract_amount.sum().cast("decimal(24, 4)")),
    )
    most = stated.group_by("ocid").agg(most=_.amount.max().cast("float64"))
    lines = known.filter((_.unit_amount > 0) & _.unit_currency.notnull()).left_join(most, "ocid").drop("ocid_right")
    quantity = _.quantity.fill_null(1.0)
    fits = _.most.isnull() | (_.most <= 0) | (_.unit_amount.cast("float64") * quantity <= _ROUNDED_UP * _.most)
    return lines.filter(fits & (quantity >= _LEAST)).select(
        "ocid", "kind", "stage", unit=_.kind_unit, currency=_.unit_currency, quantity=1.0, amount=_.unit_amount
    )


def _by_total(items: Rows, known: Rows, awards: Rows) -> Rows:
    """The totals of awards whose items, all of them, are of one kind and have a quantity.

    Items listed by the award decide; those of the tender only where there is no more than one award, since of several
    lots some may have found no supplier.
    """
    place = ["ocid", "stage", "holder_id"]
    listed = items.mutate(holder_id=_.holder_id.fill_null("")).group_by(place).agg(listed=_.count())
    # The sum of floats hangs on the order in which an engine meets them.
    counted = known.filter(_.quantity >= _LEAST).mutate(
        holder_id=_.holder_id.fill_null(""), exactly=_.quantity.try_cast(_QUANTITY)
    ).group_by(place).agg(
        counted=_.count(where=_.exactly.notnull()), kind=_.kind.min(), kinds=_.kind.nunique(), unit=_.kind_unit.min(),
        quantity=_.exactly.sum().cast("float64"),
    )  # fmt: skip
    pure = counted.inner_join(listed, place).filter((_.counted == _.listed) & (_.kinds == 1))
    standing = awards.filter(
        ~_.status.fill_null("").isin(CLOSED) & (_.award_amount > 0) & _.award_currency.notnull()
    ).select("ocid", "award_id", currency=_.award_currency, amount=_.award_amount)
    own = pure.filter(_.stage == "award").inner_join(standing, ["ocid", pure.holder_id == standing.award_id])
    single = awards.group_by("ocid").agg(awards=_.count()).filter(_.awards == 1)
    called = pure.filter(_.stage == "tender").inner_join(standing.semi_join(single, "ocid"), "ocid")
    silent = called.anti_join(items.filter(_.stage == "award"), "ocid")
    columns = ("ocid", "kind", "stage", "unit", "currency", "quantity", "amount")
    return ibis.union(*(rows.mutate(stage=ibis.literal(TOTAL)).select(*columns) for rows in (own, silent)))
