"""What every TED notice says about itself before its form: number, date, language, country, address, references."""

import re
from dataclasses import dataclass

from custodiet.sources._converted import Finding
from custodiet.sources._xml import Element, Pointers, child, children, text

_OJ_NUMBER = re.compile(r"\s*(\d{4})/S\s*\d{1,3}\s*-\s*(\d{1,7})\s*")
_DOC_ID = re.compile(r"\s*(\d{1,7})[-_](\d{4})\s*")
_EU_CODES = {"UK": "GB", "EL": "GR"}  # the institutions' own codes where they differ from ISO 3166-1


@dataclass(frozen=True, slots=True)
class Reference:
    """A notice by year and number, in the order of publication."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:06}"

    def before(self, other: "Reference") -> bool:
        """Whether this notice was published earlier than `other`."""
        return (self.year, self.number) < (other.year, other.number)


@dataclass(frozen=True, slots=True)
class Head:
    """The notice's own number, date and address, and what the office coded about it."""

    id: str | None
    reference: Reference | None
    published: str | None
    language: str | None
    uri: Element | None
    procedure: Element | None
    nature: Element | None


def head(root: Element, language: str | None) -> Head:
    """The head of the notice, with the page in `language` where several are listed."""
    coded = child(root, "CODED_DATA_SECTION")
    number = text(child(coded, "NOTICE_DATA", "NO_DOC_OJS"))
    pages = list(children(child(coded, "NOTICE_DATA", "URI_LIST"), "URI_DOC"))
    doc_id = root.get("DOC_ID")
    return Head(
        id=doc_id or number,
        reference=reference(number) or _from_doc_id(doc_id),
        published=compact_date(text(child(coded, "REF_OJS", "DATE_PUB"))),
        language=language.lower() if language else None,
        uri=next((page for page in pages if page.get("LG") == language), pages[0] if pages else None),
        procedure=child(coded, "CODIF_DATA", "PR_PROC"),
        nature=child(coded, "CODIF_DATA", "NC_CONTRACT_NATURE"),
    )


def reference(printed: str | None) -> Reference | None:
    """The notice that a number of the Official Journal names (`2021/S 189-492647`); None where it is no number."""
    found = _OJ_NUMBER.fullmatch(printed or "")
    return Reference(int(found[1]), int(found[2])) if found else None


def ocid(own: Head, earlier: list[Element], pointers: Pointers, findings: list[Finding]) -> str | None:
    """`ted:` and the number of the process: the earliest notice among this one and those it continues.

    A reference that cannot be read, or that names a later notice, is reported and not followed.
    """
    first = own.reference
    for element in earlier:
        named = reference(text(element))
        if named is None or (own.reference is not None and own.reference.before(named)):
            detail = "not a notice number" if named is None else f"a notice published after {own.reference}"
            printed = text(element) or ""
            findings.append(Finding(pointers.of(element), "reference-doubted", printed, "set aside", detail))
        elif first is None or named.before(first):
            first = named
    return f"ted:{first}" if first else (f"ted:{own.id}" if own.id else None)


def compact_date(printed: str | None) -> str | None:
    """`20210929` as `2021-09-29`; other dates as they are printed."""
    if printed and len(printed) == len("YYYYMMDD") and printed.isdigit():
        return f"{printed[:4]}-{printed[4:6]}-{printed[6:]}"
    return printed


def country_code(element: Element | None) -> str | None:
    """The ISO 3166-1 code of a COUNTRY or ISO_COUNTRY element."""
    code = None if element is None else element.get("VALUE")
    return None if code is None else _EU_CODES.get(code, code)


def _from_doc_id(printed: str | None) -> Reference | None:
    found = _DOC_ID.fullmatch(printed or "")
    return Reference(int(found[2]), int(found[1])) if found else None
