"""TED XML notices (TED_EXPORT, schemas R2.0.8 and R2.0.9) as releases: one document, one notice, one release.

The form in the original language is read (the first where several are original); translations say the same. Pointers
are XPaths of local names, see `_xml`; the pointer of a release is that of its form, and `PLACES` lead from there, by
`..` where a value stands in the coded part of the notice. Where forms differ a place lists alternatives with ` | `;
the first that leads somewhere holds the value.

Rules:
- Process: `ted:YEAR-NUMBER` of the earliest notice that this one continues (an award or correction names the call),
  else of the notice itself. Calls do not take over the number of a prior information notice, which may serve several.
- Awards have the notice number and their position as id. Amounts are without VAT as the forms ask; a lowest and highest
  offer is no amount. The estimate is the tender's value, the total is the award's.
- Methods: published and open to all is `open`, published and narrowed is `selective`, not published is `limited`.
- Countries are ISO 3166-1 (`UK` and `EL` of the institutions become `GB` and `GR`); regions are NUTS codes.
- Contact points, addresses, telephone and e-mail, juries and invited participants are never read.
"""

from typing import Any

from custodiet.errors import MalformedError
from custodiet.sources import _ted_2010, _ted_2014, _ted_awards
from custodiet.sources._converted import Converted
from custodiet.sources._ted_head import head, ocid
from custodiet.sources._ted_names import KNOWN
from custodiet.sources._ted_notice import Notice, Object
from custodiet.sources._ted_places import PLACES
from custodiet.sources._xml import Element, Pointers, child, children, local, parse, root_name, text
from custodiet.sources._xml_reader import unknown

FORMAT = "ted-xml"

__all__ = ["FORMAT", "PLACES", "convert", "recognise"]


def recognise(head: bytes) -> bool:
    """Whether a document that starts with `head` is a TED notice."""
    return root_name(head) == "TED_EXPORT"


def convert(document: bytes) -> Converted:
    """The release of one TED notice, and what was found in it that is worth a report.

    Raises:
        MalformedError: the document is broken, declares a DTD, or holds no form; CutOffError where its end is missing.
        LimitError: the document is longer or deeper than is read safely.
    """
    root = parse(document)
    form = _original(root)
    pointers = Pointers(root)
    own = head(root, form.get("LG"))
    if own.id is None:
        raise MalformedError("The TED notice has no number (DOC_ID or NO_DOC_OJS), so nothing can be told of it")
    notice = Notice(form=form, head=own, pointers=pointers)
    release = _release(notice)
    notice.findings.extend(unknown(root, document, KNOWN, pointers))
    return Converted([release], notice.findings)


def _original(root: Element) -> Element:
    forms = [one for one in children_of(root) if one.get("CATEGORY") == "ORIGINAL"] or list(children_of(root))
    if local(root) != "TED_EXPORT" or not forms:
        raise MalformedError(f"The {local(root)} document holds no FORM_SECTION with a form; it is no whole TED notice")
    return forms[0]


def children_of(root: Element) -> list[Element]:
    """The forms of a notice: what stands in its FORM_SECTION beside its identifier."""
    section = child(root, "FORM_SECTION")
    return [] if section is None else [one for one in section if local(one) != "NOTICE_UUID"]


def _release(notice: Notice) -> Object:
    schema = _ted_2014 if child(notice.form, "OBJECT_CONTRACT") is not None else _ted_2010
    fields = schema.release_fields(notice)
    offers = (_ted_awards if schema is _ted_2014 else _ted_2010).tenders_received(notice)
    awarded, tender = fields["awards"], fields["tender"]
    tag = _tag(notice, fields)
    if tender is not None:
        _finish_tender(notice, tender, awarded, tag, offers)
    return notice.at(
        notice.form,
        ocid=ocid(notice.head, schema.earlier_notices(notice.form), notice.pointers, notice.findings),
        id=notice.head.id,
        date=notice.head.published,
        language=notice.head.language,
        tag=tag,
        initiationType="tender",
        parties=list(notice.parties.values()),
        planning=_planning(notice),
        **fields,
    )


def _planning(notice: Notice) -> Object | None:
    """Where the money comes from, as far as a notice says it: the programme of the Union that pays."""
    named = next(notice.form.iter("{*}EU_PROGR_RELATED", "{*}RELATES_TO_EU_PROJECT_YES"), None)
    programme = text(named)
    return None if programme is None else notice.at(named, budget={"description": programme})


def _finish_tender(notice: Notice, tender: Object, awarded: list[Object], tag: list[str], offers: int | None) -> None:
    stated: dict[str, Any] = {
        "status": _status(awarded, tag),
        "numberOfTenderers": offers,
        "datePublished": notice.head.published if tag == ["tender"] else None,
        "documents": _documents(notice, tag),
    }
    tender.update({name: value for name, value in stated.items() if value is not None and value != []})


def _tag(notice: Notice, fields: Object) -> list[str]:
    """What kind of release this is, read from what the notice holds."""
    if child(notice.form, "MODIFICATIONS_CONTRACT") is not None:
        return ["contractAmendment"]
    if child(notice.form, "CHANGES") is not None:
        return ["tenderAmendment"]
    if fields["awards"]:
        return ["award", "contract"] if fields["contracts"] else ["award"]
    return ["planning"] if _is_planning(notice) else ["tender"]


_PLANNING_FORMS = {"F08", "T01", "16", "4", "1", "8"}
_PRIOR_FORMS = {"F01", "F04"}


def _is_planning(notice: Notice) -> bool:
    """A prior notice that is no call: calls say so in NOTICE/@TYPE, or set a time limit for offers."""
    if child(notice.form, "PROCEDURE", "DATE_RECEIPT_TENDERS") is not None:
        return False
    kind = child(notice.form, "NOTICE")
    said = "" if kind is None else kind.get("TYPE") or ""
    form = notice.form.get("FORM")
    return form in _PLANNING_FORMS or (
        (form in _PRIOR_FORMS or said.startswith(("PRI", "PER"))) and "CALL_COMPETITION" not in said
    )


def _status(awarded: list[Object], tag: list[str]) -> str | None:
    if awarded:
        states = {award.get("status") for award in awarded}
        return states.pop() if states <= {"unsuccessful"} or states <= {"cancelled"} else "complete"
    return {"planning": "planned", "tender": "active"}.get(tag[0])


_DOCUMENT_TYPES = {"award": "awardNotice", "planning": "plannedProcurementNotice", "tender": "tenderNotice"}


def _documents(notice: Notice, tag: list[str]) -> list[Object]:
    """The notice's own page, and the address of the procurement documents."""
    head, found = notice.head, []
    if head.uri is not None:
        page = notice.at(
            head.uri,
            id=f"{head.id}-notice",
            documentType=_DOCUMENT_TYPES.get(tag[0], "notice"),
            url=text(head.uri),
            datePublished=head.published,
            language=(head.uri.get("LG") or "").lower() or None,
        )
        found.append(page)
    for n, one in enumerate(children(child(notice.form, "CONTRACTING_BODY"), "URL_DOCUMENT"), 1):
        found.append(notice.at(one, id=f"{head.id}-documents-{n}", documentType="biddingDocuments", url=text(one)))
    return found
