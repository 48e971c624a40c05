"""A printed name taken apart: legal form, meaning of each word, numbers, the words that identify."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from custodiet.organisations.lexicon import Lexicon, lexicon
from custodiet.organisations.scripts import (
    english_behind_cyrillic,
    in_one_script,
    latin,
    one_script,
    plain,
    simplified,
    skeleton,
)

_INITIALS = re.compile(r"(?<!\w)(\w)\s?[./]\s?(?=\w(?!\w))")
_AFTER_INITIAL = re.compile(r"(?<=(?<!\w)\w)\.(?!\w)")
_NUMBER_SIGN = re.compile(r"(?:№|nº|n°|\bno\.?|\bn|\bномер|#)\s*(?=\d)", re.IGNORECASE)
_ELISION = re.compile(r"(?<!\w)(d|l|qu)['’ʼ`´](?=\w)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_APOSTROPHE = re.compile(r"['’ʼʻ‘`´]")
_UZBEK_O = re.compile(r"[oO]['’‘ʻʼ`´]")  # the letter that is ў in Cyrillic
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼʻ‘`´](?=\w)")
_WORD = re.compile(r"\w+", re.UNICODE)
_ADDRESS = re.compile(r",\s*(?:ul|ул|вул|str|al|пр-т|просп|пл)\.\s.*$|\s+c/o\s.*$", re.IGNORECASE)
_LISTED = re.compile(r"^\s*[A-Z]\.\s+(?=\w{2})", re.IGNORECASE)
_A_NAME_HAS = 3  # words in a bracket that make it another name of the same body
LONG_ENOUGH = 4  # sounds a word needs to identify: acronyms collide
# A letter lost to a wrong encoding stands as a question mark inside a word.
LOST = "ʔ"
_LOST_LETTER = re.compile(r"(?<=\w)[?\ufffd]+(?=\w)")
_QUOTES = re.compile(r'["«»„“”‟<>]+')
_NUMBER = re.compile(r"[nн]?\d+[^\W\d]?|[^\W\d]{1,2}\d{3,}")  # "5", "n165", "12a", "a1234"; "g4s" is a word
_BRACKET = re.compile(r"\(([^()]*)\)")
_KNOWN_AS = re.compile(r"(?:known as|trading as|t/a|іменоване|именуемое)\s+(.+)", re.IGNORECASE)
_ASIDE = re.compile(
    r"^(?:the\b|former|колишн|бывш|раніше|ранее)"
    r"|^(?:hereinafter|далее|надалі|group leader|lead|more commonly|['‘\"])|\b(?:authority|supplier)\b",
    re.IGNORECASE,
)


# Shortened words before or behind a place; in a name that is all capitals the same letters may be initials.
_SHORTENED = re.compile(r"(?<!\w)(г\.\s?о|г|м|ք|қ|обл|р-н|mun|or)\.\s*(?=[^\W\d_a-zа-яёіїєґ]|$)")
_WRITTEN_OUT = {
    "г.о": "городской округ", "г": "город", "м": "місто", "ք": "քաղաք", "қ": "қаласы", "обл": "область",
    "р-н": "район", "mun": "municipiul", "or": "orașul",
}  # fmt: skip
# Chinese and Japanese run their words together: the legal form is set off.
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_FORM = re.compile("(股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|株式会社|合同会社|集团|公司)")
_COMPANIES = frozenset({"llc", "jsc", "company", "partnership", "private_enterprise", "public_enterprise"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    `tokens` carry a mark before their meaning: # kind of body, ~ common word, @ settlement, = country; a token without
    mark is the sound skeleton of a word found in no list, `?` before it says it is frequent among companies. `kinds`
    are the tokens that name a kind of body, `sounds` the skeletons of all words but the legal form, `joined` the same
    run together, `initials` their first letters in their own script.
    """

    printed: str
    form: str | None
    tokens: tuple[str, ...]
    kinds: frozenset[str]
    sounds: tuple[str, ...]
    numbers: tuple[str, ...]
    joined: str
    initials: str

    @property
    def weight(self) -> float:
        """How much the words identify: about 1 for each word found in no list."""
        return sum(weight(token) for token in set(self.tokens))


