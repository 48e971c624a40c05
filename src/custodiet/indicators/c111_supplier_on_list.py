"""A supplier may be an entity on an official list, and a person has to check whether it is.

## Why it can matter

Lists of sanctions, debarment or dual-use entities say with whom a public body should not trade without a licence.

## Method

A process is flagged where the organisation that a supplier of an active award was resolved to has an entry in the table
of list hits. `value` is the strength of the likeness. A hit is always a possible one: names are compared, and no link
between the two is claimed.

## Innocent explanations

- Another firm of the same name.
- The entry was made after the purchase, or has been lifted.

## When it abstains

- no list was given, or nothing on it is like any supplier of the data, which cannot be told apart here;
- no active award names a supplier that was resolved.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on debarred suppliers.
"""

import ibis
from ibis import _

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C111"
TITLE = "Supplier possibly on an official list"
TABLES = ("processes", "awards", "party_organisations", "list_hits")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """C111 has no settings."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process."""
    compared = tables.has("list_hits") and tables.has("party_organisations")
    hits = tables.table("list_hits").count().as_scalar() if compared else ibis.literal(0)
    verdict = Verdict(
        missing=[
            (hits == 0, "no list was given, or nothing on it is like any supplier of the data"),
            (_.winners.fill_null(0) == 0, "no active award names a supplier that was resolved"),
        ],
        flagged=_.score.notnull(),
        value=_.score,
        fence="any entry",
        because="a supplier may be an entity on a list; a person has to check",
        otherwise="no entry like a supplier was found in the lists given",
        evidence=_.places,
    )
    return judge_processes(beside(tables.processes, _hits(tables, compared=compared)), verdict)


def _hits(tables: Tables, *, compared: bool) -> Rows:
    """One row per process with a possible hit: the strongest likeness, and where the supplier is named."""
    if not compared:
        empty = tables.suppliers.filter(ibis.literal(False))
        return empty.select("process", score=ibis.null("float64"), places=ibis.null("array<string>"))
    hits = tables.table("list_hits").group_by("organisation_id").aggregate(score=_.score.max())
    found = tables.suppliers.inner_join(hits, tables.suppliers.supplier == hits.organisation_id)
    placed = tables.placed(found.select("process", "award_id", "score"), "awards", "supplier_ids", "award_id")
    return placed.group_by("process").aggregate(
        score=_.score.max(), places=_.place.collect(order_by=[_.award_id, _.score, _.place])
    )


EXAMPLES = (
    Example(
        "an organisation that is like an entry, another, and no award",
        {
            "processes": [{"ocid": "like-an-entry"}, {"ocid": "unlike"}, {"ocid": "nothing-awarded"}],
            "awards": [award("like-an-entry", "A"), award("unlike", "B")],
            "party_organisations": [
                {"ocid": "like-an-entry", "party_id": "A", "organisation_id": "org-a"},
                {"ocid": "unlike", "party_id": "B", "organisation_id": "org-b"},
            ],
            "list_hits": [{"organisation_id": "org-a", "list": "debarred.csv", "entity_id": "1", "score": 0.9}],
        },
        {"like-an-entry": "flagged", "unlike": "not flagged", "nothing-awarded": "not computable"},
    ),
)
