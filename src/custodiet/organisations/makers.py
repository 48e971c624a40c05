"""The curated list of makers: their names in all scripts, brands, parents, and what one maker is to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from custodiet.discovery import load
from custodiet.errors import DefinitionError
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.names import take_apart, variants
from custodiet.organisations.spelling import slips

_FILE = Path(__file__).with_name("makers.toml")
_TYPO_FROM = 6  # letters a maker's name needs before one slip is forgiven


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact of law about a maker: the list it stands on, since when, and the primary source."""

    list: str
    date: str
    source: str
    url: str = ""
    confirmed: bool = False


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product line; `patterns` are beginnings of model numbers, `words` its names."""

    name: str
    words: list[str] = []
    patterns: list[str] = []


class Maker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A maker or platform; `words` recognise it anywhere in a text, `guarded` only beside words of its field."""

    name: str
    country: str
    names: list[str]
    words: list[str] = []
    guarded: list[str] = []
    brands: list[str] = []
    group: str = ""
    parent: str = ""
    products: list[Product] = []
    lists: list[Listed] = []
    unconfirmed: list[str] = []


class MakerFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `makers.toml`: makers by key, and the words that must stand near a guarded name."""

    context: list[str]
    maker: dict[str, Maker]


@dataclass(frozen=True, slots=True)
class Named:
    """A maker that a mention names with its whole name; `brand` is the brand where it names one."""

    key: str
    maker: Maker
    brand: str | None


@dataclass(frozen=True, slots=True)
class MakerList:
    """Makers by key and an index of their whole names, compared without form, case and script."""

    makers: Mapping[str, Maker]
    index: Mapping[tuple[str, ...], tuple[str, str | None]]

    def named(self, mention: Mention) -> Named | None:
        """The maker or brand whose whole name the mention is, one slip forgiven in a long name."""
        for name in (mention.name, *mention.alt_names):
            for variant in variants(name):
                hit = self.index.get(_key(variant)) or self._misspelt(variant, mention)
                if hit is not None:
                    return Named(hit[0], self.makers[hit[0]], hit[1])
        return None

    def relation(self, a: Named, b: Named) -> Decision:
        """What two named makers are to each other."""
        if a.key == b.key and a.brand == b.brand:
            return Decision("same", "maker", 0.97, f"two names of {a.maker.name} in the list of makers")
        if a.key == b.key:
            return Decision(
                "related", None, 0.6, f"{b.brand or a.brand} is a brand or product of {a.maker.name}", "brand"
            )
        if a.key in (b.maker.parent, b.maker.group) or b.key in (a.maker.parent, a.maker.group):
            return Decision("related", None, 0.6, f"{a.maker.name} and {b.maker.name}: parent or group", "parent")
        if a.maker.group and a.maker.group == b.maker.group:
            return Decision("related", None, 0.6, f"{a.maker.name} and {b.maker.name} belong to one group", "group")
        return Decision("different", None, 0.0, f"two makers: {a.maker.name} and {b.maker.name}")

    def contained(self, named: Named, other: Mention) -> str | None:
        """The maker's short name where the other name contains it among other words."""
        tokens = take_apart(other.name, other.country).sounds
        own = {sound for name in named.maker.names for sound in take_apart(name).sounds[:1]}
        return named.maker.names[0] if own & set(tokens) else None

    def _misspelt(self, name: str, mention: Mention) -> tuple[str, str | None] | None:
        """A name that only a maker's role allows to be read as misspelt."""
        key = _key(name)
        if "manufacturer" not in mention.roles or sum(map(len, key)) < _TYPO_FROM:
            return None
        spelled = "".join(key)
        near = {
            hit
            for own, hit in self.index.items()
            if len("".join(own)) >= _TYPO_FROM and slips(spelled, "".join(own), 1) == 1
        }
        return min(near, key=str) if len(near) == 1 else None


@lru_cache(maxsize=1)
def maker_list() -> MakerList:
    """The makers of this room."""
    makers = load(_FILE, MakerFile).maker
    index: dict[tuple[str, ...], tuple[str, str | None]] = {}
    for key, maker in makers.items():
        unknown = [other for other in (maker.parent, maker.group) if other and other not in makers]
        if unknown:
            raise DefinitionError(f"{_FILE}: maker {key!r} names {unknown[0]!r}, which the file does not have")
        for name in (*maker.names, maker.name):
            _enter(index, name, (key, None))
        for brand in maker.brands:
            _enter(index, brand, (key, brand))
    return MakerList(makers, index)


def _enter(index: dict[tuple[str, ...], tuple[str, str | None]], name: str, hit: tuple[str, str | None]) -> None:
    known = index.setdefault(_key(name), hit)
    if known[0] != hit[0]:
        raise DefinitionError(f"{_FILE}: the name {name!r} stands under {known[0]!r} and {hit[0]!r}")


def _key(name: str) -> tuple[str, ...]:
    sounds = take_apart(name).sounds
    joined = "".join(sounds)
    return (joined,)
