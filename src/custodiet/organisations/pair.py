"""Two mentions side by side, with everything the rules of `decide` look at."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from custodiet.organisations.comparison import RANK, Comparison, compare, compare_names
from custodiet.organisations.identifiers import Number, numbers_of, one_slip_apart
from custodiet.organisations.localities import Agreement, Locality, agreement, locality_of
from custodiet.organisations.makers import MakerList, maker_list
from custodiet.organisations.mention import Mention
from custodiet.organisations.names import Name, in_brackets, take_apart, variants
from custodiet.organisations.reading import Read

_VARIANTS = 6  # a name has an original, a translation and their asides; more is a list, no name


@dataclass(frozen=True, slots=True)
class Lists:
    """What a decision may look up: the makers, and numbers known to be shared by several organisations."""

    makers: MakerList
    shared_numbers: frozenset[tuple[str, str]] = frozenset()

    @staticmethod
    def ours() -> "Lists":
        """The lists of this room, without anything learnt from data."""
        return _ours()


@lru_cache(maxsize=1)
def _ours() -> Lists:
    return Lists(maker_list())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions: the best comparison of their names, their places, and the numbers for and against."""

    a: Mention
    b: Mention
    names: Comparison
    place: Agreement
    settled: bool
    shared: tuple[Number, ...]
    against: tuple[tuple[Number, Number], ...]
    slip: tuple[Number, Number] | None
    other_unit: bool
    lists: Lists

    @property
    def countries_conflict(self) -> bool:
        """Whether both say a country and they differ."""
        return bool(self.a.country and self.b.country) and self.a.country != self.b.country


def pair_of(a: Mention, b: Mention, lists: Lists) -> Pair:
    """The pair, compared."""
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    keys_b = {(number.scheme, number.number) for number in numbers_b}
    against = tuple(
        (one, other)
        for one, other in product(numbers_a, numbers_b)
        if one.scheme == other.scheme and one.number != other.number and "record" not in (one.nature, other.nature)
    )
    place_a, place_b = _place(a), _place(b)
    return Pair(
        a=a,
        b=b,
        names=_best(a, b),
        place=agreement(place_a, place_b),
        settled=bool(place_a.settlements and place_b.settlements),
        shared=tuple(number for number in numbers_a if (number.scheme, number.number) in keys_b),
        against=against,
        slip=next((two for two in against if one_slip_apart(two[0].number, two[1].number)), None),
        other_unit=_other_unit(numbers_a, numbers_b),
        lists=lists,
    )


def alike(first: Read, second: Read, lists: Lists) -> Pair:
    """Two mentions of one name in one place, their numbers left out: those are asked of the whole group."""
    place = first.place
    settled = bool(place.settlements)
    return Pair(
        a=first.mention,
        b=second.mention,
        names=compare_names(first.name, second.name, first.mention.country),
        place="same" if settled or place.regions else "unknown",
        settled=settled,
        shared=(),
        against=(),
        slip=None,
        other_unit=False,
        lists=lists,
    )


def _other_unit(first: tuple[Number, ...], second: tuple[Number, ...]) -> bool:
    """Whether both carry a short code of one named list and the codes differ: codes of units, not of records."""
    codes = [{number.scheme: number.number for number in side if number.unit_code} for side in (first, second)]
    return any(codes[1].get(scheme, code) != code for scheme, code in codes[0].items())


def _numbers(mention: Mention) -> tuple[Number, ...]:
    return numbers_of(mention.identifiers, (mention.name, *mention.alt_names), mention.country)


def _place(mention: Mention) -> Locality:
    return locality_of(mention.locality, mention.region, mention.country)


def _best(a: Mention, b: Mention) -> Comparison:
    """The comparison of the two printings that agree best; the names as printed win a tie."""
    in_a, in_b = in_brackets(a.name), in_brackets(b.name)
    compared = (
        compare(one, other, a.country, b.country)
        for one, other in product(_printings(a), _printings(b))
        if not (one in in_a and other in in_b)  # what two names have in brackets may be the zone or ministry of both
    )
    best = next(compared)
    for comparison in compared:
        if _rank(comparison) > _rank(best):
            best = comparison
    return best


def _printings(mention: Mention) -> tuple[str, ...]:
    names = (mention.name, *([mention.legal_name] if mention.legal_name else ()), *mention.alt_names)
    return tuple(dict.fromkeys(variant for name in names for variant in variants(name)))[:_VARIANTS] or (mention.name,)


def printed_names(mention: Mention) -> list[Name]:
    """The printings of a mention, taken apart."""
    return [take_apart(name, mention.country) for name in _printings(mention)]


def _rank(comparison: Comparison) -> tuple[bool, int, float]:
    clash = comparison.numbers_conflict or comparison.forms_conflict
    return not clash, RANK[comparison.level] if comparison.level in {"equal", "near", "frame"} else 0, comparison.share
