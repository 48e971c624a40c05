"""A contract was amended again and again.

## Why it can matter

A long chain of amendments and extensions can make a small contract a large one, and a short one a lasting one, without
a call.

## Method

`value` is the largest number of published amendments of one contract of the process. Flagged where it is at least
`threshold`.

## Innocent explanations

- Changes of bank details, of the person in charge, or of the budget year.
- Long works under changing conditions.

## When it abstains

- no contract is published;
- no amendment of any contract of the country is published, so that their lack tells nothing.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on contract amendments.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C114"
TITLE = "Long chain of amendments"
TABLES = ("processes", "contracts", "amendments")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C114."""

    threshold: Annotated[int, Meta(ge=1, description="fewest amendments of one contract that are flagged")] = 3


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    contracts = tables.contract_counts
    amendments = tables.numbered(tables.table("amendments").filter(_.stage == "contract"))
    each = amendments.group_by(["process", "holder_id"]).aggregate(
        amended=_.count(), place=("amendments.amendment_id " + _.document_id + " " + _.pointer).min()
    )
    most = each.group_by("process").aggregate(
        amended=_.amended.max(), places=_.place.collect(order_by=[_.holder_id, _.place])
    )
    countries = tables.processes.mutate(home=_.country.fill_null("")).select("process", "home")
    publishing = (
        countries.semi_join(amendments, "process").select("home").distinct().mutate(publishes=ibis.literal(True))
    )
    known = beside(tables.processes, contracts, most).mutate(at=_.country.fill_null(""))
    rows = known.left_join(publishing, known["at"] == publishing.home)
    verdict = Verdict(
        missing=[
            (_.contracts.isnull(), "no contract is published"),
            (_.publishes.isnull(), "no amendment of a contract of this country is published"),
        ],
        flagged=_.amended.fill_null(0) >= settings.threshold,
        value=_.amended.fill_null(0),
        threshold=settings.threshold,
        because="a contract was amended as often as the threshold or more often",
        otherwise="no contract was amended as often as the threshold",
        evidence=_.places,
    )
    return judge_processes(rows, verdict)


def _amendments(ocid: str, count: int) -> list[dict[str, str]]:
    return [{"ocid": ocid, "stage": "contract", "holder_id": "c", "amendment_id": str(n)} for n in range(count)]


EXAMPLES = (
    Example(
        "three amendments, two, and a country that publishes none",
        {
            "processes": [
                {"ocid": "three", "country": "PY"},
                {"ocid": "two", "country": "PY"},
                {"ocid": "none-known", "country": "KG"},
                {"ocid": "no-contract", "country": "PY"},
            ],
            "contracts": [{"ocid": ocid, "contract_id": "c"} for ocid in ("three", "two", "none-known")],
            "amendments": [*_amendments("three", 3), *_amendments("two", 2)],
        },
        {"three": "flagged", "two": "not flagged", "none-known": "not computable", "no-contract": "not computable"},
    ),
)
