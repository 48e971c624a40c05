"""Releases of the 2014 draft of OCDS, which Canada published, in the terms of OCDS 1.1.

The draft names things otherwise (`formation`, `awardValue`, `itemsContracted`) and puts an organisation's name into its
`id`. Objects keep the place they stand at in the draft. Names of the draft's fields: the mappings published with the
sample data of the Open Contracting Partnership (2014).
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec

Json: TypeAlias = dict[str, Any]

FORMAT = "ocds-2014-draft"
PLACES = {
    "processes": {
        "release_id": "/releaseID | /id",
        "release_date": "/releaseDate | /date",
        "method": "/tender/method | /tender/methodRationale",
        "method_rationale": "/tender/methodJustification",
        "buyer_name": "/buyer/id/name | /buyer/name",
        "procuring_entity_name": "/tender/procuringEntity/id/name | /tender/procuringEntity/name",
    },
    "items": {
        "code": "/classificationID | /classification/description",
        "scheme": "/classificationScheme | /classification/scheme",
        "code_description": "/classificationDescription | /classification/description",
        "unit": "/unitOfMeasure",
        "unit_amount": "/valuePerUnit/amount",
        "unit_currency": "/valuePerUnit/currency",
    },
    "awards": {
        "award_id": "/awardID",
        "date": "/awardDate",
        "award_amount": "/awardValue/amount",
        "award_currency": "/awardValue/currency",
    },
    "contracts": {
        "contract_id": "/contractID",
        "date_signed": "/signatureDate",
        "start": "/contractPeriod/startDate",
        "end": "/contractPeriod/endDate",
        "contract_amount": "/contractValue/amount",
        "contract_currency": "/contractValue/currency",
    },
    "attachments": {"url": "/uri", "title": "/description"},
    "parties": {"name": "/id/name | /name", "party_id": "/id/uid | /id/name"},
}
"""Where columns stand below their row's pointer, where that differs from OCDS 1.1."""

_KEYS = frozenset({"releaseID", "releaseTag", "releaseDate", "formation", "formationType"})
# Of the names in a tender not `tenderID`, which publishers of later versions use for the number on their portal.
_TENDER_KEYS = frozenset({"methodRationale", "methodJustification", "itemsToBeProcured", "selectionDetails"})
_LATER = "parties"  # came with OCDS 1.1: beside it names of the draft are a publisher's own
_METHODS = {"open": "open", "selective": "selective", "limited": "limited", "direct": "direct"}


def is_draft(release: Json) -> bool:
    """Whether a release uses names that only the draft had, and none that is newer."""
    tender = release.get("tender")
    named = _KEYS & release.keys() or (isinstance(tender, dict) and _TENDER_KEYS & tender.keys())
    return bool(named) and _LATER not in release


def is_draft_json(release: bytes | msgspec.Raw) -> bool:
    """The same of a release as JSON, of which nothing else is read; raises DecodeError where it is none."""
    names = _NAMES.decode(release)
    named = any(getattr(names, key) for key in _KEYS) or any(getattr(names.tender, key, False) for key in _TENDER_KEYS)
    return named and not getattr(names, _LATER)


def _names(of: str, keys: frozenset[str], *more: tuple[str, Any, Any]) -> Any:
    return msgspec.defstruct(of, [*((key, msgspec.Raw, msgspec.Raw()) for key in sorted(keys)), *more])


_NAMES = msgspec.json.Decoder(
    _names("Release", _KEYS | {_LATER}, ("tender", _names("Tender", _TENDER_KEYS) | None, None))
)


def upgraded(release: Json, pointer: str) -> Json:
    """The release in the terms of OCDS 1.1; `pointer` is where it stands."""
    tag = release.get("releaseTag", release.get("tag"))
    inside = "formation" if isinstance(release.get("formation"), dict) else "tender"
    converted: Json = {
        "ocid": release.get("ocid"),
        "id": release.get("releaseID", release.get("id")),
        "date": release.get("releaseDate", release.get("date")),
        "tag": [tag] if isinstance(tag, str) else tag,
        "language": release.get("language"),
        "initiationType": release.get("formationType", release.get("initiationType")),
        "buyer": _organization(release.get("buyer"), f"{pointer}/buyer"),
        "tender": _tender(release.get(inside), f"{pointer}/{inside}"),
        "awards": _each(release.get("awards"), f"{pointer}/awards", _award),
        "contracts": _each(release.get("contracts"), f"{pointer}/contracts", _contract),
    }
    return {key: value for key, value in converted.items() if value is not None}


