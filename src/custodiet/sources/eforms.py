"""eForms notices (UBL 2.3 with the extensions of the Union) as releases: one document, one notice, one release.

Pointers are XPaths of local names, see `_xml`; the pointer of a release is the root, and `PLACES` lead from each row to
its values. Where a place lists alternatives with ` | `, the first that leads somewhere holds the value.

Rules:
- Process: `eforms:` and the ContractFolderID, which all notices of a procedure share.
- Organisations are local to a notice (`ORG-0001`): their id is the CompanyID, or the name where there is none.
- An award is one winning tender of a lot; results of a notice that replaces another keep the ids of the replaced one.
- A voluntary announcement (veat) comes before the contract and makes none.
- Days are given without their zone, moments with it; 2000-01-01 as date of award means that there is none.
- Countries become ISO 3166-1 codes of two letters, languages ISO 639-1; regions are NUTS codes.
- Natural persons among the winners lose name, number and town; owners, contacts, juries and addresses are never read.
"""

from custodiet.errors import MalformedError
from custodiet.sources import _eforms_codes, _eforms_results
from custodiet.sources._converted import Converted
from custodiet.sources._eforms_names import KNOWN
from custodiet.sources._eforms_notice import Notice, companies, day, extension
from custodiet.sources._eforms_places import PLACES
from custodiet.sources._eforms_tender import tender
from custodiet.sources._xml import Pointers, child, children, local, parse, root_name, text
from custodiet.sources._xml_reader import Object, unknown

FORMAT = "eforms"
ROOTS = {"ContractNotice", "ContractAwardNotice", "PriorInformationNotice"}

__all__ = ["FORMAT", "PLACES", "convert", "recognise"]


def recognise(head: bytes) -> bool:
    """Whether a document that starts with `head` is an eForms notice."""
    return root_name(head) in ROOTS


def convert(document: bytes) -> Converted:
    """The release of one eForms notice, and what was found in it that is worth a report.

    Raises:
        MalformedError: the document is broken, declares a DTD, or is no notice; CutOffError where its end is missing.
        LimitError: the document is longer or deeper than is read safely.
    """
    root = parse(document)
    if local(root) not in ROOTS:
        raise MalformedError(f"The XML holds a {local(root)}, which is no eForms notice ({', '.join(sorted(ROOTS))})")
    if text(child(root, "ID")) is None:
        raise MalformedError("The eForms notice has no ID, so nothing can be told of it")
    added = extension(root)
    notice = Notice(
        pointers=Pointers(root),
        root=root,
        id=text(child(root, "ID")),
        language=text(child(root, "NoticeLanguageCode")),
        extension=added,
        companies=companies(added),
    )
    release = _release(notice)
    notice.findings.extend(unknown(root, document, KNOWN, notice.pointers))
    return Converted([release], notice.findings)


def _release(notice: Notice) -> Object:
    root = notice.root
    published = day(text(child(notice.extension, "Publication", "PublicationDate")))
    date = published or day(text(child(root, "IssueDate")))
    folder, version = text(child(root, "ContractFolderID")), text(child(root, "VersionID"))
    buyers = _buyers(notice)
    called = tender(notice, date)
    outcome = _outcome(notice)
    tag = _tag(notice, outcome)
    if called is not None:
        _finish_tender(called, outcome, tag, date)
    return notice.at(
        root,
        ocid=f"eforms:{folder or notice.id}" if folder or notice.id else None,
        id=f"{notice.id}-{version}" if notice.id and version else notice.id,
        date=date,
        language=_eforms_codes.language(notice.language),
        tag=tag,
        initiationType="tender",
        parties=list(notice.parties.values()),
        buyer=buyers[0] if buyers else None,
        planning=_planning(notice),
        tender=called,
        awards=outcome["awards"],
        contracts=outcome["contracts"],
    )


def _buyers(notice: Notice) -> list[Object]:
    found = []
    for one in children(notice.root, "ContractingParty"):
        place = child(one, "Party", "PartyIdentification", "ID")
        buyer = None if place is None else notice.party(place, text(place), "buyer")
        if buyer is not None:
            found.append(buyer)
    return found


def _outcome(notice: Notice) -> Object:
    """Awards, contracts and the number of tenders, as far as there are results."""
    found = _eforms_results.results(notice)
    if found is None:
        return {"awards": [], "contracts": [], "tenders": None}
    awarded = _eforms_results.awards(notice, found)
    settled = [] if _kind(notice) == "veat" else _eforms_results.contracts(notice, found, awarded)
    return {"awards": awarded, "contracts": settled, "tenders": _eforms_results.tenders_received(notice, found)}


def _finish_tender(called: Object, outcome: Object, tag: list[str], date: str | None) -> None:
    stated = {
        "status": _status(outcome["awards"], tag),
        "numberOfTenderers": outcome["tenders"],
        "datePublished": date if tag == ["tender"] else None,
    }
    called.update({name: value for name, value in stated.items() if value is not None})


def _kind(notice: Notice) -> str | None:
    return text(child(notice.root, "NoticeTypeCode"))


def _tag(notice: Notice, outcome: Object) -> list[str]:
    """What kind of release this is, read from the notice's own type."""
    code = child(notice.root, "NoticeTypeCode")
    if _kind(notice) == "can-modif" or child(notice.extension, "ContractModification") is not None:
        return ["contractAmendment"]
    if outcome["awards"] or local(notice.root) == "ContractAwardNotice":
        return ["award", "contract"] if outcome["contracts"] else ["award"]
    if child(notice.extension, "Changes") is not None:
        return ["tenderAmendment"]
    listed = None if code is None else code.get("listName")
    planned = listed in _eforms_codes.PLANNING or text(code) in _eforms_codes.PLANNING_NOTICES
    return ["planning"] if planned else ["tender"]


def _status(awarded: list[Object], tag: list[str]) -> str | None:
    if awarded:
        return "unsuccessful" if {award.get("status") for award in awarded} <= {"unsuccessful"} else "complete"
    return {"planning": "planned", "tender": "active"}.get(tag[0])


def _planning(notice: Notice) -> Object | None:
    """Where the money comes from, as far as a notice says it: a programme of the Union that pays."""
    named = next(notice.root.iter("{*}Funding"), None)
    if named is None:
        return None
    said = notice.said(named, "Description") or text(child(named, "FundingProgramCode"))
    budget = {"description": said, "project": text(child(named, "FinancingIdentifier"))}
    return notice.at(named, budget={name: value for name, value in budget.items() if value is not None})
