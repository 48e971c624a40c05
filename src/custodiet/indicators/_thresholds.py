"""Whether a process lies above the amount from which the law of its country and time asks for competition."""

from typing import Any

import ibis
from ibis import _

from custodiet.indicators._bounds import bound_table
from custodiet.indicators._tables import Rows, Tables, beside

COMPETITIVE = ("open", "selective")
"""Methods of OCDS that invite offers; `limited` and `direct` do not."""
KNOWN_METHODS = (*COMPETITIVE, "limited", "direct")


def with_bound(tables: Tables) -> Rows:
    """Processes with `bound` and `law` where one is on file for their country, day, category and currency."""
    return beside(tables.processes, tables.step("bounded", lambda: _bounded(tables)))


def _bounded(tables: Tables) -> Rows:
    """One row per process with a legal amount."""
    known = tables.step("bounds", bound_table)
    day = ibis.coalesce(_.published, _.tender_start, _.release_date).substr(0, 10)
    dated = tables.processes.mutate(day=day)
    same = [
        dated.country == known.bound_country,
        dated.category == known.kind,
        dated.tender_currency == known.bound_currency,
        dated.day >= known.first,
        dated.day <= known.last,
    ]
    return dated.inner_join(known, same).select("process", "bound", "law")


def unbounded() -> list[tuple[Any, str]]:
    """Why an amount cannot be held against a law."""
    return [
        (_.category.isnull(), "goods, services or works is not stated"),
        (_.tender_amount.isnull() | _.tender_currency.isnull(), "the estimated value or its currency is not stated"),
        (_.country.isnull(), "the country is not stated"),
        (_.bound.isnull(), "no legal amount with a source is on file for this country, time and currency"),
    ]
