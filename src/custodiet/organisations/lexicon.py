"""The word lists of this room, compiled: legal forms, kinds of body, common words, places."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import msgspec

from custodiet.discovery import load
from custodiet.organisations.scripts import plain, skeleton
from custodiet.text.countries import countries

FOLDER = Path(__file__).parent
_SHORTEST_STEM = 2
_NOTHING: list[tuple[int, str, tuple[str, ...]]] = []  # shared by all words that begin no entry
_COUNTRY_ACRONYM = 3  # letters up to which a country is an acronym, read in capitals only
_LONG_STEM = 5  # letters from which on a word is looked up by its sound
_REMEMBERED = 200_000  # words whose entries are kept: most words of names are frequent
# What may follow a settlement's name: an ending of up to two letters, or of the adjective made of it.
_PLACE_ENDING = re.compile(r"\w{0,2}|\w{0,3}(?:ск|ськ|цк|цьк|sk|szk)\w{0,4}|[\u0530-\u058f\u10a0-\u10ff]{0,5}")
_SPACES = str.maketrans({"-": " ", "'": "", "’": "", "ʼ": "", "ʻ": "", ".": " ", "‘": "", "`": ""})


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A class of legal forms; `short` stands at the ends of a name only."""

    about: str
    words: list[str]
    short: list[str] = []


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words by meaning."""

    kind: dict[str, list[str]]
    word: dict[str, list[str]]
    drop: dict[str, list[str]]
    common: dict[str, list[str]]
    acronym: dict[str, str]


class Places(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settlements with their names, and the words around a place name."""

    settlements: dict[str, list[str]]
    words: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Entries indexed by their first word: meaning and remaining words, the longest entry first."""

    exact: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    stems: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    longest: int
    begun: dict[str, list[tuple[int, str, tuple[str, ...]]]] = field(default_factory=dict)

    def at(self, words: tuple[str, ...], place: int) -> tuple[str, int] | None:
        """The meaning of the longest entry that begins at `place` and how many words it covers."""
        begun = self._begun(words[place])
        if not begun:
            return None
        best: tuple[int, int, str] | None = None
        for stem_length, meaning, rest in begun:
            length = 1 + len(rest)
            if best is not None and (length, stem_length) <= best[:2]:
                continue
            if rest and not self._goes_on(words, place, rest):
                continue
            best = (length, stem_length, meaning)
        return None if best is None else (best[2], best[0])

    def _begun(self, word: str) -> list[tuple[int, str, tuple[str, ...]]]:
        """The entries that begin with the word: how much of it they state, their meaning, their other words."""
        begun = self.begun.get(word)
        if begun is None:
            begun = [(len(word) + 1, meaning, rest) for meaning, rest in self.exact.get(word, ())]
            for length in range(min(len(word), self.longest), _SHORTEST_STEM - 1, -1):
                found = self.stems.get(word[:length])
                if found:
                    ending = word[length:]
                    begun += [(length, meaning, rest) for meaning, rest in found if _goes_behind(meaning, ending)]
            if len(self.begun) < _REMEMBERED:
                self.begun[word] = begun or _NOTHING
        return begun

    @staticmethod
    def _goes_on(words: tuple[str, ...], place: int, rest: tuple[str, ...]) -> bool:
        following = words[place + 1 : place + 1 + len(rest)]
        return len(following) == len(rest) and all(
            have.startswith(want[:-1]) if want.endswith("*") else have == want
            for have, want in zip(following, rest, strict=True)
        )


def _goes_behind(meaning: str, ending: str) -> bool:
    """Whether a word that begins with an entry is still that word: "Харківська" is Kharkiv, "Харківгаз" is not."""
    return meaning[0] != "@" or _PLACE_ENDING.fullmatch(ending) is not None


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list entry in the form in which names are searched."""
    return tuple(plain(word) for word in text.casefold().translate(_SPACES).split())


def phrases(entries: Iterable[tuple[str, str]]) -> Phrases:
    """The index of (meaning, entry) pairs."""
    exact: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    stems: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for meaning, entry in _typed(entries):
        first, *rest = words_of(entry)
        place, key = (stems, first[:-1]) if first.endswith("*") else (exact, first)
        place.setdefault(key, []).append((meaning, tuple(rest)))
    frozen = [{key: tuple(found) for key, found in place.items()} for place in (exact, stems)]
    return Phrases(frozen[0], frozen[1], longest=max(map(len, stems), default=0))


def _typed(entries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The entries, those with an Azerbaijani ə also as people type them without that letter."""
    for meaning, entry in entries:
        yield meaning, entry
        if "ə" in entry:
            yield meaning, entry.replace("ə", "e")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists, ready to search; meanings carry a mark: # kind, ~ word, @ place, = country, ? frequent name."""

    forms: Phrases
    short_forms: Mapping[str, str]
    meanings: Phrases
    by_sound: Phrases
    dropped: frozenset[str]
    common: frozenset[str]
    common_sounds: frozenset[str]
    acronyms: Mapping[str, str]
    acronym: re.Pattern[str]
    place_words: frozenset[str]
    region_words: frozenset[str]
    places: Phrases


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The word lists of this room."""
    forms = load(FOLDER / "legal_forms.toml", dict[str, Form])
    words = load(FOLDER / "words.toml", Words)
    places = load(FOLDER / "places.toml", Places)
    inside = load(FOLDER / "countries.toml", dict[str, list[str]])
    settlements = [("@" + name, _any_case(entry)) for name, entries in places.settlements.items() for entry in entries]
    return Lexicon(
        forms=phrases((name, entry) for name, form in forms.items() for entry in form.words),
        short_forms={words_of(entry)[0]: name for name, form in forms.items() for entry in form.short},
        meanings=phrases(
            [
                *(("#" + name, entry) for name, entries in words.kind.items() for entry in entries),
                *(("~" + name, entry) for name, entries in words.word.items() for entry in entries),
                *settlements,
                *(("=" + code, entry) for code, stems in inside.items() for entry in stems),
                *(
                    ("=" + code, entry)
                    for code, names in countries().names.items()
                    for entry in names
                    if len(entry) > _COUNTRY_ACRONYM
                ),
            ]
        ),
        by_sound=_by_sound(words),
        dropped=frozenset(plain(word) for word in words.drop["words"]),
        common=frozenset(plain(word) for word in words.common["words"]),
        common_sounds=frozenset(skeleton(word) for word in words.common["words"]),
        acronyms=dict(words.acronym),
        acronym=re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words.acronym, key=len, reverse=True))})(?!\w)"),
        place_words=frozenset(plain(word) for word in places.words["settlement"]),
        region_words=frozenset(plain(word) for word in places.words["region"]),
        places=phrases(settlements),
    )


def _any_case(entry: str) -> str:
    """The name of a settlement with a star for its endings, where it is long enough not to begin other words."""
    return entry + "*" if len(entry) >= _LONG_STEM and entry[-1].isalpha() and " " not in entry else entry


def _by_sound(words: Words) -> Phrases:
    """The words of other scripts by their sound, for names written in Latin letters by ear ("tekhno tsentr")."""
    entries = [
        (mark + name, " ".join(skeleton(word.rstrip("*")) + "*" * word.endswith("*") for word in entry.split()))
        for mark, group in (("#", words.kind), ("~", words.word))
        for name, listed in group.items()
        for entry in listed
        if not plain(entry).isascii() and len(entry) >= _LONG_STEM
    ]
    return phrases(entries)
