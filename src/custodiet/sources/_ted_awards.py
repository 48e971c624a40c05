"""The awards and contracts of a TED notice: who won which lot, for how much, among how many; later modifications."""

from custodiet.sources._ted_notice import Notice, Object
from custodiet.sources._xml import Element, child, children, text

# In these forms DATE_CONCLUSION_CONTRACT is labelled as the date of the decision; elsewhere as that of the contract.
_DECISION_DATE_FORMS = {"F15", "F23", "F25"}


def awards(notice: Notice) -> list[Object]:
    """One award per AWARD_CONTRACT and per RESULTS (design contests), in the order of the notice."""
    found = [_award(notice, one, f"{notice.head.id}-{n}") for n, one in enumerate(_sections(notice), 1)]
    prizes = [_prize(notice, one, f"{notice.head.id}-{n}") for n, one in enumerate(_results(notice), len(found) + 1)]
    _use_total(notice, found)
    return [*found, *prizes]


def contracts(notice: Notice, awarded: list[Object]) -> list[Object]:
    """One contract per award whose contract was concluded; a voluntary announcement (F15) comes before the contract."""
    if notice.form.get("FORM") in _DECISION_DATE_FORMS:
        return []
    found = []
    for section, award in zip(_sections(notice), awarded, strict=False):
        concluded = child(section, "AWARDED_CONTRACT")
        if concluded is None:
            continue
        contract = notice.at(
            concluded,
            id=award["id"],
            awardID=award["id"],
            title=award.get("title"),
            dateSigned=text(child(concluded, "DATE_CONCLUSION_CONTRACT")),
            value=award.get("value"),
        )
        found.append(contract)
    change = child(notice.form, "MODIFICATIONS_CONTRACT")
    if change is not None and len(found) == 1:
        _modify(notice, found[0], change)
    elif change is not None:
        notice.report(change, "modification-not-attributed", "set aside", f"{len(found)} contracts in the notice", "")
    return found


def tenders_received(notice: Notice) -> int | None:
    """The number of offers where the notice states one number; per lot it is reported, since lots are not the whole."""
    made = [(one, child(one, "AWARDED_CONTRACT")) for one in _sections(notice)]
    stated = [(_lot(section), _in(award, "TENDERS", "NB_TENDERS_RECEIVED")) for section, award in made]
    stated += [(None, _in(child(one, "AWARDED_PRIZE"), "PARTICIPANTS", "NB_PARTICIPANTS")) for one in _results(notice)]
    counted = [(lot, one, notice.count(one)) for lot, one in stated if one is not None]
    if len({lot for lot, _ in stated}) == 1 and len({count for _, _, count in counted}) == 1:
        return counted[0][2]  # several winners of one procedure repeat one number
    for _, one, _ in counted:
        notice.report(one, "offers-per-lot", "set aside", "a number per lot; no number is stated for the whole")
    return None


def _sections(notice: Notice) -> list[Element]:
    return list(children(notice.form, "AWARD_CONTRACT"))


def _results(notice: Notice) -> list[Element]:
    return list(children(notice.form, "RESULTS"))


def _lot(section: Element) -> str | None:
    return text(child(section, "LOT_NO"))


def _award(notice: Notice, section: Element, key: str) -> Object:
    made = child(section, "AWARDED_CONTRACT")
    lot = _lot(section)
    decided = notice.form.get("FORM") in _DECISION_DATE_FORMS
    return notice.at(
        section,
        id=key,
        title=text(child(section, "TITLE")),
        status=_status(made, child(section, "NO_AWARDED_CONTRACT")),
        date=text(child(made, "DATE_CONCLUSION_CONTRACT")) if decided else None,
        value=_value(notice, made),
        suppliers=_suppliers(notice, made, "CONTRACTORS", "CONTRACTOR", "ADDRESS_CONTRACTOR"),
        relatedLots=[lot] if lot else None,
    )


def _prize(notice: Notice, section: Element, key: str) -> Object:
    made = child(section, "AWARDED_PRIZE")
    return notice.at(
        section,
        id=key,
        title=text(child(section, "TITLE")),
        status=_status(made, child(section, "NO_AWARDED_PRIZE")),
        date=text(child(made, "DATE_DECISION_JURY")),
        value=notice.money(child(made, "VAL_PRIZE")),
        suppliers=_suppliers(notice, made, "WINNERS", "WINNER", "ADDRESS_WINNER"),
    )


