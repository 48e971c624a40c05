"""Where the value of each column stands in a TED notice: XPaths below the row's pointer, alternatives behind ` | `."""

from custodiet.sources._xml import below


def _or(*places: str) -> str:
    return " | ".join(places)


_SUBJECT = "OBJECT_CONTRACT"
_DESCRIPTION = "SHORT_CONTRACT_DESCRIPTION|SHORT_DESCRIPTION|TOTAL_QUANTITY_OR_SCOPE"
_BUYER = ("CONTRACTING_BODY", "ADDRESS_CONTRACTING_BODY")
_OLD_BUYER = "//CA_CE_CONCESSIONAIRE_PROFILE"
_CODED = ("..", "..", "CODED_DATA_SECTION")
_COST = "COSTS_RANGE_AND_CURRENCY|COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE"
_OLD_VALUE = ("CONTRACT_VALUE_INFORMATION", _COST)

_PROCESSES = {
    "release_id": _or(below("..", "..", "@DOC_ID"), below(*_CODED, "NOTICE_DATA", "NO_DOC_OJS")),
    "release_date": below(*_CODED, "REF_OJS", "DATE_PUB"),
    "published": below(*_CODED, "REF_OJS", "DATE_PUB"),
    "language": below("@LG"),
    "country": _or(below(*_BUYER, "COUNTRY", "@VALUE"), below(_OLD_BUYER, "//COUNTRY", "@VALUE")),
    "title": _or(below(_SUBJECT, "TITLE"), below("//TITLE_CONTRACT")),
    "description": _or(
        below(_SUBJECT, "SHORT_DESCR"), below(_SUBJECT, "OBJECT_DESCR", "SHORT_DESCR"), below("//" + _DESCRIPTION)
    ),
    "buyer_id": _or(
        below(*_BUYER, "NATIONALID"),
        below(*_BUYER, "OFFICIALNAME"),
        below(_OLD_BUYER, "//NATIONALID"),
        below(_OLD_BUYER, "//OFFICIALNAME"),
    ),
    "buyer_name": _or(below(*_BUYER, "OFFICIALNAME"), below(_OLD_BUYER, "//OFFICIALNAME")),
    "method_details": below(*_CODED, "CODIF_DATA", "PR_PROC"),
    "method_rationale": below("PROCEDURE", "//D_JUSTIFICATION"),
    "category": _or(
        below(_SUBJECT, "TYPE_CONTRACT", "@CTYPE"),
        below("//TYPE_CONTRACT", "@VALUE"),
        "/*/@CTYPE",
        below(*_CODED, "CODIF_DATA", "NC_CONTRACT_NATURE", "@CODE"),
    ),
    "code": _or(below(_SUBJECT, "CPV_MAIN", "CPV_CODE", "@CODE"), below("//CPV_MAIN", "CPV_CODE", "@CODE")),
    "more_codes": _or(
        below(_SUBJECT, "CPV_MAIN|CPV_ADDITIONAL", "CPV_CODE", "@CODE"), below("//CPV_ADDITIONAL", "CPV_CODE", "@CODE")
    ),
    "tender_end": _or(
        below("PROCEDURE", "DATE_RECEIPT_TENDERS"),
        below("CHANGES", "CHANGE", "NEW_VALUE", "DATE"),
        below("//RECEIPT_LIMIT_DATE"),
    ),
    "tenderers": _or(
        below("AWARD_CONTRACT", "//NB_TENDERS_RECEIVED"),
        below("RESULTS", "//NB_PARTICIPANTS"),
        below("//OFFERS_RECEIVED_NUMBER"),
    ),
    "tender_amount": _or(
        below(_SUBJECT, "VAL_ESTIMATED_TOTAL"), below(_SUBJECT, "OBJECT_DESCR", "VAL_OBJECT"), below("//VALUE_COST")
    ),
    "tender_currency": _or(
        below(_SUBJECT, "VAL_ESTIMATED_TOTAL", "@CURRENCY"),
        below(_SUBJECT, "OBJECT_DESCR", "VAL_OBJECT", "@CURRENCY"),
        below("//" + _COST, "@CURRENCY"),
    ),
    "budget_description": _or(
        below(_SUBJECT, "OBJECT_DESCR", "EU_PROGR_RELATED"), below("//RELATES_TO_EU_PROJECT_YES")
    ),
}

