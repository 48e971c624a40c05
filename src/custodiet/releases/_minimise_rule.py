r"""What a removal rule is, the alphabet its patterns share, and the one quick filter over the markers of all rules.

A rule is tried on a text only where one of its markers stands in it. The markers of all rules are looked for in one
pass (Aho-Corasick over UTF-8), so that a clean text costs one pass however many rules there are. Digits are folded
before that pass: `0` stays `0` and `1` to `9` become `1`; in a marker `#` stands for any digit and `\0` for the
start of the text.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import ahocorasick_rs

Spans: TypeAlias = Iterator[tuple[int, int]]

LOWER = "a-zß-öø-ÿāăąćĉċčďđēĕėęěğģīĭįıķĺļľłńņňőœŕřśşšţťūŭůűźżžșțəʻа-яёђєѕіїјљњћќўџґғқҳҷҙҡңөұүһәӣӯա-ևα-ωάέήίόύώϊϋ"
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĊČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽȘȚƏ" + "А-ЯЁЂЄЅІЇЈЉЊЋЌЎЏҐҒҚҲҶҢӨҰҮҺӘӢӮ" + "Ա-Ֆ" + "Α-ΩΆΈΉΊΌΎΏ"
APOSTROPHE = "'’‘ʼʻ`´"
# A word that starts with a capital letter, hyphens and apostrophes inside; whole, so that nothing backtracks into it.
CAPITALISED = rf"[{UPPER}][^\W\d_]{{0,40}}(?:[{APOSTROPHE}-][^\W\d_]{{1,40}}){{0,3}}(?![^\W\d_])"
SPACE = r"[ \t\u00a0]"
# A house number: "5", "5-А", "12/3", "5 Б"; not the start of an amount.
HOUSE = (
    r"\d{1,4}(?:[-/]\d{1,4}){0,2}(?:-?[A-Za-zА-Яа-яІіЇї](?!\w)|\s(?-i:[A-ZА-Я])(?!\w))?(?!\d|[.,]\d|[A-Za-zА-Яа-яІіЇї])"
)


def any_of(words: str) -> str:
    """A pattern that matches one of the words, longest first; `_` in a word stands for a space."""
    longest_first = sorted(words.split(), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace("_", SPACE) for word in longest_first) + ")"


_FOLD_DIGITS = bytes.maketrans(b"23456789", b"11111111")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing that is cut: `find` yields the spans of a text, and is asked only where a marker stands."""

    kind: str
    markers: tuple[str, ...]
    find: Callable[[str], Spans]
    exact_markers: tuple[str, ...] = ()  # looked for in the given case alone

    @classmethod
    def of(cls, kind: str, pattern: re.Pattern[str], markers: tuple[str, ...], exact: tuple[str, ...] = ()) -> "Rule":
        """A rule that cuts what `pattern` matches: its group `cut` where it has one."""
        group = "cut" if "cut" in pattern.groupindex else 0

        def find(text: str) -> Spans:
            return (match.span(group) for match in pattern.finditer(text))

        return cls(kind, markers, find, exact)

    @property
    def label(self) -> str:
        """What stands in the place of a removed part."""
        return f"[{self.kind} removed]"


class Markers:
    """The quick filter: which rules a text must be tried with."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Build one automaton over the markers of `rules`, in lower, capitalised and upper case."""
        owners: dict[bytes, set[int]] = {}
        for number, rule in enumerate(rules):
            cased = itertools.chain.from_iterable(map(_cases, rule.markers))
            for marker in itertools.chain.from_iterable(map(_digits, itertools.chain(cased, rule.exact_markers))):
                owners.setdefault(marker, set()).add(number)
        self._owners = [tuple(sorted(numbers)) for numbers in owners.values()]
        self._find = ahocorasick_rs.BytesAhoCorasick(
            list(owners),
            implementation=ahocorasick_rs.Implementation.DFA,  # a third of the time of the default, 30 ms to build
        ).find_matches_as_indexes

    def rules_for(self, value: str) -> set[int]:
        """The numbers of the rules that have a marker in `value`; mostly none."""
        hits = self._find(_fold(f"\0{value}\0"), overlapping=True)
        return {number for marker, _, _ in hits for number in self._owners[marker]} if hits else set()

    def positions(self, joined: bytes) -> tuple[bytes, list[int]]:
        """Texts joined by zero bytes, folded and with one more at both ends, and the places where a marker starts."""
        folded = b"\0%b\0" % joined.translate(_FOLD_DIGITS)
        return folded, [start for _, start, _ in self._find(folded, overlapping=True)]


def _fold(value: str) -> bytes:
    # Lone surrogates cannot be part of a marker: any stand-in will do.
    return value.encode("utf-8", "replace").translate(_FOLD_DIGITS)


def _cases(marker: str) -> tuple[str, ...]:
    return marker, marker.lower(), marker.capitalize(), marker.title(), marker.upper()


def _digits(marker: str) -> Iterator[bytes]:
    parts = [("0", "1") if letter == "#" else (letter,) for letter in marker]
    for choice in itertools.product(*parts):
        yield _fold("".join(choice))
