"""The forms in which the name of a settlement stands in a sentence: declined, or as an adjective.

Ukrainian and Russian decline names by their ending; only endings whose forms are certain are listed, and a form that
could come from two settlements is theirs both, so that nobody is placed by a guess. Georgian and Armenian set the name
of a city before its office in the genitive.
"""

import re
from collections.abc import Iterator

_CONSONANT = "бвгґджзклмнпрстфхцчшщ"

# By language: an ending of the nominative, then its genitive, dative, accusative, instrumental and locative; several
# forms of one case stand behind each other. The first ending that fits counts.
_CASES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "uk": (
        (r"їв$", ("єва", "єву", "їв", "євом", "єві")),
        (r"(?<=[бвгдзклмнпрстхчш])ів$", ("ова", "ову", "ів", "овом", "ові")),
        (r"піль$", ("поля", "полю", "піль", "полем", "полі")),
        (r"ріг$", ("рогу рога", "рогу", "ріг", "рогом", "розі")),
        (r"(?<=[сц]ьк)$", ("а", "у", "", "ом", "у")),
        (rf"(?<=[{_CONSONANT}])$", ("а у", "у", "", "ом", "і у")),
        (r"ь$", ("я і", "ю і", "ь", "ем ю", "і")),
        (r"ка$", ("ки", "ці", "ку", "кою", "ці")),
        (r"га$", ("ги", "зі", "гу", "гою", "зі")),
        (r"а$", ("и", "і", "у", "ою", "і")),
        (r"ія$", ("ії", "ії", "ію", "ією", "ії")),
        (r"я$", ("і я", "і ю", "ю я", "ею ям", "і")),
        (r"ий$", ("ого", "ому", "ий", "им", "ому ім")),
        (r"(?<=[нвк])е$", ("ого", "ому", "е", "им", "ому")),
        (r"о$", ("а", "у", "о", "ом", "і у")),
        (r"и$", (" ів", "ам", "и", "ами", "ах")),
        (r"і$", ("ів", "ям", "і", "ями", "ях")),
    ),
    "ru": (
        (r"(?<=[нк])ий$", ("его ого", "ему ому", "ий", "им", "ем ом")),
        (r"ый$", ("ого", "ому", "ый", "ым", "ом")),
        (r"ой$", ("ого", "ому", "ой", "ым", "ом")),
        (rf"(?<=[{_CONSONANT}])$", ("а", "у", "", "ом ым", "е")),
        (r"ь$", ("я и", "ю и", "ь", "ем ью", "е и")),
        (r"(?<=[гкхжчш])а$", ("и", "е", "у", "ой", "е")),
        (r"а$", ("ы", "е", "у", "ой", "е")),
        (r"я$", ("и", "е и", "ю", "ей", "е и")),
        (r"(?<=[оеи][вн])о$", ("а", "у", "о", "ом", "е")),
        (r"ое$", ("ого", "ому", "ое", "ым", "ом")),
        (r"ы$", (" ов", "ам", "ы", "ами", "ах")),
        (r"и$", ("", "ам", "и", "ами", "ах")),
    ),
}
# The adjectives that may stand before a name, in the same cases.
_BEFORE: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "uk": (
        (r"ий$", ("ого", "ому", "ий", "им", "ому ім")),
        (r"а$", ("ої", "ій", "у", "ою", "ій")),
        (r"е$", ("ого", "ому", "е", "им", "ому")),
        (r"і$", ("их", "им", "і", "ими", "их")),
    ),
    "ru": (
        (r"(?<=[нк])ий$", ("его ого", "ему ому", "ий", "им", "ем ом")),
        (r"(?:ый|ой)$", ("ого", "ому", "ый", "ым", "ом")),
        (r"ая$", ("ой", "ой", "ую", "ой", "ой")),
        (r"яя$", ("ей", "ей", "юю", "ей", "ей")),
        (r"ое$", ("ого", "ому", "ое", "ым", "ом")),
        (r"(?:ые|ие)$", ("ых их", "ым им", "ые", "ыми", "ых их")),
    ),
}
# By language: an ending of the name, and the stem of its adjective.
_ADJECTIVES: dict[str, tuple[tuple[str, str], ...]] = {
    "uk": (
        (r"(?<=[сц]ьк)$", ""),
        (r"жжя$", "зьк"),
        (r"(?<=[нклтдс])ове$", "івськ"),
        (r"(?:с|ськ)[аи]?$", "ськ"),
        (r"(?:к|ч|ц)(?:а|и|я)?$", "цьк"),
        (r"(?:г|ж|з)[аи]?$", "зьк"),
        (r"(?<=[ое][вб])(?:а|и)?$", "ськ"),
        (rf"(?<=[{_CONSONANT}])$", "ськ"),
        (r"(?<=[лн]ь)$", "ськ"),
        (r"(?<=[лнрвмптд])[аи]$", "ськ"),
        (r"(?<=[рн])о$", "овськ"),
        (r"(?<=[сц]ьк)ий$", ""),
    ),
    "ru": (
        (r"(?<=[сц]к)$", ""),
        (r"(?<=л)ь$", "ьск"),
        (r"(?<=[нрвт])ь$", "ск"),
        (r"(?:к|ч|ц)[аы]?$", "цк"),
        (rf"(?<=[{_CONSONANT}])[аоы]?$", "ск"),
    ),
}
ADJECTIVE = re.compile(r"^(.+(?:ськ|цьк|зьк|ск|цк))(?:а|ої|ій|у|ою|ий|ого|ому|им|ім|ая|ой|ую|ом)$")
"""An adjective made of the name of a place: its stem, and the ending of a case."""


