"""From what an indicator measured to rows of `flags`: one of three states, with value, bound, reason and evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
from ibis import _

from custodiet.indicators._fences import UNBOUND
from custodiet.indicators._tables import Rows
from custodiet.model.indicator_tables import FLAGGED, NOT_COMPUTABLE, NOT_FLAGGED, PROCESS

SETTING = "setting"
"""The fence of a bound that stands in the settings."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the rows of one kind of subject are judged; expressions refer to the rows.

    Attributes:
        missing: conditions under which the subject cannot be judged, each with the sentence that says what is missing;
            the first that holds is the reason.
        flagged: the condition that flags; where it cannot be told, the subject is not computable.
        value: what was measured.
        threshold: the bound.
        because: the sentence for a flagged subject.
        otherwise: the sentence for one that was judged and not flagged.
        columns: the columns of the process that bear it out; of an organisation's example of one.
        evidence: a column of lists of places, each a text TABLE.COLUMN DOCUMENT POINTER, where `columns` are not it.
    """

    flagged: Any
    value: Any
    because: str
    otherwise: str
    missing: Sequence[tuple[Any, str]] = ()
    threshold: Any = None
    fence: Any = SETTING
    peer_group: Any = None
    peers: Any = None
    columns: Sequence[str] = ()
    evidence: Any = None


def judge_processes(rows: Rows, code: str, verdict: Verdict) -> Rows:
    """One row per process: what `flags` says of it, and what counts it; `rows` hold what was measured.

    The process goes by its number here; its ocid and places are told of the few rows that leave, by `told`.
    """
    subject = rows.mutate(subject_kind=ibis.literal(PROCESS), subject_id=ibis.null("string"))
    return _judged(subject, code, verdict, [(_.excluded.notnull(), _.excluded)])


def judge_organisations(rows: Rows, code: str, kind: str, verdict: Verdict) -> Rows:
    """Like `judge_processes`, one row per organisation in the role `kind`.

    The rows have its id in `subject_id`, and in `process` an example of a process where that bears it out.
    """
    bare = rows.mutate(
        source=ibis.null("string"),
        country=ibis.null("string"),
        year=ibis.null("int64"),
        wanted=ibis.literal(False),
    )
    return _judged(bare.mutate(subject_kind=ibis.literal(kind)), code, verdict, [])


def name_tenderers(rows: Rows, code: str, because: str) -> Rows:
    """One row per tenderer that a flagged process names; `rows` are (tenderer, process, place)."""
    named = rows.group_by("tenderer").aggregate(value=_.process.nunique().cast("float64"), place=_.place.min())
    verdict = Verdict(
        flagged=ibis.literal(True),
        value=_.value,
        threshold=1.0,
        fence="at least one process",
        because=because,
        otherwise=because,
        evidence=ibis.array([_.place]),
    )
    tenderers = named.rename(subject_id="tenderer").mutate(process=ibis.null("int32"))
    return judge_organisations(tenderers, code, "tenderer", verdict)


def told(rows: Rows, processes: Rows) -> Rows:
    """The rows of `flags` among those judged: of processes by their ocid, with the places of what bears it out."""
    kept = rows.filter(_.kept)
    named = kept.left_join(processes.select("process", "ocid", "document_id", "pointer"), "process")
    is_process = _.subject_kind == PROCESS
    where = " " + named.document_id + " " + named.pointer
    return named.mutate(
        subject_id=ibis.ifelse(is_process, _.ocid, _.subject_id),
        ocid=ibis.ifelse(is_process, _.ocid, ibis.null("string")),
        evidence=ibis.ifelse(_.cells.isnull(), _.evidence, named.cells.map(lambda cell: cell + where)),
    )


def _judged(rows: Rows, code: str, verdict: Verdict, excluded: Sequence[tuple[Any, Any]]) -> Rows:
    # The cast keeps a negation apart from IS NULL: `NOT a IS NULL` would be read as `NOT (a IS NULL)`.
    untold = verdict.flagged.cast("int64").isnull()
    missing = [*excluded, *verdict.missing, (untold, "a value that is needed is not stated")]
    lack = ibis.cases(*missing)
    stated = rows.mutate(lack=lack, fires=verdict.flagged)
    state = ibis.cases((_.lack.notnull(), NOT_COMPUTABLE), (_.fires, FLAGGED), else_=NOT_FLAGGED)
    judged = stated.mutate(state=state).mutate(kept=(_.state == FLAGGED) | _.wanted)
    columns = {
        "subject_id": _.subject_id,
        # Beside a bound that cannot be drawn the value is known; without its data it would be one of other things.
        "value": ibis.ifelse(_.lack.isnull() | _.lack.isin(UNBOUND), _number(verdict.value), ibis.null("float64")),
        "threshold": _number(verdict.threshold),
        "fence": _text(verdict.fence),
        "peer_group": _text(verdict.peer_group),
        "peers": ibis.null("int64") if verdict.peers is None else verdict.peers,
        "reason": ibis.cases((_.lack.notnull(), _.lack), (_.fires, verdict.because), else_=verdict.otherwise),
        "cells": _cells(verdict.columns),
        "evidence": ibis.null("array<string>") if verdict.evidence is None else verdict.evidence,
    }
    return judged.select(
        indicator=ibis.literal(code),
        subject_kind=_.subject_kind,
        state=_.state,
        source=_.source,
        country=_.country,
        year=_.year,
        kept=_.kept,
        process=_.process,
        **{name: ibis.ifelse(_.kept, value, ibis.null()) for name, value in columns.items()},
    )


def _number(value: Any) -> Any:
    if value is None:
        return ibis.null("float64")
    return ibis.literal(float(value)) if isinstance(value, int | float) else value.cast("float64")


def _cells(names: Sequence[str]) -> Any:
    return ibis.array([f"processes.{name}" for name in names]) if names else ibis.null("array<string>")


def _text(value: Any) -> Any:
    if value is None:
        return ibis.null("string")
    return ibis.literal(value) if isinstance(value, str) else value
