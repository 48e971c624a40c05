"""The curated list of makers: their names in all scripts, brands, links, and what one named maker is to another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec

from custodiet.discovery import load, nearest
from custodiet.errors import DefinitionError
from custodiet.organisations.mention import Decision, Mention
from custodiet.organisations.names import take_apart, variants
from custodiet.organisations.scripts import consonants, simplified
from custodiet.organisations.spelling import slips

_FILE = Path(__file__).with_name("makers.toml")
_TYPO_FROM = 6  # letters a maker's name needs before one slip is forgiven
_ACRONYM = 4  # letters up to which a name collides with other names
_BONES = 4  # consonants a name needs before it is read by ear
_CHINESE = re.compile("[\u4e00-\u9fff]")
_CHINESE_FRAME = re.compile(
    "^(?:浙江|杭州|天津|北京|深圳|上海|厦门|广州)市?|股份|有限|责任|公司|集团|技术|科技|数码|数字|信息|通信|产业"
)
_BRAND_FROM = 5  # letters of a maker's first word that a firm may be said to bear; shorter ones are acronyms


class Official(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An official list and the makers on it: a fact of law with its date and primary source."""

    name: str
    date: str
    source: str
    url: str
    makers: list[str]


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product line; `patterns` are beginnings of model numbers, `words` its names."""

    name: str
    words: list[str] = []
    patterns: list[str] = []


class Belonging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link to another maker; `source` is "unconfirmed" where no document was read."""

    to: str
    what: str
    source: str
    url: str
    date: str


class Maker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A maker or platform; `words` recognise it anywhere in a text, `guarded` only beside words of its field."""

    name: str
    country: str
    names: list[str]
    words: list[str] = []
    guarded: list[str] = []
    brands: list[str] = []
    belongs: list[Belonging] = []
    products: list[Product] = []
    unconfirmed: list[str] = []


class MakerFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file `makers.toml`: the words that must stand near a guarded name, official lists, makers by key."""

    context: list[str]
    official: dict[str, Official]
    maker: dict[str, Maker]


@dataclass(frozen=True, slots=True)
class Named:
    """A maker that a mention names with its whole name; `brand` is the brand where it names one."""

    key: str
    maker: Maker
    brand: str | None


@dataclass(frozen=True, slots=True)
class MakerList:
    """Makers by key, the official lists, and an index of whole names by their sound, without form, case and script."""

    makers: Mapping[str, Maker]
    official: Mapping[str, Official]
    context: tuple[str, ...]
    index: Mapping[str, tuple[str, str | None]]
    bearers: Mapping[str, str]
    ambiguous: frozenset[str]

    def named(self, mention: Mention) -> Named | None:
        """The maker or brand whose whole name the mention is; one slip is forgiven in a long name of a manufacturer."""
        for name in (mention.name, *mention.alt_names):
            for variant in variants(name):
                sound = _sound(variant)
                hit = self._listed(variant, sound, mention) or self._in_chinese(variant)
                hit = hit or self._misspelt(sound, mention) or self._respelled(sound, variant, mention)
                if hit is not None:
                    return Named(hit[0], self.makers[hit[0]], hit[1])
        return None

    def relation(self, a: Named, b: Named) -> Decision:
        """What two named makers are to each other."""
        if a.key == b.key and a.brand == b.brand:
            return Decision("same", "maker", 0.97, f"two names of {a.maker.name} in the list of makers")
        if a.key == b.key:
            why = f"{b.brand or a.brand} is a brand or product of {a.maker.name}"
            return Decision("related", None, 0.6, why, "brand")
        links = {(link.to, link.what) for link in (*a.maker.belongs, *b.maker.belongs) if link.to in (a.key, b.key)}
        if links:
            why = f"{a.maker.name} and {b.maker.name}: {min(links)[1]}"
            return Decision("related", None, 0.6, why, "parent")
        return Decision("different", None, 0.0, f"two makers: {a.maker.name} and {b.maker.name}")

    def borne(self, named: Named, other: Mention) -> bool:
        """Whether the other name contains the maker's own word among other words."""
        parts = take_apart(other.name, other.country)
        if any(self.bearers.get(sound) == named.key for sound in parts.sounds):
            return True
        # An acronym collides with others, unless the country is all that stands beside it: "ZTE Ukraine".
        words = [token for token in parts.tokens if token[0] != "="]
        hit = self.index.get(words[0]) if len(words) == 1 < len(parts.tokens) else None
        return hit == (named.key, None)

    def guarded(self, sound: str) -> bool:
        """Whether a word is a maker's name and an ordinary word or another firm's name as well."""
        return sound in self.ambiguous

    def _listed(self, name: str, sound: str, mention: Mention) -> tuple[str, str | None] | None:
        """The maker of that sound; an acronym counts in the maker's own country, elsewhere only as listed."""
        hit = self.index.get(sound)
        if hit is None or len(sound) > _ACRONYM:
            return hit
        maker = self.makers[hit[0]]
        listed = {own.casefold() for own in (*maker.names, maker.name)}
        return hit if mention.country in (None, maker.country) or name.casefold() in listed else None

    def _in_chinese(self, name: str) -> tuple[str, str | None] | None:
        """A Chinese company name: the city before the maker's word and the words of trade behind it are left out."""
        return self.index.get(_CHINESE_FRAME.sub("", simplified(name))) if _CHINESE.search(name) else None

    def _respelled(self, sound: str, name: str, mention: Mention) -> tuple[str, str | None] | None:
        """A manufacturer written by ear in another script: its consonants are those of one maker and no other."""
        bones = consonants(sound)
        if "manufacturer" not in mention.roles or name.isascii() or len(bones) < _BONES:
            return None
        hits = {hit for own, hit in self.index.items() if own.isascii() and consonants(own) == bones}
        return hits.pop() if len(hits) == 1 else None

    def _misspelt(self, sound: str, mention: Mention) -> tuple[str, str | None] | None:
        """A name that only a maker's role allows to be read as misspelt."""
        if "manufacturer" not in mention.roles or len(sound) < _TYPO_FROM:
            return None
        near = {hit for own, hit in self.index.items() if len(own) >= _TYPO_FROM and slips(sound, own, 1) == 1}
        return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=1)
