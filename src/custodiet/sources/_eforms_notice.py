"""An eForms notice while it is converted: its parts, its organisations, texts in its language, amounts."""

import re
from dataclasses import dataclass, field
from typing import Any

from custodiet.sources import _eforms_codes
from custodiet.sources._xml import Element, child, children, text
from custodiet.sources._xml_reader import Object, Reader, address, identifier

_EXTENSION = ("UBLExtensions", "UBLExtension", "ExtensionContent", "EformsExtension")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?")
NO_AWARD_DATE = "2000-01-01"  # UBL demands a date of award; eForms write this one where there is none


# What stands in place of a field whose publication the buyer postpones (FieldsPrivacy).
WITHHELD = "unpublished"
WITHHELD_AMOUNTS = {"-1", "-1.0", "-1.00"}
WITHHELD_DAY = "1970-01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Reader):
    """One notice: `extension` holds what eForms add to UBL, `companies` its organisations by local id."""

    root: Element
    id: str | None
    language: str | None
    extension: Element | None
    companies: dict[str, Element] = field(default_factory=dict)

    def said(self, parent: Element | None, name: str) -> str | None:
        """The text called `name`, in the notice's language where it is given in several."""
        given = list(children(parent, name))
        own = [one for one in given if one.get("languageID") == self.language]
        return next((said for one in [*own, *given] if (said := text(one)) and said != WITHHELD), None)

    def money(self, element: Element | None) -> Object | None:
        """The amount in `element` with its currency."""
        if element is None:
            return None
        if text(element) in WITHHELD_AMOUNTS:
            self.report(element, "not-for-publication", "removed", "the buyer withholds this amount for now")
            return None
        return self.amount(element, text(element), element.get("currencyID"))

    def party(self, place: Element, local_id: str | None, role: str) -> Object | None:
        """The organisation that `local_id` stands for in this notice, referred to at `place`."""
        company = self.companies.get(local_id or "")
        if company is None:
            self.report(place, "organisation-not-listed", "set aside", f"{local_id} is not among the organisations")
            return None
        if _is_person(company):
            return self._person(company, local_id, role)
        name = self.said(child(company, "PartyName"), "Name")
        national = self.registered(child(company, "PartyLegalEntity", "CompanyID"))
        if name is None and national is None:
            self.report(company, "organisation-without-name", "set aside", "neither name nor number", original="")
            return None
        where = child(company, "PostalAddress")
        land = _eforms_codes.country(text(child(where, "Country", "IdentificationCode")))
        organisation = self.at(
            company,
            id=national or name,
            name=name,
            identifier=identifier(land, national),
            address=address(text(child(where, "CityName")), text(child(where, "CountrySubentityCode")), land),
        )
        return self.listed(company, organisation, role)

    def _person(self, company: Element, local_id: str | None, role: str) -> Object:
        """A winner who is a natural person: neither name nor number nor town are handed on."""
        where = child(company, "PostalAddress")
        land = _eforms_codes.country(text(child(where, "Country", "IdentificationCode")))
        pointer = self.pointers.of(company)
        if all((one.kind, one.pointer) != ("person-removed", pointer) for one in self.findings):
            self.report(company, "person-removed", "removed", "the notice marks a natural person", original="")
        region = text(child(where, "CountrySubentityCode"))
        unnamed = self.at(company, id=f"{self.id}-{local_id}", address=address(None, region, land))
        return self.listed(company, unnamed, role)


def extension(parent: Element | None) -> Element | None:
    """The eForms extension of the notice or of one of its parts."""
    return child(parent, *_EXTENSION)


def companies(added: Element | None) -> dict[str, Element]:
    """The organisations of the notice by their local id (`ORG-0001`)."""
    found = {}
    for one in children(child(added, "Organizations"), "Organization"):
        company = child(one, "Company")
        key = text(child(company, "PartyIdentification", "ID"))
        if key is not None:
            found[key] = company
    return found


def referred(parent: Element | None, name: str) -> list[str]:
    """The ids in the elements called `name`, in order."""
    return [key for one in children(parent, name) if (key := text(child(one, "ID"))) is not None]


def by_id(parent: Element | None, name: str) -> dict[str, Element]:
    """The elements called `name` by their id."""
    return {key: one for one in children(parent, name) if (key := text(child(one, "ID"))) is not None}


def codes(project: Element | None) -> list[Object]:
    """The codes of a project, the main one first, each once."""
    found: dict[str, Any] = {}
    for frame in ("MainCommodityClassification", "AdditionalCommodityClassification"):
        for one in children(project, frame):
            code = child(one, "ItemClassificationCode")
            printed = text(code)
            if code is not None and printed is not None:
                scheme = (code.get("listName") or code.get("listID") or "cpv").upper()
                found.setdefault(printed, {"scheme": scheme, "id": printed})
    return list(found.values())


def day(printed: str | None) -> str | None:
    """`2023-05-24+02:00` as `2023-05-24`: the day as printed, its zone left out."""
    found = _DAY.fullmatch(printed or "")
    plain = found[1] if found else printed
    return None if plain == WITHHELD_DAY else plain


def moment(date: str | None, time: str | None) -> str | None:
    """A day and a time of day as one moment; the day alone where no time is stated."""
    return f"{day(date)}T{time}" if date and time else day(date)


def _is_person(company: Element) -> bool:
    return text(child(company.getparent(), "NaturalPersonIndicator")) == "true"
