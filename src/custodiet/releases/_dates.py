"""Dates as publishers write them: which are ISO 8601, and what a few other forms mean without doubt."""

import re
from datetime import datetime

ISO_8601 = (
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"([T ]([01]\d|2[0-4]):[0-5]\d(:([0-5]\d|60)([.,]\d+)?)?\s?"
    r"(Z|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?|Z|[+-][01]\d:[0-5]\d)?$"
)
"""A date, or date and time with or without zone, in the characters of RE2 and of Python."""

PLAUSIBLE = r"^(19[7-9]\d|20[0-9]\d)-"
"""Years in which a purchase of this kind can have been made or be planned."""

PLAUSIBLE_ISO_8601 = PLAUSIBLE + ISO_8601.removeprefix(r"^\d{4}-")
"""What nearly all dates are: both in one look."""

# Day before month: forms in which the first number cannot be a month are all that is read of numbers alone.
_FORMS = ("%d-%b-%Y %I:%M %p", "%d-%b-%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%Y/%m/%d", "%Y.%m.%d")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}:\d{2}(?::\d{2})?))?")
_WITH_ZONE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}(?::\d{2})?) .*?\(?([A-Z]{3,4})\)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Zones that Canadian portals print by name.
_OFFSETS = {
    "NDT": "-02:30", "NST": "-03:30", "ADT": "-03:00", "AST": "-04:00", "EDT": "-04:00", "EST": "-05:00",
    "CDT": "-05:00", "CST": "-06:00", "MDT": "-06:00", "MST": "-07:00", "PDT": "-07:00", "PST": "-08:00",
    "UTC": "Z", "GMT": "Z",
}  # fmt: skip


def read_date(published: str) -> str | None:
    """The date in ISO 8601, or None where it cannot be told which day is meant."""
    text = " ".join(published.split())
    return _small(text) or _zoned(text) or _dotted(text) or _compact(text) or _named(text)


def _small(text: str) -> str | None:
    """RFC 3339 lets T and Z be small letters."""
    large = text.upper()
    return _valid(large) if large != text and re.match(ISO_8601, large) else None


def _zoned(text: str) -> str | None:
    match = _WITH_ZONE_NAME.fullmatch(text)
    if match is None or match[3] not in _OFFSETS:
        return None
    return _valid(f"{match[1]}T{match[2] if len(match[2]) > 5 else match[2] + ':00'}{_OFFSETS[match[3]]}")  # noqa: PLR2004


def _dotted(text: str) -> str | None:
    """Day.month.year: dots are used so from Lisbon to Vladivostok."""
    match = _DOTTED.fullmatch(text)
    if match is None:
        return None
    day = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    return _valid(f"{day}T{match[4].zfill(5)}" if match[4] else day)


def _compact(text: str) -> str | None:
    match = _COMPACT.fullmatch(text)
    return _valid("-".join(match.groups())) if match else None


def _named(text: str) -> str | None:
    for form in _FORMS:
        try:
            read = datetime.strptime(text, form)  # noqa: DTZ007  (the text states no zone)
        except ValueError:
            continue
        return read.strftime("%Y-%m-%dT%H:%M") if "%M" in form else read.strftime("%Y-%m-%d")
    return None


def _valid(text: str) -> str | None:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return None
    return text
