"""No competitive procedure was used although the amount asks for one.

## Why it can matter

Above an amount that the law names, everybody who can deliver should be able to offer.

## Method

A process is flagged where its method is limited or direct and its estimated value is at least the amount from which the
law of its country, at that time and for that kind of purchase, asks for a competitive procedure. `value` is the
estimated value, `threshold` the legal amount.

## Innocent explanations

- The law lists exceptions: one possible supplier, urgency nobody could foresee, secrecy, a procedure without offers.
- A purchase under a framework agreement that was itself tendered.
- The amount is stated with value-added tax, the legal one without.

## When it abstains

- method, estimated value, currency, country, or kind of purchase is not stated;
- no legal amount with a source is on file for that country, day and currency (`_thresholds.toml`).

## Source

The law that the fence names. Open Contracting Partnership, Red Flags in Public Procurement (2024).
"""

from ibis import _

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables
from custodiet.indicators._thresholds import COMPETITIVE, KNOWN_METHODS, unbounded, with_bound
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C101"
TITLE = "No tender where the amount asks for one"
TABLES = ("processes",)


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """C101 has no settings; the amounts are data."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process."""
    verdict = Verdict(
        missing=[
            (~_.method.isin(KNOWN_METHODS).fill_null(False), "the method is not stated in the words of OCDS"),
            *unbounded(),
        ],
        flagged=~_.method.isin(COMPETITIVE) & (_.tender_amount >= _.bound),
        value=_.tender_amount,
        threshold=_.bound,
        fence=_.law,
        because="the estimated value asks for a competitive procedure, and none is stated",
        otherwise="a competitive procedure was used, or the estimated value asks for none",
        columns=("method", "tender_amount"),
    )
    return judge_processes(with_bound(tables), verdict)


_UA = {"country": "UA", "category": "goods", "tender_currency": "UAH", "tender_start": "2017-05-01"}

EXAMPLES = (
    Example(
        "goods for 200,000 hryvnias in 2017, bought directly and by tender",
        {
            "processes": [
                {"ocid": "direct-at-the-bound", "method": "direct", "tender_amount": 200000, **_UA},
                {"ocid": "direct-below", "method": "direct", "tender_amount": 199999, **_UA},
                {"ocid": "tendered", "method": "open", "tender_amount": 900000, **_UA},
                {"ocid": "no-law-on-file", "method": "direct", "tender_amount": 900000, **_UA, "country": "KG"},
                {
                    "ocid": "other-currency",
                    "method": "direct",
                    "tender_amount": 900000,
                    **_UA,
                    "tender_currency": "USD",
                },
            ]
        },
        {
            "direct-at-the-bound": "flagged",
            "direct-below": "not flagged",
            "tendered": "not flagged",
            "no-law-on-file": "not computable",
            "other-currency": "not computable",
        },
    ),
)
