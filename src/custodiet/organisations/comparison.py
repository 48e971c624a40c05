"""How two names agree: which words both have, which only one has, and what stands against them being one name."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from custodiet.organisations.meanings import CENTRAL, FEDERATIONS, FIELD_OF_KIND, FRAME, TERRITORIAL
from custodiet.organisations.names import LONG_ENOUGH, LOST, Name, take_apart, weight
from custodiet.organisations.spelling import inflected, mistyped, near

Level = Literal["equal", "near", "frame", "part", "overlap", "none"]
MARKS = frozenset("#~@=?")
_GEORGIAN = re.compile("[\u10a0-\u10ff]")
RANK: dict[Level, int] = {"equal": 5, "near": 4, "frame": 3, "part": 2, "overlap": 1, "none": 0}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The agreement of two names; `shared`, `left`, `right` are the tokens both, the first, the second have."""

    level: Level
    shared: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    numbers_conflict: bool
    numbers_one_sided: bool
    forms_conflict: bool
    form_known: bool
    slips: tuple[tuple[str, str], ...]
    first: Name = field(repr=False)
    second: Name = field(repr=False)

    @property
    def weight(self) -> float:
        """How much the shared words identify."""
        return sum(weight(token) for token in set(self.shared))

    @property
    def plain(self) -> int:
        """How many shared words are in no list and long enough to identify."""
        return len(self.identifying)

    @property
    def identifying(self) -> tuple[str, ...]:
        """The shared words that identify."""
        return tuple(
            dict.fromkeys(token for token in self.shared if token[0] not in MARKS and len(token) >= LONG_ENOUGH)
        )

    @property
    def surely_slips(self) -> bool:
        """Whether words that differ were surely mistyped or inflected: "Oriana" and "Orlana" are two names."""
        exact = set(self.identifying) - {first for first, _ in self.slips}
        public = bool(self.first.kinds or self.second.kinds)
        return bool(exact) or all(
            mistyped(first, second) or (public and inflected(first, second)) for first, second in self.slips
        )

    @property
    def placed(self) -> bool:
        """Whether both names carry one settlement."""
        return any(token[0] == "@" for token in self.shared)

    @property
    def share(self) -> float:
        """Shared weight in all weight, 0 to 1."""
        apart = sum(weight(token) for token in (*self.left, *self.right))
        return self.weight / (self.weight + apart) if self.shared else 0.0


@lru_cache(maxsize=20_000)
def compare(first: str, second: str, first_country: str | None, second_country: str | None) -> Comparison:
    """The better of two comparisons of printed names: by the meaning of the words and by their sound."""
    own = first_country if first_country == second_country else None
    return compare_names(take_apart(first, first_country), take_apart(second, second_country), own)


def compare_names(a: Name, b: Name, country: str | None = None) -> Comparison:
    """The better of the two comparisons, for names already taken apart; `country` is that of both, where it is one."""
    by_meaning = _compared(a, b, *_without_own_country(a, b, country))
    if by_meaning.level == "equal" and not by_meaning.left and not by_meaning.right:
        return by_meaning
    by_sound = _compared(a, b, a.sounds, b.sounds)
    return by_sound if RANK[by_sound.level] >= max(RANK[by_meaning.level], RANK["near"]) else by_meaning


