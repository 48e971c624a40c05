"""How wide words are without a font at hand, and how they are broken or shortened to fit."""

import re
import unicodedata

_WIDE = frozenset("mwMWЖШЩЮФжшщюфмМ@%–—&")
_NARROW = frozenset("iljtfrI.,:;!'|()[]/ і")
_BLANKS = re.compile("[^\\S\u00a0\u202f]+")
ELLIPSIS = "…"


def width_of(text: str, size: float = 13) -> float:
    """The width that the text takes at most in the fonts that pages fall back to, in CSS pixels."""
    return size * sum(map(_SHARES.__getitem__, text))


def _share(letter: str) -> float:
    """The width of a letter as a share of the size of the font."""
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE:
        return 0.92
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if "\u0530" <= letter <= "\u10ff":  # Armenian, Georgian and the scripts of India between them
        return 0.74
    return 0.70 if letter.isupper() else 0.62


class _Shares(dict[str, float]):
    """The share of each letter, looked up once."""

    def __missing__(self, letter: str) -> float:
        share = self[letter] = _share(letter)
        return share


_SHARES = _Shares()


def shortened(text: str, room: float, size: float = 13) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    plain = " ".join(_words(text))
    if width_of(plain, size) <= room:
        return plain
    left = room - width_of(ELLIPSIS, size)
    kept = 0
    for letter in plain:
        left -= width_of(letter, size)
        if left < 0:
            break
        kept += 1
    return plain[:kept].rstrip() + ELLIPSIS


def broken(text: str, room: float, size: float = 13, lines: int = 2) -> list[str]:
    """The text on at most so many lines, broken between words, the last shortened where it must be."""
    made: list[str] = []
    waiting = _words(text)
    while waiting and len(made) < lines - 1:
        taken = _first_line(waiting, room, size)
        made.append(shortened(" ".join(waiting[:taken]), room, size))
        waiting = waiting[taken:]
    return [*made, shortened(" ".join(waiting), room, size)] if waiting else made


def _words(text: str) -> list[str]:
    """The words of the text; a number whose groups are held together by narrow blanks is one."""
    return [word for word in _BLANKS.split(text) if word]


def _first_line(waiting: list[str], room: float, size: float) -> int:
    """How many words fit on the next line; one at least."""
    used = 0.0
    for count, word in enumerate(waiting):
        used += width_of(word, size) + (width_of(" ", size) if count else 0)
        if used > room:
            return max(count, 1)
    return len(waiting)
