"""Where an organisation sits, and whether two mentions sit in one place."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from custodiet.organisations.lexicon import lexicon
from custodiet.organisations.scripts import one_script, plain, skeleton
from custodiet.organisations.spelling import near

Agreement = Literal["same", "conflict", "unknown"]
_PIECES = re.compile(r"[,;()]|\s[—–-]\s")
_NUTS = re.compile(r"[a-z]{2}[a-z0-9]{0,3}\d[a-z0-9]{0,2}|[a-z]{2}")
_WORD = re.compile(r"[^\W\d]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Locality:
    """The settlements and the regions that a printed locality names, each as a sound skeleton or a listed place."""

    settlements: tuple[str, ...]
    regions: tuple[str, ...]


@lru_cache(maxsize=100_000)
def locality_of(locality: str | None, region: str | None, country: str | None) -> Locality:
    """The place in its parts."""
    settlements: list[str] = []
    regions: list[str] = []
    for text, is_region in ((locality, False), (region, True)):
        for piece in _PIECES.split(unicodedata.normalize("NFKC", text or "").casefold()):
            if _NUTS.fullmatch(piece.strip()):
                continue  # a code of a statistical region, of any size
            place, says_region = _piece(piece, country)
            if place:
                (regions if is_region or says_region else settlements).append(place)
    return Locality(tuple(settlements), tuple(regions))


def agreement(first: Locality, second: Locality) -> Agreement:
    """Whether two places are one; unknown where either side does not say."""
    regions = _meet(first.regions, second.regions)
    settlements = _meet(first.settlements, second.settlements)
    if regions == "conflict":
        return "conflict"
    if settlements != "unknown":
        return settlements
    # A settlement on one side and a region on the other: a city and its region often share the name.
    crossed = _meet((*first.settlements, *first.regions), (*second.settlements, *second.regions))
    if crossed == "same":
        return "same"
    return regions


def _piece(piece: str, country: str | None) -> tuple[str, bool]:
    """The place named in one piece and whether the piece calls it a region."""
    lists = lexicon()
    words = tuple(plain(one_script(word)) for word in _WORD.findall(piece))
    says_region = any(word in lists.region_words for word in words)
    if not words:
        return "", False
    for start in range(len(words)):
        hit = lists.places.at(words, start)
        if hit is not None:
            return hit[0], says_region
    kept = [word for word in words if word not in lists.region_words and word not in lists.place_words]
    return "".join(skeleton(word, country) for word in kept), says_region


def _meet(first: tuple[str, ...], second: tuple[str, ...]) -> Agreement:
    if not first or not second:
        return "unknown"
    if set(first) & set(second) or any(_one_place(a, b) for a in first for b in second):
        return "same"
    return "conflict"


def _one_place(first: str, second: str) -> bool:
    """Whether two skeletons spell one place: inflected, contained, or one letter off in a long name."""
    if first[:1] == "@" or second[:1] == "@":
        return False
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < 5:  # noqa: PLR2004 - short names differ by one letter too often
        return False
    return shorter in longer or near(first, second)
