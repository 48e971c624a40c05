"""A maker or product is named, and the texts do not say that another will do as well.

## Why it can matter

A specification that names one maker leaves the others out before the call begins.

## Method

A process is flagged where a maker or product is named in a text of the call (not of a bid, an award or a contract) and
none of the words for "or equivalent" (`_equivalent_words.toml`, in 18 languages) stands in the texts read. `value` is
the number of makers named.

## Innocent explanations

- Spare parts, licences or support for a system that is already there.
- "Or equivalent" stands in the documents attached, which are not read.
- The notice lists what is installed, not what is bought.

## When it abstains

- no maker from the list is named in a text of the call;
- the table of makers named is not there.

## Source

Directive 2014/24/EU, Article 42(4): makers may be named only where nothing else describes the object, and with the
words "or equivalent". WTO, Agreement on Government Procurement (2012), Article X:4.
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

CODE = "C106"
TITLE = "Tailored specification"
TABLES = ("processes", "lots", "items", "makers_named")
_LATER = ("awards", "contracts")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """C106 has no settings."""


def flag(tables: Tables, settings: Settings) -> Rows:  # noqa: ARG001  (every indicator is called alike)
    """One row per process."""
    if not tables.has("makers_named"):
        rows = tables.processes.mutate(makers=ibis.null("int64"), places=ibis.null("array<string>"), opened=False)
    else:
        rows = beside(tables.processes, tables.numbered(_named(tables)), tables.numbered(_opened(tables)))
    verdict = Verdict(
        missing=[(_.makers.isnull(), "no maker is named in a text of the call")],
        flagged=~_.opened.fill_null(False),
        value=_.makers,
        threshold=1,
        fence="any maker",
        because="a maker is named, and no text read says that an equivalent will do",
        otherwise="a maker is named, and a text says that an equivalent will do",
        evidence=_.places,
    )
    return judge_processes(rows, verdict)


def _named(tables: Tables) -> Rows:
    """One row per ocid with makers named in its call."""
    named = tables.table("makers_named").filter(~_.table.fill_null("").isin(_LATER))
    placed = named.mutate(place="makers_named.words " + _.document_id + " " + _.pointer)
    return placed.group_by("ocid").aggregate(
        makers=_.maker.nunique(), places=_.place.collect(order_by=[_.maker, _.product, _.place, _.start])
    )


def _opened(tables: Tables) -> Rows:
    """Ocids of processes in whose texts an equivalent is allowed."""
    named = tables.table("makers_named").select("ocid").distinct()
    heads, lots = (
        tables.found(name).select("ocid", text=_.title.fill_null("") + " " + _.description.fill_null(""))
        for name in ("processes", "lots")
    )
    items = tables.found("items").select("ocid", text=_.description.fill_null(""))
    texts = ibis.union(heads, lots, items).semi_join(named, "ocid")
    allowed = texts.filter(_.text.lower().re_search("|".join(_words())))
    return allowed.select("ocid", opened=ibis.literal(True)).distinct()


@cache
def _words() -> tuple[str, ...]:
    text = Path(__file__).with_name("_equivalent_words.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["words"])


def _mention(ocid: str, table: str = "processes") -> dict[str, object]:
    return {"ocid": ocid, "maker": "a-maker", "product": "", "table": table, "column": "title", "start": 0, "end": 7}


EXAMPLES = (
    Example(
        "a maker named alone, with an equivalent, and in the award",
        {
            "processes": [
                {"ocid": "named-alone", "title": "Камери Виробник"},
                {"ocid": "or-equivalent", "title": "Камери Виробник або еквівалент"},
                {"ocid": "in-the-award", "title": "Камери"},
            ],
            "makers_named": [
                _mention("named-alone"),
                _mention("or-equivalent"),
                _mention("in-the-award", "awards"),
            ],
        },
        {"named-alone": "flagged", "or-equivalent": "not flagged", "in-the-award": "not computable"},
    ),
)
