"""The draft of a request for information on what a purchase leaves open: text for a person, nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from custodiet.errors import UsageError
from custodiet.register.explain import Explanation
from custodiet.requests import Missing, Request, draft_request, load_texts
from custodiet.site.site import Site

_CONTRACT_TYPES = frozenset({"contractSigned", "contractAnnexe"})


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Drafts in the languages of the country, its first language first, and in English."""

    ocid: str
    title: str | None
    drafts: tuple[Request, ...]


def request_page(site: Site, ocid: str) -> RequestPage | None:
    """The drafts for a purchase; None where the register has no such purchase."""
    told = site.store.purchase(ocid)
    if told is None or told.purchase is None:
        return None
    profile = site.definitions.countries.get(told.purchase["country"] or "")
    words = _words()
    spoken = [*(profile.languages.codes if profile else ()), "en"]
    missing = _missing(told)
    drafts = []
    for code in dict.fromkeys(one for one in spoken if one in words):
        try:
            drafts.append(
                draft_request(
                    told.purchase,
                    missing,
                    site.definitions.asked,
                    profile,
                    language=code,
                    words=words[code],
                    number=ocid,
                )
            )
        except UsageError:  # nothing is missing
            break
    return RequestPage(ocid, told.purchase["title"], tuple(drafts))


@cache
def _words() -> Mapping[str, Any]:
    """The words of letters by language, read once."""
    return load_texts()


def _missing(told: Explanation) -> Missing:
    """What the statements leave open; a quantity of one tells no number of devices."""
    of_type = {one.value for one in told.statements if one.table == "attachments" and one.column == "type"}
    quantities = [one.value for one in told.statements if one.table == "items" and one.column == "quantity"]
    return Missing(
        contract_published=bool(of_type & _CONTRACT_TYPES),
        counts_published=any((one or 0) > 1 for one in quantities),
        states={row["question"]: row["state"] for row in told.safeguards},
        searched={
            row["question"]: (row["looked_in"], row["date"])
            for row in told.safeguards
            if row["state"] == "not_found" and row["looked_in"] and row["date"]
        },
    )
