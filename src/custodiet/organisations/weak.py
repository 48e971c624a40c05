"""What remains when nothing proves identity: likely enough for a person to look at, or different."""

from custodiet.organisations.comparison import Comparison
from custodiet.organisations.meanings import fields
from custodiet.organisations.mention import Decision
from custodiet.organisations.pair import Pair
from custodiet.organisations.scripts import consonants

BONES = 5  # consonants a name needs before it is read by ear
ENOUGH_SHARED = 0.5
FEW_SHARED = 0.3  # enough where both are one kind of body


def possible(pair: Pair) -> Decision | None:
    """Possible, where the names agree but a guard fails, or where they share most of what identifies."""
    names = pair.names
    if names.numbers_conflict or pair.against:
        return None
    european = all({"~european", "~union"} <= set(name.tokens) for name in (names.first, names.second))
    if european and pair.place == "same":
        return Decision("possible", None, 0.5, "two names of bodies of the European Union in one city")
    if names.level in {"equal", "near", "frame"}:
        return _guard_failed(pair)
    if _by_ear(pair):
        return Decision("possible", None, 0.45, "the names in two scripts sound alike when read by ear")
    if names.numbers_one_sided and not names.plain:
        return None
    if names.level == "part" and (names.plain or names.placed) and pair.place != "conflict":
        return Decision("possible", None, 0.5, "one name contains the other")
    if _two_fields(names):
        return None
    enough = FEW_SHARED if names.first.kinds and names.first.kinds == names.second.kinds else ENOUGH_SHARED
    if names.plain and names.share >= enough and pair.place != "conflict" and not pair.countries_conflict:
        return Decision("possible", None, 0.45, "the names share their uncommon words")
    return None


def different(pair: Pair) -> Decision:
    """Different, with what speaks against identity."""
    names = pair.names
    if names.numbers_conflict:
        return Decision("different", None, 0.05, "the numbers in the names differ")
    if names.level == "none":
        return Decision("different", None, 0.0, "the names share no word")
    if pair.place == "conflict":
        return Decision("different", None, 0.1, "the names are too common for two places")
    return Decision("different", None, 0.1, "the names share only common words")


def _by_ear(pair: Pair) -> bool:
    """Whether names of two scripts have the same consonants, as English words written by ear have."""
    names = pair.names
    if pair.place == "conflict" or pair.countries_conflict or names.forms_conflict or names.numbers_one_sided:
        return False
    one, other = consonants(names.first.joined), consonants(names.second.joined)
    scripts = {name.printed.isascii() for name in (names.first, names.second)}
    return len(scripts) > 1 and len(one) >= BONES and one == other


def _two_fields(names: Comparison) -> bool:
    """Whether each name has a field of government or a kind of body that the other lacks."""
    left, right = (
        set(fields(side)) | {token for token in side if token[0] == "#"} for side in (names.left, names.right)
    )
    return bool(left and right)


def _guard_failed(pair: Pair) -> Decision | None:
    names = pair.names
    if pair.countries_conflict:
        if names.plain:
            return Decision("possible", None, 0.4, "one name in two countries")
        return None
    if pair.place == "conflict":
        if not names.plain and (not names.form_known or names.placed or names.first.kinds):
            return None
        return Decision("possible", None, 0.4, "one name in two places: branches, or two organisations")
    if names.forms_conflict:
        return Decision("possible", None, 0.5, "one name under two legal forms: converted, or two organisations")
    if names.numbers_one_sided:
        return Decision("possible", None, 0.4, "one name, but only one carries a number")
    if names.level == "near":
        return Decision("possible", None, 0.5, "names a slip apart: misspelt, or two organisations")
    return Decision("possible", None, 0.6, "one name, but too common to decide without a number or a place")