def weight(token: str) -> float:
    """How much one token identifies."""
    mark = token[0]
    if mark == "@":
        return 0.5
    if mark in "#~?":
        return 0.35
    if mark == "=":
        return 0.1
    return 1.0 if len(token) >= LONG_ENOUGH else 0.5 if len(token) > 1 else 0.1


@lru_cache(maxsize=50_000)
def take_apart(printed: str, country: str | None = None) -> Name:
    """The name in its parts; the same text always gives the same parts."""
    words_lists = lexicon()
    text = _prepare(printed, country)
    raw = in_one_script(_WORD.findall(text))
    words = tuple(plain(word) for word in raw)
    form, kept = _without_form(words, words_lists)
    tokens, numbers, letters = _tokens(raw, words, kept, country, words_lists)
    if not tokens and not numbers:  # nothing but a legal form and common words: they are the name then
        kept = list(range(len(raw)))
        tokens = [skeleton(word, country) for word in raw]
        letters = "".join(word[0] for word in raw)
    sounds = [
        skeleton(raw[at], country)
        for at in kept
        if words[at] not in words_lists.dropped and not _NUMBER.fullmatch(words[at])
    ]
    tokens = [token for token in tokens if token]
    sounds = [sound for sound in _initials_together(sounds) if sound]
    kinds = frozenset(token for token in tokens if token[0] == "#") or _NO_KIND
    return Name(printed, form, tuple(tokens), kinds, tuple(sounds), tuple(sorted(numbers)), "".join(sounds), letters)


@lru_cache(maxsize=20_000)
def variants(name: str) -> tuple[str, ...]:
    """The name as printed, then without asides in brackets, its halves in two languages, and what it is known as."""
    found = [name]
    without = _BRACKET.sub(lambda bracket: " " if _is_aside(bracket[1]) else bracket[0], name)
    if without != name and without.strip():
        found.append(without)
    halves = [part for part in re.split(r"\s/\s|(?<=\.)/\s", without) if part != without and len(part) > 3]  # noqa: PLR2004 - no initials
    if len(halves) > 1 and not _several_companies(halves) and _one_body(*halves):
        found.extend(halves)
    found.extend(in_brackets(name))
    return tuple(dict.fromkeys(part.strip() for part in found if part.strip()))


@lru_cache(maxsize=20_000)
def in_brackets(name: str) -> tuple[str, ...]:
    """The other names of the same body that stand in its brackets."""
    found = []
    without = _BRACKET.sub(" ", name)
    for bracket in _BRACKET.findall(name):
        known = _KNOWN_AS.search(bracket)
        if known is not None:
            found.append(known[1].strip())
        elif len(bracket.split()) >= _A_NAME_HAS and bracket[:1].isupper() and _one_body(bracket, without):
            found.append(bracket.strip())
    return tuple(found)


def _one_body(*texts: str) -> bool:
    """Whether texts may name one body twice: they share a word that tells it, or are the same in two languages.

    "Hospital X / Ministry of Health" and "Division Y (Upper Zone of Z)" name a body and what stands above it.
    """
    tokens = [set(take_apart(text).tokens) for text in texts]
    telling = ({token for token in own if token[0] not in "#~=?"} for own in tokens)
    return all(own == tokens[0] for own in tokens) or bool(set.intersection(*telling))


def _several_companies(parts: Sequence[str]) -> bool:
    """Whether the parts are companies of their own, each with its legal form and no word in common."""
    names = [take_apart(part) for part in parts]
    stated = [name for name in names if name.form in _COMPANIES and name.tokens]
    shared = set.intersection(*({*name.tokens} for name in stated)) if len(stated) > 1 else {""}
    return not shared


