"""A TED notice while it is converted: its form, its head, its organisations and codes."""

from dataclasses import dataclass

from custodiet.sources._ted_head import Head, country_code
from custodiet.sources._xml import Element, child, local, text
from custodiet.sources._xml_reader import Object, Reader, address, identifier

__all__ = ["Notice", "Object", "codes", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Reader):
    """One form of one notice."""

    form: Element
    head: Head

    def money(self, element: Element | None, currency: str | None = None) -> Object | None:
        """The amount in `element` with its currency; None, and a finding, where it is no number or not public."""
        if element is None:
            return None
        if element.get("PUBLICATION") == "NO":
            self.report(
                element, "not-for-publication", "removed", "the buyer did not agree to publication", original=""
            )
            return None
        return self.amount(element, element.get("FMTVAL") or text(element), element.get("CURRENCY") or currency)

    def party(self, place: Element | None, role: str) -> Object | None:
        """The organisation at an address, by its printed national number, or its name where there is none."""
        if place is None:
            return None
        name, national = text(_first(place, "OFFICIALNAME")), self.registered(_first(place, "NATIONALID"))
        if national is None and name is None:
            self.report(place, "organisation-without-name", "set aside", "neither name nor number", original="")
            return None
        nuts, country = _first(place, "NUTS"), country_code(_first(place, "COUNTRY"))
        organisation = self.at(
            place,
            id=national or name,
            name=name,
            identifier=identifier(country, national),
            address=address(text(_first(place, "TOWN")), None if nuts is None else nuts.get("CODE"), country),
        )
        return self.listed(place, organisation, role)


def codes(notice: Notice, elements: list[Element]) -> list[Object]:
    """The CPV codes below `elements` (CPV_MAIN, CPV_ADDITIONAL), each once, in order, without supplementary codes."""
    found: dict[str, Object] = {}
    for element in elements:
        code = child(element, "CPV_CODE")
        printed = None if code is None else (code.get("CODE") or text(code))
        if printed:
            found.setdefault(printed, {"scheme": "CPV", "id": printed})
        elif code is not None:
            notice.report(code, "code-empty", "set aside", "a CPV code was expected")
    return list(found.values())


def group(element: Element | None) -> dict[str, list[Element]]:
    """The children of `element` by local name, in document order."""
    found: dict[str, list[Element]] = {}
    if element is not None:
        for one in element:
            found.setdefault(local(one), []).append(one)
    return found


def _first(place: Element, name: str) -> Element | None:
    """The older forms keep names one level deeper (ORGANISATION/OFFICIALNAME)."""
    return next(place.iter("{*}" + name), None)
