"""The timeline of a purchase, from planning to payment: what is dated, and which steps no document read dates."""

from dataclasses import dataclass

from custodiet.site.evidence import Evidence, Said, as_text
from custodiet.site.languages import marked
from custodiet.site.sentences import Sentence, say

_DAY = 10  # characters of a day
_MOST = 40  # dated steps shown; a purchase with more has them all in its data


@dataclass(frozen=True, slots=True)
class Event:
    """A dated step."""

    date: Said
    what: Sentence
    step: str
    amount: Said | None = None
    currency: str | None = None
    detail: Said | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated steps in order; `undated` are the steps of which no date was published, `more` how many are not shown."""

    events: tuple[Event, ...]
    undated: tuple[str, ...]
    more: int = 0


STEPS = {
    "planning": marked("planning"),
    "call": marked("call"),
    "offers": marked("offers"),
    "award": marked("award"),
    "contract": marked("contract"),
    "change": marked("change"),
    "payment": marked("payment"),
}
_EXPECTED = ("call", "offers", "award", "contract", "payment")


def timeline(evidence: Evidence) -> Timeline:
    """The dated steps of a purchase by day; steps of one day stand in the order in which they follow each other."""
    events = [*_of_call(evidence), *_of_awards(evidence), *_of_contracts(evidence), *_later(evidence)]
    order = list(STEPS)
    events.sort(key=lambda one: (as_text(one.date.value)[:_DAY], order.index(one.step)))
    dated = {one.step for one in events}
    undated = tuple(STEPS[step] for step in _EXPECTED if step not in dated)
    return Timeline(tuple(events[:_MOST]), undated, max(0, len(events) - _MOST))


def _of_call(evidence: Evidence) -> list[Event]:
    columns = {
        "published": (say("The call was published."), "call"),
        "tender_start": (say("Offers could be handed in from this day."), "offers"),
        "tender_end": (say("Offers had to be in by this day."), "offers"),
    }
    found = [(evidence.said(column), what, step) for column, (what, step) in columns.items()]
    return [Event(date, what, step) for date, what, step in found if date is not None]


def _of_awards(evidence: Evidence) -> list[Event]:
    return [
        Event(
            award["date"], say("A supplier was chosen."), "award", award.get("award_amount"), _currency(award, "award")
        )
        for _, award in evidence.records("awards")
        if "date" in award
    ]


def _of_contracts(evidence: Evidence) -> list[Event]:
    columns = {
        "date_signed": say("A contract was signed."),
        "start": say("The contract begins."),
        "end": say("The contract ends, as agreed."),
    }
    return [
        Event(
            contract[column],
            what,
            "contract",
            contract.get("contract_amount") if column == "date_signed" else None,
            _currency(contract, "contract"),
        )
        for _, contract in evidence.records("contracts")
        for column, what in columns.items()
        if column in contract
    ]


def _later(evidence: Evidence) -> list[Event]:
    payments = [
        Event(row["date"], say("A payment was made."), "payment", row.get("paid_amount"), _currency(row, "paid"))
        for _, row in evidence.records("transactions")
        if "date" in row
    ]
    changes = [
        Event(
            row["date"], say("A change was published."), "change", detail=row.get("description") or row.get("rationale")
        )
        for _, row in evidence.records("amendments")
        if "date" in row
    ]
    return [*payments, *changes]


def _currency(row: object, name: str) -> str | None:
    said = row.get(f"{name}_currency") if isinstance(row, dict) else None
    return None if said is None else str(said.value)