def spelling(name: Name) -> tuple[str, tuple[str, ...]]:
    """The script of a name and its words in their own letters, for names that only sound alike."""
    words = sorted({plain(one_script(word)) for word in _WORD.findall(_prepare(name.printed, None))})
    telling = {token.lstrip("?") for token in name.tokens if token[0] not in "#~@="} or {*name.sounds}
    kept = tuple(word for word in words if skeleton(word) in telling)
    return ("latin" if "".join(kept).isascii() else "other"), kept


def printed_word(name: Name, sound: str) -> str:
    """The word of a name that has this sound, as printed, for a reason that people read; else the sound."""
    words = _WORD.findall(unicodedata.normalize("NFKC", name.printed))
    return next(
        (word for word in words if sound in (skeleton(word.casefold()), skeleton(word.casefold(), "UA"))), sound
    )


def _is_aside(text: str) -> bool:
    """Whether a bracket holds an acronym or a remark, no part of the name such as a country."""
    letters = text.strip(" '‘’\"")
    remark = text.islower() and not text.strip().isdigit()
    return remark or bool(_ASIDE.search(text)) or (letters.isupper() and letters.isalpha() and len(letters) > 2)  # noqa: PLR2004 - (UK) is a country


def _prepare(printed: str, country: str | None) -> str:
    text = printed if printed.isascii() else unicodedata.normalize("NFKC", printed)
    if "?" in text or "\ufffd" in text:
        text = _LOST_LETTER.sub(lambda lost: LOST * len(lost[0]), text)
    if country in _ENGLISH_BY_LETTER:
        text = english_behind_cyrillic(text) or text
    if _HAN.search(text):
        text = _HAN_FORM.sub(r" \1 ", simplified(text))
    if "." in text and not text.isupper():
        text = _SHORTENED.sub(lambda found: _WRITTEN_OUT[found[1].replace(" ", "")] + " ", text)
    text = _LISTED.sub("", _expand(text, lexicon()))
    if "," in text or "/" in text:
        text = _ADDRESS.sub("", text)
    if _DIGIT.search(text):
        text = _NUMBER_SIGN.sub(" ", text)
    text = _QUOTES.sub(" ", text)
    if "." in text or "/" in text:
        text = _AFTER_INITIAL.sub(" ", _INITIALS.sub(r"\1", text))
    if country == "UZ":
        text = _UZBEK_O.sub("ŏ", text)
    text = text.casefold().replace("\u0307", "").replace("&", " and ").replace("ı", "i")
    return _APOSTROPHES.sub("", _ELISION.sub(r"\1 ", text)) if _APOSTROPHE.search(text) else text


def _expand(text: str, words_lists: Lexicon) -> str:
    """Acronyms of public administration written out; only where they stand in capitals."""
    if not words_lists.acronym.search(text):
        return text
    return words_lists.acronym.sub(lambda found: words_lists.acronyms[found[0]], text)


def _without_form(words: tuple[str, ...], words_lists: Lexicon) -> tuple[str | None, list[int]]:
    """The class of the legal form, and the places of the words that are no part of it."""
    found: list[str] = []
    kept: list[int] = []
    place = 0
    while place < len(words):
        hit = words_lists.forms.at(words, place)
        if hit is None and words[place] in _CYRILLIC_FORMS:
            hit = words_lists.forms.at(_as_cyrillic(words, place), place)
        if hit is None:
            kept.append(place)
            place += 1
        else:
            found.append(hit[0])
            place += hit[1]
    while len(kept) > 1 and (short := _short(words, kept[-1], words_lists)):
        found.append(short)
        kept.pop()
    while len(kept) > 1 and (short := _short(words, kept[0], words_lists)):
        found.append(short)
        kept.pop(0)
    stated = [form for form in found if form != "company"] or found
    return (stated[0] if stated else None), kept


