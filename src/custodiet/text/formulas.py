"""Texts that a spreadsheet would run as a formula, made harmless by an apostrophe in front and read back without it.

A cell that starts with = + - @ or their wide forms is computed when a file is opened, and may then fetch or send data;
blanks and invisible characters before the sign do not protect from it, and a leading tab or line break is swallowed.
Excel, LibreOffice and Google Sheets show the apostrophe as text in a file that was imported.
"""

import re

# Blanks, control characters and characters without a shape; the escapes mean the same to Python and to RE2.
_UNSEEN = (
    r"\x00-\x20\x7f-\xa0\xad"
    "\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SIGNS = r"=+@\-" + "\uff1d\uff0b\uff20\uff0d\ufe66\ufe62\ufe6b\ufe63\u2212"

FORMULA = rf"^'*(?:[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])"
"""Matches a text that starts a formula, or would after apostrophes: for Python's `re` and for RE2."""

_formula = re.compile(FORMULA)


def neutralised(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _formula.match(text) else text


def restored(text: str) -> str:
    """The text that `neutralised` was given: its exact inverse."""
    return text[1:] if text.startswith("'") and _formula.match(text) else text