def _status(made: Element | None, failed: Element | None) -> str | None:
    if made is not None:
        return "active"
    if failed is None:
        return None
    return "cancelled" if child(failed, "PROCUREMENT_DISCONTINUED") is not None else "unsuccessful"


def _value(notice: Notice, made: Element | None) -> Object | None:
    """The total of the award; the estimate printed beside it is not taken for it."""
    total = child(_framed(made, "VAL_TOTAL"), "VAL_TOTAL")
    if total is not None:
        return notice.money(total)
    report_range(notice, child(_framed(made, "VAL_RANGE_TOTAL"), "VAL_RANGE_TOTAL"), "LOW", "HIGH")
    return None


def report_range(notice: Notice, span: Element | None, low: str, high: str) -> None:
    """Say that a lowest and a highest offer, or estimate, stand in place of an amount.

    Even where both offers are the same they are offers: notices print totals below and above them.
    """
    if span is not None:
        printed = f"{text(child(span, low))} - {text(child(span, high))}"
        notice.report(span, "value-is-a-range", "set aside", "a lowest and a highest amount, no single one", printed)


def _framed(made: Element | None, name: str) -> Element | None:
    """What holds the child called `name`: the award itself, or its frame of values (F15 and F06 call it VALUE)."""
    frames = (made, child(made, "VALUES"), child(made, "VALUE"))
    return next((frame for frame in frames if child(frame, name) is not None), None)


def _in(element: Element | None, frame: str, name: str) -> Element | None:
    """The child called `name`; the first edition of R2.0.9 has it directly, later ones inside `frame`."""
    direct = child(element, name)
    return direct if direct is not None else child(element, frame, name)


def _suppliers(notice: Notice, made: Element | None, frame: str, one: str, address: str) -> list[Object]:
    inside = [*children(made, one), *children(child(made, frame), one)]
    found = [notice.party(child(each, address), "supplier") for each in inside]
    return list({each["id"]: each for each in found if each is not None}.values())


def _use_total(notice: Notice, found: list[Object]) -> None:
    """Give the notice's total to its only award; with several awards it belongs to none of them and is reported."""
    subject = child(notice.form, "OBJECT_CONTRACT")
    total = child(subject, "VAL_TOTAL")
    given = [award for award in found if award.get("status") == "active"]
    if given and all("value" in award for award in given):
        return
    if total is None:
        report_range(notice, child(subject, "VAL_RANGE_TOTAL"), "LOW", "HIGH")
    elif len(given) == 1:
        value = notice.money(total)
        given[0].update({} if value is None else {"value": value})
    else:
        notice.report(total, "total-not-attributed", "set aside", f"{len(given)} awards, not each with its own value")


def _modify(notice: Notice, contract: Object, change: Element) -> None:
    """What a notice of modification (F20) says of the contract: its value after, its new terms, why."""
    terms, news = child(change, "DESCRIPTION_PROCUREMENT"), child(change, "INFO_MODIFICATIONS")
    reasons = [text(child(news, name)) for name in ("ADDITIONAL_NEED", "UNFORESEEN_CIRCUMSTANCE")]
    after = notice.money(_in(news, "VALUES", "VAL_TOTAL_AFTER"))
    if after is not None:
        contract["value"] = after
    description = text(child(terms, "SHORT_DESCR"))
    if description is not None:
        contract["description"] = description
    period = {"startDate": text(child(terms, "DATE_START")), "endDate": text(child(terms, "DATE_END"))}
    if any(period.values()):
        contract["period"] = {name: day for name, day in period.items() if day is not None}
    _suppliers(notice, terms, "CONTRACTORS", "CONTRACTOR", "ADDRESS_CONTRACTOR")
    contract["amendments"] = [
        notice.at(
            change,
            id=notice.head.id,
            date=notice.head.published,
            description=text(child(news, "SHORT_DESCR")),
            rationale="\n".join(reason for reason in reasons if reason) or None,
        ),
    ]