def _tender(tender: Any, pointer: str) -> Json | None:
    if not isinstance(tender, dict):
        return None
    method = tender.get("method") or tender.get("methodRationale")
    known = _METHODS.get(method.lower()) if isinstance(method, str) else None
    items = "itemsToBeProcured" if "itemsToBeProcured" in tender else "items"
    files = "attachments" if "attachments" in tender else "documents"
    return {
        **{key: tender[key] for key in ("title", "description", "status", "tenderPeriod", "value") if key in tender},
        "id": tender.get("tenderID", tender.get("id")),
        "procurementMethod": known or method,
        "procurementMethodDetails": tender.get("selectionDetails") or tender.get("procurementMethodDetails"),
        "procurementMethodRationale": tender.get("methodJustification"),
        "awardCriteria": tender.get("selectionCriteria") or tender.get("awardCriteriaDetails"),
        "numberOfTenderers": tender.get("numberOfBidders"),
        "procuringEntity": _organization(tender.get("procuringEntity"), f"{pointer}/procuringEntity"),
        "tenderers": _each(tender.get("bidders"), f"{pointer}/bidders", _organization),
        "items": _each(tender.get(items), f"{pointer}/{items}", _item),
        "documents": _each(tender.get(files), f"{pointer}/{files}", _document),
    }


def _award(award: Json, pointer: str) -> Json:
    items = "itemsAwarded" if "itemsAwarded" in award else "items"
    return {
        "id": award.get("awardID", award.get("id")),
        "date": award.get("awardDate", award.get("date")),
        "status": award.get("status"),
        "value": award.get("awardValue", award.get("value")),
        "suppliers": _each(award.get("suppliers"), f"{pointer}/suppliers", _organization),
        "items": _each(award.get(items), f"{pointer}/{items}", _item),
        "@pointer": pointer,
    }


def _contract(contract: Json, pointer: str) -> Json:
    items = "itemsContracted" if "itemsContracted" in contract else "items"
    return {
        "id": contract.get("contractID", contract.get("id")),
        "awardID": contract.get("awardID"),
        "dateSigned": contract.get("signatureDate", contract.get("dateSigned")),
        "period": contract.get("contractPeriod", contract.get("period")),
        "value": contract.get("contractValue", contract.get("value")),
        "items": _each(contract.get(items), f"{pointer}/{items}", _item),
        "documents": _each(contract.get("attachments"), f"{pointer}/attachments", _document),
        "@pointer": pointer,
    }


def _item(item: Json, pointer: str) -> Json:
    code = item.get("classification")
    if not isinstance(code, dict):
        code = {
            "scheme": item.get("classificationScheme"),
            "id": item.get("classificationID"),
            "description": item.get("classificationDescription"),
        }
    return {
        "id": item.get("id"),
        "description": item.get("description"),
        "classification": code,
        "quantity": item.get("quantity"),
        "unit": {"name": item.get("unitOfMeasure"), "value": item.get("valuePerUnit")},
        "@pointer": pointer,
    }


def _document(file: Json, pointer: str) -> Json:
    return {
        "id": file.get("id"),
        "title": file.get("title") or file.get("description"),
        "url": file.get("url") or file.get("uri"),
        "@pointer": pointer,
    }


def _organization(organization: Any, pointer: str) -> Json | None:
    if not isinstance(organization, dict):
        return None
    named, address = organization.get("id"), organization.get("address")
    address = address if isinstance(address, dict) else {}
    if isinstance(named, dict):
        identifier = {"scheme": named["scheme"], "id": named.get("uid")} if named.get("scheme") else None
        known = {"id": named.get("uid") or named.get("name"), "name": named.get("name"), "identifier": identifier}
    else:
        known = {key: organization.get(key) for key in ("id", "name", "identifier")}
    return {
        **known,
        "address": {
            "locality": address.get("locality"),
            "region": address.get("region"),
            "countryName": address.get("country-name", address.get("countryName")),
        },
        "@pointer": pointer,
    }


def _each(values: Any, pointer: str, convert: Callable[[Json, str], Json | None]) -> list[Json] | None:
    if not isinstance(values, list):
        return None
    converted = [convert(one, f"{pointer}/{n}") for n, one in enumerate(values) if isinstance(one, dict)]
    return [one for one in converted if one is not None]
