"""When a name alone proves identity: the guards of place, legal form, numbers and rarity."""

import re

from custodiet.organisations.comparison import Comparison
from custodiet.organisations.meanings import (
    CHAINS,
    ENTERPRISES,
    HEADS,
    LOCAL,
    NAMESAKES,
    NATIONAL,
    ONE_PER_COUNTRY,
    UNIQUE_NAMES,
    fields,
)
from custodiet.organisations.mention import Decision
from custodiet.organisations.names import Name, spelling, take_apart
from custodiet.organisations.pair import Pair, printed_names
from custodiet.organisations.scripts import latin, skeleton
from custodiet.organisations.spelling import near

_ACRONYM = re.compile(r"\b[^\W\d_a-zа-яա-ֆა-ჰ]{3,7}\b")
_PATRONYMIC = re.compile(
    r"\w(?:ович|евич|йович|ьич|овна|евна|івна|ївна|ична)\b|\b(?:оглы|огли|угли|кызы|қызы|кизи|улы|ұлы|uly|ogly|oglu|oğlu|qizi|qızı|ugli)\b"
    r"|зода\b|zoda\b|ovich\b|evich\b|ovna\b|evna\b",
    re.IGNORECASE,
)
_MESSRS = re.compile(r"^\s*(?:m\s?/\s?s|messrs|ms)\b\.?", re.IGNORECASE)
_INITIAL = re.compile(r"(?<!\w)([^\W\d_])\.")
_ENDING = 3
# Guards, in units of `names.weight`: a word found in no list counts 1, a common word 0.35.
IN_ONE_PLACE = 0.7
_BUYERS = frozenset({"buyer", "procuringEntity"})
HINT = 0.35  # a number in the name; a legal form beside words that are no frequent company name
PLACE_NOT_STATED = 1.35
MISSPELT = 1.0
TELLING = 5  # sounds of the one uncommon word of a name without a place
SURE = 9  # sounds a name needs before one slip is surely a slip: short names differ by one letter
MOST_OF_A_LONG_NAME = 0.7


def same_name(pair: Pair) -> Decision | None:
    """Same on the name alone, where every guard holds."""
    names = pair.names
    if names.level not in {"equal", "near", "frame"} or pair.countries_conflict or _contradicted(names):
        return None
    if pair.against or pair.other_unit:
        return None
    if (
        _enterprise_and_owner(names)
        or _unlike_owner(names)
        or _other_initials(names)
        or _other_depth(pair)
        or _other_common_words(names)
    ):
        return None
    guard = {"same": _one_place, "unknown": _place_not_stated, "conflict": _other_place}[pair.place]
    return guard(pair)


def slip_in_number(pair: Pair) -> Decision | None:
    """Same on the name, where two numbers are one slip apart and one fails its check or the name is rare."""
    names = pair.names
    long_name = names.plain > 2 and names.share >= MOST_OF_A_LONG_NAME  # noqa: PLR2004 - three words found in no list
    if pair.slip is None or not (names.level in {"equal", "near"} or long_name):
        return None
    if _contradicted(names) or pair.countries_conflict or (pair.place == "conflict" and not long_name):
        return None
    one, other = pair.slip
    wrong = [number for number in pair.slip if number.valid is False]
    fails = len(wrong) == 1 or len(one.number) != len(other.number)
    if not fails and one.number.isdigit() and other.number.isdigit():
        return None  # registers give out numbers in a row: neighbours in the register are often neighbours in the town
    rare = long_name or (names.plain >= 2 and pair.place == "same")  # noqa: PLR2004 - two words found in no list
    if not (fails or rare) or pair.names.plain < 1:
        return None
    reason = f"{wrong[0].number} fails its check" if fails and wrong else "rare name in one place"
    return Decision(
        "same", "name", 0.85, f"one name; {one.scheme} {one.number} and {other.number} differ by one slip and {reason}"
    )


def acronym(pair: Pair) -> Decision | None:
    """One name is the other's initials: same for a body of one city that both name, else possible."""
    names = pair.names
    if pair.countries_conflict or pair.place == "conflict":
        return None
    printings = [(one, other) for one in printed_names(pair.a) for other in printed_names(pair.b)]
    for short, long in (*printings, *((other, one) for one, other in printings)):
        town = "".join((mention.locality or "")[:1] for mention in (pair.a, pair.b)).casefold()
        words = [word for word in _ACRONYM.findall(short.printed) if word not in long.printed]
        hit = next((word for word in words if _abbreviates(word, long, town)), None)
        if hit is None or _more_than(hit, short, long):
            continue
        if names.placed and pair.place == "same" and long.kinds:
            return Decision("same", "name", 0.8, f"'{hit}' are the initials of the other name; one city, named by both")
        return Decision("possible", None, 0.55, f"'{hit}' may be the initials of the other name")
    return None