def _without_own_country(a: Name, b: Name, country: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens of two ministries or other bodies of one unitary state, whose country only one of them may name."""
    own = f"={country}"
    states = (own in a.tokens) != (own in b.tokens) and not any(token[0] == "=" and token != own for token in a.tokens)
    central = a.kinds and a.kinds == b.kinds and a.kinds <= CENTRAL and not (a.form or b.form)
    if country is None or country in FEDERATIONS or not states or not central:
        return a.tokens, b.tokens
    return tuple(token for token in a.tokens if token != own), tuple(token for token in b.tokens if token != own)


def _compared(a: Name, b: Name, tokens_a: tuple[str, ...], tokens_b: tuple[str, ...]) -> Comparison:
    shared, left, right, slips = _paired(tokens_a, tokens_b)
    if (slips or (left and right)) and _georgian(a) != _georgian(b):
        shared, left, right = _nominatives_paired(shared, left, right)
        slips = tuple(pair for pair in slips if not _one_nominative(*pair))
    numbers_conflict = bool(a.numbers and b.numbers) and Counter(a.numbers) != Counter(b.numbers)
    one_sided = bool(a.numbers) != bool(b.numbers)
    return Comparison(
        level=_level(shared, left, right, exact=not slips, joined=_same_joined(a, b)),
        shared=shared,
        left=left,
        right=right,
        numbers_conflict=numbers_conflict,
        numbers_one_sided=one_sided,
        forms_conflict=_forms_conflict(a.form, b.form),
        form_known=bool(a.form and b.form),
        slips=slips,
        first=a,
        second=b,
    )


def _level(
    shared: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...], *, exact: bool, joined: bool
) -> Level:
    if joined or (not left and not right):
        return "equal" if exact or joined else "near"
    if not shared:
        return "none"
    if FRAME.issuperset(left) and FRAME.issuperset(right) and _one_territory(shared, left, right):
        return "frame"
    return "part" if not left or not right else "overlap"


def _one_territory(shared: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether no word for a territory tells the two apart: a city's council is not its region's, "City of" may go."""
    apart = TERRITORIAL.intersection((*left, *right))
    return not apart or (apart == {"~city"} and not (left and right) and any(token[0] == "@" for token in shared))


def _same_joined(a: Name, b: Name) -> bool:
    """Whether the sounds run together are equal: "Vision Labs" and "VisionLabs"."""
    return len(a.joined) > 5 and a.joined == b.joined and a.numbers == b.numbers  # noqa: PLR2004 - short sounds collide


def _georgian(name: Name) -> bool:
    return not name.printed.isascii() and _GEORGIAN.search(name.printed) is not None


def _paired(
    first: tuple[str, ...], second: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Shared tokens, those of one side, and the pairs among the shared ones that are spelled differently."""
    have = _telling(first, second)
    if first == second:
        return tuple(have), (), (), ()
    want = _telling(second, first)
    shared = [token for token in have if token in want]
    left = [token for token in have if token not in want]
    right = [token for token in want if token not in have]
    slips = []
    for token in list(left):
        partner = next((other for other in right if _one_word(token, other)), None)
        if partner is not None:
            slips.append((token, partner))
            shared.append(token)
            left.remove(token)
            right.remove(partner)
    return tuple(shared), tuple(left), tuple(right), tuple(slips)


def _one_nominative(first: str, second: str) -> bool:
    return first.removesuffix("i") == second.removesuffix("i")


def _nominatives_paired(
    shared: tuple[str, ...], left: tuple[str, ...], right: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The same with Georgian words, which end in -i by themselves, beside the words without it."""
    for token in left:
        partner = next((other for other in right if _one_nominative(token, other)), None)
        if partner is not None:
            shared = (*shared, token)
            left = tuple(other for other in left if other != token)
            right = tuple(other for other in right if other != partner)
    return shared, left, right


def _telling(tokens: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    """The tokens once each, without a field that the kind of body implies (hospital: health) and the other lacks."""
    implied = {FIELD_OF_KIND[token] for token in tokens if token in FIELD_OF_KIND}.difference(others)
    if any(token[0] == "=" for token in tokens):
        implied.add("~republic")  # "Republic of" says no more than the country
    return [token for token in dict.fromkeys(tokens) if token not in implied]


def _one_word(first: str, second: str) -> bool:
    if first[0] in MARKS or second[0] in MARKS:
        return False
    return near(first, second) or inflected(first, second) or _damaged(first, second)


def _damaged(first: str, second: str) -> bool:
    """Whether two words agree but for letters that a wrong encoding destroyed."""
    return len(first) == len(second) and all(
        letter == other or LOST in (letter, other) for letter, other in zip(first, second, strict=True)
    )


_OWNED = frozenset({"public_enterprise", "institution"})


def _forms_conflict(first: str | None, second: str | None) -> bool:
    if first is None or second is None or first == second:
        return False
    return "company" not in (first, second) or bool(_OWNED & {first, second})
