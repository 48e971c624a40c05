"""What a cell of a table says: the text, amount, number or date, or `None` where it cannot be read without a guess."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

EXCEL_SERIAL = "excel-serial"

# Digits on the left of the decimal mark: plain, in threes (1,771,754) or as grouped in India (2,03,56,84,080). One
# mark groups the whole number, so that "1,234.567,8" stays unread.
_MARKS = " '`’\u00a0\u202f"
_PLAIN, _THREES, _INDIAN = (
    r"\d+",
    r"\d{{1,3}}(?P<mark>[{marks}])\d{{3}}(?:(?P=mark)\d{{3}})*",
    r"\d{1,2}(?:,\d{2})+,\d{3}",
)
_BY_DECIMAL = {
    mark: re.compile(
        rf"(?P<sign>[-+]?)(?P<whole>{'|'.join(whole)})(?:{re.escape(mark)}(?P<part>\d+))?(?P<power>[eE][-+]?\d{{1,2}})?"
    )
    for mark, whole in (
        (".", (_PLAIN, _THREES.format(marks=_MARKS + ","), _INDIAN)),
        (",", (_PLAIN, _THREES.format(marks=_MARKS + "."))),
    )
}
_AMOUNT = re.compile(r"(?P<before>[^\d+-]*)(?P<number>[-+]?\d(?:.*\d)?)(?P<after>\D*)", re.DOTALL)
_ISO_CURRENCY = re.compile(r"[A-Z]{3}")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?)?")
_LONGEST = 20  # digits before the point: more than any state spends, and what the register's amounts hold
_ZONE = re.compile(r"([+-])(\d\d):(\d\d)")
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465  # 1 March 1900 (before it Excel counts a day that never was) to 9999


def text_of(cell: object) -> str | None:
    """A cell of a workbook or a JSON document as text; whole numbers without `.0`, dates in ISO 8601."""
    match cell:
        case None | str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat()
    return str(cell)


def amount(text: str, decimal: str, currencies: Mapping[str, str]) -> tuple[int | float, str | None] | None:
    """The amount and the currency written beside it; `None` where the text is no single amount."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    words = [word for word in (found["before"].strip(), found["after"].strip(" \t\u00a0\u202f")) if word]
    number = _decimal(found["number"], decimal)
    if number is None or len(words) > 1:
        return None
    if not words:
        return plain(number), None
    currency = currencies.get(words[0]) or (words[0] if _ISO_CURRENCY.fullmatch(words[0]) else None)
    return None if currency is None else (plain(number), currency)


def number(text: str, decimal: str) -> int | float | None:
    """The number a cell holds, with nothing around it."""
    value = _decimal(text, decimal)
    return None if value is None else plain(value)


def plain(value: Decimal) -> int | float:
    """A number as JSON writes it: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def _decimal(text: str, decimal: str) -> Decimal | None:
    found = _BY_DECIMAL[decimal].fullmatch(text)
    if found is None:
        return None
    whole = re.sub(r"\D", "", found["whole"])
    value = Decimal(f"{found['sign']}{whole}.{found['part'] or '0'}{found['power'] or ''}")
    return value if value.adjusted() < _LONGEST else None


@lru_cache(maxsize=4096)  # the same day stands in many cells; bounded, and a pure function of its arguments
def moment(text: str, formats: tuple[str, ...], zone: str | None) -> str | None:
    """The date or date and time in ISO 8601, read by the declared formats or as ISO 8601; `None` where none fits."""
    for form in formats:
        found = _by_format(text, form, zone)
        if found is not None:
            return found
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return _written(datetime.fromisoformat(text), len(text) > len("2024-01-31"), zone)
    except ValueError:
        return None


def _by_format(text: str, form: str, zone: str | None) -> str | None:
    if form == EXCEL_SERIAL:
        return _serial(text, zone)
    try:
        # The zone is not in the text: it is the mapping's, and stays unsaid where the mapping names none.
        return _written(datetime.strptime(text, form), "%H" in form or "%I" in form, zone)  # noqa: DTZ007
    except ValueError:
        return None


def _serial(text: str, zone: str | None) -> str | None:
    days = number(text, ".")
    if days is None or not _FIRST_SERIAL <= days <= _LAST_SERIAL:
        return None
    found = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(seconds=round(days * 86_400))
    return _written(found.replace(tzinfo=None), days != int(days), zone)


def _written(found: datetime, with_time: bool, zone: str | None) -> str:  # noqa: FBT001
    if not with_time:
        return found.date().isoformat()
    return (found.replace(tzinfo=offset(zone)) if zone and found.tzinfo is None else found).isoformat()


def offset(zone: str) -> timezone:
    """The fixed offset written as `+05:30`; raises ValueError for any other form."""
    found = _ZONE.fullmatch(zone)
    if found is None:
        raise ValueError(f"{zone!r} is no offset like '+05:30'")
    minutes = int(found[2]) * 60 + int(found[3])
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))


def stated(text: str | None, not_stated: Iterable[str]) -> str | None:
    """The cell without the space around it; `None` where it is empty or one of the words for "not stated"."""
    if text is None:
        return None
    text = text.strip()
    return None if not text or text in not_stated else text