def _more_than(acronym_: str, short: Name, long: Name) -> bool:
    """Whether the short name has a telling word beside its acronym that the long one lacks."""
    own = skeleton(acronym_.casefold())
    telling = {token for token in short.tokens if token[0] not in "#~=@" and token.lstrip("?") != own}
    return not telling <= {*long.tokens, *long.sounds}


def _abbreviates(word: str, name: Name, town: str) -> bool:
    """Whether a word in capitals is made of the name's initials, a last letter for the town allowed."""
    letters, initials = latin(word.casefold()), latin(name.initials)
    if len(name.sounds) < 3:  # noqa: PLR2004 - shorter names are not abbreviated
        return False
    return initials.startswith(letters) or (initials == letters[:-1] and letters[-1] in latin(town))


def _contradicted(names: Comparison) -> bool:
    return names.numbers_conflict or names.numbers_one_sided or names.forms_conflict


def _enterprise_and_owner(names: Comparison) -> bool:
    """Whether one is an enterprise by its legal form and the other a council or administration without one."""
    for one, other in ((names.first, names.second), (names.second, names.first)):
        if one.form in ENTERPRISES and other.form is None and other.kinds & HEADS:
            return True
    return False


def _unlike_owner(names: Comparison) -> bool:
    """Whether one is a state body and the other a municipal one."""
    left, right = set(names.left), set(names.right)
    return bool({"~state", "~federal"} & left and "~municipal" in right) or bool(
        {"~state", "~federal"} & right and "~municipal" in left
    )


def _other_initials(names: Comparison) -> bool:
    """Whether a person trades under either name and the letters for the given names are not the same."""
    if "sole_trader" not in (names.first.form, names.second.form):
        return False
    first, second = (_INITIAL.findall(name.printed.casefold()) for name in (names.first, names.second))
    return [latin(letter) for letter in first] != [latin(letter) for letter in second]


def _other_common_words(names: Comparison) -> bool:
    """Whether two firms differ in a listed word printed in one script: "Grand Electro" and "Grand Electric"."""
    first, second = names.first, names.second
    if first.kinds or second.kinds or first.joined == second.joined:
        return False
    if first.printed.isascii() != second.printed.isascii():
        return False
    left, right = set(first.sounds) - set(second.sounds), set(second.sounds) - set(first.sounds)
    return len(left) == len(right) and any(not any(_one_listed_word(a, b) for b in right) for a in left)


def _one_listed_word(first: str, second: str) -> bool:
    """Whether two words are one with or without an ending: "system" and "systems"."""
    shorter, longer = sorted((first, second), key=len)
    return (
        near(shorter, longer)
        or shorter[:-1] == longer[:-1]
        or (longer.startswith(shorter) and len(longer) - len(shorter) <= _ENDING)
    )


def _other_depth(pair: Pair) -> bool:
    """Whether one full path of offices goes deeper than the other."""
    return pair.a.name.count("||") != pair.b.name.count("||")


def _one_place(pair: Pair) -> Decision | None:
    names = pair.names
    if names.level == "near" and not _surely_misspelt(names):
        return None
    if not names.plain and not names.placed and not pair.settled:
        return None  # "City hospital No 1" of one region: every town may have one
    if _one_per_country(names):
        return Decision("same", "name", 0.9, "one name of a national body of which a country has one")
    uncommon_form = names.form_known and not any(token[0] == "?" for token in names.shared)
    enough = names.weight + HINT * (bool(names.first.numbers) + uncommon_form)
    if enough < IN_ONE_PLACE:
        return None
    how = {
        "equal": "one name",
        "near": "one name, spelled differently",
        "frame": "one name but for words of its legal status",
    }[names.level]
    return Decision("same", "name", 0.9, f"{how}, in one place")


def _surely_misspelt(names: Comparison) -> bool:
    shortest = min(len(names.first.joined), len(names.second.joined))
    return names.surely_slips and names.weight >= MISSPELT and shortest >= SURE


