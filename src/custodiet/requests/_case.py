"""A documented case in the shape of a purchase, so that a request may ask for what its sources leave open."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from custodiet.model.register_tables import PURCHASES
from custodiet.requests._draft import OPEN_STATES, Missing, Question

Row = Mapping[str, Any]
Parts = Mapping[str, Sequence[Row]]
"""The rows of `roles`, `financing` and `observations` of one case, by table."""

_DEVICES = ("cameras", "complexes", "sets")
_ASKED_FIRST = ("buyer", "operator", "funder")
"""Who is asked: where no source names the buyer, the one who runs the system, else who pays or borrowed for it.

The law of a country binds its own bodies: an organisation of another country is not asked.
"""


def as_purchase(case: Row, parts: Parts, languages: Sequence[str]) -> dict[str, Any]:
    """The case as a row of PURCHASES: agreed where a contractor, money or devices are told of, undecided where not.

    The title stands in the first of the languages that has one. No amount is taken over: what the sources say of money
    may contradict itself, and prices are asked for.
    """
    at_home = [each for each in parts["roles"] if each["country"] in {None, *case["countries"]}]
    suppliers = _organisations(parts["roles"], "contractor")
    agreed = suppliers or parts["financing"] or any(_is_count(seen) for seen in parts["observations"])
    row: dict[str, Any] = dict.fromkeys(PURCHASES.names)
    row |= {
        "ocid": case["case"],
        "title": next((title for each in languages if (title := case.get(f"title_{each}"))), case["title"]),
        "country": case["countries"][0] if len(case["countries"]) == 1 else None,
        "buyer_name": next((name for role in _ASKED_FIRST for name in _organisations(at_home, role)), None),
        "supplier_names": suppliers or None,
        "state": "contracted" if agreed else "tendered",
        "date": case["started"],
    }
    return row


def missing_of_case(case: Row, parts: Parts, questions: Mapping[str, Question], safeguards: Sequence[Row]) -> Missing:
    """What the sources of a case leave open: no contract is published, and a count only counts where it is documented.

    Questions that nobody has looked at yet are open where they concern a technology of the case.
    """
    unasked = {
        name: OPEN_STATES[0]
        for name, question in questions.items()
        if any(question.concerns(technology) for technology in case["technologies"])
    }
    counted = [seen for seen in parts["observations"] if _is_count(seen) and seen["state"] == "documented"]
    return Missing(
        contract_published=False,
        counts_published=bool(counted),
        states=unasked | {row["question"]: row["state"] for row in safeguards},
        searched={},
        contradictions=tuple(_contradictions([*parts["roles"], *parts["financing"], *parts["observations"]])),
    )


def _is_count(seen: Row) -> bool:
    """Whether an observation tells of devices that are there, not of a plan."""
    return seen["unit"] in _DEVICES and seen["precision"] != "planned"


def _organisations(roles: Iterable[Row], role: str) -> list[str]:
    return sorted({each["organisation"] for each in roles if each["role"] == role and each["state"] != "contradicted"})


def _contradictions(facts: Sequence[Row]) -> list[str]:
    """Each group of facts that contradict one another, directly or by a third, as one line with their sources."""
    by_id = {fact["fact"]: fact for fact in facts}
    told: set[str] = set()
    lines = []
    for fact in facts:
        group = _group(fact["fact"], by_id) - told
        told |= group
        if len(group) > 1:
            claims = [f"{_claim(each)} [{each['source_name']}]" for each in facts if each["fact"] in group]
            lines.append("; ".join(claims))
    return lines


def _group(start: str, by_id: Mapping[str, Row]) -> set[str]:
    """The facts that contradictions lead to from one of them."""
    reached, waiting = {start}, [start]
    while waiting:
        further = set(by_id[waiting.pop()]["contradicts"]) & set(by_id) - reached
        reached |= further
        waiting += sorted(further)
    return reached


def _claim(fact: Row) -> str:
    """What a fact says, in the words of the case, which are English."""
    if fact.get("organisation"):
        return f"{fact['role']}: {fact['organisation']}"
    return str(fact.get("text") or fact.get("note") or fact["fact"]).rstrip(".")
