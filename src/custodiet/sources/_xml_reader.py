"""What every reader of XML notices does: objects with their place, findings, amounts, counts, organisations."""

from dataclasses import dataclass, field
from typing import Any

from custodiet.sources._converted import Finding
from custodiet.sources._xml import Element, Pointers, local, names_in, text
from custodiet.sources._xml_amount import number

Object = dict[str, Any]
MAX_DIGITS = 9  # of a count: more bidders than people is no count
PLACEHOLDER = 1  # forms demand an amount: where none is to be told, 0, 0.01 or 1 is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One notice while it is read; `findings` and `parties` grow."""

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

    def amount(self, element: Element, printed: str | None, currency: str | None) -> Object | None:
        """The amount printed in `element` with its currency; None, and a finding, where it is no number."""
        value = number(printed)
        if value is not None:
            if value <= PLACEHOLDER:
                self.report(element, "amount-doubted", "doubted", "so small that it seems to fill a field", printed)
            return {"amount": value, "currency": currency}
        if printed is not None:
            self.report(element, "amount-not-a-number", "set aside", "expected digits with a decimal point")
        return None

    def count(self, element: Element | None) -> int | None:
        """The whole number in `element`; None, and a finding, where it is none."""
        printed = text(element)
        if printed is None:
            return None
        if printed.isascii() and printed.isdigit() and len(printed) <= MAX_DIGITS:
            return int(printed)
        self.report(element, "count-not-a-number", "set aside", "expected digits")
        return None

    def registered(self, element: Element | None) -> str | None:
        """A registration number as printed; what holds no digit (a country code, a dash) is none and is reported."""
        printed = text(element)
        if printed is None or any(sign.isdigit() for sign in printed):
            return printed
        self.report(element, "identifier-without-digits", "set aside", "a registration number was expected")
        return None

    def listed(self, element: Element, organisation: Object, role: str) -> Object:
        """A reference to `organisation`, which is listed among the parties with `role`.

        Where two names share one id, the later one is known by id and name, since numbers are typed by hand.
        """
        key, name = organisation["id"], organisation.get("name")
        if key in self.parties and self.parties[key].get("name") != name:
            key = f"{key} {name}"
        known = self.parties.setdefault(key, {**organisation, "id": key, "roles": []})
        known["roles"] = sorted({*known["roles"], role})
        return self.at(element, id=key, name=name)


def identifier(country: str | None, national: str | None) -> Object | None:
    """A national number under the scheme `COUNTRY-NATIONALID`: notices do not say which register it is from."""
    return {"scheme": f"{country}-NATIONALID" if country else "NATIONALID", "id": national} if national else None


def address(locality: str | None, region: str | None, country: str | None) -> Object | None:
    """An address no finer than a settlement; None where nothing is stated."""
    parts = {"locality": locality, "region": region, "countryName": country}
    return {name: value for name, value in parts.items() if value is not None} or None


def unknown(root: Element, document: bytes, known: frozenset[str], pointers: Pointers) -> list[Finding]:
    """One finding per element name that is not `known`: neither read nor ignored by name."""
    # A search of the bytes is quick and never misses a name; the tree is only walked where it found an unknown one.
    if "utf-16" not in (root.getroottree().docinfo.encoding or "").lower() and names_in(document) <= known:
        return []
    found: dict[str, Finding] = {}
    for one in root.iter():
        name = local(one)
        if name not in known and name not in found:
            detail = f"<{name}> is neither read nor ignored by name"
            found[name] = Finding(pointers.of(one), "element-not-known", name, "set aside", detail)
    return list(found.values())
