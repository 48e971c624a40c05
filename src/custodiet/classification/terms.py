"""The small language of the vocabulary: how a term is written, what it matches, and by which letters it is found.

    word          the word itself            word*     and any ending           *word*   also inside a compound
    a|b           one or the other           video+cam joined, spaced, hyphened  a ~ b    up to three words between
    don't         an apostrophe is optional

Terms are folded like the texts, so case, marks, look-alike letters and hyphens need no spelling out.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from custodiet.classification.fold import fold_word
from custodiet.errors import DefinitionError

_APOSTROPHES = re.compile("['\u2018\u2019\u02bb\u02bc`]")
_NEXT = "[ ,]{1,9}"
_GAP = r"[ ,]{1,9}(?:\w{1,40}[ ,]{1,9}){0,3}"
_MAYBE_SPACE = "[ ]{0,3}"
_ENDING = r"\w{0,30}"
_LONG = 11  # letters: a longer word tells something even where it begins with a frequent stem
# Stems that stand in every second notice: never look for a term by these.
_FREQUENT = tuple(
    fold_word(stem)
    for stem in (
        *("system", "sistem", "систем", "kamer", "camer", "камер", "video", "видео", "servic", "услуг", "послуг"),
        *("monitor", "монитор", "контрол", "control", "центр", "centr", "center", "digital", "mobil", "мобил", "техн"),
        *("techn", "автомат", "automat", "security", "город", "комплекс", "програм", "оборудован", "обладнан"),
        *("автомоб", "транспорт", "transport", "телефон", "telefon"),
    )
)


@dataclass(frozen=True, slots=False)
class Term:
    """A term of the vocabulary, ready to be looked for in folded texts."""

    text: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the term matches in a folded text."""
        words = self.text.split()
        if not words or words[0] == "~" or words[-1] == "~":
            raise DefinitionError(f"term {self.text!r}: a term begins and ends with a word")
        parts = [_word_pattern(words[0])]
        for before, word in pairwise(words):
            if word != "~":
                parts += [_GAP if before == "~" else _NEXT, _word_pattern(word)]
        return re.compile(rf"(?<!\w){''.join(parts)}(?!\w)")

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """Letters of which at least one row occurs wherever the term matches, the most telling word's."""
        words = [_literals(word) for word in self.text.split() if word != "~"]
        return max(words, key=_telling)


def _word_pattern(word: str) -> str:
    choices = "|".join(_choice_pattern(choice) for choice in word.split("|"))
    return f"(?:{choices})"


def _choice_pattern(choice: str) -> str:
    body = choice.strip("*")
    letters = _MAYBE_SPACE.join(re.escape(fold_word(part)) for part in _pieces(body))
    return (_ENDING if choice.startswith("*") else "") + letters + (_ENDING if choice.endswith("*") else "")


def _pieces(body: str) -> list[str]:
    """The parts of a word between `+`, hyphens and apostrophes, where a space may stand."""
    return [part for part in re.split(r"[+-]", _APOSTROPHES.sub("+", body)) if part]


@cache
def _literals(word: str) -> tuple[str, ...]:
    """For each choice the longest run of letters that must be there."""
    return tuple(max((fold_word(p) for p in _pieces(choice.strip("*"))), key=len) for choice in word.split("|"))


def _telling(literals: tuple[str, ...]) -> tuple[bool, int]:
    frequent = any(letters.startswith(_FREQUENT) and len(letters) < _LONG for letters in literals)
    return not frequent, min(len(letters) for letters in literals)
