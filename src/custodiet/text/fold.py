"""Folds texts so that spellings of one word meet: case, marks, look-alike letters of two scripts, hyphens.

Every character becomes exactly one character or nothing, and what became nothing is remembered, so that a match in the
folded text can be shown in the text as published. Latin and Cyrillic look-alikes share one letter whatever the word
around them: a mixed-script word, a whole word in the wrong script and a correct one all fold to the same thing.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]

# Cyrillic letters that look like, or are typed for, a Latin one; also Kazakh, Kyrgyz, Uzbek and Tajik letters, which
# many keyboards lack and which are typed as their plain neighbours; the four letters for i differ between languages.
_LOOKS_LIKE = dict(
    zip(
        "аәбвгґғдеёєэжзиіїйыкқлмнңһоөпрсѕтуүұўфхҳцчҷшщъьюяјљњћђџ",
        "aaбbгггдeeeeжзiiiiыkkлmhhxooпpcstyyyyфxxцччшщъьюяjљњћђџ",
        strict=True,
    )
)
_PLAIN = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "ł": "l", "ı": "i", "ə": "e", "ς": "σ"}
_HYPHENS = "-\u2010\u2011\u2012\u00ad\u2043\u02d7\u2212"
_BREAKS = ";|!?\n\r\t\u2022\u2028\u2029"
_PAUSES = ".,:()[]{}\u2013\u2014"
_BLOCKS = ((0x00, 0x590), (0x10A0, 0x1100), (0x1C80, 0x1CC0), (0x1E00, 0x2070), (0xFF00, 0xFFEF))
_HYPHEN, _SPACE, _GONE = ord("-"), ord(" "), 0


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `kept` gives the place of each character in the original, None where all were kept."""

    text: str
    kept: npt.NDArray[np.intp] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original text that became `text[start:end]`."""
        if self.kept is None or end <= start:
            return start, end
        return int(self.kept[start]), int(self.kept[end - 1]) + 1


def fold(text: str) -> Folded:
    """The text folded, hyphens inside words read as spaces (`IP-камера` is two words)."""
    codes = _fold_codes(text)
    return _without(np.where(codes == _HYPHEN, np.uint32(_SPACE), codes), codes == _GONE)


def fold_joined(text: str) -> Folded:
    """The text folded, hyphens inside words taken out (`наблю-дения` is one word)."""
    codes = _fold_codes(text)
    inside = _hyphens_inside(codes)
    return _without(np.where(codes == _HYPHEN, np.uint32(_SPACE), codes), inside | (codes == _GONE))


def fold_word(word: str) -> str:
    """A word of the vocabulary as it appears in folded texts."""
    return word.translate(_LETTERS)


class _Letters(dict[int, int | None]):
    """The folding table for `str.translate`, which beats arrays on single words; filled as letters are met."""

    def __missing__(self, code: int) -> int | None:
        folded = int(_table()[min(code, 0xFFFF)])
        self[code] = None if folded == _GONE else folded
        return self[code]


_LETTERS = _Letters()


def fold_many(texts: Sequence[str], *, joined: bool) -> tuple[str, npt.NDArray[np.intp]]:
    """All texts folded and put behind one another with a space before each, all stops as spaces, and where each starts.

    `joined` takes hyphens inside words out, as `fold_joined` does.
    """
    codes = _fold_codes(" " + " ".join(texts) + " ")
    gone = codes == _GONE
    if joined:
        gone |= _hyphens_inside(codes)
    starts = np.ones(len(texts), dtype=np.intp)
    starts[1:] += np.cumsum(np.fromiter((len(text) + 1 for text in texts[:-1]), dtype=np.intp))
    starts -= np.cumsum(gone)[starts - 1]
    spaced = np.where(codes < ord("0"), np.uint32(_SPACE), codes)
    return _to_text(spaced[~gone]), starts


def _fold_codes(text: str) -> Codes:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _table()[np.minimum(codes, np.uint32(0xFFFF))]


def _hyphens_inside(codes: Codes) -> Flags:
    """Where a hyphen stands between two letters or digits."""
    hyphen: Flags = codes == _HYPHEN
    if not hyphen.any():
        return hyphen
    word = (codes > ord("/")) & (codes != ord("."))
    inside: Flags = np.zeros_like(hyphen)
    inside[1:-1] = hyphen[1:-1] & word[:-2] & word[2:]
    return inside


def _without(codes: Codes, gone: Flags) -> Folded:
    if not gone.any():
        return Folded(_to_text(codes), None)
    return Folded(_to_text(codes[~gone]), np.flatnonzero(~gone))


def _to_text(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")


@cache
def _table() -> Codes:
    """For each character of the Basic Multilingual Plane the character it folds to; all others are spaces."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xD800:0xE000] = _SPACE
    table[0xFFF0:] = _SPACE
    for low, high in _BLOCKS:
        for code in range(low, high):
            table[code] = _fold_char(chr(code))
    return table


def _fold_char(char: str) -> int:
    if char in _HYPHENS:
        return _HYPHEN
    if char in _BREAKS:
        return ord(".")
    if char in _PAUSES:
        return ord(",")
    if unicodedata.category(char) in {"Mn", "Cf", "Me"}:
        return _GONE
    lower = _LOOKS_LIKE.get(char.lower(), char.lower()[:1])
    base = unicodedata.normalize("NFKD", _PLAIN.get(lower, lower))[:1]
    base = _LOOKS_LIKE.get(_PLAIN.get(base, base), _PLAIN.get(base, base))
    return ord(base) if base.isalnum() else _SPACE
