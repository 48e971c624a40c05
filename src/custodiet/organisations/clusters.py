"""Groups of mentions that grow by union, refuse to hold two numbers of one register, and remember why they grew."""

from dataclasses import dataclass

from custodiet.organisations.mention import Basis

STRENGTH: dict[Basis | None, int] = {None: 4, "person": 3, "identifier": 2, "maker": 1, "name": 0}


@dataclass(frozen=True, slots=True)
class Merge:
    """Why two mentions were joined."""

    a: int
    b: int
    basis: Basis
    why: str


class Clusters:
    """Disjoint sets over mentions 0..n-1; `numbers` and `forms` are the registry numbers and legal form of each."""

    def __init__(self, numbers: list[tuple[tuple[str, str], ...]], forms: list[str | None]) -> None:
        self._numbers = list(numbers)
        self._forms = [frozenset((form,)) if form and form != "company" else frozenset() for form in forms]
        self._above = list(range(len(self._numbers)))
        self._reason: dict[int, tuple[Basis, str]] = {}
        self._apart: dict[int, set[int]] = {}

    def root(self, mention: int) -> int:
        """The mention that stands for its group."""
        above = self._above
        while above[mention] != mention:
            above[mention] = above[above[mention]]
            mention = above[mention]
        return mention

    def numbers(self, mention: int) -> tuple[tuple[str, str], ...]:
        """The registry numbers in the mention's group."""
        return self._numbers[self.root(mention)]

    def keep_apart(self, a: int, b: int) -> None:
        """Forbids that the groups of `a` and `b` are ever joined; for decisions of people, before any union."""
        one, other = self.root(a), self.root(b)
        self._apart.setdefault(one, set()).add(other)
        self._apart.setdefault(other, set()).add(one)

    def may_join(self, a: int, b: int) -> bool:
        """Whether no number and no decision of a person keeps the two groups apart."""
        one, other = self.root(a), self.root(b)
        if one == other:
            return True
        if self._apart and any(self.root(kept) == other for kept in self._apart.get(one, ())):
            return False
        mine, theirs = self._numbers[one], self._numbers[other]
        if not mine or not theirs or set(mine) & set(theirs):
            return True
        return not {scheme for scheme, _ in mine} & {scheme for scheme, _ in theirs}

    def join(self, a: int, b: int, basis: Basis, why: str, *, forced: bool = False) -> bool:
        """Joins the two groups; says whether they are one now."""
        if not forced and (not self.may_join(a, b) or (basis == "name" and self._forms_clash(a, b))):
            return False
        one, other = sorted((self.root(a), self.root(b)))
        if one == other:
            return True
        self._above[other] = one
        self._forms[one] |= self._forms[other]
        if self._numbers[other]:
            self._numbers[one] = tuple(sorted({*self._numbers[one], *self._numbers[other]}))
        weakest = min(
            ((basis, why), self._reason.get(one), self._reason.pop(other, None)),
            key=lambda reason: STRENGTH[reason[0]] if reason else STRENGTH[None],
        )
        if weakest is not None:
            self._reason[one] = weakest
        if other in self._apart:
            self._apart.setdefault(one, set()).update(self._apart.pop(other))
        return True

    def _forms_clash(self, a: int, b: int) -> bool:
        """Whether the groups state legal forms and share none: a name without a form must not bridge two forms."""
        mine, theirs = self._forms[self.root(a)], self._forms[self.root(b)]
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def reason(self, mention: int) -> tuple[Basis, str] | None:
        """The weakest basis on which the mention's group grew, with its reason; None for a single mention."""
        return self._reason.get(self.root(mention))
