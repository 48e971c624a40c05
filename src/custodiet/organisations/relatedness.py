"""Related, never merged: group, consortium, brand, and what the list of makers says."""

import re

from custodiet.organisations.comparison import MARKS
from custodiet.organisations.makers import MakerList, Named
from custodiet.organisations.meanings import CHAINS
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.names import Name, printed_word, take_apart
from custodiet.organisations.pair import Pair
from custodiet.organisations.scripts import skeleton

_CONSORTIUM = re.compile(
    r"joint venture|consortium|consorzio|consorcio|konsorcjum|consorți|консорциум|консорціум"
    r"|groupement|bietergemeinschaft|\barge\b|asocier|\bute\b|konzorci|sdružení|zajednica ponu|temporary association"
    r"|учасники об|об['’ʼ]?єднання учасників|uczestnicy|консорціум|კონსორციუმი|konsorsium|консорсиум"
    r"|простое товарищество|կոնսորցիում|კონსორციუმ|\bjv\b|\bati\b|\brti\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"[,;+&/]|\s(?:and|und|et|y|e|и|та|і|i|oraz|și|si|va|və|და|և)\s", re.IGNORECASE)
_AND_COMPANY = re.compile(r"\s(?:&|and|und|et)\s*(?:co|cie)\b\.?(?:\s*k\.?g\.?|\s*ohg)?", re.IGNORECASE)
_EUROPE = frozenset({"~european"})
_COMPANIES = frozenset({"llc", "jsc", "company", "partnership", "private_enterprise"})
_SUBSIDIARY = re.compile(
    r"дочірн|дочерн|subsidiary|tochter|filiale|филиал|філі[яї]|branch|представительств|представництв", re.IGNORECASE
)
_DEALER = re.compile(
    r"дилер|дистриб|dealer|distribut|reseller|партн[её]р|partner|authori[sz]ed|shop|магазин", re.IGNORECASE
)


def makers(pair: Pair) -> Decision | None:
    """What the list of makers says of the two names."""
    if _several(pair.a.name) != _several(pair.b.name):
        return None
    found = pair.lists.makers
    a, b = found.named(pair.a), found.named(pair.b)
    if a is not None and b is not None:
        return _two_incorporations(pair, a, b) or found.relation(a, b)
    if a is None and b is None:
        return None
    if a is not None:
        return _bears_the_name(found, a, pair.b)
    return _bears_the_name(found, b, pair.a) if b is not None else None


def _two_incorporations(pair: Pair, a: Named, b: Named) -> Decision | None:
    """One maker's name on two companies: both state a legal form, and in two countries."""
    as_makers = "manufacturer" in (*pair.a.roles, *pair.b.roles)
    one = a.key == b.key and a.brand is None and b.brand is None
    if as_makers or not one or not pair.countries_conflict or not pair.names.form_known:
        return None
    return Decision(
        "related", None, 0.5, f"two companies of {a.maker.name}, each under the law of its country", "group"
    )


def _bears_the_name(found: MakerList, maker: Named, other: Mention) -> Decision | None:
    """A firm whose printed name contains a maker's: subsidiary, dealer, or unknown."""
    if not found.borne(maker, other):
        return None
    label = maker.maker.names[0]
    parts = take_apart(other.name, other.country).tokens
    own = {token for name in (*maker.maker.names, maker.maker.name) for token in take_apart(name).tokens}
    where = [token for token in parts if token not in own and token[0] != "?"]
    if where and all(token[0] == "=" or token in _EUROPE for token in where):
        return Decision("related", None, 0.5, f"a company named after {label} and its country or region", "group")
    if "~group_word" in take_apart(maker.maker.name).tokens and other.country == maker.maker.country:
        return Decision("related", None, 0.5, f"a company of its country that bears the name of {label}", "group")
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
    return bool(_CONSORTIUM.search(name)) or len(_companies_in(name)) > 1


def _companies_in(name: str) -> set[tuple[str, ...]]:
    """The companies that a name lists, each with a legal form of its own."""
    name = _AND_COMPANY.sub(" ", name)
    if not _LISTS.search(name):
        return set()
    parts = (take_apart(part) for part in _LISTS.split(name) if len(part.split()) > 1)
    return {part.tokens for part in parts if part.form in _COMPANIES and part.tokens}


def group(pair: Pair) -> Decision | None:
    """Two companies under one uncommon first word that say they are national companies or a group."""
    names = pair.names
    first = _leading(names.first), _leading(names.second)
    if None in first or first[0] != first[1] or (names.level in {"equal", "near"} and not pair.countries_conflict):
        return None
    if names.first.kinds or names.second.kinds or CHAINS & {*names.first.tokens, *names.second.tokens}:
        return None
    apart = (*names.left, *names.right)
    bare = bool(apart) and all(token[0] == "=" for token in apart)
    if pair.lists.makers.guarded(str(first[0])) and not bare:
        return None
    word = printed_word(names.first, str(first[0]))
    if _named_after_parent(names.first, names.second):
        return Decision("related", None, 0.4, f"a company and another that bears its name ('{word}')", "parent")
    national = pair.countries_conflict or any(token[0] == "=" for token in (*apart, *names.shared))
    if (national and apart) or "~group_word" in apart:
        return Decision("related", None, 0.4, f"two companies of one group by name ('{word}')", "group")
    return None


def _named_after_parent(first: Name, second: Name) -> bool:
    """Whether one name is a single word with a legal form, and the other that word, more words and another form."""
    forms = first.form is not None and second.form is not None and first.form != second.form
    return forms and min(len(first.tokens), len(second.tokens)) == 1


def _leading(name: Name) -> str | None:
    """The first word, where it is in no list and no acronym: acronyms of three letters lead nowhere."""
    first = next(iter(name.tokens), "")
    if not first or first[0] in MARKS:
        return None
    printed = [word for word in re.findall(r"\w+", name.printed.casefold()) if skeleton(word) == first]
    return first if any(len(word) > 3 or re.search(r"\d", word) for word in printed) else None  # noqa: PLR2004 - see above
