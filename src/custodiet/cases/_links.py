"""Proposes which purchases in the data belong to a case; a person confirms or rejects them in the file of the case."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from custodiet.cases._case import Case
from custodiet.model.tables import TEXT

Row = Mapping[str, Any]
PROPOSALS = pa.schema([("case", TEXT), ("ocid", TEXT), ("why", TEXT)])
_READ = [
    "ocid",
    "technologies",
    "title",
    "country",
    "settlement",
    "buyer_name",
    "supplier_names",
    "makers",
    "date",
]
_MARGIN_YEARS = 1  # a purchase may be called a year before a case is first told of, or paid a year after it
_APOSTROPHES = str.maketrans(dict.fromkeys("'`´’ʼʻ‘", None))


def propose_links(cases: Mapping[str, Case], purchases: pa.Table) -> pa.Table:
    """One row per case and purchase that may belong together (`case`, `ocid`, `why`), sorted by both.

    Takes PURCHASES. Country and a class of technology must agree, and the settlement where the case names one. Beyond
    that an organisation of the case has to be named as buyer, supplier or maker, or the purchase has to lie in the
    years in which a case that names a settlement is told of. What the file confirms or rejects is not proposed again.
    """
    rows = purchases.select(_READ).to_pylist()
    found = [
        {"case": name, "ocid": row["ocid"], "why": "; ".join(reasons)}
        for name in sorted(cases)
        for row in rows
        if (reasons := _reasons(cases[name], row))
    ]
    return pa.Table.from_pylist(sorted(found, key=lambda row: (row["case"], row["ocid"])), schema=PROPOSALS)


def _reasons(case: Case, row: Row) -> list[str]:
    """Why a purchase may belong to a case, in words; empty where it does not."""
    content = case.content
    settled = {purchase.ocid for purchase in content.purchases} | set(content.rejected)
    classes = sorted(set(content.technologies) & set(row["technologies"] or ()))
    if not classes or row["ocid"] in settled:
        return []
    place = _place(case, row)
    if place is None:
        return []
    organisations = sorted(set(_organisations(case, row)))
    time = _time(case, row)
    if time == _OUTSIDE or not (organisations or (time and _has_settlement(case))):
        return []
    return [place, f"technology {', '.join(classes)}", *organisations, *([time] if time else [])]


def _has_settlement(case: Case) -> bool:
    return any(place.settlement for place in case.content.places)


def _place(case: Case, row: Row) -> str | None:
    """The place on which case and purchase agree; a settlement is looked for in its column, the buyer and the title."""
    for place in case.content.places:
        if place.country != row["country"]:
            continue
        if place.settlement is None:
            return f"country {place.country}"
        texts = [row["settlement"], row["buyer_name"], row["title"]]
        if any(_names(name, text) for name in (place.settlement, *place.names) for text in texts):
            return f"settlement {place.settlement}"
    return None


def _organisations(case: Case, row: Row) -> Iterator[str]:
    """The organisations of the case that the purchase names, with the part each plays in both."""
    parts: list[tuple[str, Iterable[str | None]]] = [
        ("buyer", [row["buyer_name"]]),
        ("supplier", row["supplier_names"] or ()),
        ("maker named in the text", row["makers"] or ()),
    ]
    for role in case.content.roles:
        for part, texts in parts:
            if any(_names(name, text) for name in (role.organisation, *role.names) for text in texts):
                yield f"{role.role} {role.organisation} is {part}"


_OUTSIDE = "outside"


def _time(case: Case, row: Row) -> str | None:
    """The years on which case and purchase agree, `outside` where they do not, None where either is not known."""
    year = (row["date"] or "")[:4]
    told = _years(case)
    if not told or not year.isdigit():
        return None
    if told[0] - _MARGIN_YEARS <= int(year) <= told[-1] + _MARGIN_YEARS:
        return f"year {year}"
    return _OUTSIDE


def _years(case: Case) -> list[int]:
    """The years in which the case is told of, sorted."""
    told = [*(money.date for money in case.content.financing), *(seen.date for seen in case.content.observations)]
    dates = [case.content.started, case.content.ended, *told]
    return sorted({int(date[:4]) for date in dates if date})


def _names(name: str, text: str | None) -> bool:
    """Whether a text holds a name as whole words, whatever the case, accents and apostrophes."""
    if not text:
        return False
    return re.search(rf"(?<!\w){re.escape(_plain(name))}(?!\w)", _plain(text)) is not None


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return " ".join(folded.split())
