"""Natural persons who take part under their bare name, without a word that says so."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from custodiet.discovery import load

_FILE = Path(__file__).with_name("bare_names.toml")

_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ı": "i", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ə": "e", "ё": "е"})
_FIRM_SIGN = re.compile(r"^(?:[Mm][/\\][Ss]\.?|(?:Messrs|MS)\.?(?=\s))\s*")
# Names typed as one word, by the family name that ends them.
_GLUED = re.compile(
    r"\w{3,}(?:uddin|ullah|islam|rahman|ahmed|hussain|basumatary|hazarika|saikia|borah?|boruah|gogoi|goyary|kalita|krdas)"
)
_PRACTICE = re.compile(r"^(?:C\.?M\.?[IL]?\.?[\s.]+|CMMF\s+|(?i:dr)[\s.:]+)+")  # of a physician in Romania
_AND_OTHERS = re.compile(r"\s(?:med flere|m\.\s?fl\.?|et al\.?|and others|u\.\s?a\.|и др(?:угие|\.)?|та ін(?:ші|\.)?)$")
_WORD = r"[^\W\d_](?:[\w.'’ʼ`-]*\w)?[.'’ʼ`-]*"
_WORDS = re.compile(rf"{_WORD}(?:,?\s+{_WORD}){{0,6}}")
_MOST_WORDS = 5  # of names; particles are not counted
_SOUTH_ASIA = frozenset((None, "IN", "BD", "NP", "PK", "LK", "BT"))
_SHORTEST = 2
_ABBREVIATED = re.compile(r"[bcdfghjklmnpqrstvwxzбвгґджзклмнпрстфхцчшщ]{2,}")
_NAMED_AFTER = re.compile(
    r"(?i)(?<!\w)(?:im\.|imienia|fundacja|szpital|szkoła|uniwersytet|instytut|muzeum|teatr|parafia|stowarzyszenie"
    r"|politechnika|akademia|urząd|gmina|biblioteka|zespół|spółka|sp\.|s\.\s?a\.|wspólnicy)"
)


class _Words(NamedTuple):
    given: frozenset[str]
    south_asian: frozenset[str]
    trade: frozenset[str]
    firms: frozenset[str]
    particles: frozenset[str]
    honorifics: frozenset[str]


@functools.cache
def _words() -> _Words:
    known = load(_FILE, dict[str, str])
    return _Words(*(frozenset(known[kind].split("|" if kind == "firms" else None)) for kind in _Words._fields))


def is_given_name(word: str) -> bool:
    """Whether a word is known as a given name."""
    return _parts_in(_folded(word), _words().given)


def is_bare_name(printed: str, land: str | None) -> bool:
    """Whether the whole name of a party is that of a natural person; `land` is its country's two-letter code.

    It is where it consists of two to five names, one of which is known as a given name, and no word of trade is among
    them; in south Asia, where a country is often not stated, also where one is known as a family name; in Poland also
    where a given name stands beside another in a longer name, as the law has it.
    """
    name = _AND_OTHERS.sub("", _FIRM_SIGN.sub("", printed.strip(' \t\n"«»„“”,.;'))).strip()
    name = _PRACTICE.sub("", name) if land == "RO" else name
    words = [word for word in re.split(r"[\s,]+", name) if word]
    if land == "PL":
        return _NAMED_AFTER.search(name) is None and _names_its_owner(words)
    folded = [_folded(word) for word in words]
    if _WORDS.fullmatch(name) is None or " ".join(folded) in _words().firms or any(map(_is_trade, folded)):
        return False
    if land in _SOUTH_ASIA and _is_south_asian(folded):
        return True
    return _has_given_name(words)


def _has_given_name(words: Sequence[str]) -> bool:
    """Whether one of the first two words or the last is a given name, and all could be names."""
    names = [word for word in words if _folded(word) not in _words().particles]
    if not _SHORTEST <= len(names) <= _MOST_WORDS or any(word[0].islower() for word in names):
        return False
    folded = [_folded(word) for word in names]
    if any(map(_ABBREVIATED.fullmatch, folded)):
        return False
    return any(_parts_in(word, _words().given) for word in (folded[0], folded[-1], *folded[1:-1][:1]))


def _names_its_owner(words: Sequence[str]) -> bool:
    """Whether a given name stands beside a capitalised word that is none of trade.

    A Polish sole trader's firm holds given and family name by law (art. 43(4) Kodeks cywilny).
    """
    plain = [word.strip("\"'().-–„”") for word in words]
    proper = [bool(word[:1].isupper() and len(word) > _SHORTEST and not _is_trade(_folded(word))) for word in plain]
    return any(
        proper[n] and proper[n + 1] and (_folded(plain[n]) in _words().given or _folded(plain[n + 1]) in _words().given)
        for n in range(len(plain) - 1)
    )


def _is_south_asian(names: Sequence[str]) -> bool:
    return (
        (names[0] in _words().honorifics and len(names) >= _SHORTEST)
        or any(_parts_in(word, _words().south_asian) for word in names)
        or _GLUED.fullmatch(names[-1]) is not None
    )


def _parts_in(word: str, known: frozenset[str]) -> bool:
    return any(part in known for part in re.split(r"[-.]", word))


def _is_trade(word: str) -> bool:
    return any(part in _words().trade for part in (word, *re.split(r"[-.'’ʼ]", word)))


def _folded(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.translate(_LETTERS).strip(".'’ʼ`-")
