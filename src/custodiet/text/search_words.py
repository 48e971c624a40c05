"""The words of a text as they are looked for: one spelling for case, marks, apostrophes, look-alikes and scripts.

A word has a folded form (`custodiet.text.fold`), in which a Latin and a Cyrillic letter of one shape are one, and a
sound: the word spelled in few Latin letters, the same for `спостереження`, `sposterezhennia` and `sposterezhennya`.
Sounds carry a mark in front, so that they never meet folded words. Hyphens and apostrophes hold the parts of a word
together: the whole is a word, and so is each part.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from custodiet.text.fold import fold_word

SOUND = "~"
_APOSTROPHES = "'`´‘’ʹʻʼʽˈ′＇"
_HYPHENS = "-‐‑‒­⁃˗−"
_JOINTS = "'-"
_MARK, _SPACING_MARK = "M", "Mc"
_LETTERS_AND_NUMBERS = "LN"

# The letters of a script, and the sound of each; `-` is silent.
_SOUNDS = (
    ("абвгґғдеёєэәжзиійїыкқлмнңһоөпрсҫ", "a b v h h h d e e e e a z z i i i i i k k l m n n h o o p r s s"),
    ("туүұўӯӱфхҳцчҷшщъьюяћђљњџјѓќѝѕӣҝҹӈӊӄ", "t u u u u u u f h h c c c s s - - iu ia c d l n c i h k i z i k c n n k"),
    (
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
        "a b h d e z e e t z i l h c k h c h c m i n s o c p c r s v t r c v p k o f ev",
    ),
    ("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b h d e v z t i k l m n o p z r s t u p k h k s c c c c c h c h"),
    ("αβγδεζηθικλμνξοπρσςτυφχψω", "a v h d e z i t i k l m n ks o p r s s t i f h ps o"),
)
_LATIN = {
    letter: "" if into == "-" else into
    for letters, sounds in _SOUNDS
    for letter, into in zip(letters, sounds.split(), strict=True)
}
# Ways to write one sound in Latin letters, longest first; x is the Uzbek way to write the sound of kh.
_SPELLINGS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("dzh", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"),
    ("ts", "c"), ("tz", "c"), ("dj", "c"), ("gh", "h"), ("ph", "f"), ("ck", "k"), ("th", "t"),
    ("g", "h"), ("x", "h"), ("q", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_GLIDES = (("ia", "a"), ("iu", "u"), ("ie", "e"), ("io", "o"))
_REPEATED = re.compile(r"(.)\1+")
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: the spellings of the whole, and of its parts where a joint holds them together."""

    text: str
    whole: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()

    @property
    def folded(self) -> str:
        """The whole word folded; of a row of ideographs the row."""
        return _folded(self.text)

    @property
    def sound(self) -> str:
        """The whole word as it sounds."""
        return sound(self.text)


def chunks(text: str) -> list[str]:
    """The words of a text in small letters, apostrophes and hyphens still in them."""
    return unicodedata.normalize("NFC", text).lower().translate(_SEPARATING).split()


def spellings(chunk: str) -> tuple[str, ...]:
    """Everything under which a chunk is found: its whole and its parts, folded and as sounds."""
    whole, parts = _whole_and_parts(chunk)
    found = dict.fromkeys((*_forms(whole), *(form for part in parts for form in _forms(part))))
    return tuple(found)


def asked(text: str) -> list[Word]:
    """The words of a question, in its order."""
    words = []
    for chunk in chunks(text):
        whole, parts = _whole_and_parts(chunk)
        forms = tuple(_forms(whole))
        if forms:
            words.append(Word(whole, forms, tuple(tuple(_forms(part)) for part in parts) if len(parts) > 1 else ()))
    return words


def sound(word: str) -> str:
    """The word in few Latin letters; of letters whose sound is not known, their folded form."""
    latin = word.translate(_SOUNDING)
    for written, short in _SPELLINGS:
        latin = latin.replace(written, short)
    latin = _REPEATED.sub(r"\1", latin)
    for written, short in _GLIDES:
        latin = latin.replace(written, short)
    return _REPEATED.sub(r"\1", latin)


def _whole_and_parts(chunk: str) -> tuple[str, list[str]]:
    parts = [part for part in re.split(f"[{_JOINTS}]", chunk) if part]
    return "".join(parts), parts if len(parts) > 1 else []


def _forms(word: str) -> list[str]:
    """The folded form and the sound; of a row of ideographs each two neighbours."""
    if _IDEOGRAPHS.search(word):
        rows = _IDEOGRAPHS.findall(word)
        alone = [row for row in rows if len(row) == 1]
        return [first + second for row in rows for first, second in pairwise(row)] + alone
    folded = _folded(word)
    if not folded:
        return []
    heard = "" if folded.isdecimal() else sound(word)
    return [folded, SOUND + heard] if heard else [folded]


def _folded(word: str) -> str:
    """The folded word; a letter that folding does not know stays as it is."""
    folded = fold_word(word)
    if " " not in folded:
        return folded
    return "".join(letter if fold_word(letter) == " " else fold_word(letter) for letter in word)


class _Sounding(dict[int, str]):
    """The sound of each letter, for `str.translate`; of letters whose sound is not known, their folded form."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = _LATIN[letter] if letter in _LATIN else _folded(letter)
        return self[code]


_SOUNDING = _Sounding()


class _Separating(dict[int, str | None]):
    """What of a text is kept, for `str.translate`: letters, numbers and their marks, and joints between them."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        kept: str | None = " "
        if char in _APOSTROPHES:
            kept = "'"
        elif char in _HYPHENS:
            kept = "-"
        elif category[0] in _LETTERS_AND_NUMBERS or category == _SPACING_MARK:
            kept = char
        elif category[0] == _MARK or category == "Cf":
            kept = None
        self[code] = kept
        return kept


_SEPARATING = _Separating()
