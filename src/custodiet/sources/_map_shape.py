"""Where each key of a mapping file goes in an OCDS release, and how its cell is read."""

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from custodiet.sources import _map_definition as d


class Kind(enum.Enum):
    """How a cell is read."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    LIST = "list"


class Spot(NamedTuple):
    """A place below the object of a section, and the kind of value that stands there."""

    path: tuple[str, ...]
    kind: Kind
    currency: str | None = None
    """For an amount: the key of the same section that gives its currency."""


def _at(path: str, kind: Kind = Kind.TEXT, currency: str | None = None) -> Spot:
    return Spot(tuple(path.split("/")), kind, currency)


def _texts(**names: str) -> dict[str, Spot]:
    return {key: _at(path) for key, path in names.items()}


_VALUE = _at("value/amount", Kind.AMOUNT, "currency")
_LOTS = _at("relatedLots", Kind.LIST)

SHAPES: Mapping[type[d.Definition], Mapping[str, Spot]] = MappingProxyType(
    {
        d.Party: _texts(
            id="id",
            name="name",
            legal_name="identifier/legalName",
            scheme="identifier/scheme",
            identifier="identifier/id",
            locality="address/locality",
            region="address/region",
            country="address/countryName",
        ),
        d.Code: _texts(scheme="scheme", id="id", label="description"),
        d.Attachment: _texts(id="id", type="documentType", title="title", url="url", format="format")
        | {"published": _at("datePublished", Kind.DATE)},
        d.Amendment: _texts(id="id", description="description", rationale="rationale")
        | {"date": _at("date", Kind.DATE)},
        d.Item: _texts(id="id", description="description", unit="unit/name", lot="relatedLot")
        | {
            "quantity": _at("quantity", Kind.NUMBER),
            "unit_amount": _at("unit/value/amount", Kind.AMOUNT, "unit_currency"),
        },
        d.Lot: _texts(id="id", title="title", description="description", status="status") | {"amount": _VALUE},
        d.Bid: _texts(id="id", status="status") | {"date": _at("date", Kind.DATE), "amount": _VALUE, "lots": _LOTS},
        d.Award: _texts(id="id", title="title", description="description", status="status")
        | {"date": _at("date", Kind.DATE), "amount": _VALUE, "lots": _LOTS},
        d.Contract: _texts(id="id", award="awardID", title="title", description="description", status="status")
        | {
            "signed": _at("dateSigned", Kind.DATE),
            "start": _at("period/startDate", Kind.DATE),
            "end": _at("period/endDate", Kind.DATE),
            "amount": _VALUE,
        },
        d.Planning: _texts(rationale="rationale", budget_description="budget/description")
        | {"budget": _at("budget/amount/amount", Kind.AMOUNT, "budget_currency")},
        d.Tender: _texts(
            id="id",
            title="title",
            description="description",
            status="status",
            method="procurementMethod",
            method_details="procurementMethodDetails",
            method_rationale="procurementMethodRationale",
            category="mainProcurementCategory",
            award_criteria="awardCriteria",
        )
        | {
            "published": _at("datePublished", Kind.DATE),
            "start": _at("tenderPeriod/startDate", Kind.DATE),
            "end": _at("tenderPeriod/endDate", Kind.DATE),
            "tenderers": _at("numberOfTenderers", Kind.NUMBER),
            "amount": _VALUE,
        },
    }
)

# The lists of a release: where each stands in it.
LISTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lots": ("tender", "lots"),
        "items": ("tender", "items"),
        "documents": ("tender", "documents"),
        "amendments": ("tender", "amendments"),
        "bids": ("bids", "details"),
        "awards": ("awards",),
        "contracts": ("contracts",),
    }
)

SINGLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "buyer": ("buyer",),
        "procuring_entity": ("tender", "procuringEntity"),
        "planning": ("planning",),
        "tender": ("tender",),
    }
)

# The organisation inside a section: its key in the mapping, its place in OCDS, its role.
PARTIES: Mapping[type[d.Definition], tuple[str, str, str]] = MappingProxyType(
    {d.Bid: ("tenderer", "tenderers", "tenderer"), d.Award: ("supplier", "suppliers", "supplier")}
)
ROLES: Mapping[str, str] = MappingProxyType({"buyer": "buyer", "procuring_entity": "procuringEntity"})
