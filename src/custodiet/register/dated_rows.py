"""The expression by which the room `publication` judges: who buys, and from when on a process may be shown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_COLUMNS = ("ocid", "country", "buyer_name", "date", "document_id")


def dated(tables: Mapping[str, Rows], code: str) -> Rows:
    """One row per process of a country: who buys, and the date from which its delay runs."""
    signed = tables["contracts"].group_by("ocid").agg(signed=_.date_signed.max())
    awarded = tables["awards"].group_by("ocid").agg(awarded=_.date.max())
    rows = tables["processes"].filter(_.country == code)
    for other in (signed, awarded):
        rows = rows.left_join(other, "ocid").drop("ocid_right")
    names = _.buyer_name.fill_null("").concat(" ", _.procuring_entity_name.fill_null(""))
    date = ibis.coalesce(_.signed, _.awarded, _.tender_start, _.published, _.release_date)
    return rows.mutate(buyer_name=names, date=date).select(*_COLUMNS)
