"""Reduces a locality to its settlement."""

import functools
import re

from custodiet.releases._minimise_coordinates import RULES as COORDINATE_RULES
from custodiet.releases._minimise_rule import UPPER
from custodiet.releases._minimise_streets import street_spans

_POSTAL_CODE = re.compile(
    r"(?:(?<!\w)(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?|(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}"
    r"|(?<!\w)\d{3}\s\d{2}|(?<!\w)\d{2}-\d{3}|(?<!\w)[A-Z]\d[A-Z]\s?\d[A-Z]\d)(?!\w)"
)
_DISTRICT_NUMBER = re.compile(
    r"(?:\s+(?:(?i:cedex|dublin|arrondissement|sector(?:ul)?|района?)\s*)?\d{1,3}(?:er|e|ème|o)?\.?)+$"
)
_NUMBERED_SETTLEMENT = re.compile(
    r"(?:№\s?)?\d{1,2}(?:-?(?:е|й|я|ое|ий|го))?[\s-]+(?:de\s)?(?i:decembrie|mai|august|май|мая|жовтня|октября"
    r"|березня|марта|травня|червня|отделение|відділок|бакинск\w+)\b"
)
_HOUSE_PART = re.compile(
    r"(?:(?i:буд|дом|д|кв|оф|офіс|офис|корп|кімн|каб|стр|nr|no|bl|ap|et|n[º°]|house|flat|unit|floor|suite"
    r"|№)[\s.]*)?№?\s?\d{1,4}\s?[-/]?\s?\d{0,4}\s?[^\W\d_]?\.?",
    re.UNICODE,
)
_STARTS_WITH_NUMBER = re.compile(rf"\d{{1,4}}[A-Za-zА-Яа-я]?[,\s]+[{UPPER}]")
_ENDS_WITH_NUMBER = re.compile(r"\D\s\d{1,4}\s?[-/]?\s?[A-Za-zА-Яа-я]?(?:/\d+)?$")


@functools.lru_cache(maxsize=4096)
def place(locality: str | None) -> str | None:
    """`locality` without street, house number, postal code or coordinates; None where no settlement is left."""
    if locality is None:
        return None
    if not any(letter.isdigit() for letter in locality) and "," not in locality and not any(street_spans(locality)):
        return locality or None
    if any(True for rule in COORDINATE_RULES for _ in rule.find(locality)):
        return None
    parts = [part.strip() for part in re.split(r"[,;\n]", _without_streets(locality))]
    kept = [
        name for part, following in zip(parts, [*parts[1:], ""], strict=True) if (name := _settlement(part, following))
    ]
    return ", ".join(kept) or None


def _without_streets(locality: str) -> str:
    for start, end in sorted(set(street_spans(locality)), reverse=True):
        locality = locality[:start] + "," + locality[end:]
    return locality


def _settlement(part: str, following: str) -> str | None:
    """The settlement in one part of an address, or None where the part is a street, a house or a postal code."""
    if _NUMBERED_SETTLEMENT.match(part):
        return part
    if following and _HOUSE_PART.fullmatch(following):
        return None
    bare = _POSTAL_CODE.sub(" ", part).strip(" -.")
    if not bare or _HOUSE_PART.fullmatch(bare) or _STARTS_WITH_NUMBER.match(bare):
        return None
    bare = _DISTRICT_NUMBER.sub("", bare)
    return None if _ENDS_WITH_NUMBER.search(bare) else bare.strip() or None
