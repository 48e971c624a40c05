"""The small language of the vocabulary: how a term is written, what it matches, and by which letters it is found.

    word          the word itself            word*     and any ending           *word*   also inside a compound
    a|b           one or the other           video+cam joined, spaced, hyphened  a ~ b    up to three words between
    don't         an apostrophe is optional

Terms are folded like the texts, so case, marks, look-alike letters and hyphens need no spelling out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from custodiet.errors import DefinitionError
from custodiet.text.fold import fold_word

_APOSTROPHES = re.compile("['\u2018\u2019\u02bb\u02bc`]")
_NEXT = "[ ,]{1,9}"
_GAP = r"[ ,]{1,9}(?:\w{1,40}[ ,]{1,9}){0,3}"
_MAYBE_SPACE = "[ ]{0,3}"
_ENDING = r"\w{0,30}"
_SHORT_PIECE = 5  # letters: a shorter part of a joined word stands in half of all texts
_ENDING_LETTERS = 3  # letters by which a stem may go on and still be the same frequent word
_FREQUENT_WORTH = 2  # letters: a frequent stem tells no more than a word of two
# Stems that stand in every tenth notice: a term is rather looked for by its other words.
_FREQUENT = frozenset(
    fold_word(stem)
    for stem in (
        *("system", "sistem", "систем", "kamer", "camer", "камер", "video", "видео", "servic", "услуг", "послуг"),
        *("monitor", "монитор", "контрол", "control", "центр", "centr", "center", "digital", "mobil", "мобил", "техн"),
        *("techn", "автомат", "automat", "security", "город", "комплекс", "програм", "оборудован", "обладнан"),
        *("автомоб", "транспорт", "transport", "телефон", "telefon", "государств", "электрон", "elektron", "electron"),
        *("средств", "засоб", "объект", "управлен", "устройств", "информац", "социальн", "анализ", "public", "program"),
        *("дорог", "дорож", "охран", "охорон", "участ", "служб", "работ", "робот", "комп", "comp", "surveill"),
        *(
            "national",
            "maintenance",
            "management",
            "equipment",
            "train",
            "information",
            "software",
            "station",
            "vehicle",
        ),
        *("gate", "protection", "wall", "номер", "сигнализ", "сигналіз", "определен", "хранени", "канал", "програм"),
        *(
            "traffic",
            "road",
            "street",
            "line",
            "contr",
            "platform",
            "service",
            "network",
            "data",
            "дан",
            "мереж",
            "сет",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to write a word: parts between which a space may stand, and whether more letters may go around them."""

    parts: tuple[str, ...]
    any_beginning: bool
    any_ending: bool

    @property
    def pattern(self) -> str:
        """The choice as a regular expression."""
        letters = _MAYBE_SPACE.join(re.escape(part) for part in self.parts)
        return (_ENDING if self.any_beginning else "") + letters + (_ENDING if self.any_ending else "")

    @property
    def anchors(self) -> tuple[str, ...]:
        """Letters one row of which stands wherever the choice does."""
        longest = max(self.parts, key=lambda part: (_worth(part), len(part)))
        if len(self.parts) == 1 or len(longest) >= _SHORT_PIECE:
            return (longest,)
        return "".join(self.parts), " ".join(self.parts)

    @property
    def telling(self) -> tuple[str, ...]:
        """The anchors with a space where a word must begin or end, as in texts whose stops are spaces."""
        begins = not self.any_beginning and self.anchors[0].startswith(self.parts[0])
        ends = not self.any_ending and self.anchors[0].endswith(self.parts[-1])
        return tuple(f"{' ' * begins}{letters}{' ' * ends}" for letters in self.anchors)


@dataclass(frozen=True, slots=False)
class Term:
    """A term of the vocabulary, ready to be looked for in folded texts."""

    text: str

    @cached_property
    def words(self) -> tuple[tuple[Choice, ...], ...]:
        """The words of the term, each with its choices."""
        return tuple(_choices(word) for word in self.text.split() if word != "~")

    @cached_property
    def expression(self) -> str:
        """The pattern as it is written; terms that differ in marks and case alone have the same."""
        marks = self.text.split()
        if not marks or marks[0] == "~" or marks[-1] == "~":
            raise DefinitionError(f"term {self.text!r}: a term begins and ends with a word")
        joins = [_GAP if before == "~" else _NEXT for before, word in pairwise(marks) if word != "~"]
        words = [_either([choice.pattern for choice in word]) for word in self.words]
        return words[0] + "".join(join + word for join, word in zip(joins, words[1:], strict=True))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the term matches in a folded text, but for the beginning of its first word (see `places`)."""
        return re.compile(rf"{self.expression}(?!\w)")

    def places(self, text: str) -> Sequence[tuple[int, int]]:
        """Where the term stands in a folded text; the pattern begins with letters, which is what makes it fast."""
        found: list[tuple[int, int]] = []
        for match in self.pattern.finditer(text):
            start, end = match.span()
            if start == 0 or not text[start - 1].isalnum():
                found.append((start, end))
        return found

    @cached_property
    def anchor(self) -> tuple[Choice, ...]:
        """The word by which the term is looked for: the most telling one."""
        return max(self.words, key=_telling)

    @property
    def is_plain(self) -> bool:
        """Whether the term is one word without parts, which needs no regular expression."""
        return len(self.words) == 1 and all(len(choice.parts) == 1 for choice in self.words[0])

    def rarest(self, uses: Mapping[str, int]) -> tuple[Choice, ...]:
        """Of the words that tell enough the one whose letters the fewest terms share (`uses`), else the anchor."""
        telling = [word for word in self.words if _telling(word)[0] >= _SHORT_PIECE]
        return min(telling, key=lambda word: _most_used(word, uses)) if telling else self.anchor

    def needed(self, found_by: tuple[Choice, ...]) -> tuple[str, ...]:
        """Letters that must all stand in a text that the term matches, besides those of the word it is found by."""
        parts = {part for word in self.words if len(word) == 1 for part in word[0].parts}
        looked_for = found_by[0].anchors if len(found_by) == 1 else ()
        return tuple(sorted(parts.difference(looked_for), key=lambda part: (-len(part), part)))


def _most_used(word: tuple[Choice, ...], uses: Mapping[str, int]) -> int:
    return max(uses.get(letters, 0) for choice in word for letters in choice.anchors)


def _either(patterns: list[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"


def _choices(word: str) -> tuple[Choice, ...]:
    return tuple(_choice(choice) for choice in word.split("|"))


def _choice(choice: str) -> Choice:
    body = _APOSTROPHES.sub("+", choice.strip("*"))
    parts = tuple(fold_word(part) for part in body.replace("-", "+").split("+") if part)
    if not parts:
        raise DefinitionError(f"word {choice!r} of a term has no letters")
    return Choice(parts, choice.startswith("*"), choice.endswith("*"))


def _telling(word: tuple[Choice, ...]) -> tuple[int, int]:
    """How much a word tells: the letters of its least telling choice, fewer for stems that stand everywhere."""
    shortest = min((anchor for choice in word for anchor in choice.anchors), key=_worth)
    return _worth(shortest), len(shortest)


@cache
def _worth(letters: str) -> int:
    frequent = any(letters[: len(letters) - ending] in _FREQUENT for ending in range(_ENDING_LETTERS + 1))
    return _FREQUENT_WORTH if frequent else len(letters)
