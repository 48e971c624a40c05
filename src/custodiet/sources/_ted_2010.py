"""A TED notice of schema R2.0.8 (forms such as CONTRACT_AWARD, CONTRACT_DEFENCE) as the fields of a release.

Each form of R2.0.8 wraps the same elements in frames of its own names, so elements are looked for by their name inside
the part that holds them, never inside lots and awards, which repeat the names for themselves.
"""

import re
from collections.abc import Iterator

from custodiet.sources._ted_awards import report_range
from custodiet.sources._ted_notice import Notice, Object, codes
from custodiet.sources._ted_procedure import METHODS, METHODS_BY_CODE, clock, coded_name, nature
from custodiet.sources._xml import Element, child, children, local, text

_LOTS = re.compile(r"F\d\d_ANNEX_B|LOT_PRIOR_INFORMATION|ANNEX_B_.*")
_AWARDS = re.compile(r"AWARD_OF_CONTRACT.*|AWARD_CONTRACT_CONTRACT_AWARD_UTILITIES")
_DESCRIPTIONS = ("SHORT_CONTRACT_DESCRIPTION", "SHORT_DESCRIPTION", "TOTAL_QUANTITY_OR_SCOPE")


def release_fields(notice: Notice) -> Object:
    """`buyer`, `tender`, `awards` and `contracts` of the form."""
    body = next((one for one in notice.form if local(one).startswith("FD_")), notice.form)
    buyer = notice.party(_first(body, "CA_CE_CONCESSIONAIRE_PROFILE"), "buyer")
    awarded = [_award(notice, one, f"{notice.head.id}-{n}") for n, one in enumerate(_all(body, _AWARDS), 1)]
    total = child(_first(body, "TOTAL_FINAL_VALUE"), "COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")
    if len(awarded) == 1 and "value" not in awarded[0] and total is not None:
        value = _cost(notice, total)
        awarded[0].update({} if value is None else {"value": value})
    return {
        "buyer": buyer,
        "tender": _tender(notice, body),
        "awards": awarded,
        "contracts": [],
    }


def earlier_notices(form: Element) -> list[Element]:
    """The elements that name notices about the same procedure; a prior information notice may serve several."""
    calls = []
    for one in form.iter("{*}NOTICE_NUMBER_OJ"):
        frame = [local(up) for up in one.iterancestors()]
        if any(name.startswith("CNT_NOTICE_INFORMATION") for name in frame) or any(
            "AWARD" in name for name in frame[-4:]
        ):
            calls.append(one)
    return calls


def _tender(notice: Notice, body: Element) -> Object | None:
    subject = next((one for one in body if local(one).startswith("OBJECT_")), None)
    if subject is None:
        return None
    inside = list(_outside(subject))
    main = [one for one in inside if local(one) == "CPV_MAIN"]
    added = [one for one in inside if local(one) == "CPV_ADDITIONAL"]
    parts = _all(subject, _LOTS)
    lots = [_lot(notice, part, n) for n, part in enumerate(parts, 1)]
    return notice.at(
        subject,
        id=notice.head.id,
        title=text(_named(inside, "TITLE_CONTRACT")),
        description=next((said for name in _DESCRIPTIONS if (said := text(_named(inside, name)))), None),
        value=_estimate(notice, inside),
        mainProcurementCategory=nature(_named(inside, "TYPE_CONTRACT")) or nature(body) or nature(notice.head.nature),
        classification=next(iter(codes(notice, main)), None),
        additionalClassifications=codes(notice, [*main[1:], *added]),
        awardCriteria=_criteria(body),
        tenderPeriod=_deadline(body),
        lots=lots,
        items=[_item(notice, part, lot["id"]) for part, lot in zip(parts, lots, strict=True)],
        **_procedure(notice, body),
    )


def _lot(notice: Notice, part: Element, position: int) -> Object:
    inside = list(part.iter())
    return notice.at(
        part,
        id=text(_named(inside, "LOT_NUMBER")) or str(position),
        title=text(_named(inside, "LOT_TITLE")),
        description=text(_named(inside, "LOT_DESCRIPTION")),
        value=_cost(notice, _named(inside, "COSTS_RANGE_AND_CURRENCY")),
    )


