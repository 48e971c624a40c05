"""The eleven indicators of Cardinal with Cardinal's settings, as the JSON that Cardinal prints.

Results are grouped as OCID, Buyer, ProcuringEntity and Tenderer; `Meta` holds quartiles and fences. The tables are read
as Cardinal reads releases, and judged to the letter: what an indicator does better is left to the other formats. Four
faults of Cardinal's are not repeated, as the pages of the indicators say: with several currencies and no `currency`
each is a peer group of its own; a winning price of zero has no margin; what fits no shape of a release is repaired or
reported; and a fence that nothing can cross is said to be one, in the other formats.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
from ibis import _

from custodiet.discovery import nearest
from custodiet.engine import Engine
from custodiet.errors import UsageError
from custodiet.indicators._compiled import tables_of
from custodiet.indicators._found import KINDS
from custodiet.indicators._load import Indicator, load_indicators
from custodiet.indicators._settings import read_settings
from custodiet.indicators._tables import SUBMITTED, Rows, Tables
from custodiet.model.indicator_tables import BUYER, ENTITY, FLAGGED, PROCESS, TENDERER

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
# Sections that Cardinal's `prepare` reads, and what it prints beside the results; its `indicators` passes over them.
_PASSED_OVER = ("defaults", "redactions", "corrections", "modifications", "codelists", "output")
# What each fence is called in `Meta`, beside the quartiles.
_FENCES = {
    "R024": {"lower_fence": "lower"},
    "R025": {"lower_fence": "lower", "upper_fence": "often"},
    "R038": {"upper_fence": "upper"},
    "R048": {"upper_fence": "upper"},
    "R058": {"upper_fence": "upper"},
}
_BOUND = {"R024": "lower_fence", "R025": "lower_fence"}
_SCALE = 10_000  # four decimals
_NOT_SUBMITTED = ("invited", "withdrawn")
_RFC_3339 = r"^\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"


def cardinal(engine: Engine, folder: Path, settings: Mapping[str, Any], plugins: Path | None = None) -> Json:
    """The object that Cardinal's `indicators` prints for these settings; only indicators that they name are run.

    Raises:
        UsageError: the settings name an indicator or key that Cardinal does not have.
    """
    ours = _translated(settings)
    known = load_indicators(plugins)
    every = read_settings(ours, {code: known[code].settings for code in known})
    tables = Tables(_as_cardinal_reads(tables_of(engine, folder)), every.common, engine.keep, engine.define)
    result: Json = {}
    meta: Json = {}
    for code in (code for code in CODES if code in settings):
        for row in engine.read(_flagged(tables, known[code], every.single[code])).to_pylist():
            kind = KINDS[row["kind"]]
            group = result.setdefault(_GROUPS[kind], {})
            group.setdefault(row["subject"], {})[code] = _value(code, kind, row["value"])
        draw = known[code].spread
        if draw is not None:
            groups = engine.read(draw(tables, every.single[code])).to_pylist()
            bound = getattr(every.single[code], "threshold", None)
            if entries := dict(sorted(_entries(code, groups, bound))):
                meta[code] = entries
        for step in tables.forgotten(code):
            engine.drop(step)
    return {**result, "Meta": meta}


def _translated(settings: Mapping[str, Any]) -> Json:
    """Cardinal's settings as ours."""
    methods = ("no_price_comparison_procurement_methods", "price_comparison_procurement_methods")
    known = (*CODES, *_PASSED_OVER, "currency", "exclusions", *methods)
    unknown = [key for key in settings if key not in known]
    if unknown:
        hints = "; ".join(f"{key!r}{nearest(key, known)}" for key in unknown)
        raise UsageError(f"settings: Cardinal has no indicator or setting called {hints}")
    ours: Json = {key: value for key, value in settings.items() if key not in _PASSED_OVER}
    ours |= {"resolved": False, "literal": True}
    own: dict[str, Json] = {"R018": {"count_bids": False}, "R036": {"any_criteria": True}}
    for code in CODES:
        if code in settings:
            ours[code] = {**own.get(code, {}), **(settings[code] or {})}
    if str(ours.get("R035", {}).get("threshold")) == "0":
        ours["R035"]["threshold"] = 1  # as Cardinal takes it
    return ours


