"""Dates as published (ISO 8601 text) as moments that can be compared."""

from typing import Any

import ibis

_DAY_CHARS = 10
_ZONE_CHARS = len("+06:00")
_SHORT_ZONE_CHARS = len("+0600")
_SECONDS_A_DAY = 86_400
# Engines read more than these as a date, each something else; what is no ISO 8601 is none here.
_YEAR = r"^\d{4}"
_DAY = r"^\d{4}-\d{2}-\d{2}"
_CLOCK = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?"
_ZONE = r"^[+-]\d{2}:?\d{2}$"


def days_between(start: Any, end: Any) -> Any:
    """Whole days from one published date to another, rounded towards zero; empty where one cannot be read.

    Two moments with zones are compared as moments. Where one has no time of day, the calendar days as printed are
    compared; where one has no zone, the clocks as printed.
    """
    seconds = _seconds_between(start, end)
    dated = (start.length() <= _DAY_CHARS) | (end.length() <= _DAY_CHARS)
    whole = ibis.ifelse(seconds < 0, (seconds / _SECONDS_A_DAY).ceil(), (seconds / _SECONDS_A_DAY).floor())
    return ibis.ifelse(dated, calendar_days(start, end), whole).cast("int64")


def calendar_days(start: Any, end: Any) -> Any:
    """Days between two dates by the calendar as printed, whatever the times of day."""
    first, last = (one.re_extract(_DAY, 0).try_cast("date") for one in (start, end))
    return last.delta(first, unit="day")


def is_after(first: Any, second: Any) -> Any:
    """Whether the first published date lies after the second, both compared as `days_between` does; or empty."""
    dated = (first.length() <= _DAY_CHARS) | (second.length() <= _DAY_CHARS)
    later = _seconds_between(second, first) > 0
    return ibis.ifelse(dated, first.substr(0, _DAY_CHARS) > second.substr(0, _DAY_CHARS), later)


def year_of(date: Any) -> Any:
    """The year of a published date; empty where it has none."""
    return date.re_extract(_YEAR, 0).try_cast("int64")


def _seconds_between(start: Any, end: Any) -> Any:
    """Seconds from one date to another: by the clocks as printed, corrected where the zones differ."""
    clocks = _clock(end).epoch_seconds() - _clock(start).epoch_seconds()
    same_zone = start.right(_ZONE_CHARS) == end.right(_ZONE_CHARS)
    ahead = (_offset_minutes(start) - _offset_minutes(end)) * 60
    return clocks + ibis.ifelse(same_zone, 0, ahead).fill_null(0)


def _clock(date: Any) -> Any:
    """The date and time as printed, without its zone."""
    return date.re_extract(_CLOCK, 0).try_cast("timestamp")


def _offset_minutes(date: Any) -> Any:
    """Minutes ahead of UTC; empty where the text states no zone."""
    tail = date.right(_ZONE_CHARS)
    stated = ibis.cases((tail.substr(0, 1).isin(("+", "-")), tail), else_=date.right(_SHORT_ZONE_CHARS))
    zone = stated.re_extract(_ZONE, 0)
    minutes = zone.substr(1, 2).try_cast("int64") * 60 + zone.right(2).try_cast("int64")
    return ibis.cases(
        (date.length() <= _DAY_CHARS, ibis.null("int64")),
        (date.endswith("Z"), 0),
        (zone.startswith("+"), minutes),
        (zone.startswith("-"), -minutes),
    )