_LOTS = {
    "lot_id": _or(below("LOT_NO"), below("//LOT_NUMBER")),
    "title": _or(below("TITLE"), below("LOT_TITLE")),
    "description": _or(below("SHORT_DESCR"), below("LOT_DESCRIPTION")),
    "value_amount": _or(below("VAL_OBJECT"), below("//VALUE_COST")),
    "value_currency": _or(below("VAL_OBJECT", "@CURRENCY"), below("//" + _COST, "@CURRENCY")),
}

_ITEMS = {
    "item_id": _or(below("LOT_NO"), below("//LOT_NUMBER")),
    "lot_id": _or(below("LOT_NO"), below("//LOT_NUMBER")),
    "description": _or(below("SHORT_DESCR"), below("LOT_DESCRIPTION")),
    "code": below("//CPV_CODE", "@CODE"),
    "more_codes": below("//CPV_CODE", "@CODE"),
}

_AWARDS = {
    "title": _or(below("TITLE"), below("//CONTRACT_TITLE")),
    "date": _or(below("//DATE_CONCLUSION_CONTRACT|DATE_DECISION_JURY"), below("//CONTRACT_AWARD_DATE")),
    "supplier_ids": _or(below("//NATIONALID|OFFICIALNAME")),
    "lot_ids": _or(below("LOT_NO"), below("//LOT_NUMBER")),
    "award_amount": _or(
        below("//VAL_TOTAL|VAL_PRIZE"),
        below("//CONTRACT_VALUE_INFORMATION", _COST, "VALUE_COST"),
        below("..", _SUBJECT, "VAL_TOTAL"),
        "/../*" + below("TOTAL_FINAL_VALUE", _COST, "VALUE_COST"),
    ),
    "award_currency": _or(
        below("//VAL_TOTAL|VAL_PRIZE", "@CURRENCY"),
        below("//CONTRACT_VALUE_INFORMATION", _COST, "@CURRENCY"),
        below("..", _SUBJECT, "VAL_TOTAL", "@CURRENCY"),
        "/../*" + below("TOTAL_FINAL_VALUE", _COST, "@CURRENCY"),
    ),
}

_AFTER = ("..", "..", "MODIFICATIONS_CONTRACT")
_CONTRACTS = {
    "title": below("..", "TITLE"),
    "description": below(*_AFTER, "DESCRIPTION_PROCUREMENT", "SHORT_DESCR"),
    "date_signed": below("DATE_CONCLUSION_CONTRACT"),
    "start": below(*_AFTER, "DESCRIPTION_PROCUREMENT", "DATE_START"),
    "end": below(*_AFTER, "DESCRIPTION_PROCUREMENT", "DATE_END"),
    "contract_amount": _or(
        below(*_AFTER, "//VAL_TOTAL_AFTER"),
        below("//VAL_TOTAL"),
        below("..", "..", _SUBJECT, "VAL_TOTAL"),
    ),
    "contract_currency": _or(
        below(*_AFTER, "//VAL_TOTAL_AFTER", "@CURRENCY"),
        below("//VAL_TOTAL", "@CURRENCY"),
        below("..", "..", _SUBJECT, "VAL_TOTAL", "@CURRENCY"),
    ),
}

_AMENDMENTS = {
    "date": _or(below("..", *_CODED, "REF_OJS", "DATE_PUB"), below("..", "..", *_CODED, "REF_OJS", "DATE_PUB")),
    "description": _or(below("INFO_MODIFICATIONS", "SHORT_DESCR"), below("WHERE|OLD_VALUE|NEW_VALUE")),
    "rationale": below("INFO_MODIFICATIONS", "ADDITIONAL_NEED|UNFORESEEN_CIRCUMSTANCE"),
}

_PARTIES = {
    "party_id": _or(below("//NATIONALID"), below("//OFFICIALNAME")),
    "name": below("//OFFICIALNAME"),
    "identifier": below("//NATIONALID"),
    "locality": below("//TOWN"),
    "region": below("NUTS", "@CODE"),
    "country": below("//COUNTRY", "@VALUE"),
}

PLACES: dict[str, dict[str, str]] = {
    "processes": _PROCESSES,
    "lots": _LOTS,
    "items": _ITEMS,
    "awards": _AWARDS,
    "contracts": _CONTRACTS,
    "amendments": _AMENDMENTS,
    "attachments": {"url": "", "language": below("@LG"), "published": below("..", "..", "..", "REF_OJS", "DATE_PUB")},
    "parties": _PARTIES,
}
