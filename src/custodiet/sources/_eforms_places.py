"""Where the value of each column stands in an eForms notice: XPaths below the row's pointer, alternatives behind ` | `.

The organisations that a buyer or tender refers to by local id stand elsewhere in the notice; rows of `parties` point
to them.
"""

from custodiet.sources._xml import below

_PROJECT = "ProcurementProject"
_PROCESS = "TenderingProcess"
_PUBLICATION = ("UBLExtensions", "//Publication", "PublicationDate")
_ESTIMATE = ("RequestedTenderTotal", "EstimatedOverallContractAmount")
_LOT = "ProcurementProjectLot"
_MAIN = ("MainCommodityClassification", "ItemClassificationCode")
_MORE = ("AdditionalCommodityClassification|MainCommodityClassification", "ItemClassificationCode")
_END = "TenderSubmissionDeadlinePeriod|ParticipationRequestReceptionPeriod|InterestExpressionReceptionPeriod"


def _or(*places: str) -> str:
    return " | ".join(places)


PLACES: dict[str, dict[str, str]] = {
    "processes": {
        "release_id": below("ID"),
        "release_date": _or(below(*_PUBLICATION), below("IssueDate")),
        "published": _or(below(*_PUBLICATION), below("IssueDate")),
        "language": below("NoticeLanguageCode"),
        "title": below(_PROJECT, "Name"),
        "description": _or(below(_PROJECT, "Description"), below(_LOT, _PROJECT, "Description")),
        "method_details": below(_PROCESS, "ProcedureCode"),
        "method_rationale": _or(
            below(_PROCESS, "ProcessJustification", "ProcessReason"),
            below(_PROCESS, "ProcessJustification", "ProcessReasonCode"),
        ),
        "category": below(_PROJECT, "ProcurementTypeCode"),
        "code": below(_PROJECT, *_MAIN),
        "more_codes": below(_PROJECT, *_MORE),
        "tender_end": below(_LOT, _PROCESS, f"//{_END}", "EndDate"),
        "tenderers": below("UBLExtensions", "//ReceivedSubmissionsStatistics", "StatisticsNumeric"),
        "tender_amount": _or(below(_PROJECT, *_ESTIMATE), below(_LOT, _PROJECT, *_ESTIMATE)),
        "tender_currency": _or(
            below(_PROJECT, *_ESTIMATE, "@currencyID"), below(_LOT, _PROJECT, *_ESTIMATE, "@currencyID")
        ),
        "budget_description": below("//Funding", "Description"),
    },
    "lots": {
        "lot_id": below("ID"),
        "title": below(_PROJECT, "Name"),
        "description": below(_PROJECT, "Description"),
        "value_amount": below(_PROJECT, *_ESTIMATE),
        "value_currency": below(_PROJECT, *_ESTIMATE, "@currencyID"),
    },
    "items": {
        "item_id": below("ID"),
        "lot_id": below("ID"),
        "description": _or(below(_PROJECT, "Description"), below(_PROJECT, "Name")),
        "code": below(_PROJECT, *_MAIN),
        "more_codes": below(_PROJECT, *_MORE),
    },
    "awards": {
        "award_id": below("ID"),
        "award_amount": _or(below("LegalMonetaryTotal", "PayableAmount"), below("..", "TotalAmount")),
        "award_currency": _or(
            below("LegalMonetaryTotal", "PayableAmount", "@currencyID"), below("..", "TotalAmount", "@currencyID")
        ),
        "title": below("..", "SettledContract", "Title"),
        "date": _or(
            below("..", "SettledContract", "AwardDate"), "/ancestor::*[last()]" + below("TenderResult", "AwardDate")
        ),
        "lot_ids": _or(below("TenderLot", "ID"), below("..", "LotResult", "TenderLot", "ID")),
    },
    "contracts": {
        "contract_id": below("ID"),
        "title": below("Title"),
        "date_signed": below("IssueDate"),
        "contract_amount": _or(
            below("..", "LotTender", "LegalMonetaryTotal", "PayableAmount"), below("..", "TotalAmount")
        ),
        "contract_currency": _or(
            below("..", "LotTender", "LegalMonetaryTotal", "PayableAmount", "@currencyID"),
            below("..", "TotalAmount", "@currencyID"),
        ),
    },
    "amendments": {
        "description": _or(below("ChangeDescription"), below("Change", "ChangeDescription")),
        "rationale": _or(
            below("ChangeReason", "ReasonDescription"),
            below("..", "ChangeReason", "ReasonDescription"),
            below("ChangeReason", "ReasonCode"),
            below("..", "ChangeReason", "ReasonCode"),
        ),
        "date": _or("/ancestor::*[last()]" + below(*_PUBLICATION), "/ancestor::*[last()]" + below("IssueDate")),
    },
    "attachments": {"url": ""},
    "parties": {
        "party_id": _or(below("PartyLegalEntity", "CompanyID"), below("PartyName", "Name")),
        "name": below("PartyName", "Name"),
        "identifier": below("PartyLegalEntity", "CompanyID"),
        "locality": below("PostalAddress", "CityName"),
        "region": below("PostalAddress", "CountrySubentityCode"),
        "country": below("PostalAddress", "Country", "IdentificationCode"),
    },
}
