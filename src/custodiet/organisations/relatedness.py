"""Related, never merged: unit and whole, parent, group, consortium, brand, and the makers of the curated list."""

import re

from custodiet.organisations.comparison import Comparison
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.names import Name, take_apart
from custodiet.organisations.pair import Pair

_CONSORTIUM = re.compile(
    r"joint venture|consortium|consorzio|consorcio|konsorcjum|consorți|консорциум|консорціум|groupement|bietergemeinschaft"
    r"|простое товарищество|կոնսորցիում|კონსორციუმ|\bjv\b|\bati\b|\brti\b",
    re.IGNORECASE,
)
_FORM_THEN_COMMA = re.compile(
    r"\b(?:inc|ltd|llc|limited|corp|gmbh|s\.?a\.?|s\.?r\.?l|s\.?p\.?a|ооо|тов|ао|oy|ab)\.?\s*(?:,|;|\band\b|\+)",
    re.IGNORECASE,
)
_SUBSIDIARY = re.compile(
    r"дочірн|дочерн|subsidiary|tochter|filiale|филиал|філі[яї]|branch|представительств|представництв", re.IGNORECASE
)
_DEALER = re.compile(
    r"дилер|дистриб|dealer|distribut|reseller|партн[её]р|partner|authori[sz]ed|shop|магазин", re.IGNORECASE
)
_UNIT_WORD = re.compile(
    r"\bdivision\b|\bbusiness unit\b|\bunit\b|\bbranch\b|филиал|філі[яї]|отдел|відділ|подразделен|підрозділ|\bniederlassung|konzernleitung"
    r"|direction territoriale|агенц|\bdépartement\b|\bcentro de\b|\bunidad\b|\bfondo de\b|\|\||структурн|обособленн|підприємств[оа] .* держав",
    re.IGNORECASE,
)


def makers(pair: Pair) -> Decision | None:
    """What the list of makers says of the two names."""
    found = pair.lists.makers
    a, b = found.named(pair.a), found.named(pair.b)
    if a is not None and b is not None:
        return found.relation(a, b)
    if a is None and b is None:
        return None
    maker, other = (a, pair.b) if a is not None else (b, pair.a)
    return _bears_the_name(pair, maker, other) if maker is not None else None


def _bears_the_name(pair: Pair, maker: object, other: Mention) -> Decision | None:
    """A firm whose printed name contains a maker's: subsidiary, dealer, or unknown."""
    label = pair.lists.makers.contained(maker, other)
    if label is None:
        return None
    if _SUBSIDIARY.search(other.name):
        return Decision("related", None, 0.6, f"the name says it is a subsidiary or branch of {label}", "parent")
    if _DEALER.search(other.name):
        return Decision("different", None, 0.2, f"the name says it deals in {label}; that makes it no maker")
    return Decision("possible", None, 0.4, f"the name contains the brand {label}; ownership is not stated")


def consortium(pair: Pair) -> Decision | None:
    """A consortium or joint venture and one of its members."""
    a, b = (_several(mention.name) for mention in (pair.a, pair.b))
    if a == b:
        return None
    names = pair.names
    member = names.second if a else names.first
    extra = names.right if a else names.left
    if member.tokens and set(names.shared) and (not extra or names.plain >= 2):  # noqa: PLR2004 - two words found in no list
        return Decision("related", None, 0.5, "one is a consortium or joint venture that names the other", "member")
    return None


def _several(name: str) -> bool:
    return (
        bool(_CONSORTIUM.search(name))
        or (len(_FORM_THEN_COMMA.findall(name)) >= 1
        and name.count(",") >= 1
        and _ends_with_form(name))
    )


def _ends_with_form(name: str) -> bool:
    tail = re.split(r",|;|\band\b|\+", name)[-1]
    return take_apart(tail).form is not None and len(take_apart(tail).tokens) > 0 and len(tail.split()) > 1


