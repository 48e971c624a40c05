"""The names of places as they are printed: what two spellings have in common, and the parts of an address line."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from custodiet.discovery import load

_FILE = Path(__file__).with_name("place_words.toml")
_TYPED_ALIKE = str.maketrans(
    {
        **dict.fromkeys("’ʼ`′ʻ‘´ˈʹ＇", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "ё": "е",
        "ş": "ș",
        "ţ": "ț",
        "ӑ": "ă",
        "\u00ad": None,
        "\u200b": None,
        "\u200c": None,
    }
)
_SPLIT = re.compile(r"[,;/()\n|]|\s[-–—]\s")
_WORDS = re.compile(r"[^\s.]+\.?", re.UNICODE)
_SOUNDS = 0.5  # Москва and Moscow, Wien and Vienna are more alike, a city and its old name less

Form = Literal["plain", "slavic", "adjective", "ka", "hy"]
Kind = Literal["city", "village"]


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a word of a running text the name of a place."""

    form: Form
    kind: Kind
    regex: str
    countries: list[str] = []


class PlaceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`place_words.toml`."""

    city: list[str]
    village: list[str]
    region: list[str]
    noise: list[str]
    common: list[str]
    adjectives: dict[str, str]
    uzbek: dict[str, str]
    sound: dict[str, str]
    pattern: list[Pattern]


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of an address line: as printed, its bare name, and what words around it call it (empty for none)."""

    whole: str
    name: str
    kind: Literal["", "city", "village", "region"]


@lru_cache(maxsize=1)
def words() -> PlaceWords:
    """The words around names of places."""
    return load(_FILE, PlaceWords)


@lru_cache(maxsize=200_000)
def key(name: str) -> str:
    """A name as it is compared: typing differences of apostrophes, dashes, `ё` and case are gone."""
    plain = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return " ".join(plain.casefold().translate(_TYPED_ALIKE).replace(". ", " ").split()).strip(" .'\"«»„“”")


def pieces(printed: str) -> list[Piece]:
    """The parts of an address line, words for city, village and region taken off and told."""
    found = [_piece(part) for part in _SPLIT.split(printed)]
    return [piece for piece in found if piece.name]


def region_key(printed: str) -> tuple[str, bool]:
    """The name of a region without the words for region and city, and whether a word for region stood there."""
    piece = _piece(re.sub(r"[/()]|\s[-–—]\s", " ", printed))
    return piece.name, piece.kind == "region"


def in_latin(name: str) -> str:
    """Uzbek in Cyrillic letters as it is written in Latin ones."""
    uzbek = words().uzbek
    lower = re.sub(r"(?:(?<=^)|(?<=[\s-])|(?<=[аеёиоуўэюя]))е", "ye", name.lower())
    return "".join(uzbek.get(letter, letter) for letter in lower)


def sounds_alike(name: str, latin: str) -> bool:
    """Whether a name in Latin or Cyrillic letters sounds like one in Latin letters; other scripts are not judged."""
    plain = unicodedata.normalize("NFD", key(name))
    letters = "".join(words().sound.get(letter, letter) for letter in plain if letter.isalpha())
    if not letters.isascii():
        return True
    other = "".join(letter for letter in unicodedata.normalize("NFD", latin.lower()) if letter.isascii())
    return difflib.SequenceMatcher(None, letters, other, autojunk=False).ratio() >= _SOUNDS


def _piece(part: str) -> Piece:
    lists, whole = _kinds(), key(part)
    kept: list[str] = []
    kinds: set[str] = set()
    for word in _WORDS.findall(whole):
        kind = lists.get(word.rstrip("."))
        if kind is not None:
            kinds.add(kind)
        elif not re.search(r"\d", word):  # a district or post office by its number
            kept.append(word.strip("\"'«»„“”"))
    name = " ".join(kept).strip(" -.")
    for said in ("region", "village", "city"):
        if name and said in kinds:
            return Piece(whole, name, said)
    return Piece(whole, name or whole, "")


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("city", "village", "region", "noise"):
        for word in getattr(words(), kind):
            found.setdefault(key(word), kind)
    return found