def declined(name: str) -> Iterator[str]:
    """The cases of a name in Cyrillic letters, itself included; `name` in small letters."""
    yield name
    for language in _languages(name):
        for case in range(5):
            yield from _in_case(name, language, case)


def adjective_stems(name: str) -> Iterator[str]:
    """The stems of the adjectives made of a name in Cyrillic letters."""
    if " " in name:
        return
    for language in _languages(name):
        for ending, stem in _ADJECTIVES[language]:
            if re.search(ending, name):
                yield re.sub(ending, stem, name, count=1)
                break


def georgian(name: str) -> Iterator[str]:
    """A Georgian name, its genitive and its locative."""
    stem = name[:-1] if name[-1:] in "იაე" else name
    yield from (name, f"{stem}ის" if stem != name else f"{name}ს", f"{stem if name.endswith('ი') else name}ში")


def armenian(name: str) -> Iterator[str]:
    """An Armenian name, its genitive and its locative."""
    stem = name.removesuffix("ի")
    yield from (name, f"{stem}ու" if stem != name else f"{name}ի", f"{stem}ում")


def _languages(name: str) -> tuple[str, ...]:
    """The languages whose letters a name uses."""
    if re.search("[іїєґ']", name):
        return ("uk",)
    if re.search("[ыэъ]", name):
        return ("ru",)
    return ("uk", "ru") if re.search("[а-я]", name) else ()


def _in_case(name: str, language: str, case: int) -> Iterator[str]:
    """The forms of a name in one case: its last word declined, an adjective before it along with it."""
    if "-на-" in name:
        first, _, rest = name.partition("-на-")
        yield from (f"{form}-на-{rest}" for form in _forms(first, _CASES[language], case))
        return
    before, _, last = name.rpartition(" ")
    if " " in before:
        return
    lasts = _forms(last, _CASES[language], case)
    if not before:
        yield from lasts
        return
    for adjective in _forms(before, _BEFORE[language], case):
        yield from (f"{adjective} {form}" for form in lasts)


def _forms(word: str, endings: tuple[tuple[str, tuple[str, ...]], ...], case: int) -> list[str]:
    for ending, cases in endings:
        if re.search(ending, word):
            return [re.sub(ending, form, word, count=1) for form in cases[case].split(" ")]
    return []
