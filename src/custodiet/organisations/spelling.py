"""How many slips lie between two spellings of a word."""

import re
from functools import lru_cache

_LONG = 11
_STEM = 4
_ADJECTIVE = re.compile(r"(?:[aeiou]?[vn]|i)?[szc]k\w{1,3}")
_DIGIT = re.compile(r"\d")
_MIDDLE = 6
_VOWEL_FROM = 7  # letters a word needs before one vowel for another is a slip
_INSIDE = 9  # letters a word needs before a letter left out inside it is a slip
_VERY_LONG = 14


def slips(first: str, second: str, most: int) -> int:
    """Letters wrong, added, left out or swapped between two words; `most + 1` stands for more than `most`."""
    if first == second:
        return 0
    if abs(len(first) - len(second)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for place, letter in enumerate(first, 1):
        older, before, row = before, row, [place]
        for column, other in enumerate(second, 1):
            cost = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != other))
            if older and column > 1 and letter == second[column - 2] and first[place - 2] == other:
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@lru_cache(maxsize=50_000)
def near(first: str, second: str) -> bool:
    """Whether two words are one word misspelt: one slip in a word of 6 letters or more, two from 11 on."""
    if first == second:
        return True
    if _DIGIT.search(first + second):
        return False
    shortest = min(len(first), len(second))
    if shortest < _MIDDLE:
        return False
    allowed = 2 if shortest >= _LONG else 1
    return slips(first, second, allowed) <= allowed


@lru_cache(maxsize=50_000)
def inflected(first: str, second: str) -> bool:
    """Whether two words share a stem of five letters and differ in an ending, or are a place and its adjective."""
    shared = 0
    for letter, other in zip(first, second, strict=False):
        if letter != other:
            break
        shared += 1
    shorter, longer = sorted((first[shared:], second[shared:]), key=len)
    if shared >= _STEM and len(shorter) <= 1 and _ADJECTIVE.fullmatch(longer):
        return True
    return shared >= 5 and max(len(first), len(second)) - shared <= 3 and min(len(first), len(second)) - shared <= 2  # noqa: PLR2004 - see above


@lru_cache(maxsize=50_000)
def mistyped(first: str, second: str) -> bool:
    """Whether two near words differ as typing differs: letters swapped, one left out inside, a vowel for another.

    Two real names often lie one letter apart ("Oriana", "Orlana"); a slip in a short word proves nothing.
    """
    shorter, longer = sorted((first, second), key=len)
    if shorter[:1] != longer[:1] or len(shorter) < _MIDDLE:
        return False
    if len(shorter) >= _VERY_LONG or sorted(shorter) == sorted(longer):
        return True
    if len(shorter) != len(longer):
        return len(shorter) >= _INSIDE and shorter[-1] == longer[-1]
    wrong = [pair for pair in zip(shorter, longer, strict=True) if pair[0] != pair[1]]
    vowels = all(letter in "aeiou" for pair in wrong for letter in pair)
    return (len(wrong) == 1 and vowels and len(shorter) >= _VOWEL_FROM) or len(shorter) >= _LONG
