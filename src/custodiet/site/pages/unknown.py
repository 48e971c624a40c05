"""What the documents read leave open about a purchase: told in neutral words, each as something to ask for."""

from collections.abc import Iterator
from typing import Any

from custodiet.register.explain import Explanation
from custodiet.site.checklist import Checklist
from custodiet.site.evidence import Evidence
from custodiet.site.sentences import Sentence, count, say
from custodiet.site.signals import Signals

_AGREED = ("awarded", "contracted", "paid")
_CONTRACT_TYPES = frozenset({"contractSigned", "contractAnnexe"})


def unknown(
    told: Explanation, evidence: Evidence, raised: Signals, answers: Checklist, around: Any
) -> Iterator[Sentence]:
    """What is not known, most important first."""
    yield from _of_the_purchase(told)
    yield from _of_the_money(told)
    yield from _of_the_documents(told, evidence)
    if around.place is None or around.place["kind"] == "country":
        yield say("The documents read do not say for which settlement this was bought.")
    looked_at = answers.count("not_checked")
    if looked_at:
        yield count(
            "On %(number)s question about safeguards nobody has looked yet.",
            "On %(number)s questions about safeguards nobody has looked yet.",
            looked_at,
        )
    if raised.silent:
        yield count(
            "%(number)s signal could not be computed: the data that it needs are not published.",
            "%(number)s signals could not be computed: the data that they need are not published.",
            len(raised.silent),
        )


def _of_the_purchase(told: Explanation) -> Iterator[Sentence]:
    row = told.purchase or {}
    agreed = row["state"] in _AGREED
    if row["buyer_name"] is None:
        yield say("The documents read do not name the buyer.")
    if agreed and not row["supplier_names"]:
        yield say("The documents read do not name the supplier.")
    if row["method"] is None:
        yield say("The procedure by which the supplier was or will be chosen is not stated.")
    if row["tenderers"] is None:
        yield say("How many took part in the procedure is not stated.")
    if row["state"] == "tendered":
        yield say("Whether the call led to a contract was not found in the documents read.")
    if row["date"] is None:
        yield say("No date is stated.")


def _of_the_money(told: Explanation) -> Iterator[Sentence]:
    row = told.purchase or {}
    if all(row[f"{state}_amount"] is None for state in ("planned", "tendered", *_AGREED)):
        yield say("No amount is stated, or amounts are stated in several currencies, which are not added.")
    elif row["state"] in _AGREED and all(row[f"{state}_amount"] is None for state in _AGREED):
        yield say("The amount that was agreed is not stated.")
    if row["paid_amount"] is None and row["state"] in _AGREED:
        yield say("What was paid in the end is not stated.")


def _of_the_documents(told: Explanation, evidence: Evidence) -> Iterator[Sentence]:
    attachments = evidence.records("attachments")
    types = {said["type"].value for _, said in attachments if "type" in said}
    if (told.purchase or {})["state"] in _AGREED and not types & _CONTRACT_TYPES:
        yield say("The text of the contract was not found among the documents read.")
    if attachments:
        yield count(
            "%(number)s file is linked by the publisher and was not read.",
            "%(number)s files are linked by the publisher and were not read.",
            len(attachments),
        )
    if not any("description" in said for _, said in [*evidence.records("items"), *evidence.records("lots")]):
        yield say("How many devices were bought, and which, is not stated.")
