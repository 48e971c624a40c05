"""A TED notice while it is converted: its form, the places of its elements, its organisations and what was found."""

from dataclasses import dataclass, field
from typing import Any

from custodiet.sources._converted import Finding
from custodiet.sources._ted_head import Head, country_code
from custodiet.sources._xml import Element, Pointers, child, local, text
from custodiet.sources._xml_amount import number

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """One form of one notice; `findings` and `parties` grow while it is read."""

    form: Element
    head: Head
    pointers: Pointers
    findings: list[Finding] = field(default_factory=list)
    parties: dict[str, Object] = field(default_factory=dict)

    def report(self, element: Element, kind: str, action: str, detail: str, original: str | None = None) -> None:
        """Add a finding at `element`; its text is the original unless another is given."""
        printed = original if original is not None else (text(element) or "")
        self.findings.append(Finding(self.pointers.of(element), kind, printed[:200], action, detail))

    def at(self, element: Element, **fields: Any) -> Object:
        """An object read from `element`: its place, and those of `fields` that are stated."""
        stated = {name: value for name, value in fields.items() if value is not None and value != []}
        return {"@pointer": self.pointers.of(element), **stated}

    def money(self, element: Element | None, currency: str | None = None) -> Object | None:
        """The amount in `element` with its currency; None, and a finding, where it is no number or not public."""
        if element is None:
            return None
        if element.get("PUBLICATION") == "NO":
            self.report(
                element, "not-for-publication", "removed", "the buyer did not agree to publication", original=""
            )
            return None
        printed = element.get("FMTVAL") or text(element)
        amount = number(printed)
        if amount is None:
            if printed is not None:
                self.report(element, "amount-not-a-number", "set aside", "expected digits with a decimal point")
            return None
        return {"amount": amount, "currency": element.get("CURRENCY") or currency}

    def count(self, element: Element | None) -> int | None:
        """The whole number in `element`; None, and a finding, where it is none."""
        printed = text(element)
        if printed is None:
            return None
        if printed.isascii() and printed.isdigit():
            return int(printed)
        self.report(element, "count-not-a-number", "set aside", "expected digits")
        return None

    def party(self, address: Element | None, role: str) -> Object | None:
        """A reference to the organisation at `address`, which is listed among the parties with `role`.

        Its id is the printed national number, or the name where there is none. Where two names share a number, the
        later one is known by number and name, since numbers are typed by hand.
        """
        if address is None:
            return None
        name = _first(address, "OFFICIALNAME")
        national = self._national_number(_first_element(address, "NATIONALID"))
        key = national or name
        if key is None:
            self.report(address, "organisation-without-name", "set aside", "neither name nor number", original="")
            return None
        if key in self.parties and self.parties[key].get("name") != name:
            key = f"{key} {name}"
        known = self.parties.setdefault(key, self._organisation(address, key, name, national))
        if role not in known["roles"]:
            known["roles"] = sorted([*known["roles"], role])
        return self.at(address, id=key, name=name)

    def _national_number(self, element: Element | None) -> str | None:
        """A number as printed; what holds no digit (a country code, a dash) is no number."""
        printed = text(element)
        if printed is None or any(sign.isdigit() for sign in printed):
            return printed
        self.report(element, "identifier-without-digits", "set aside", "a registration number was expected")
        return None

    def _organisation(self, address: Element, key: str, name: str | None, national: str | None) -> Object:
        country = country_code(_first_element(address, "COUNTRY"))
        nuts = _first_element(address, "NUTS")
        region = nuts.get("CODE") if nuts is not None else None
        identifier = {"scheme": f"{country}-NATIONALID" if country else "NATIONALID", "id": national}
        place = {"locality": _first(address, "TOWN"), "region": region, "countryName": country}
        return self.at(
            address,
            id=key,
            name=name,
            identifier=identifier if national else None,
            address={part: value for part, value in place.items() if value is not None} or None,
            roles=[],
        ) | {"roles": []}


def codes(notice: Notice, elements: list[Element]) -> list[Object]:
    """The CPV codes below `elements` (CPV_MAIN, CPV_ADDITIONAL), each once, in order; supplementary codes apart."""
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


def _first_element(address: Element, name: str) -> Element | None:
    """The older forms keep the name one level deeper (ORGANISATION/OFFICIALNAME)."""
    return next(address.iter("{*}" + name), None)


def _first(address: Element, name: str) -> str | None:
    return text(_first_element(address, name))
