"""The page of a purchase: what was bought, by whom, for how much in which state, and where each statement was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.model.organisation_tables import SOLE_TRADER
from custodiet.register.explain import Explanation
from custodiet.site.checklist import Checklist, checklist
from custodiet.site.definitions import Maker
from custodiet.site.evidence import Evidence, Note, Record, Said
from custodiet.site.pages.unknown import unknown
from custodiet.site.sentences import Sentence
from custodiet.site.signals import Place, Signals, signals
from custodiet.site.site import Site
from custodiet.site.timeline import Timeline, timeline

STATES = ("planned", "tendered", "awarded", "contracted", "paid")
_MOST_NOTES = 1_000
"""Statements that a page lists; the data of the page hold all."""
_MOST_BIDS = 100


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed, the organisation that it is, and the statement that prints it."""

    text: str
    organisation: str | None
    number: int


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in one state, with the statements that it comes from; a sum of several names them all."""

    state: str
    amount: Any
    currency: str | None
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What words of a text state: of which technology, place or capability, where they stand, the text around them."""

    row: Mapping[str, Any]
    number: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Bid:
    """An offer: who made it, at what price, and what became of it."""

    tenderers: tuple[Name, ...]
    said: Record
    won: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A maker that a text names, and where."""

    maker: Maker | None
    row: Mapping[str, Any]
    number: int


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """Everything that the page shows, in no language."""

    ocid: str
    told: Explanation
    purchase: Mapping[str, Any]
    evidence: Evidence
    notes: Sequence[Note]
    more_notes: int
    title: Said | None
    description: Said | None
    buyer: Name | None
    suppliers: tuple[Name, ...]
    amounts: tuple[Amount, ...]
    timeline: Timeline
    findings: tuple[Finding, ...]
    readings: tuple[Finding, ...]
    bids: tuple[Bid, ...]
    more_bids: int
    items: list[tuple[str, Record]]
    signals: Signals
    checklist: Checklist
    makers: tuple[Mention, ...]
    attachments: list[tuple[str, Record]]
    documents: Sequence[Mapping[str, Any]]
    document_numbers: Mapping[str, int]
    problems: Sequence[Mapping[str, Any]]
    decisions: Sequence[Mapping[str, Any]]
    around: Any
    profile: Any
    not_known: tuple[Sentence, ...]


def purchase_page(site: Site, ocid: str) -> PurchasePage | None:
    """The page of a purchase; None where the register has no such purchase."""
    whole = site.store.whole(ocid)
    if whole is None:
        return None
    told, around = whole
    if told.purchase is None:
        return None
    evidence = Evidence(told)
    raised = signals(told.flags, site.definitions, lambda row: _places(row, evidence))
    answers = checklist(told.safeguards, site.definitions)
    bids = evidence.records("bids")
    names = _names(told, evidence)
    return PurchasePage(
        ocid=ocid,
        told=told,
        purchase=told.purchase,
        evidence=evidence,
        notes=evidence.notes[:_MOST_NOTES],
        more_notes=max(0, len(evidence.notes) - _MOST_NOTES),
        title=_title(told, evidence),
        description=evidence.said("description"),
        buyer=_buyer(told, evidence),
        suppliers=tuple(_suppliers(told, names)),
        amounts=tuple(_amounts(told, evidence)),
        timeline=timeline(evidence),
        findings=tuple(_findings(told.technologies, evidence)),
        readings=tuple(_findings(told.readings, evidence)),
        bids=tuple(_bids(bids[:_MOST_BIDS], names, set(told.purchase["supplier_names"] or ()))),
        more_bids=max(0, len(bids) - _MOST_BIDS),
        items=evidence.records("items"),
        signals=raised,
        checklist=answers,
        makers=tuple(_makers(told, evidence, site)),
        attachments=evidence.records("attachments"),
        documents=told.documents,
        document_numbers={row["document_id"]: number for number, row in enumerate(told.documents, 1)},
        problems=told.problems,
        decisions=told.decisions,
        around=around,
        profile=site.definitions.countries.get(told.purchase["country"] or ""),
        not_known=tuple(unknown(told, evidence, raised, answers, around)),
    )


def _title(told: Explanation, evidence: Evidence) -> Said | None:
    """The title with its statement: that of the tender, else of the lot, award, item or contract it was taken from."""
    title = told.purchase["title"] if told.purchase else None
    if title is None:
        return None
    said = evidence.said("title")
    if said is not None:
        return said
    number = next((one.number for one in evidence.notes if one.column in _TITLES and one.value == title), 0)
    return Said(title, number)


_TITLES = ("title", "description")


def _names(told: Explanation, evidence: Evidence) -> dict[str, Name]:
    """The names of all parties by their id in the process."""
    ids = {
        name: row["organisation_id"]
        for row in told.organisations
        if row["kind"] != SOLE_TRADER  # a natural person has no page
        for name in row["names"] or ()
    }
    return {
        row: Name(str(said["name"].value), ids.get(str(said["name"].value)), said["name"].number)
        for row, said in evidence.records("parties")
        if "name" in said
    }


def _buyer(told: Explanation, evidence: Evidence) -> Name | None:
    row: Mapping[str, Any] = told.purchase or {}
    if row["buyer_name"] is None:
        return None
    said = evidence.said("buyer_name") or evidence.said("procuring_entity_name")
    return Name(row["buyer_name"], row["buyer"], said.number if said else 0)


def _suppliers(told: Explanation, names: Mapping[str, Name]) -> Iterator[Name]:
    by_text = {one.text: one for one in names.values()}
    for name in (told.purchase or {})["supplier_names"] or ():
        yield by_text.get(name, Name(name, None, 0))


def _amounts(told: Explanation, evidence: Evidence) -> Iterator[Amount]:
    for state in STATES:
        amount = (told.purchase or {})[f"{state}_amount"]
        if amount is not None:
            yield Amount(state, amount, (told.purchase or {})[f"{state}_currency"], tuple(_numbers(evidence, state)))


_AMOUNTS = {
    "planned": ("processes", "budget_amount"),
    "tendered": ("processes", "tender_amount"),
    "awarded": ("awards", "award_amount"),
    "contracted": ("contracts", "contract_amount"),
    "paid": ("transactions", "paid_amount"),
}
_MOST_NUMBERS = 5


def _numbers(evidence: Evidence, state: str) -> list[int]:
    """The statements of the amounts of one state; of a long sum the first."""
    table, column = _AMOUNTS[state]
    found = [one.number for one in evidence.notes if one.table == table and one.column == column]
    if not found and state == "tendered":
        found = [one.number for one in evidence.notes if one.table == "lots" and one.column == "value_amount"]
    return found[:_MOST_NUMBERS]


_AROUND = 90  # characters of the text shown before and after the words


def _findings(rows: Sequence[Mapping[str, Any]], evidence: Evidence) -> Iterator[Finding]:
    for row in rows:
        number = evidence.number_at(row["document_id"], row["place"])
        note = evidence.notes[number - 1] if number else None
        text = str(note.value) if note and isinstance(note.value, str) else ""
        start, end = row["start"] or 0, row["end"] or 0
        if text[start:end] != row["words"]:
            yield Finding(row, number, "", row["words"] or "", "")
        else:
            yield Finding(
                row,
                number,
                f"{'…' if start > _AROUND else ''}{text[max(0, start - _AROUND) : start]}",
                row["words"],
                f"{text[end : end + _AROUND]}{'…' if len(text) > end + _AROUND else ''}",
            )


def _bids(bids: list[tuple[str, Record]], names: Mapping[str, Name], winners: set[str]) -> Iterator[Bid]:
    for _, said in bids:
        ids = said["tenderer_ids"].value if "tenderer_ids" in said else []
        tenderers = tuple(names.get(str(one), Name(str(one), None, 0)) for one in ids or ())
        yield Bid(tenderers, said, won=any(one.text in winners for one in tenderers))


def _makers(told: Explanation, evidence: Evidence, site: Site) -> Iterator[Mention]:
    for row in told.makers:
        number = evidence.number_at(row["document_id"], row["place"])
        yield Mention(site.definitions.makers.get(row["maker"]), row, number)


def _places(row: Mapping[str, Any], evidence: Evidence) -> Iterator[Place]:
    for one in row["evidence"]:
        number = evidence.number_at(one["document_id"], one["pointer"])
        yield Place(one["column"], one["document"], one["pointer"], number)