def _short(words: tuple[str, ...], place: int, words_lists: Lexicon) -> str | None:
    word = words[place]
    return words_lists.short_forms.get(word) or words_lists.short_forms.get(_CYRILLIC_FORMS.get(word, ""))


def _as_cyrillic(words: tuple[str, ...], place: int) -> tuple[str, ...]:
    """The words with a form typed in Latin look-alikes ("OOO") put right."""
    return (*words[:place], _CYRILLIC_FORMS.get(words[place], words[place]), *words[place + 1 :])


def _tokens(
    raw: list[str], words: tuple[str, ...], kept: list[int], country: str | None, words_lists: Lexicon
) -> tuple[list[str], list[str], str]:
    tokens: list[str] = []
    numbers: list[str] = []
    letters: list[str] = []
    rest = tuple(words[place] for place in kept)
    place = 0
    while place < len(rest):
        word, spelled = rest[place], raw[kept[place]]
        hit = None if word.isdigit() else words_lists.meanings.at(rest, place)
        if hit is None and word.isascii() and not word.isdigit():
            hit = _written_by_ear(rest, place, country, words_lists)
        if hit is not None:
            tokens.append(hit[0])
            letters.extend(
                raw[kept[place + step]][0] for step in range(hit[1]) if rest[place + step] not in words_lists.dropped
            )
            place += hit[1]
            continue
        place += 1
        if _NUMBER.fullmatch(word):
            numbers.append(latin(word).lstrip("0") or "0")
        elif word not in words_lists.dropped or len(rest) == 1:
            sound = skeleton(spelled, country)
            frequent = word in words_lists.common or sound in words_lists.common_sounds
            tokens.append("?" + sound if frequent else sound)
            letters.append(spelled[0])
    return _initials_together(tokens), numbers, "".join(letters)


def _written_by_ear(
    words: tuple[str, ...], place: int, country: str | None, words_lists: Lexicon
) -> tuple[str, int] | None:
    """The meaning of a word of another script written in Latin letters."""
    if country == "AM":
        hit = _ambiguous_letters(words, place, words_lists)
        if hit is not None:
            return hit
    if country not in _OTHER_SCRIPTS or len(words[place]) < LONG_ENOUGH:
        return None
    sounds = (*words[:place], skeleton(words[place], country), *words[place + 1 :])
    return words_lists.by_sound.at(sounds, place)


def _ambiguous_letters(words: tuple[str, ...], place: int, words_lists: Lexicon) -> tuple[str, int] | None:
    """The meaning of an English word that went through Cyrillic, where c became k, and h and g fell together."""
    for wrong, right in (("k", "c"), ("h", "g"), ("kh", "cg")):
        word = words[place].translate(str.maketrans(wrong, right))
        if word != words[place]:
            hit = words_lists.meanings.at((*words[:place], word, *words[place + 1 :]), place)
            if hit is not None:
                return hit
    return None


def _initials_together(tokens: list[str]) -> list[str]:
    """Single letters in a row are one word: "A D Enterprise" and "A.D. Enterprise" have the same initials."""
    together: list[str] = []
    single = False
    for token in tokens:
        if len(token) == 1 and single:
            together[-1] += token
        else:
            together.append(token)
        single = len(token) == 1
    return together


_ENGLISH_BY_LETTER = frozenset({"AM", None})  # where notices hold English written letter for letter in Cyrillic
_NO_KIND: frozenset[str] = frozenset()
_OTHER_SCRIPTS = frozenset(
    {"AM", "AZ", "BG", "BY", "GE", "GR", "KG", "KZ", "MD", "MK", "RS", "RU", "TJ", "TM", "UA", "UZ"}
)
_CYRILLIC_FORMS = {
    "ooo": "ооо", "oao": "оао", "zao": "зао", "pao": "пао", "tob": "тов", "too": "тоо", "ocoo": "осоо", "ao": "ао",
}  # fmt: skip