def _one_per_country(names: Comparison) -> bool:
    return bool(names.first.kinds & ONE_PER_COUNTRY) and any(token[0] == "=" for token in names.shared)


def _place_not_stated(pair: Pair) -> Decision | None:
    names = pair.names
    if names.level == "near" or (names.level == "frame" and names.plain < 2):  # noqa: PLR2004 - two words found in no list
        return None
    if _national(pair) and not LOCAL & set(names.shared):
        return Decision("same", "name", 0.9, "one name of a national body")
    if names.first.kinds & LOCAL and not names.placed and (not names.plain or names.first.kinds & NAMESAKES):
        return None
    public = _of_a_town(names) or (_buys(pair) and bool(fields(names.shared)))
    if public and names.placed and not names.first.numbers and pair.names.level == "equal":
        return Decision("same", "name", 0.85, "one name of a public body that names its settlement")
    if any(_PATRONYMIC.search(name.printed) for name in (names.first, names.second)):
        return None  # a person: many bear the same name
    named = _form_stated(names) or names.first.kinds or _path(pair)
    named = named or (_buys(pair) and names.level == "equal")
    several = max(names.plain, len(set(names.shared)) - 1) > 1
    telling = names.plain and (several or any(len(token) >= TELLING for token in names.identifying))
    if named and names.weight >= PLACE_NOT_STATED and telling and spelled_alike(names):
        return Decision("same", "name", 0.85, "one name made of uncommon words; no place speaks against it")
    return None


def _form_stated(names: Comparison) -> bool:
    """Whether a legal form is stated on both sides; "M/s" stands before any firm."""
    return all(_stated_form(name) for name in (names.first, names.second))


def _stated_form(name: Name) -> str | None:
    return name.form and take_apart(_MESSRS.sub("", name.printed)).form


def _path(pair: Pair) -> bool:
    return "||" in pair.a.name and "||" in pair.b.name


def spelled_alike(names: Comparison) -> bool:
    """Whether names of one script have the same letters: "Sofikul" and "Shofiqul" only sound alike."""
    (script, words), (other_script, other_words) = spelling(names.first), spelling(names.second)
    return script != other_script or words == other_words


def _national(pair: Pair) -> bool:
    """Whether the name is a national body's: a kind of body or a buyer's name that carries the country or its rank."""
    names = pair.names
    if names.first.kinds and any(token in NATIONAL for token in names.shared):
        return True
    buys = _buys(pair) and names.first.form is None
    carries_country = any(token[0] == "=" for token in names.shared) and len(set(names.shared)) > 1
    return bool(carries_country and (names.first.kinds or buys))


def _buys(pair: Pair) -> bool:
    return bool(_BUYERS.intersection(pair.a.roles) and _BUYERS.intersection(pair.b.roles))


def _of_a_town(names: Comparison) -> bool:
    return bool(names.first.kinds) or "~municipal" in names.shared


def _other_place(pair: Pair) -> Decision | None:
    names = pair.names
    if names.level != "equal" or CHAINS & set(names.shared) or "sole_trader" in (names.first.form, names.second.form):
        return None
    if not spelled_alike(names):
        return None
    if _path(pair):
        return Decision("same", "name", 0.85, "one full path of offices; the places are those of the works")
    one_form = names.first.form is not None and names.first.form == names.second.form
    if one_form and pair.a.country in UNIQUE_NAMES and names.weight >= 1:
        return Decision(
            "same", "name", 0.85, "one full company name in a country whose register accepts a name once; two offices"
        )
    national = any(token[0] == "=" or token in NATIONAL for token in names.shared)
    public = bool(names.first.kinds) or "buyer" in (*pair.a.roles, *pair.b.roles)
    enough = IN_ONE_PLACE if names.first.kinds else 1
    if national and (public or names.form_known) and names.weight >= enough and not LOCAL & names.first.kinds:
        return Decision("same", "name", 0.85, "one name of a national body or a group's national company; two offices")
    numbered = bool(names.first.numbers) and names.form_known and names.plain >= 1 and not names.first.kinds
    rare = names.plain >= 2 and (names.form_known or public) and not names.first.numbers  # noqa: PLR2004 - two words found in no list
    if (rare or numbered) and not (LOCAL - {"#management"}) & names.first.kinds:
        return Decision("same", "name", 0.8, "one name of several uncommon words; two offices")
    return None
