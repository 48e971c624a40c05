"""The contracts are worth more than what was awarded.

## Why it can matter

Who offers low and is paid high by amendment won a competition that was not held.

## Method

`value` is (contracts - awards) / awards, over the active awards of a process that have contracts, and the contracts
that stand for them, in one currency. Flagged where it is at least `threshold`.

## Innocent explanations

- The award is stated without value-added tax, the contract with it.
- An option or a further year that the call announced.
- Prices adjusted for inflation under a clause of the contract.

## When it abstains

- no award or no contract that belongs to it is published with amount and currency;
- awards and contracts are in several currencies.

## Source

Directive 2014/24/EU, Article 72: without a new procedure a contract may be raised by less than 10% for goods and
services. Open Contracting Partnership, Red Flags in Public Procurement (2024).
"""

from typing import Annotated

import ibis
from ibis import _
from msgspec import Meta

from custodiet.indicators._example import Example, award
from custodiet.indicators._settings import IndicatorSettings
from custodiet.indicators._tables import Rows, Tables, beside
from custodiet.indicators._verdict import Verdict, judge_processes

CODE = "C112"
TITLE = "Contract raised above the award"
TABLES = ("processes", "awards", "contracts")
_VOID = ("cancelled", "terminated")


class Settings(IndicatorSettings, frozen=True, forbid_unknown_fields=True):
    """Settings of C112."""

    threshold: Annotated[float, Meta(gt=0, description="smallest rise, as a share of the awards, that is flagged")] = (
        0.1
    )


def flag(tables: Tables, settings: Settings) -> Rows:
    """One row per process."""
    summed = tables.step("c112", lambda: _summed(tables))
    raised = summed.filter(_.rise >= settings.threshold)
    measured = beside(tables.processes, summed, _places(tables, raised))
    verdict = Verdict(
        missing=[
            (_.awarded.isnull(), "no active award and contract of it with amount and currency are published"),
            (_.first_currency != _.last_currency, "awards and contracts are in several currencies"),
            (_.awarded <= 0, "the amount awarded is zero"),
        ],
        flagged=_.rise >= settings.threshold,
        value=_.rise,
        threshold=settings.threshold,
        because="the contracts are worth more than the awards by the threshold or more",
        otherwise="the contracts are worth less above the awards than the threshold",
        evidence=_.places,
    )
    return judge_processes(measured, verdict)


def _summed(tables: Tables) -> Rows:
    """One row per process with contracts of awards: both sums, the rise, the first and last currency by name."""
    stands = ~_.status.isin(_VOID).fill_null(False) & _.award_id.notnull()
    contracts = tables.table("contracts").filter(stands & _.contract_amount.notnull() & _.contract_currency.notnull())
    of_award = contracts.group_by(["ocid", "award_id"]).aggregate(
        contracted=_.contract_amount.sum(), first=_.contract_currency.min(), last=_.contract_currency.max()
    )
    awards = tables.awards.filter((_.status == "active") & _.award_amount.notnull())
    both = awards.select("process", "award_id", "award_amount", "award_currency").inner_join(
        tables.numbered(of_award), ["process", "award_id"]
    )
    sums = (
        both.filter(_.award_currency.notnull())
        .group_by("process")
        .aggregate(
            awarded=_.award_amount.sum().cast("float64"),
            contracted=_.contracted.sum().cast("float64"),
            first_currency=ibis.least(_.award_currency.min(), _["first"].min()),
            last_currency=ibis.greatest(_.award_currency.max(), _["last"].max()),
        )
    )
    rise = ibis.ifelse(
        (_.awarded > 0) & (_.first_currency == _.last_currency),
        (_.contracted - _.awarded) / _.awarded,
        ibis.null("float64"),
    )
    return sums.mutate(rise=rise)


def _places(tables: Tables, raised: Rows) -> Rows:
    few = tables.numbers.semi_join(raised, "process").select("ocid", "process")
    contracts = tables.table("contracts").filter(_.award_id.notnull()).inner_join(few, "ocid")
    placed = tables.placed(contracts.select("process", "contract_id"), "contracts", "contract_amount", "contract_id")
    return placed.group_by("process").aggregate(places=_.place.collect(order_by=[_.contract_id, _.place]))


def _contract(ocid: str, amount: int, currency: str = "KGS") -> dict[str, object]:
    return {
        "ocid": ocid,
        "contract_id": f"{amount}",
        "award_id": "A",
        "contract_amount": amount,
        "contract_currency": currency,
    }


EXAMPLES = (
    Example(
        "awards of 100 with contracts of 110, 109, 60 and 60, and in another currency",
        {
            "processes": [{"ocid": ocid} for ocid in ("raised", "a-little", "in-two-parts", "other-currency", "none")],
            "awards": [
                award(ocid, "A", 100) for ocid in ("raised", "a-little", "in-two-parts", "other-currency", "none")
            ],
            "contracts": [
                _contract("raised", 110),
                _contract("a-little", 109),
                _contract("in-two-parts", 60),
                _contract("in-two-parts", 61),
                _contract("other-currency", 120, "USD"),
            ],
        },
        {
            "raised": "flagged",
            "a-little": "not flagged",
            "in-two-parts": "flagged",
            "other-currency": "not computable",
            "none": "not computable",
        },
    ),
)
