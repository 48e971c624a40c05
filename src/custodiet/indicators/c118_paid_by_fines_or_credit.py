"""The purchase is paid by the fines it brings in, by the seller's credit, or by a partner who shares in the revenue.

## Why it can matter

A system that is paid by fines has to find offences; one that is bought on the seller's credit binds the buyer before
any budget was voted.

## Method

The published source of the money, the reason for the purchase and the reason for the procedure are searched for words
on fines, seller's credit and partnership (`_financing_words.toml`). A process is flagged where one is found. `value` is
the number of kinds of money found.

## Innocent explanations

- The words stand in a sentence that excludes it ("no payment in instalments").
- A partnership whose terms are public and fixed.

## When it abstains

- neither the source of the money nor a reason is published.

## Source

World Bank, Public-Private Partnerships Reference Guide (2017), on payment that depends on use. The words are the
project's own list.
"""

import tomllib
from functools import cache
from pathlib import Path

import ibis
from ibis import _

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C118"
TITLE = "Paid by fines, seller's credit or partnership"
TABLES = ("processes",)
_STATED = ("budget_description", "rationale", "method_rationale")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """C118 has no settings; the words are data."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process."""
    stated = tables.table("processes").filter(ibis.coalesce(*(_[column] for column in _STATED)).notnull())
    money, rationale, procedure = (_[column].fill_null("") for column in _STATED)
    texts = stated.select("ocid", text=(money + " " + rationale + " " + procedure).lower())
    kinds = sum(_.text.re_search(words).cast("int64") for words in _patterns())
    # Most texts hold none of the words, which one look tells.
    found = texts.select("ocid", kinds=ibis.ifelse(_.text.re_search("|".join(_patterns())), kinds, 0))
    verdict = Verdict(
        missing=[(_.kinds.isnull(), "neither the source of the money nor a reason is published")],
        flagged=_.kinds > 0,
        value=_.kinds,
        threshold=1,
        fence="any of the words",
        because="the texts on the money name fines, seller's credit or partnership",
        otherwise="the texts on the money name none of the words",
        columns=_STATED,
    )
    return judge_processes(beside(tables.processes, tables.numbered(found)), verdict)


@cache
def _patterns() -> tuple[str, ...]:
    """One pattern for each kind of money."""
    text = Path(__file__).with_name("_financing_words.toml").read_text(encoding="utf-8")
    return tuple("|".join(kind["words"]) for kind in tomllib.loads(text).values())


EXAMPLES = (
    Example(
        "cameras paid from fines, by the budget, and without a word on the money",
        {
            "processes": [
                {"ocid": "from-fines", "budget_description": "За счет штрафов за нарушение правил"},
                {"ocid": "on-credit", "rationale": "Оплата в рассрочку на пять лет"},
                {"ocid": "from-the-budget", "budget_description": "Местный бюджет"},
                {"ocid": "not-stated"},
            ]
        },
        {
            "from-fines": "flagged",
            "on-credit": "flagged",
            "from-the-budget": "not flagged",
            "not-stated": "not computable",
        },
    ),
)
