"""The tender of a TED notice: what is bought, in which lots, by which procedure, until when."""

from custodiet.sources._ted_notice import Notice, Object, codes, group
from custodiet.sources._xml import Element, child, children, local, text

# TED's procedures in the four words of OCDS; whatever is published in advance but narrows the field is selective.
METHODS = {
    "PT_OPEN": "open",
    "PT_RESTRICTED": "selective",
    "PT_ACCELERATED_RESTRICTED": "selective",
    "PT_ACCELERATED_RESTRICTED_CHOICE": "selective",
    "PT_COMPETITIVE_NEGOTIATION": "selective",
    "PT_NEGOTIATED_WITH_PRIOR_CALL": "selective",
    "PT_NEGOTIATED_CHOICE": "selective",
    "PT_NEGOTIATED_WITH_COMPETITION": "selective",
    "PT_NEGOTIATED_WITH_PUBLICATION_CONTRACT_NOTICE": "selective",
    "PT_ACCELERATED_NEGOTIATED": "selective",
    "PT_COMPETITIVE_DIALOGUE": "selective",
    "PT_INNOVATION_PARTNERSHIP": "selective",
    "PT_INVOLVING_NEGOTIATION": "selective",
    "PT_AWARD_CONTRACT_WITH_PRIOR_PUBLICATION": "selective",
    "PT_NEGOTIATED_WITHOUT_PUBLICATION": "limited",
    "PT_NEGOTIATED_WITHOUT_COMPETITION": "limited",
    "PT_AWARD_CONTRACT_WITHOUT_CALL": "limited",
    "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": "limited",
    "PT_DIRECT_AWARD": "direct",
    "PT_DA_INTERNAL_OPERATOR": "direct",
    "PT_DA_SMALL_CONTRACT": "direct",
    "PT_DA_MEDIUM_ENTERPRISE": "direct",
    "PT_DA_RAILWAY_TRANSPORT": "direct",
}
# Competitive tendering of transport may be open or narrowed: the name alone says no method.
METHODS_NOT_SAID = {"PT_COMPETITIVE_TENDERING"}
# The codes of PR_PROC, for forms that name the procedure only there; those that say nothing of it are left out.
METHODS_BY_CODE = {
    "1": "open",
    **dict.fromkeys(("2", "3", "4", "6", "B", "C", "G", "E"), "selective"),
    **dict.fromkeys(("T", "V", "F"), "limited"),
    "A": "direct",
}
NATURES = {"SERVICES": "services", "SUPPLIES": "goods", "WORKS": "works", "4": "services", "2": "goods", "1": "works"}
_RATED = {"AC_QUALITY", "AC_CRITERION", "AC_CRITERIA"}


def tender(notice: Notice) -> Object | None:
    """The tender of a form of 2014 (R2.0.9); None where the form holds no object."""
    subject = child(notice.form, "OBJECT_CONTRACT")
    if subject is None:
        return None
    held = group(subject)
    parts = held.get("OBJECT_DESCR", [])
    lots = lots_of(notice, parts) if _is_divided(held, parts) else []
    main = held.get("CPV_MAIN", [])
    method = procedure(notice)
    return notice.at(
        subject,
        id=notice.head.id,
        title=text(child(subject, "TITLE")),
        description=text(child(subject, "SHORT_DESCR")) or _only_description(parts),
        value=_estimate(notice, held, parts),
        mainProcurementCategory=nature(child(subject, "TYPE_CONTRACT")) or nature(notice.head.nature),
        classification=next(iter(codes(notice, main)), None),
        additionalClassifications=codes(notice, [*main[1:], *held.get("CPV_ADDITIONAL", [])]),
        awardCriteria=criteria(parts),
        tenderPeriod=_deadline(notice),
        lots=lots,
        items=_items(notice, parts, [lot["id"] for lot in lots]),
        **method,
    )


def nature(element: Element | None) -> str | None:
    """Goods, works or services, as a TYPE_CONTRACT or, in the coded part, an NC_CONTRACT_NATURE element says."""
    if element is None:
        return None
    return NATURES.get((element.get("CTYPE") or element.get("VALUE") or element.get("CODE") or "").upper())


def procedure(notice: Notice) -> Object:
    """The method, its name as the office prints it, and the reason where there was no call."""
    where = child(notice.form, "PROCEDURE")
    inside = [] if where is None else list(where.iter())
    named = next((one for one in inside if local(one).startswith("PT_")), None)
    coded = notice.head.procedure
    method = None if named is None else METHODS.get(local(named))
    if named is not None and method is None and local(named) not in METHODS_NOT_SAID:
        notice.report(named, "procedure-not-known", "set aside", f"the procedure {local(named)} has no known method")
    if method is None and coded is not None:
        method = METHODS_BY_CODE.get(coded.get("CODE"))
    reasons = [local(one) for one in inside if local(one).startswith("D_") and local(one) not in _REASON_FRAMES]
    return {
        "procurementMethod": method,
        "procurementMethodDetails": coded_name(coded),
        "procurementMethodRationale": _reason(inside) or "; ".join(reasons) or None,
    }


