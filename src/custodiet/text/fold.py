"""Folds texts so that spellings of one word meet: case, marks, look-alike letters of two scripts, hyphens.

Every character becomes exactly one character or nothing, and what became nothing is remembered, so that a match in the
folded text can be shown in the text as published. Latin and Cyrillic look-alikes share one letter whatever the word
around them: a mixed-script word, a whole word in the wrong script and a correct one all fold to the same thing. What
typesetting did to a text is undone: HTML entities, lines that end within a sentence or word, letters spaced out.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import NamedTuple

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
_NUL = chr(_GONE)
_NOTHING = "\u200b"  # stands for a character that is to be gone, so that places stay
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,9}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_LINE_END = re.compile(rf"\n[ \t{_NOTHING}]*(?=[^\W\d_])")
_WORD_END = re.compile(rf"(?<=[^\W\d_])-\n[ \t{_NOTHING}]*(?=[^\W\d_])")
_HYPHEN_INSIDE = re.compile(r"(?<=[^\x00-/])-(?=[^\x00-/])")  # between two of what `_hyphens_inside` takes for letters
_BETWEEN = "\u2028"  # a break between texts, so that no line, word or row of letters goes on from one to the next
_SPACED_OUT = 4  # spaces: five letters that stand one by one are a word spaced out, fewer may be initials
_DRAWN_APART = re.compile(".".join(" " * _SPACED_OUT))


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `kept` gives the place of each character in the original, None where all were kept."""

    text: str
    kept: Sequence[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original text that became `text[start:end]`."""
        if self.kept is None or end <= start:
            return start, end
        return self.kept[start], self.kept[end - 1] + 1


def fold(text: str) -> Folded:
    """The text folded, hyphens inside words read as spaces (`IP-камера` is two words)."""
    return _spaced_out(_one_for_one(text))


def fold_joined(text: str) -> Folded:
    """The text folded, hyphens inside words taken out (`наблю-дения` is one word)."""
    return _joined(_one_for_one(text))


def fold_both(text: str) -> Folded:
    """The text as `fold_joined` gives it and, where a hyphen stands inside a word, behind a stop as `fold` does."""
    folded = _one_for_one(text)
    spaced = _spaced_out(folded)
    if _HYPHEN_INSIDE.search(folded) is None:
        return spaced
    joined = _joined(folded)
    kept = (*_places(joined), len(text), *_places(spaced))
    return Folded(f"{joined.text}.{spaced.text}", kept)


def _places(folded: Folded) -> Sequence[int]:
    return range(len(folded.text)) if folded.kept is None else folded.kept


def fold_word(word: str) -> str:
    """A word of the vocabulary as it appears in folded texts."""
    return word.translate(_LETTERS).replace(_NUL, "")


class _Letters(dict[int, int]):
    """The folding table for `str.translate`, which beats arrays on a single text; filled as letters are met."""

    def __missing__(self, code: int) -> int:
        self[code] = folded = int(_table()[min(code, 0xFFFF)])
        return folded


_LETTERS = _Letters()


def _one_for_one(text: str) -> str:
    """The text folded, of the same length: hyphens stay, and NUL stands for what is to be gone."""
    folded = _as_meant(text).translate(_LETTERS)
    if _DRAWN_APART.search(folded) is None:
        return folded
    return _to_text(_drawn_together(_codes(folded)))


def _spaced_out(folded: str) -> Folded:
    return _without_gone(folded.replace("-", " "))


def _joined(folded: str) -> Folded:
    return _without_gone(_HYPHEN_INSIDE.sub(_NUL, folded).replace("-", " "))


def _without_gone(folded: str) -> Folded:
    if _NUL not in folded:
        return Folded(folded, None)
    return Folded(folded.replace(_NUL, ""), [place for place, letter in enumerate(folded) if letter != _NUL])


class Many(NamedTuple):
    """Folded texts behind one another with a space before each, all stops as spaces: where each starts, and which."""

    text: str
    starts: npt.NDArray[np.intp]
    numbers: npt.NDArray[np.intp]


def fold_many(texts: Sequence[str]) -> list[Many]:
    """All texts folded as `fold` does, and those with hyphens inside words once more, as `fold_joined` does."""
    sizes = np.fromiter(map(len, texts), np.intp, len(texts)) + 1
    starts = 1 + np.cumsum(sizes) - sizes
    codes = _fold_codes(" " + _BETWEEN.join(map(_as_meant, texts)) + " ")
    gone = codes == _GONE
    many = [Many(*_spaced(codes, gone, starts), np.arange(len(texts)))]
    inside = _hyphens_inside(codes)
    if inside.any():
        hyphened = np.unique(np.searchsorted(starts, np.flatnonzero(inside), side="right") - 1)
        chosen = np.zeros(len(texts), dtype=bool)
        chosen[hyphened] = True
        theirs = np.concatenate(([True], np.repeat(chosen, sizes)))
        begins = 1 + np.cumsum(sizes[hyphened]) - sizes[hyphened]
        many.append(Many(*_spaced(codes[theirs], (gone | inside)[theirs], begins), hyphened))
    return many


def _spaced(codes: Codes, gone: Flags, starts: npt.NDArray[np.intp]) -> tuple[str, npt.NDArray[np.intp]]:
    spaced = np.where(codes < ord("0"), np.uint32(_SPACE), codes)
    places = np.flatnonzero(gone)
    return _to_text(np.delete(spaced, places)), starts - np.searchsorted(places, starts)


def _fold_codes(text: str) -> Codes:
    return _drawn_together(_table().take(_codes(text), mode="clip"))


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _as_meant(text: str) -> str:
    """The text, of the same length, with HTML entities read and lines that end within a sentence or word joined."""
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if "\n" in text:
        text = _WORD_END.sub(_nothing_before_small, text.replace("\r\n", f"\n{_NOTHING}"))
        text = _LINE_END.sub(_space_before_small, text)
    return text


def _entity(match: re.Match[str]) -> str:
    """The character that is meant; a soft hyphen is nothing, whatever stands around it."""
    char = unescape(match[0])
    if len(char) != 1:
        return match[0]
    return (_NOTHING if char == "\u00ad" else char) + _NOTHING * (len(match[0]) - 1)


def _nothing_before_small(match: re.Match[str]) -> str:
    """Nothing where a word goes on, that is between a letter with a hyphen and a small letter."""
    return _NOTHING * len(match[0]) if match.string[match.end()].islower() else match[0]


def _space_before_small(match: re.Match[str]) -> str:
    """A space where the sentence goes on, that is between a letter or comma and a small letter."""
    before = match.string[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
    goes_on = (before.isalpha() or before == ",") and match.string[match.end()].islower()
    return " " * len(match[0]) if goes_on else match[0]


def _drawn_together(codes: Codes) -> Codes:
    """The codes with nothing between letters that stand one by one, as in titles spaced out for emphasis."""
    space = codes == _SPACE
    if not _in_every_other(space).any():
        return codes
    word = np.concatenate(([False], codes > ord("/"), [False]))
    letter = np.concatenate(([False], codes > ord("9"), [False]))
    single = letter[1:-1] & ~word[:-2] & ~word[2:]
    between = np.zeros_like(space)
    between[1:-1] = space[1:-1] & single[:-2] & single[2:]
    runs = np.flatnonzero(_in_every_other(between))
    places = (runs[:, None] + 2 * np.arange(_SPACED_OUT)).ravel()
    drawn = codes.copy()
    drawn[places] = _GONE
    return drawn


def _in_every_other(flags: Flags) -> Flags:
    """Where a run of flags begins that are all set, each two places after the one before."""
    size = len(flags) - 2 * (_SPACED_OUT - 1)
    begins: Flags = flags[: max(0, size)].copy()
    for step in range(1, _SPACED_OUT):
        begins &= flags[2 * step : 2 * step + len(begins)]
    return begins


def _hyphens_inside(codes: Codes) -> Flags:
    """Where a hyphen stands between two letters or digits."""
    hyphen: Flags = codes == _HYPHEN
    if not hyphen.any():
        return hyphen
    word = (codes > ord("/")) & (codes != ord("."))
    inside: Flags = np.zeros_like(hyphen)
    inside[1:-1] = hyphen[1:-1] & word[:-2] & word[2:]
    return inside


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
