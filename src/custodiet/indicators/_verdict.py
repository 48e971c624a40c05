"""From what an indicator measured to rows of `flags`: one of three states, with value, bound, reason and evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
from ibis import _
from ibis.expr import operations as ops

from custodiet.indicators._fences import UNBOUND
from custodiet.indicators._found import KINDS
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


def judge_processes(rows: Rows, verdict: Verdict) -> Rows:
    """One row per process: what `flags` says of it, and what counts it; `rows` hold what was measured.

    The process goes by its number here; its ocid and places are told of the few rows that leave.
    """
    return _judged(rows, PROCESS, verdict)


def judge_organisations(rows: Rows, kind: str, verdict: Verdict) -> Rows:
    """Like `judge_processes`, one row per organisation in the role `kind`.

    The rows have its id in `subject_id`, and in `process` an example of a process where that bears it out.
    """
    return _judged(rows, kind, verdict)


def name_tenderers(rows: Rows, because: str) -> Rows:
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
    return judge_organisations(tenderers, "tenderer", verdict)


def _judged(rows: Rows, kind: str, verdict: Verdict) -> Rows:
    is_process = kind == PROCESS
    excluded = [(_.excluded.notnull(), _.excluded)] if is_process else []
    # The cast keeps a negation apart from IS NULL: `NOT a IS NULL` would be read as `NOT (a IS NULL)`.
    untold = verdict.flagged.cast("int64").isnull()
    lack = ibis.cases(*excluded, *verdict.missing, (untold, "a value that is needed is not stated"))
    told = {
        "value": _number(verdict.value),
        "threshold": _number(verdict.threshold),
        "fence": _text(verdict.fence),
        "peer_group": _text(verdict.peer_group),
        "peers": ibis.null("int64") if verdict.peers is None else verdict.peers,
        "evidence": ibis.null("array<string>") if verdict.evidence is None else verdict.evidence,
    }
    subject = ("process", "cohort", "wanted") if is_process else ("process", "subject_id")
    # Columns that nothing refers to would be written out again at every level of the statement.
    stated = rows.select(*_named(rows, subject, told.values()), lack=lack, fires=verdict.flagged)
    state = ibis.cases((_.lack.notnull(), NOT_COMPUTABLE), (_.fires, FLAGGED), else_=NOT_FLAGGED)
    flagged = _.state == FLAGGED
    judged = stated.mutate(state=state).mutate(kept=flagged | _.wanted if is_process else flagged)
    # Beside a bound that cannot be drawn the value is known; without its data it would be one of other things.
    unbound = [sentence for _condition, sentence in verdict.missing if sentence in UNBOUND]
    known = _.lack.isnull() | _.lack.isin(unbound) if unbound else _.lack.isnull()
    told["value"] = ibis.ifelse(known, told["value"], ibis.null("float64"))
    for text in ("peer_group", "evidence"):  # made of the few rows alone that are kept
        told[text] = ibis.ifelse(_.kept, told[text], ibis.null())
    told["reason"] = ibis.cases((_.lack.notnull(), _.lack), (_.fires, verdict.because), else_=verdict.otherwise)
    told["cells"] = ibis.literal(" ".join(verdict.columns)) if verdict.columns else ibis.null("string")
    return judged.select(
        "state",
        "kept",
        kind=ibis.literal(KINDS.index(kind), "int8"),
        process=_.process if is_process else ibis.null("int32"),
        subject_id=ibis.null("string") if is_process else _.subject_id,
        cohort=_.cohort if is_process else ibis.null("int32"),
        example=_.process,
        **told,
    )


def _named(rows: Rows, subject: Sequence[str], expressions: Iterable[Any]) -> list[str]:
    """The columns of the subject, and those that the expressions refer to."""
    bound = (one for expression in expressions for one in rows.bind(expression))
    named = {column.name for one in bound for column in one.op().find(ops.Field, filter=ops.Value)}
    return [name for name in rows.columns if name in {*subject, *named}]


def _number(value: Any) -> Any:
    if value is None:
        return ibis.null("float64")
    return ibis.literal(float(value)) if isinstance(value, int | float) else value.cast("float64")


def _text(value: Any) -> Any:
    if value is None:
        return ibis.null("string")
    return ibis.literal(value) if isinstance(value, str) else value
