"""What each process is for: surveillance by the classification, anything else by the code of what is bought.

`purposes.toml` maps prefixes of code lists to purposes, each with its reason. Every different code is looked at once.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
import pyarrow as pa

from custodiet.discovery import load
from custodiet.engine import Engine, Later
from custodiet.errors import DefinitionError

if TYPE_CHECKING:
    import ibis

    Rows: TypeAlias = ibis.Table
else:
    Rows: TypeAlias = Any

_FILE = Path(__file__).with_name("purposes.toml")
OTHER = "other"
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


def process_purposes(engine: Engine, tables: Mapping[str, Rows]) -> Later:
    """One row per process with its purpose, columns of PROCESS_PURPOSES."""
    different = Later("purpose_codes_asked", lambda: _said().codes(tables))
    told = engine.keep("purpose_codes", _told(engine.batches(different, ("scheme", "code"))))
    return Later("process_purposes", lambda: _said().purposed(tables, told))


def _said() -> ModuleType:
    """The expressions; they bring Ibis, so they are asked for where no statement was compiled ahead."""
    from custodiet.register import purpose_rows  # noqa: PLC0415

    return purpose_rows


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
