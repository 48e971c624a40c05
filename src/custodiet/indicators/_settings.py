"""Settings of the indicators: what applies to all of them, and one struct for each, read strictly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

import msgspec

from custodiet.discovery import nearest
from custodiet.errors import UsageError

T = TypeVar("T", bound=msgspec.Struct)

Words = str | tuple[str, ...]
"""Words as a list, or as one text with `|` between them."""

Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class IndicatorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the settings of one indicator; each field has a default and a description."""


class Exclusions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Processes that no indicator is to judge."""

    procurement_method_details: Words = ()


class CommonSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What applies to every indicator."""

    currency: str | None = None
    """Read amounts in this currency alone; without it each currency is a peer group of its own."""
    no_price_comparison_procurement_methods: Words = ()
    """Procedures (`method_details`) in which the buyer sets the price, so that prices say nothing."""
    price_comparison_procurement_methods: Words = ()
    """The only procedures (`method_details`) in which prices may be compared; empty for all."""
    exclusions: Exclusions = Exclusions()
    resolved: bool = True
    """Count organisations as resolved by the room `organisations` where its table is there, not ids as published."""
    literal: bool = False
    """Judge to the letter as Cardinal does, where the pages say that an indicator departs from it."""


@dataclass(frozen=True, slots=True)
class AllSettings:
    """The settings of a run: those for all indicators, and those of single ones by code."""

    common: CommonSettings
    single: Mapping[str, IndicatorSettings]


def words(value: Words) -> tuple[str, ...]:
    """The single words of a setting, in its order, without empty ones."""
    parts = value.split("|") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())


def read_settings(given: Mapping[str, Any], kinds: Mapping[str, type[IndicatorSettings]]) -> AllSettings:
    """The settings in `given` (`{"currency": ..., "R003": {...}}`) with every indicator of `kinds` filled up.

    Raises:
        UsageError: an unknown indicator or key (the nearest known one is named), or a value of the wrong kind.
    """
    common_names = [part.name for part in msgspec.structs.fields(CommonSettings)]
    unknown = [key for key in given if key not in kinds and key not in common_names]
    if unknown:
        hints = "; ".join(f"{key!r}{nearest(key, [*kinds, *common_names])}" for key in unknown)
        raise UsageError(f"settings: no indicator or setting is called {hints}")
    common = _converted({key: given[key] for key in common_names if key in given}, CommonSettings, "settings")
    single = {code: _converted(given.get(code) or {}, kind, f"settings of {code}") for code, kind in kinds.items()}
    return AllSettings(common, single)


def _converted(values: Any, kind: type[T], where: str) -> T:
    if not isinstance(values, Mapping):
        raise UsageError(f"{where}: expected names and values, found {values!r}")
    known = _names(kind)
    unknown = [str(key) for key in values if key not in known]
    if unknown:
        hints = "; ".join(f"{key!r}{nearest(key, known)}" for key in unknown)
        raise UsageError(f"{where}: no setting is called {hints}")
    try:
        # Not strict: INI files know text alone.
        return msgspec.convert(values, type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {error}") from error


def _names(kind: type[msgspec.Struct]) -> Iterable[str]:
    return [part.encode_name for part in msgspec.structs.fields(kind)]
