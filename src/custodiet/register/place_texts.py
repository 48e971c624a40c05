"""The settlement that a running text names: the name of an institution, or the title of a tender.

A word is the name of a place only by what stands around it (`place_words.toml`), or where the name of an institution
begins with a big city. Where the text names two settlements, it names none.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from custodiet.register.gazetteer import Settlement, country, keys_of
from custodiet.register.place_forms import ADJECTIVE, adjective_stems, armenian, declined, georgian
from custodiet.register.place_names import Pattern, key, words

_WORD = r"[^\W\d_][\w'’ʼ`ʻ‘-]*"
_PLACE = f"(?P<place>{_WORD}(?:[ ]{_WORD}){{0,2}})"
_SCRIPTS = {
    "Latin": re.compile("[A-Za-z]"),
    "Cyrillic": re.compile("[А-Яа-я]"),
    "Georgian": re.compile("[ა-ჰ]"),
    "Armenian": re.compile("[ա-ֆ]"),
}
_BIG = 100_000
_LONGEST = 2_000  # characters; names and titles are shorter, and what is longer names many places


@lru_cache(maxsize=256)
def texts_of(code: str) -> "Texts":
    """What reads the texts of a country."""
    return Texts(code)


class Texts:
    """Finds settlements of one country in texts."""

    def __init__(self, code: str) -> None:
        self._country = country(code)
        self._readings = [one for one in _readings() if code in one.pattern.countries or not one.pattern.countries]

    def institution(self, name: str, region: str | None = None) -> Settlement | None:
        """The settlement in the name of an institution, which lies in a region where one is given."""
        short = name[:_LONGEST]
        return self._one([*self._marked(short, region), *self._opening(short, region)])

    def title(self, text: str, region: str | None = None) -> Settlement | None:
        """The settlement in the title of a tender, whose buyer sits in a region where one is given."""
        return self._one(self._marked(text[:_LONGEST], region))

    @staticmethod
    def _one(found: Iterable[Settlement]) -> Settlement | None:
        different = {one.id: one for one in found}
        return next(iter(different.values())) if len(different) == 1 else None

    def _marked(self, text: str, region: str | None) -> Iterator[Settlement]:
        """Settlements that the words around them make one."""
        scripts = {script for script, letters in _SCRIPTS.items() if letters.search(text)}
        for reading in self._readings:
            if reading.script in scripts and (reading.sign is None or reading.sign.search(text)):
                for match in reading.whole.finditer(text):
                    place = self._resolve(match["place"], reading, region)
                    if place is not None:
                        yield place

    def _resolve(self, captured: str, reading: "_Reading", region: str | None) -> Settlement | None:
        """The settlement in up to three words, the longest run of them that names one."""
        parts, pattern = captured.split(" "), reading.pattern
        for length in range(len(parts), 0, -1):
            run = parts[:length] if reading.place_is_last else parts[-length:]
            if run[0][0].islower() and pattern.form not in {"ka", "adjective"}:
                continue
            form = key(" ".join(run))
            one = self._country.choose(self._forms(pattern)(form), form, region, village=pattern.kind == "village")
            # `Les Franqueses` is not the village of Les: where the name may go on, only a big city is sure.
            cut = pattern.form == "plain" and reading.place_is_last and length < len(parts)
            if one is not None and (one.people >= _BIG or not cut):
                return one
        return None

    def _opening(self, name: str, region: str | None) -> Iterator[Settlement]:
        """The big city with which the name of an institution begins, where no word there speaks of a region."""
        parts = [part for part in re.split(r"[\s,\"«»„“”]+", name) if part]
        spelled = [key(part) for part in parts]
        if set(spelled) & _region_words():
            return
        for length in range(min(3, len(parts)), 0, -1):
            opening = " ".join(spelled[:length])
            if opening in _common():
                return
            found = self._by_own_name.get(opening, [])
            if _SCRIPTS["Georgian"].search(opening) or _SCRIPTS["Armenian"].search(opening):
                found = self._genitive.get(opening, [])
            one = self._country.choose(found, opening, region)
            if one is not None and one.people >= _BIG:
                yield one
                return

    def _forms(self, pattern: Pattern) -> Callable[[str], list[Settlement]]:
        if pattern.form == "plain":
            return self._country.named
        if pattern.form == "slavic":
            return lambda form: self._declined.get(form, [])
        if pattern.form == "adjective":
            return self._from_adjective
        return lambda form: self._genitive.get(form, [])

    def _from_adjective(self, form: str) -> list[Settlement]:
        match = ADJECTIVE.match(form)
        if match is None:
            return []
        irregular = words().adjectives.get(match[1])
        return self._country.named(irregular) if irregular else self._adjectives.get(match[1], [])

    @cached_property
    def _declined(self) -> dict[str, list[Settlement]]:
        return self._indexed(declined, "[а-яіїєґ]")

    @cached_property
    def _adjectives(self) -> dict[str, list[Settlement]]:
        return self._indexed(adjective_stems, "[а-яіїєґ]")

    @cached_property
    def _genitive(self) -> dict[str, list[Settlement]]:
        return self._indexed(georgian, "[ა-ჰ]") | self._indexed(armenian, "[ա-ֆ]")

    @cached_property
    def _by_own_name(self) -> dict[str, list[Settlement]]:
        """Settlements by the name that the gazetteer gives first."""
        return self._indexed(lambda name: [name], "", first_only=True)

    def _indexed(
        self, forms: Callable[[str], Iterable[str]], letters: str, *, first_only: bool = False
    ) -> dict[str, list[Settlement]]:
        found: dict[str, dict[int, Settlement]] = {}
        for one in (*self._country.settlements.values(), *self._country.claimed):
            for name in {key(one.name)} if first_only else keys_of(one):
                if re.search(letters, name):
                    for form in forms(name):
                        found.setdefault(form, {})[one.id] = one
        return {form: [ones[number] for number in sorted(ones)] for form, ones in found.items()}


@dataclass(frozen=True, slots=True)
class _Reading:
    """A pattern made ready: the script it reads, a sign without which it cannot match, and the whole expression."""

    pattern: Pattern
    script: str
    sign: re.Pattern[str] | None
    whole: re.Pattern[str]
    place_is_last: bool


@lru_cache(maxsize=1)
def _readings() -> list[_Reading]:
    return [_reading(pattern) for pattern in words().pattern]


def _reading(pattern: Pattern) -> _Reading:
    before, _, behind = pattern.regex.partition("PLACE")
    last = behind.strip(")") == ""
    # Each word may begin a name, so what stands behind it is looked for first.
    sign = None if last else re.compile(before.replace(r"(?<!\w)", "") + behind)
    script = {"plain": "Latin", "ka": "Georgian", "hy": "Armenian"}.get(pattern.form, "Cyrillic")
    # What follows a sign is only looked at, so that `from the city of A to the city of B` names both.
    whole = re.compile(pattern.regex.replace("PLACE", f"(?={_PLACE})" if last else _PLACE))
    return _Reading(pattern, script, sign, whole, last)


@lru_cache(maxsize=1)
def _region_words() -> frozenset[str]:
    return frozenset(key(word) for word in words().region)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(key(word) for word in words().common)
