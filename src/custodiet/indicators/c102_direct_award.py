"""The contract was awarded without an open call.

## Why it can matter

Without a call nobody else can offer, and prices of surveillance systems can hardly be compared afterwards.

## Method

A process is flagged where its method is limited or direct. `value` is 1, or 2 where no reason for the procedure is
published either.

## Innocent explanations

- The amount is so small that the law asks for no call.
- One firm alone can deliver, such as the holder of the system to be maintained.
- A declared emergency.

## When it abstains

- the method is not stated in the words of OCDS.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024). M. Fazekas and G. Kocsis, Uncovering High-Level
Corruption, British Journal of Political Science 50 (2020): non-open procedures as a risk indicator.
"""

import ibis
from ibis import _

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._thresholds import COMPETITIVE, KNOWN_METHODS
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C102"
TITLE = "Direct award or exemption used"
TABLES = ("processes",)


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """C102 has no settings."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process."""
    closed = ~_.method.isin(COMPETITIVE)
    unexplained = ~_.explained
    verdict = Verdict(
        missing=[(~_.method.isin(KNOWN_METHODS).fill_null(False), "the method is not stated in the words of OCDS")],
        flagged=closed,
        value=ibis.cases((closed & unexplained, 2), (closed, 1), else_=0),
        threshold=1,
        because="no open call was made",
        otherwise="offers were invited by a call",
        columns=("method", "method_rationale"),
    )
    return judge_processes(tables.processes, verdict)


EXAMPLES = (
    Example(
        "a direct award, an open call, and a method in the publisher's own words",
        {
            "processes": [
                {"ocid": "direct", "method": "direct"},
                {"ocid": "limited-with-reason", "method": "limited", "method_rationale": "no offers in the first call"},
                {"ocid": "open", "method": "open"},
                {"ocid": "own-words", "method": "procedure 7"},
            ]
        },
        {
            "direct": "flagged",
            "limited-with-reason": "flagged",
            "open": "not flagged",
            "own-words": "not computable",
        },
    ),
)