def unit_and_whole(pair: Pair) -> Decision | None:
    """One name holds the whole of the other and names a unit of it."""
    names = pair.names
    if names.level not in {"part", "overlap", "frame"} or pair.countries_conflict:
        return None
    whole, unit, extra, missing = _whole_and_unit(names, pair)
    if missing or not extra or not _identified(names):
        return None
    new_kinds = {token for token in extra if token[0] == "#"}
    if whole.kinds and new_kinds:
        return Decision("related", None, 0.5, "one name is a body inside or under the other", "part_of")
    if _UNIT_WORD.search(unit.printed) and not _UNIT_WORD.search(whole.printed):
        return Decision("related", None, 0.5, "one name is a unit or branch of the other", "branch")
    return None


def units_of_one(pair: Pair) -> Decision | None:
    """Two units that name one parent."""
    names = pair.names
    both_extra = (
        [token for token in names.left if token[0] not in "=@"],
        [token for token in names.right if token[0] not in "=@"],
    )
    if all(both_extra) and any(token[0] == "#" for token in names.shared) and min(map(len, both_extra)) >= 2:  # noqa: PLR2004 - a unit has a name
        return Decision("related", None, 0.5, "two units of one body", "group")
    return None


def group(pair: Pair) -> Decision | None:
    """Two companies under one uncommon first word, of which a name or the country says that they are national companies or a group."""
    names = pair.names
    first = _leading(names.first), _leading(names.second)
    if None in first or first[0] != first[1] or (names.level in {"equal", "near"} and not pair.countries_conflict):
        return None
    if names.first.kinds or names.second.kinds:
        return None
    apart = (*names.left, *names.right)
    national = pair.countries_conflict or any(token[0] == "=" for token in (*apart, *names.shared))
    if (national and apart) or "~group_word" in apart:
        return Decision("related", None, 0.4, f"two companies of one group by name ('{first[0]}')", "group")
    return None


def superior(pair: Pair) -> Decision | None:
    """A territorial body and the central one of the same field."""
    names = pair.names
    if pair.countries_conflict or not names.first.kinds or not names.second.kinds or names.level in {"equal", "near"}:
        return None
    topics = [token for token in names.shared if token[0] in "#~" and token not in _BROAD]
    higher = _HIGHER & names.first.kinds, _HIGHER & names.second.kinds
    if not topics or not any(higher):
        return None
    territorial = [bool(_TERRITORIAL & set(name.tokens)) for name in (names.first, names.second)]
    if len(set(topics)) >= 2 and territorial[0] != territorial[1] and names.first.kinds != names.second.kinds:  # noqa: PLR2004 - field and body
        return Decision("related", None, 0.4, "a territorial body and the central one of its field", "parent")
    return None


def kinds_conflict(pair: Pair) -> bool:
    """Whether both names state kinds of body and none is common to both."""
    first, second = pair.names.first.kinds, pair.names.second.kinds
    return bool(first and second) and not first & second


def _whole_and_unit(names: Comparison, pair: Pair) -> tuple[Name, Name, tuple[str, ...], tuple[str, ...]]:
    """The shorter name, the longer one, what only the longer has, and what identifying word only the shorter has."""
    if len(names.left) <= len(names.right):
        return names.first, names.second, names.right, _missing(names.left)
    return names.second, names.first, names.left, _missing(names.right)


def _missing(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token for token in tokens if token[0] not in "=@" and token not in _BROAD)


def _identified(names: Comparison) -> bool:
    return bool(
        names.plain or names.placed or (any(token[0] == "#" for token in names.shared) and len(names.shared) > 1)
    )


def _leading(name: Name) -> str | None:
    first = next((token for token in name.tokens), "")
    return first if first and first[0] not in "#~@=?" and len(first) > 2 else None  # noqa: PLR2004 - initials lead nowhere


_BROAD = frozenset(
    {
        "~city",
        "~region",
        "~district",
        "~state",
        "~republic",
        "~federal",
        "~municipal",
        "~institution_word",
        "~budget",
        "~general",
    }
)
_TERRITORIAL = frozenset({"~region", "~district", "~city", "~settlement"})
_HIGHER = frozenset(
    {"#ministry", "#department", "#committee", "#service_body", "#agency", "#administration", "#head_office"}
)
