"""What each process is for: surveillance by the classification, anything else by the code of what is bought.

`purposes.toml` maps prefixes of code lists to purposes, each with its reason. Every different code is looked at once.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import ibis
import msgspec
import pyarrow as pa
from ibis import _

from custodiet.discovery import load
from custodiet.engine import Engine
from custodiet.errors import DefinitionError
from custodiet.model.place_tables import PROCESS_PURPOSES

if TYPE_CHECKING:
    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_FILE = Path(__file__).with_name("purposes.toml")
UNTOLD, SEVERAL, OTHER = "untold", "several", "other"
_CODES = pa.schema([(name, pa.string()) for name in ("scheme", "code", "purpose")])
_NUMBER = re.compile(r"^[\d.\s]+")


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code list: how publishers name it, whether its rules cover it, and its codes that are too wide to tell."""

    names: list[str]
    complete: bool
    general: list[str]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A prefix of a code list and the purpose that it tells."""

    code_list: str
    prefix: str
    purpose: str
    reason: str


class Purposes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`purposes.toml`."""

    purposes: dict[str, str]
    code_list: dict[str, CodeList]
    rule: list[Rule]


@lru_cache(maxsize=1)
def purposes() -> Purposes:
    """The purposes and what tells them; raises DefinitionError where a rule names what is not listed."""
    found = load(_FILE, Purposes)
    for rule in found.rule:
        if rule.code_list not in found.code_list or rule.purpose not in found.purposes:
            raise DefinitionError(
                f"{_FILE.name}: the rule for {rule.prefix} names {rule.code_list!r} and {rule.purpose!r}"
            )
    return found


def process_purposes(engine: Engine, tables: Mapping[str, Rows]) -> Rows:
    """One row per process with its purpose, columns of PROCESS_PURPOSES."""
    stated = ibis.union(
        tables["processes"].select("ocid", "scheme", "code", main=ibis.literal(True)),
        tables["items"].select("ocid", "scheme", "code", main=ibis.literal(False)),
    ).filter(_.scheme.notnull() & _.code.notnull())
    different = engine.batches(stated.select("scheme", "code").distinct(), ("scheme", "code"))
    told = engine.keep("purpose_codes", _told(different))
    known = stated.inner_join(told, ["scheme", "code"])
    each = known.group_by("ocid").agg(
        main_purpose=_.purpose.max(where=_.main),
        kinds=_.purpose.nunique(),
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
        (_.kinds > 1, SEVERAL),
        (_.kinds == 1, _.one),
        else_=UNTOLD,
    )
    rows = joined.mutate(
        purpose=ibis.cases((_.label == "yes", "surveillance"), (_.label == "part", "surveillance_part"), else_=by_code),
        code=ibis.ifelse(_.label.isnull(), ibis.coalesce(_.main_code, _.one_code), ibis.null("string")),
        scheme=ibis.ifelse(_.label.isnull(), _.one_scheme, ibis.null("string")),
    )
    return rows.select(*PROCESS_PURPOSES.names)


@lru_cache(maxsize=200_000)
def purpose_of(scheme: str | None, code: str | None) -> str | None:
    """The purpose that a code of a list tells; `other` for none of ours, None where it tells nothing."""
    name = list_of(scheme)
    if name is None or not code:
        return None
    plain = plain_code(name, code)
    prefixes = _prefixes()[name]
    found = next((prefixes[plain[:end]] for end in range(len(plain), 0, -1) if plain[:end] in prefixes), None)
    if found is not None:
        return found
    listed = purposes().code_list[name]
    is_general = plain.rstrip("0") in {general.rstrip("0") for general in listed.general}
    return OTHER if listed.complete and plain and not is_general else None


@lru_cache(maxsize=10_000)
def list_of(scheme: str | None) -> str | None:
    """Our name for a code list as a publisher names it."""
    return _list_names().get(_bare(scheme or ""))


def plain_code(name: str, code: str) -> str:
    """A code as it is compared: digits without points and check digit; a category by its words."""
    if name == "GePNIC":
        return " ".join(re.sub("[–—]", "-", code).casefold().split())
    number = _NUMBER.match(code.strip())
    return re.sub(r"\D", "", number[0]) if number else ""


def _told(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Each different code that tells a purpose."""
    rows = [row | {"purpose": purpose_of(row["scheme"], row["code"])} for batch in batches for row in batch.to_pylist()]
    return pa.Table.from_pylist([row for row in rows if row["purpose"]], schema=_CODES)


def _bare(scheme: str) -> str:
    return re.sub(r"[\W_]", "", scheme.casefold())


@lru_cache(maxsize=1)
def _list_names() -> dict[str, str]:
    return {_bare(printed): name for name, listed in purposes().code_list.items() for printed in (name, *listed.names)}


@lru_cache(maxsize=1)
def _prefixes() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {name: {} for name in purposes().code_list}
    for rule in purposes().rule:
        found[rule.code_list][rule.prefix] = rule.purpose
    return found
