"""A TED notice of schema R2.0.9 (forms F01_2014 to F25_2014, MOVE) as the fields of a release."""

from custodiet.sources._ted_awards import awards, contracts
from custodiet.sources._ted_notice import Notice, Object
from custodiet.sources._ted_procedure import clock, tender
from custodiet.sources._xml import Element, child, children, text

# Notices that continue the procedure of the notice they name. A call for tenders may also name an earlier notice, but
# that is prior information, which may serve several calls: calls therefore start a process of their own.
_CONTINUING = {"F03", "F06", "F13", "F14", "F15", "F20", "F25", "T02"}
_DEADLINE_SECTION = "IV.2.2"  # of the standard forms: time limit for receipt of tenders or requests


def release_fields(notice: Notice) -> Object:
    """`buyer`, `tender`, `awards` and `contracts` of the form."""
    body = child(notice.form, "CONTRACTING_BODY")
    buyer = notice.party(child(body, "ADDRESS_CONTRACTING_BODY"), "buyer")
    for other in children(body, "ADDRESS_CONTRACTING_BODY_ADDITIONAL"):
        notice.party(other, "buyer")
    called = tender(notice)
    awarded = awards(notice)
    if called is not None:
        _correct(notice, called)
    return {"buyer": buyer, "tender": called, "awards": awarded, "contracts": contracts(notice, awarded)}


def earlier_notices(form: Element) -> list[Element]:
    """The elements that name notices about the same procedure."""
    if form.get("FORM") not in _CONTINUING and child(form, "AWARD_CONTRACT") is None:
        return []
    frames = (child(form, "PROCEDURE"), child(form, "COMPLEMENTARY_INFO"))
    return [one for frame in frames for one in children(frame, "NOTICE_NUMBER_OJ")]


def _correct(notice: Notice, called: Object) -> None:
    """The changes of a corrigendum (F14) as amendments; a new time limit also becomes the tender's."""
    changes = list(children(child(notice.form, "CHANGES"), "CHANGE"))
    if not changes:
        return
    called["amendments"] = [_amendment(notice, one, n) for n, one in enumerate(changes, 1)]
    for change in changes:
        day, time = (text(child(change, "NEW_VALUE", name)) for name in ("DATE", "TIME"))
        if text(child(change, "WHERE", "SECTION")) == _DEADLINE_SECTION and day:
            called["tenderPeriod"] = {"endDate": f"{day}T{clock(time)}" if time else day}


def _amendment(notice: Notice, change: Element, position: int) -> Object:
    lines = [line for part in ("WHERE", "OLD_VALUE", "NEW_VALUE") for line in _said(child(change, part))]
    return notice.at(
        change,
        id=f"{notice.head.id}-{position}",
        date=notice.head.published,
        description="\n".join(lines) or None,
    )


def _said(part: Element | None) -> list[str]:
    """What stands in one part of a change: texts, dates and codes, in order."""
    said = [] if part is None else [one.get("CODE") or text(one) for one in part.iter() if _is_leaf(one)]
    return [line for line in said if line]


def _is_leaf(element: Element) -> bool:
    parent = element.getparent()
    return (len(element) == 0 or child(element, "P") is not None) and child(parent, "P") is None
