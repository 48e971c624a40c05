"""The eleven indicators of Cardinal with Cardinal's settings, as the JSON that Cardinal prints.

Results are grouped as OCID, Buyer, ProcuringEntity and Tenderer; `Meta` holds quartiles and fences. Organisations are
the ids as published, no peer group is too small, and what Cardinal does not read (bids to count tenderers, award
criteria) is not read. Where Cardinal is at fault the indicator's page says what is done here instead.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from custodiet.discovery import nearest
from custodiet.engine import Engine
from custodiet.errors import UsageError
from custodiet.indicators._compiled import tables_of
from custodiet.indicators._load import load_indicators
from custodiet.indicators._run import run
from custodiet.indicators._settings import read_settings
from custodiet.indicators._tables import Tables
from custodiet.model.indicator_tables import BUYER, ENTITY, PROCESS, TENDERER

Json = dict[str, Any]

CODES = ("R003", "R018", "R024", "R025", "R028", "R030", "R035", "R036", "R038", "R048", "R058")
_GROUPS = {PROCESS: "OCID", BUYER: "Buyer", ENTITY: "ProcuringEntity", TENDERER: "Tenderer"}
_MEASURED = {  # for these Cardinal gives the measured value, for all others a constant
    PROCESS: ("R024", "R035", "R058"),
    BUYER: ("R038",),
    ENTITY: ("R038",),
    TENDERER: ("R025", "R038", "R048"),
}
_NAMED_WITH_ZERO = ("R024", "R035", "R058")
_NO_PEERS = ("R024", "R025", "R038", "R048", "R058")
# Sections that Cardinal's `prepare` reads; its `indicators` passes over them.
_PREPARE = ("defaults", "redactions", "corrections", "modifications", "codelists")
# What each fence is called in `Meta`, beside the quartiles.
_FENCES = {
    "R024": {"lower_fence": "lower"},
    "R025": {"lower_fence": "lower", "upper_fence": "often"},
    "R038": {"upper_fence": "upper"},
    "R048": {"upper_fence": "upper"},
    "R058": {"upper_fence": "upper"},
}
_BOUND = {"R024": "lower_fence", "R025": "lower_fence"}
_DECIMALS = 4


def cardinal(engine: Engine, folder: Path, settings: Mapping[str, Any], plugins: Path | None = None) -> Json:
    """The object that Cardinal's `indicators` prints for these settings; only indicators that they name are run.

    Raises:
        UsageError: the settings name an indicator or key that Cardinal does not have.
    """
    ours = _translated(settings)
    codes = [code for code in CODES if code in settings]
    flags, _ = run(engine, folder, ours, indicators=codes, plugins=plugins)
    result: Json = {}
    for row in flags.to_pylist():
        group = result.setdefault(_GROUPS[row["subject_kind"]], {})
        group.setdefault(row["subject_id"], {})[row["indicator"]] = _value(row)
    return {**result, "Meta": _meta(engine, folder, ours, codes, plugins)}


def _translated(settings: Mapping[str, Any]) -> Json:
    """Cardinal's settings as ours."""
    methods = ("no_price_comparison_procurement_methods", "price_comparison_procurement_methods")
    known = (*CODES, *_PREPARE, "currency", "exclusions", *methods)
    unknown = [key for key in settings if key not in known]
    if unknown:
        hints = "; ".join(f"{key!r}{nearest(key, known)}" for key in unknown)
        raise UsageError(f"settings: Cardinal has no indicator or setting called {hints}")
    ours: Json = {key: value for key, value in settings.items() if key not in _PREPARE} | {"resolved": False}
    own: dict[str, Json] = {"R018": {"count_bids": False}, "R036": {"any_criteria": True}}
    own |= {code: {"minimum_peers": 1} for code in _NO_PEERS}
    for code in CODES:
        if code in settings:
            ours[code] = {**own.get(code, {}), **(settings[code] or {})}
    return ours


def _value(row: Mapping[str, Any]) -> float:
    kind, code = row["subject_kind"], row["indicator"]
    if code in _MEASURED[kind]:
        return float(row["value"])
    return 0.0 if kind == TENDERER and code in _NAMED_WITH_ZERO else 1.0


def _meta(engine: Engine, folder: Path, ours: Json, codes: list[str], plugins: Path | None) -> Json:
    known = load_indicators(plugins)
    every = read_settings(ours, {code: known[code].settings for code in known})
    tables = Tables(tables_of(engine, folder), every.common, engine.keep, engine.define)
    meta: Json = {}
    for code in codes:
        draw = known[code].spread
        if draw is not None:
            groups = engine.read(draw(tables, every.single[code])).to_pylist()
            bound = getattr(every.single[code], "threshold", None)
            meta[code] = dict(sorted(_entries(code, groups, bound)))
    return meta


def _entries(code: str, groups: list[Json], bound: float | None) -> Iterator[tuple[str, float]]:
    """Quartiles and fences by name; the kind of subject, or the currency where there are several, is part of it."""
    for group in groups:
        prefix = _prefix(code, group, len(groups))
        found = {"q1": group["q1"], "q3": group["q3"]} if bound is None else {}
        found |= {name: group[column] for name, column in _FENCES[code].items()}
        if bound is not None:
            found[_BOUND.get(code, "upper_fence")] = bound
        for name, value in found.items():
            yield f"{prefix}{name}", round(value, _DECIMALS)


def _prefix(code: str, group: Json, groups: int) -> str:
    if code == "R038":
        return f"{_GROUPS[group['peer_group'].rsplit(' ', 1)[-1]]}_"
    return f"{group['currency']}_" if "currency" in group and groups > 1 else ""
