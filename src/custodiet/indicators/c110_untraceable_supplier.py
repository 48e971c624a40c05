"""A supplier is named without any registry or tax number, where others have one.

## Why it can matter

A firm that cannot be found in a register cannot be asked, and its owners cannot be known.

## Method

A process is flagged where a supplier of an active award has no identifier, and at least `usual` of the suppliers named
in the same country have one. `value` is the number of suppliers without one.

## Innocent explanations

- A firm from abroad, whose number the form does not ask for.
- A person in business, whose number is held back on purpose.
- An old notice that was typed in by hand.

## When it abstains

- no active award names a supplier;
- the source does not usually publish identifiers of suppliers, or too few suppliers of the country are named;
- the country is not stated;
- the supplier is a sole trader: numbers of persons are removed before this room.

## Source

Open Contracting Partnership, Red Flags in Public Procurement (2024), on suppliers that are hard to trace. When a firm
was founded is not in the data, so a new supplier is not told apart.
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import Count, IndicatorSettings, Share
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C110"
TITLE = "Untraceable supplier"
TABLES = ("processes", "awards", "parties")
_PERSON = "sole trader"


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C110."""

    usual: Annotated[Share, Meta(description="share of suppliers with identifiers from which they are usual")] = 0.8
    minimum_peers: Annotated[Count, Meta(description="fewest suppliers that tell what is usual")] = 20


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    named = tables.step("c110", lambda: _suppliers(tables))
    homes = named.group_by("country").aggregate(peers=_.count(), usual=_.numbered.cast("int64").mean())
    found = named.group_by("process").aggregate(named=_.count(), bare=_.count(where=~_.numbered))
    places = tables.placed(_bare(named, homes, settings), "parties", "identifier", "party_id")
    listed = places.group_by("process").aggregate(places=_.place.collect(order_by=[_.party_id, _.place]))
    joined = beside(tables.processes, found, listed)
    known = homes.rename(home="country")
    rows = joined.left_join(known, joined.country == known.home)
    verdict = Verdict(
        missing=[
            (_.named.isnull(), "no active award names a supplier that is a firm"),
            (_.country.isnull(), "the country is not stated"),
            (_.peers < settings.minimum_peers, "too few suppliers of the country are named"),
            (_.usual < settings.usual, "the source does not usually publish identifiers of suppliers"),
        ],
        flagged=_.bare > 0,
        value=_.bare,
        threshold=1,
        peer_group="suppliers of " + _.country,
        peers=_.peers,
        because="a supplier is named without an identifier",
        otherwise="every supplier is named with an identifier",
        evidence=_.places,
    )
    return judge_processes(rows, verdict)


def _bare(named: Rows, homes: Rows, settings: Settings) -> Rows:
    """Those without an id whose process can be flagged or is shown whatever its state."""
    usual = homes.filter(_.usual >= settings.usual).select("country", usually=ibis.literal(True))
    told = named.filter(~_.numbered).left_join(usual, "country")
    return told.filter(_.wanted | _.usually.notnull()).select("process", "party_id")


def _suppliers(tables: Tables) -> Rows:
    """One row per process and supplier of an active award that is no sole trader; `numbered` where it has an id."""
    active = tables.table("awards").filter(_.status == "active").select("ocid", party_id=_.supplier_ids.unnest())
    parties = tables.table("parties").select("ocid", "party_id", "name", "identifier", "more_identifiers")
    firms = active.distinct().inner_join(parties, ["ocid", "party_id"])
    numbered = _.identifier.notnull() | (_.more_identifiers.length() > 0)
    homes = tables.numbers.filter(_.excluded.isnull()).select("ocid", "process", "country", "wanted")
    # Small letters of the beginning alone: those of whole names take half the time of the indicator.
    is_person = _.name.fill_null("").substr(0, len(_PERSON)).lower() == _PERSON
    known = firms.filter(~is_person).inner_join(homes, "ocid")
    return known.select("process", "party_id", "country", "wanted", numbered=numbered.fill_null(False))


EXAMPLES = (
    Example(
        "one of five suppliers comes without a number",
        {
            "processes": [
                *({"ocid": f"numbered-{n}", "country": "UA"} for n in range(4)),
                {"ocid": "bare", "country": "UA"},
                {"ocid": "nothing-awarded", "country": "UA"},
            ],
            "awards": [*(award(f"numbered-{n}", "A") for n in range(4)), award("bare", "B")],
            "parties": [
                *({"ocid": f"numbered-{n}", "party_id": "A", "identifier": "14360570"} for n in range(4)),
                {"ocid": "bare", "party_id": "B", "name": "ТОВ «Б»"},
            ],
        },
        {
            **{f"numbered-{n}": "not flagged" for n in range(4)},
            "bare": "flagged",
            "nothing-awarded": "not computable",
        },
        settings={"minimum_peers": 5},
    ),
)