def _as_cardinal_reads(given: Mapping[str, Rows]) -> dict[str, Rows]:
    """The tables with what Cardinal sees of them: ids alone, no lots, any other state of a bid as one handed in."""
    handed_in = _.status.notnull() & ~_.status.isin((*_NOT_SUBMITTED, *SUBMITTED))
    no_lots = ibis.null("array<string>")
    exact = _.tender_start.re_search(_RFC_3339) & _.tender_end.re_search(_RFC_3339)
    names = given["parties"].filter(_.party_id == _.name).group_by("ocid").aggregate(names=_.party_id.collect())

    def by_id(name: str, *parties: str) -> Rows:
        """The table without organisations that go by their name, as those without an id do here."""
        rows = given[name].left_join(names, "ocid").drop("ocid_right")
        return rows.mutate(**{party: _id_alone(rows[party], rows.names) for party in parties}).drop("names")

    return {
        **given,
        "bids": by_id("bids", "tenderer_ids").mutate(
            status=ibis.ifelse(handed_in, "pending", _.status), lot_ids=no_lots
        ),
        "awards": by_id("awards", "supplier_ids").mutate(lot_ids=no_lots),
        "processes": by_id("processes", "buyer_id", "procuring_entity_id").mutate(
            tender_start=ibis.ifelse(exact, _.tender_start, ibis.null("string"))
        ),
    }


def _id_alone(party: Any, names: Any) -> Any:
    """The id, or each of a list of ids, empty where it is a name."""
    if party.type().is_array():
        return party.map(lambda one: _id_alone(one, names))
    return ibis.ifelse(names.contains(party).fill_null(False), ibis.null("string"), party)


def _flagged(tables: Tables, indicator: Indicator, settings: Any) -> Rows:
    """Kind of subject, subject and value of what is flagged."""
    flagged = indicator.flag(tables, settings).filter(_.state == FLAGGED)
    named = flagged.left_join(tables.numbers.select("process", "ocid"), "process")
    return named.select("kind", subject=ibis.coalesce(_.subject_id, _.ocid), value=_.value)


def _value(code: str, kind: str, value: float) -> float:
    if code in _MEASURED[kind]:
        return value
    return 0.0 if kind == TENDERER and code in _NAMED_WITH_ZERO else 1.0


def _entries(code: str, groups: Sequence[Json], bound: float | None) -> Iterator[tuple[str, float | None]]:
    """Quartiles and fences by name; the kind of subject, or the currency where there are several, is part of it.

    Without peers they stand there empty, as in Cardinal; a bound of the settings stands in the place of its fence.
    """
    fences = _FENCES[code]
    for group in groups or ([{}] if code != "R038" else []):
        prefix = _prefix(code, group, len(groups))
        found = {name: group.get(name) for name in ("q1", "q3")} if bound is None else {}
        found |= {name: group.get(column) for name, column in fences.items()}
        if bound is not None:
            found[_BOUND.get(code, "upper_fence")] = float(bound)
        for name, value in found.items():
            yield f"{prefix}{name}", None if value is None else _rounded(value)


def _prefix(code: str, group: Json, groups: int) -> str:
    if code == "R038":
        return f"{_GROUPS[group['peer_group'].rsplit(' ', 1)[-1]]}_"
    return f"{group['currency']}_" if "currency" in group and groups > 1 else ""


def _rounded(value: float) -> float:
    """The value to four decimals; half of one is rounded away from zero."""
    return math.copysign(math.floor(abs(value) * _SCALE + 0.5) / _SCALE, value)
