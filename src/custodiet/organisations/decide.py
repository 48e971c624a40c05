"""Decides what two mentions are to each other: same, different, related or possible, with the reason in one line.

The rules are asked in order; the first that can say something decides. What proves identity is a registry number; a
name proves it only under guards (place, legal form, numbers, rarity of its words); everything weaker is `possible`.
"""

from collections.abc import Callable

from custodiet.organisations import relatedness, structure
from custodiet.organisations.comparison import MARKS, Comparison
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.names import LONG_ENOUGH, printed_word
from custodiet.organisations.pair import Lists, Pair, pair_of
from custodiet.organisations.same_name import IN_ONE_PLACE, acronym, same_name, slip_in_number
from custodiet.organisations.weak import different, possible

Rule = Callable[[Pair], Decision | None]
HARDLY_MORE = 1  # words of its own by which one name under a number may be longer than the other
MOST = 0.5  # share of the weight of two names that makes "most of the name"


def decide(a: Mention, b: Mention, lists: Lists | None = None) -> Decision:
    """What `a` and `b` are to each other; the same whichever comes first."""
    if _order(b) < _order(a):
        a, b = b, a
    pair = pair_of(a, b, lists or Lists.ours())
    for rule in RULES:
        decision = rule(pair)
        if decision is not None:
            return decision
    return different(pair)


def shared_number(pair: Pair) -> Decision | None:
    """One registry number: the same organisation, unless the names say unit and parent or contradict each other."""
    if not pair.shared:
        return None
    number = pair.shared[0]
    stated = f"{number.scheme} {number.number}"
    if (number.scheme, number.number) in pair.lists.shared_numbers:
        return None
    names = pair.names
    if names.level in {"equal", "near", "frame"} and not names.numbers_conflict:
        return Decision("same", "identifier", 1.0, f"one number ({stated}) and one name")
    related = _first(pair, structure.unit_and_whole, structure.units_of_one)
    if related is not None:
        return related
    return _names_differ(pair, stated)


def _names_differ(pair: Pair, stated: str) -> Decision:
    """One number under two names: same where the names share what identifies, else for a person to judge."""
    names = pair.names
    if names.numbers_conflict:
        return Decision("possible", None, 0.5, f"one number ({stated}), but the names carry different numbers")
    if _tell_one(names, registered=_number_holds(pair)):
        words = f"; the names share {_quoted(names)}" if names.identifying else " and most of the name"
        return Decision("same", "identifier", 0.95, f"one number ({stated}){words}")
    if pair.place == "conflict" or structure.kinds_conflict(pair):
        return Decision(
            "different",
            None,
            0.4,
            f"one number ({stated}), but names and places or kinds contradict: the number is wrong on one side",
        )
    if names.identifying:
        words = f"share {_quoted(names)} only: renamed, two units, or a wrong number"
        return Decision("possible", None, 0.6, f"one number ({stated}), but the names {words}")
    return Decision(
        "possible", None, 0.6, f"one number ({stated}) under two names that share nothing: renamed, or a wrong number"
    )


def _number_holds(pair: Pair) -> bool:
    """Whether the shared number is of a register and does not fail its check."""
    return pair.shared[0].nature == "registry" and pair.shared[0].valid is not False


def _tell_one(names: Comparison, *, registered: bool) -> bool:
    """Whether two names under one number are one: most is shared, or one holds the other and hardly more.

    Names that share a word and differ in others are of sister companies and of units as often as of one body.
    """
    if names.weight >= IN_ONE_PLACE and names.share >= MOST:
        return True
    if names.level == "part" and names.form_known and not names.forms_conflict:
        return True
    left, right = _own_words(names.left), _own_words(names.right)
    return registered and bool(names.identifying) and not (left and right) and len(left) + len(right) <= HARDLY_MORE


def _own_words(tokens: tuple[str, ...]) -> list[str]:
    return [token for token in tokens if token[0] not in MARKS and len(token) >= LONG_ENOUGH]


def other_number(pair: Pair) -> Decision | None:
    """Two numbers of one register: two organisations, unless one number is a slip of the other."""
    if not pair.against or pair.shared:
        return None
    one, other = pair.against[0]
    slip = slip_in_number(pair)
    if slip is not None:
        return slip
    if pair.slip is not None and pair.names.level in {"equal", "near"}:
        return Decision(
            "possible", None, 0.5, f"one name, but {one.scheme} {one.number} and {other.number} differ by one slip"
        )
    related = _first(pair, structure.offices_of_one, structure.unit_and_whole, structure.owned, relatedness.group)
    if related is not None:
        return related
    return Decision(
        "different", None, 0.02, f"two numbers of one register: {one.scheme} {one.number} and {other.number}"
    )


def _first(pair: Pair, *rules: Rule) -> Decision | None:
    return next((found for rule in rules if (found := rule(pair)) is not None), None)


def _quoted(names: Comparison) -> str:
    """Up to three of the words that both names share, as the first prints them."""
    return ", ".join(f"'{printed_word(names.first, word)}'" for word in names.identifying[:3])


def _order(mention: Mention) -> tuple[str, str, str, str]:
    return mention.name, repr(mention.identifiers), mention.locality or "", mention.country or ""


# The order is the method: what a maker list states, what numbers prove, what names say of structure, what names prove
# under guards, what is only likely.
RULES = (
    relatedness.makers,
    shared_number,
    relatedness.consortium,
    other_number,
    same_name,
    structure.offices_of_one,
    structure.unit_and_whole,
    structure.owned,
    relatedness.group,
    structure.superior,
    acronym,
    possible,
)
