"""The tender of an eForms notice: what is bought, in which lots, by which procedure, until when, and its changes."""

from custodiet.sources import _eforms_codes
from custodiet.sources._eforms_notice import Notice, codes, day, extension, moment
from custodiet.sources._xml import Element, child, children, text
from custodiet.sources._xml_reader import Object

_DEADLINES = ("TenderSubmissionDeadlinePeriod", "ParticipationRequestReceptionPeriod")
_INTEREST = "InterestExpressionReceptionPeriod"


def tender(notice: Notice, published: str | None) -> Object | None:
    """The tender; None where the notice describes no project."""
    project = child(notice.root, "ProcurementProject")
    if project is None:
        return None
    parts = lots_in(notice)
    lots = [_lot(notice, key, part) for key, part in parts]
    coded = codes(project)
    return notice.at(
        project,
        id=notice.id,
        title=notice.said(project, "Name"),
        description=notice.said(project, "Description") or (lots[0].get("description") if len(lots) == 1 else None),
        value=_estimate(notice, project) or (lots[0].get("value") if len(lots) == 1 else None),
        mainProcurementCategory=_eforms_codes.NATURES.get(text(child(project, "ProcurementTypeCode")) or ""),
        classification=coded[0] if coded else None,
        additionalClassifications=coded[1:],
        awardCriteria=_criteria(parts),
        tenderPeriod=_deadline(parts),
        lots=lots,
        items=[_item(notice, key, part) for key, part in parts],
        documents=_documents(notice, parts),
        amendments=_changes(notice, published),
        **_procedure(notice),
    )


def lots_in(notice: Notice) -> list[tuple[str, Element]]:
    """The lots, or parts of a plan, with their ids; groups of lots repeat their lots and are no lots."""
    found: dict[str, Element] = {}
    for part in children(notice.root, "ProcurementProjectLot"):
        key = child(part, "ID")
        name = text(key)
        if key is None or name is None:
            notice.report(part, "lot-without-id", "set aside", "a lot is known by its id", original="")
        elif key.get("schemeName") != "LotsGroup" and not name.startswith("GLO-"):
            if name in found:
                notice.report(part, "lot-number-repeated", "repaired", f"read as {name}#{len(found) + 1}", name)
            found[f"{name}#{len(found) + 1}" if name in found else name] = part
    return list(found.items())


def _lot(notice: Notice, key: str, part: Element) -> Object:
    project = child(part, "ProcurementProject")
    return notice.at(
        part,
        id=key,
        title=notice.said(project, "Name"),
        description=notice.said(project, "Description"),
        value=_estimate(notice, project),
    )


def _item(notice: Notice, key: str, part: Element) -> Object:
    project = child(part, "ProcurementProject")
    coded = codes(project)
    return notice.at(
        part,
        id=key,
        description=notice.said(project, "Description") or notice.said(project, "Name"),
        classification=coded[0] if coded else None,
        additionalClassifications=coded[1:],
        relatedLot=key,
    )


def _estimate(notice: Notice, project: Element | None) -> Object | None:
    return notice.money(child(project, "RequestedTenderTotal", "EstimatedOverallContractAmount"))


def _procedure(notice: Notice) -> Object:
    """The method, its code, and the reason for an award without a call."""
    process = child(notice.root, "TenderingProcess")
    coded = child(process, "ProcedureCode")
    named = text(coded)
    method = _eforms_codes.METHODS.get(named or "")
    if named is not None and method is None and named not in _eforms_codes.METHODS_NOT_SAID:
        notice.report(coded, "procedure-not-known", "set aside", f"the procedure {named} has no known method")
    reasons = [
        notice.said(one, "ProcessReason") or text(child(one, "ProcessReasonCode"))
        for one in children(process, "ProcessJustification")
        if _justifies_no_call(one)
    ]
    return {
        "procurementMethod": method,
        "procurementMethodDetails": named,
        "procurementMethodRationale": "\n".join(reason for reason in reasons if reason) or None,
    }


def _justifies_no_call(element: Element) -> bool:
    """An accelerated procedure is justified in the same kind of element."""
    code = child(element, "ProcessReasonCode")
    return code is not None and code.get("listName") == "direct-award-justification"


def _criteria(parts: list[tuple[str, Element]]) -> str | None:
    """`priceOnly`, `costOnly`, `qualityOnly` or `ratedCriteria`, where all lots that name criteria agree."""
    said = {_criteria_of(part) for _, part in parts} - {None}
    return said.pop() if len(said) == 1 else None


def _criteria_of(part: Element) -> str | None:
    terms = child(part, "TenderingTerms", "AwardingTerms")
    if terms is None:
        return None
    kinds = {text(one) for one in terms.iter("{*}AwardingCriterionTypeCode")}
    only = {"price": "priceOnly", "cost": "costOnly", "quality": "qualityOnly"}
    return only.get(next(iter(kinds)) or "") if len(kinds) == 1 else ("ratedCriteria" if kinds else None)


def _deadline(parts: list[tuple[str, Element]]) -> Object | None:
    """The end of the period for offers, or for requests and expressions of interest; the last one of all lots."""
    ends = [moment(*_end_of(part)) for _, part in parts]
    last = max((end for end in ends if end is not None), default=None)
    return None if last is None else {"endDate": last}


def _end_of(part: Element) -> tuple[str | None, str | None]:
    process = child(part, "TenderingProcess")
    frames = [child(process, name) for name in _DEADLINES] + [child(extension(process), _INTEREST)]
    ends = ((text(child(one, "EndDate")), text(child(one, "EndTime"))) for one in frames)
    return next((end for end in ends if end[0] is not None), (None, None))


def _documents(notice: Notice, parts: list[tuple[str, Element]]) -> list[Object]:
    """The addresses of the procurement documents, each once."""
    found: dict[str, Object] = {}
    for _, part in parts:
        for one in children(child(part, "TenderingTerms"), "CallForTendersDocumentReference"):
            address = child(one, "Attachment", "ExternalReference", "URI")
            url = text(address)
            if url is not None and url not in found:
                key = f"{notice.id}-documents-{len(found) + 1}"
                found[url] = notice.at(address, id=key, documentType="biddingDocuments", url=url)
    return list(found.values())


def _changes(notice: Notice, published: str | None) -> list[Object]:
    """What a notice of change says that it changes, and why."""
    frame = child(notice.extension, "Changes")
    if frame is None:
        return []
    changes = list(children(frame, "Change")) or [frame]
    return [
        notice.at(
            one,
            id=f"{notice.id}-{position}",
            date=day(published),
            description=notice.said(one, "ChangeDescription"),
            rationale=reason(notice, frame),
        )
        for position, one in enumerate(changes, 1)
    ]


def reason(notice: Notice, frame: Element) -> str | None:
    """The reason for a change in words, or its code."""
    given = child(frame, "ChangeReason")
    return notice.said(given, "ReasonDescription") or text(child(given, "ReasonCode"))
