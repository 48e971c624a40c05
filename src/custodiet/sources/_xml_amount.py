"""An amount as it is printed in XML notices, as a number."""

import re

_AMOUNT = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")  # twenty digits: what a column of amounts can hold
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d)")


def number(printed: str | None) -> int | float | None:
    """The number that `printed` states, None where it is none; spaces between digits are read over."""
    if printed is None:
        return None
    plain = _BETWEEN_DIGITS.sub("", printed.strip())
    if not _AMOUNT.fullmatch(plain):
        return None
    value = float(plain)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