def coded_name(coded: Element | None) -> str | None:
    """The procedure as the office prints it; "Not applicable" and "Not specified" name none."""
    return None if coded is None or coded.get("CODE") in {"9", "N", "Z"} else text(coded)


_REASON_FRAMES = {"D_ACCORDANCE_ARTICLE", "D_JUSTIFICATION"}


def _reason(inside: list[Element]) -> str | None:
    return next((text(one) for one in inside if local(one) == "D_JUSTIFICATION" and text(one)), None)


def criteria(parts: list[Element]) -> str | None:
    """`priceOnly`, `costOnly`, `qualityOnly` or `ratedCriteria` as the lots agree; None where they do not."""
    said = {_criteria_of(part) for part in parts}
    return said.pop() if len(said) == 1 else None


def _criteria_of(part: Element) -> str | None:
    named = {local(one) for one in part.iter("{*}AC_PRICE", "{*}AC_COST", "{*}AC_QUALITY", *_OTHER_CRITERIA)}
    rated = bool(named & _RATED)
    if named == {"AC_PRICE"}:
        return "priceOnly"
    if "AC_COST" in named and not rated:
        return "costOnly"
    if rated and not named & {"AC_PRICE", "AC_COST"} and "AC_QUALITY" in named:
        return "qualityOnly"
    return "ratedCriteria" if named else None


_OTHER_CRITERIA = ("{*}AC_CRITERION", "{*}AC_CRITERIA")


def _is_divided(held: dict[str, list[Element]], parts: list[Element]) -> bool:
    return "LOT_DIVISION" in held or len(parts) > 1 or any(child(part, "LOT_NO") is not None for part in parts)


def lots_of(notice: Notice, parts: list[Element]) -> list[Object]:
    """One lot per object description, by its lot number, or its position where it has none."""
    found: dict[str, Object] = {}
    for position, part in enumerate(parts, 1):
        held = group(part)
        printed = text(held["LOT_NO"][0]) if "LOT_NO" in held else None
        key = printed or str(position)
        if key in found:
            notice.report(part, "lot-number-repeated", "repaired", f"read as {key}#{position}", key)
            key = f"{key}#{position}"
        found[key] = notice.at(
            part,
            id=key,
            title=text(_first(held, "TITLE")),
            description=text(_first(held, "SHORT_DESCR")),
            value=notice.money(_first(held, "VAL_OBJECT")),
        )
    return list(found.values())


def _items(notice: Notice, parts: list[Element], lots: list[str]) -> list[Object]:
    """One item per object description: what is bought there, with its further codes."""
    return [
        notice.at(
            part,
            id=lots[index] if lots else str(index + 1),
            description=text(child(part, "SHORT_DESCR")),
            additionalClassifications=codes(notice, list(children(part, "CPV_ADDITIONAL"))),
            relatedLot=lots[index] if lots else None,
        )
        for index, part in enumerate(parts)
    ]


def _only_description(parts: list[Element]) -> str | None:
    return text(child(parts[0], "SHORT_DESCR")) if len(parts) == 1 else None


def _estimate(notice: Notice, held: dict[str, list[Element]], parts: list[Element]) -> Object | None:
    """The estimate of the whole; that of the only part where the whole has none. Final totals are no estimates."""
    whole = notice.money(_first(held, "VAL_ESTIMATED_TOTAL"))
    if whole is not None or len(parts) != 1:
        return whole
    return notice.money(child(parts[0], "VAL_OBJECT"))


def _deadline(notice: Notice) -> Object | None:
    where = child(notice.form, "PROCEDURE")
    day, time = text(child(where, "DATE_RECEIPT_TENDERS")), text(child(where, "TIME_RECEIPT_TENDERS"))
    if day is None:
        return None
    return {"endDate": f"{day}T{clock(time)}" if time else day}


def clock(printed: str) -> str:
    """`9:30` as `09:30:00`, so that the time can stand behind a date."""
    hours, _, minutes = printed.partition(":")
    return f"{hours.zfill(2)}:{(minutes or '00').zfill(2)}:00"


def _first(held: dict[str, list[Element]], name: str) -> Element | None:
    return held[name][0] if name in held else None
