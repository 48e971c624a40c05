"""The results of an eForms notice: winning tenders as awards, settled contracts, numbers of tenders received.

An award is one winning tender, because the amount stands there. Tenders are not handed on as bids: most notices list
the winning ones alone, and a list of them would look like a procedure with one bidder.
"""

from dataclasses import dataclass

from custodiet.sources._eforms_codes import RESULTS
from custodiet.sources._eforms_notice import NO_AWARD_DATE, Notice, by_id, day, referred
from custodiet.sources._eforms_tender import reason
from custodiet.sources._xml import Element, child, children, text
from custodiet.sources._xml_reader import Object


@dataclass(frozen=True, slots=True)
class Results:
    """The parts of a NoticeResult by their local ids, and what the ids of awards and contracts begin with."""

    frame: Element
    prefix: str
    tenders: dict[str, Element]
    parties: dict[str, Element]
    contracts: dict[str, Element]


def results(notice: Notice) -> Results | None:
    """The results of the notice; None where it has none.

    A notice that replaces another one gives its results the ids of the replaced notice, so that they are corrected
    and not counted twice.
    """
    frame = child(notice.extension, "NoticeResult")
    if frame is None:
        return None
    replaced = text(child(notice.extension, "Changes", "ChangedNoticeIdentifier"))
    prefix = replaced.rpartition("-")[0] if replaced and replaced.count("-") in {2, 5} else replaced or notice.id or ""
    parts = (by_id(frame, name) for name in ("LotTender", "TenderingParty", "SettledContract"))
    return Results(frame, prefix, *parts)


def awards(notice: Notice, found: Results) -> list[Object]:
    """One award per winning tender of each lot, or one per lot without a winner."""
    listed: list[Object] = []
    for result in children(found.frame, "LotResult"):
        listed += _awards_of(notice, found, result)
    _use_total(notice, found, listed)
    return listed


def contracts(notice: Notice, found: Results, awarded: list[Object]) -> list[Object]:
    """One contract per SettledContract, with the amount of its tender where it settles one alone."""
    listed = []
    for key, one in found.contracts.items():
        settled = referred(one, "LotTender")
        award = next((each for each in awarded if each["id"].rpartition("/")[2] in settled), None)
        contract = notice.at(
            one,
            id=f"{found.prefix}/{key}",
            awardID=award["id"] if award else None,
            title=notice.said(one, "Title"),
            dateSigned=day(text(child(one, "IssueDate"))),
            value=award.get("value") if award and len(settled) == 1 else None,
        )
        listed.append(contract)
    _modify(notice, listed)
    return listed


def tenders_received(notice: Notice, found: Results) -> int | None:
    """The number of tenders where the results of one lot state it; numbers of several lots are reported."""
    stated = [
        child(one, "StatisticsNumeric")
        for result in children(found.frame, "LotResult")
        for one in children(result, "ReceivedSubmissionsStatistics")
        if text(child(one, "StatisticsCode")) == "tenders"
    ]
    lots = {tuple(referred(result, "TenderLot")) for result in children(found.frame, "LotResult")}
    counted = [(one, notice.count(one)) for one in stated if one is not None]
    if len(lots) == 1 and len({count for _, count in counted}) == 1:
        return counted[0][1]
    for one, _ in counted:
        notice.report(one, "offers-per-lot", "set aside", "a number per lot; no number is stated for the whole")
    return None


def _awards_of(notice: Notice, found: Results, result: Element) -> list[Object]:
    key = f"{found.prefix}/{text(child(result, 'ID'))}"
    winners = _winners(found, result)
    code = text(child(result, "TenderResultCode"))
    status = RESULTS.get(code or "") or ("active" if code is None and winners else None)
    lots = referred(result, "TenderLot")
    if not winners or status == "unsuccessful":
        return [notice.at(result, id=key, status=status, date=_date(notice, None), relatedLots=lots)]
    return [
        notice.at(
            found.tenders[tender],
            id=f"{key}/{tender}",
            title=notice.said(contract, "Title"),
            status=status,
            date=_date(notice, contract),
            value=notice.money(child(found.tenders[tender], "LegalMonetaryTotal", "PayableAmount")),
            suppliers=_suppliers(notice, found, found.tenders[tender]),
            relatedLots=lots,
        )
        for tender, contract in winners.items()
    ]


def _winners(found: Results, result: Element) -> dict[str, Element | None]:
    """The tenders of a result that a contract settles; all of them where no contract is stated."""
    offered = [key for key in referred(result, "LotTender") if key in found.tenders]
    stated = [found.contracts[key] for key in referred(result, "SettledContract") if key in found.contracts]
    settled = {key: one for one in stated for key in referred(one, "LotTender")}
    return {key: settled.get(key) for key in offered if key in settled or not settled}


def _date(notice: Notice, contract: Element | None) -> str | None:
    """The date of the decision: of this contract, or of the whole notice where that is a date at all."""
    own = text(child(contract, "AwardDate"))
    whole = child(notice.root, "TenderResult", "AwardDate")
    printed = day(own or text(whole))
    return None if printed == NO_AWARD_DATE else printed


def _suppliers(notice: Notice, found: Results, tender: Element) -> list[Object]:
    """The members of the party that made the tender, without its subcontractors."""
    listed = {}
    for key in referred(tender, "TenderingParty"):
        for one in children(found.parties.get(key), "Tenderer"):
            supplier = notice.party(one, text(child(one, "ID")), "supplier")
            if supplier is not None:
                listed[supplier["id"]] = supplier
    return list(listed.values())


def _use_total(notice: Notice, found: Results, listed: list[Object]) -> None:
    """Give the notice's total to its only award; with several awards it belongs to none of them and is reported."""
    total = child(found.frame, "TotalAmount")
    given = [award for award in listed if award.get("status") == "active"]
    if total is None or (given and all("value" in award for award in given)):
        return
    if len(given) == 1:
        value = notice.money(total)
        given[0].update({} if value is None else {"value": value})
    else:
        notice.report(total, "total-not-attributed", "set aside", f"{len(given)} awards, not each with its own value")


def _modify(notice: Notice, listed: list[Object]) -> None:
    """The modification that a notice (can-modif) tells of, as an amendment of the contracts it names."""
    for position, frame in enumerate(children(notice.extension, "ContractModification"), 1):
        changes = list(children(frame, "Change"))
        named = {text(one) for change in changes for one in change.iter("{*}ChangedSectionIdentifier")}
        chosen = [one for one in listed if one["id"].rpartition("/")[2] in named] or (
            listed if len(listed) == 1 else []
        )
        if not chosen:
            notice.report(frame, "modification-not-attributed", "set aside", f"{len(listed)} contracts", original="")
        said = [notice.said(change, "ChangeDescription") for change in changes]
        for contract in chosen:
            amendment = notice.at(
                frame,
                id=f"{notice.id}-{position}",
                date=day(text(child(notice.root, "IssueDate"))),
                description="\n".join(one for one in said if one) or None,
                rationale=reason(notice, frame),
            )
            contract.setdefault("amendments", []).append(amendment)