def maker_list() -> MakerList:
    """The makers of this room."""
    return makers_from(_FILE)


def makers_from(file: Path) -> MakerList:
    """The makers of a file; raises DefinitionError for an unknown maker or a name under two makers."""
    read = load(file, MakerFile)
    _check_links(file, read)
    index: dict[str, tuple[str, str | None]] = {}
    for key, maker in read.maker.items():
        for name in (*maker.names, maker.name):
            _enter(index, name, (key, None), file)
            if _CHINESE.search(name):
                _enter(index, _CHINESE_FRAME.sub("", name), (key, None), file)
        products = [word for product in maker.products for word in product.words if word not in maker.words]
        for brand in (*maker.brands, *products):
            _enter(index, brand, (key, brand), file)
    return MakerList(
        read.maker, read.official, tuple(read.context), index, _bearers(read.maker), _ambiguous(read.maker)
    )


def _check_links(file: Path, read: MakerFile) -> None:
    named = [(key, link.to) for key, maker in read.maker.items() for link in maker.belongs]
    named += [(key, maker) for key, official in read.official.items() for maker in official.makers]
    for key, to in named:
        if to not in read.maker:
            raise DefinitionError(
                f"{file}: {key!r} names the maker {to!r}, which is not there{nearest(to, read.maker)}"
            )


def _enter(index: dict[str, tuple[str, str | None]], name: str, hit: tuple[str, str | None], file: Path) -> None:
    for country in (None, "UA"):  # Ukrainian letters sound otherwise
        known = index.setdefault("".join(take_apart(name, country).sounds), hit)
        if known[0] != hit[0]:
            raise DefinitionError(
                f"{file}: the name {name!r} stands under {known[0]!r} and {hit[0]!r}; keep one of them"
            )


def _bearers(makers: Mapping[str, Maker]) -> dict[str, str]:
    """The first word of each maker's names, where it is long and no ordinary word."""
    found: dict[str, str] = {}
    for key, maker in makers.items():
        guarded = {_sound(word) for word in maker.guarded}
        for name in maker.names:
            first = next(iter(take_apart(name).sounds), "")
            if len(first) >= _BRAND_FROM and first not in guarded:
                found.setdefault(first, key)
    return found


def _ambiguous(makers: Mapping[str, Maker]) -> frozenset[str]:
    return frozenset(_sound(word) for maker in makers.values() for word in maker.guarded)


def _sound(name: str) -> str:
    return "".join(take_apart(name).sounds)
