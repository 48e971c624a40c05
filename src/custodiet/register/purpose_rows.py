"""The expressions of `purposes`: which codes are told, and the purpose of each process by them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
from ibis import _

from custodiet.model.place_tables import PROCESS_PURPOSES
from custodiet.register.row_words import SEVERAL, UNTOLD

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any


def codes(tables: Mapping[str, Rows]) -> Rows:
    """Every different code of a process or an item."""
    return _stated(tables).select("scheme", "code").distinct()


def purposed(tables: Mapping[str, Rows], told: Rows) -> Rows:
    """One row per process with its purpose, columns of PROCESS_PURPOSES; `told` are the purposes of codes."""
    known = _stated(tables).inner_join(told, ["scheme", "code"])
    each = known.group_by("ocid").agg(
        main_purpose=_.purpose.max(where=_.main),
        least=_.purpose.min(),
        one=_.purpose.max(),
        main_code=_.code.max(where=_.main),
        one_code=_.code.min(),
        one_scheme=_.scheme.min(),
    )
    watched = tables["technologies"].group_by("ocid").agg(label=_.label.max(where=_.label.isin(["yes", "part"])))
    joined = tables["processes"].select("ocid").left_join(each, "ocid").drop("ocid_right")
    joined = joined.left_join(watched, "ocid").drop("ocid_right")
    by_code = ibis.cases(
        (_.main_purpose.notnull(), _.main_purpose),
        (_.least < _.one, SEVERAL),
        (_.one.notnull(), _.one),
        else_=UNTOLD,
    )
    rows = joined.mutate(
        purpose=ibis.cases((_.label == "yes", "surveillance"), (_.label == "part", "surveillance_part"), else_=by_code),
        code=ibis.ifelse(_.label.isnull(), ibis.coalesce(_.main_code, _.one_code), ibis.null("string")),
        scheme=ibis.ifelse(_.label.isnull(), _.one_scheme, ibis.null("string")),
    )
    return rows.select(*PROCESS_PURPOSES.names)


def _stated(tables: Mapping[str, Rows]) -> Rows:
    """The codes of processes and items, those of processes as `main`."""
    return ibis.union(
        tables["processes"].select("ocid", "scheme", "code", main=ibis.literal(True)),
        tables["items"].select("ocid", "scheme", "code", main=ibis.literal(False)),
    ).filter(_.scheme.notnull() & _.code.notnull())