def _item(notice: Notice, part: Element, lot: str) -> Object:
    found = codes(notice, [*part.iter("{*}CPV_MAIN"), *part.iter("{*}CPV_ADDITIONAL")])
    return notice.at(
        part,
        id=lot,
        description=text(_first(part, "LOT_DESCRIPTION")),
        classification=found[0] if found else None,
        additionalClassifications=found[1:],
        relatedLot=lot,
    )


def _award(notice: Notice, section: Element, key: str) -> Object:
    lot = text(_first(section, "LOT_NUMBER"))
    winners = [notice.party(one, "supplier") for one in section.iter("{*}ECONOMIC_OPERATOR_NAME_ADDRESS")]
    frame = _first(section, "CONTRACT_VALUE_INFORMATION")
    final = None if frame is None else next(_costs(frame), None)
    return notice.at(
        section,
        id=key,
        title=text(_first(section, "CONTRACT_TITLE")),
        status="active" if winners else None,
        date=_day(_first(section, "CONTRACT_AWARD_DATE")),
        value=_cost(notice, final),
        suppliers=list({one["id"]: one for one in winners if one is not None}.values()),
        relatedLots=[lot] if lot else None,
    )


def tenders_received(notice: Notice) -> int | None:
    """The number of offers where one award states it; numbers per lot are reported."""
    stated = list(notice.form.iter("{*}OFFERS_RECEIVED_NUMBER"))
    if len(stated) == 1:
        return notice.count(stated[0])
    for one in stated:
        notice.report(one, "offers-per-lot", "set aside", "a number per lot; no number is stated for the whole")
    return None


def _costs(frame: Element) -> Iterator[Element]:
    """Amounts of the award itself: the initial estimate stands in a frame of its own."""
    for name in ("COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE", "COSTS_RANGE_AND_CURRENCY"):
        yield from children(frame, name)


def _cost(notice: Notice, frame: Element | None) -> Object | None:
    """The amount in a COSTS_RANGE_AND_CURRENCY; a range is no amount and is reported."""
    if frame is None:
        return None
    report_range(notice, child(frame, "RANGE_VALUE_COST"), "LOW_VALUE", "HIGH_VALUE")
    return notice.money(child(frame, "VALUE_COST"), frame.get("CURRENCY"))


def _estimate(notice: Notice, inside: list[Element]) -> Object | None:
    """The estimated value; a TOTAL_FINAL_VALUE is what was awarded and is no estimate."""
    return _cost(notice, _named(inside, "COSTS_RANGE_AND_CURRENCY"))


def _procedure(notice: Notice, body: Element) -> Object:
    named = next((one for one in body.iter() if local(one).startswith("PT_")), None)
    coded = notice.head.procedure
    method = None if named is None else METHODS.get(local(named))
    if method is None and coded is not None:
        method = METHODS_BY_CODE.get(coded.get("CODE"))
    return {"procurementMethod": method, "procurementMethodDetails": coded_name(coded)}


def _criteria(body: Element) -> str | None:
    if _first(body, "LOWEST_PRICE") is not None:
        return "priceOnly"
    return "ratedCriteria" if _first(body, "CRITERIA_DEFINITION") is not None else None


def _deadline(body: Element) -> Object | None:
    limit = _first(body, "RECEIPT_LIMIT_DATE")
    day = _day(limit)
    if day is None:
        return None
    time = text(child(limit, "TIME"))
    return {"endDate": f"{day}T{clock(time)}" if time else day}


def _day(element: Element | None) -> str | None:
    """The date of an element with DAY, MONTH and YEAR."""
    parts = [text(child(element, name)) for name in ("YEAR", "MONTH", "DAY")]
    return "-".join(part.zfill(2) for part in parts if part) if all(parts) else None


def _outside(element: Element) -> Iterator[Element]:
    """Everything below `element` in document order, without lots and awards."""
    for one in element:
        if not _LOTS.fullmatch(local(one)) and not _AWARDS.fullmatch(local(one)):
            yield one
            yield from _outside(one)


def _all(element: Element, pattern: re.Pattern[str]) -> list[Element]:
    return [one for one in element.iter() if pattern.fullmatch(local(one))]


def _named(elements: list[Element], name: str) -> Element | None:
    return next((one for one in elements if local(one) == name), None)


def _first(element: Element, name: str) -> Element | None:
    return next(element.iter("{*}" + name), None)
