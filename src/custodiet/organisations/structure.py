"""Bodies inside, under or beside one another, as their names say: related, never merged."""

import re

from custodiet.organisations.comparison import Comparison
from custodiet.organisations.meanings import BROAD, HEADS, HIGHER, LOWER, NATIONAL, ONE_PER_COUNTRY, TERRITORIAL, fields
from custodiet.organisations.mention import Decision
from custodiet.organisations.names import Name
from custodiet.organisations.pair import Pair
from custodiet.organisations.same_name import IN_ONE_PLACE

_UNIT_WORD = re.compile(
    r"\bdivision\b|\bbusiness unit\b|\bunit\b|\bbranch\b|\bfilial|\bniederlassung|konzernleitung|\bzweigstelle"
    r"|\bsucursal"
    r"|филиал|філі[яї]|филия|отдел|відділ|подразделен|підрозділ|структурн|обособленн|представительств|представництв"
    r"|direction territoriale|\bdépartement\b|\bcentro de\b|\bunidad\b|\bfondo de\b|\|\||ფილიალ|մասնաճյուղ",
    re.IGNORECASE,
)
OWNED = frozenset({"public_enterprise", "institution"})
_SHARED_OFFICES = 2  # the department alone is too broad
_A_UNIT_HAS_ITS_OWN_WORDS = 2


def unit_and_whole(pair: Pair) -> Decision | None:
    """One name holds the whole of the other and names a body or unit inside it."""
    names = pair.names
    if names.level not in {"part", "overlap", "frame"} or pair.countries_conflict or _two_territories(names):
        return None
    whole, unit, extra, missing = _whole_and_unit(names)
    said = _UNIT_WORD.search(unit.printed) and not _UNIT_WORD.search(whole.printed)
    if missing or not extra or not (_identified(names) or (said and names.form_known and names.weight >= IN_ONE_PLACE)):
        return None
    if whole.kinds and {token for token in extra if token[0] == "#"}:
        return Decision("related", None, 0.5, "one name is a body inside or under the other", "part_of")
    if whole.kinds & (HEADS | HIGHER) and unit.form in OWNED and whole.form is None:
        return Decision(
            "related", None, 0.5, "an enterprise or institution that names the other as its owner", "parent"
        )
    if said:
        return Decision("related", None, 0.5, "one name is a unit or branch of the other", "branch")
    return None


def units_of_one(pair: Pair) -> Decision | None:
    """Two units that name one parent body, each with words of its own."""
    names = pair.names
    left, right = ([token for token in side if token[0] not in "=@"] for side in (names.left, names.right))
    if not left or not right or not any(token[0] == "#" for token in names.shared):
        return None
    own = max(len(left), len(right)) >= _A_UNIT_HAS_ITS_OWN_WORDS
    said = any(_UNIT_WORD.search(name.printed) for name in (names.first, names.second))
    if said or (own and min(len(left), len(right)) >= _A_UNIT_HAS_ITS_OWN_WORDS):
        return Decision("related", None, 0.5, "two units of one body", "group")
    return None


def owned(pair: Pair) -> Decision | None:
    """A town hall or administration, and an enterprise or institution that names the same territory."""
    names = pair.names
    if pair.countries_conflict or not (names.plain or names.placed):
        return None
    for head, other in ((names.first, names.second), (names.second, names.first)):
        below = other.form in {"public_enterprise", "institution"} or other.kinds & LOWER
        if head.kinds & HEADS and not other.kinds & HEADS and below:
            return Decision("related", None, 0.4, "an administration and an institution of its territory", "parent")
    return None


def offices_of_one(pair: Pair) -> Decision | None:
    """Two full paths of offices that begin alike and end in units without a standing of their own."""
    a, b = ([part.strip().casefold() for part in mention.name.split("||")] for mention in (pair.a, pair.b))
    differ = (place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
    shared = next(differ, min(len(a), len(b)))
    if len(a) != len(b) and shared == min(len(a), len(b)):
        return Decision("related", None, 0.5, "one full path of offices goes on where the other ends", "part_of")
    if shared < _SHARED_OFFICES or a == b or (pair.names.first.kinds | pair.names.second.kinds) & LOWER:
        return None
    return Decision("related", None, 0.5, "two offices of one department, by their full paths", "group")


def superior(pair: Pair) -> Decision | None:
    """A body and the one above it in its field: a territorial office, or an institution that names its superior."""
    names = pair.names
    if pair.countries_conflict or names.level in {"equal", "near", "frame"} or names.first.kinds == names.second.kinds:
        return None
    if not fields(names.first.tokens) & fields(names.second.tokens):
        return None
    if _institution_under(names.first, names.second) or _institution_under(names.second, names.first):
        if names.plain or names.placed:
            return Decision(
                "related", None, 0.4, "an institution and the authority of its field and territory", "parent"
            )
        return None
    if _office_under(names.first, names.second) or _office_under(names.second, names.first):
        return Decision("related", None, 0.4, "a territorial office and the central body of its field", "parent")
    return None


def kinds_conflict(pair: Pair) -> bool:
    """Whether both names state kinds of body and none is common to both."""
    first, second = pair.names.first.kinds, pair.names.second.kinds
    return bool(first and second) and not first & second


def _institution_under(lower: Name, higher: Name) -> bool:
    return bool(lower.kinds & LOWER and lower.kinds & HIGHER and higher.kinds & HIGHER and not higher.kinds & LOWER)


def _office_under(office: Name, central: Name) -> bool:
    territorial = any(token in TERRITORIAL or token[0] == "@" for token in office.tokens)
    return territorial and _is_central(central)


def _is_central(name: Name) -> bool:
    """Whether a name is a ministry's or another central body's, without a territory."""
    if any(token in TERRITORIAL or token[0] == "@" for token in name.tokens):
        return False
    national = any(token[0] == "=" or token in NATIONAL for token in name.tokens)
    if national and name.kinds & ONE_PER_COUNTRY:
        return True
    return "#ministry" in name.kinds or bool(name.kinds & HIGHER and (national or len(name.tokens) > 1))


def _whole_and_unit(names: Comparison) -> tuple[Name, Name, tuple[str, ...], tuple[str, ...]]:
    """The shorter name, the longer one, what only the longer has, and what identifying word only the shorter has."""
    if len(names.left) <= len(names.right):
        return names.first, names.second, names.right, _missing(names.left)
    return names.second, names.first, names.left, _missing(names.right)


def _two_territories(names: Comparison) -> bool:
    """Whether each name has a word for a territory that the other lacks: a city's council and its region's."""
    left, right = TERRITORIAL.intersection(names.left), TERRITORIAL.intersection(names.right)
    return bool(left and right)


def _missing(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token[0] not in "=@" and token not in BROAD)


def _identified(names: Comparison) -> bool:
    several_with_kind = any(token[0] == "#" for token in names.shared) and len(names.shared) > 1
    return bool(names.plain or names.placed or several_with_kind)
