"""The settlements of a country by the names they bear, and the first-level regions by theirs.

`gazetteer.parquet` is an extract of GeoNames (CC BY 4.0) made by `scripts/gazetteer.py`; what it leaves open stands in
`gazetteer.toml` and `regions.toml`. A name is compared exactly, after letters that only differ in how they are typed
(apostrophes, dashes, `ё`, cedilla and comma below, case) are made equal.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.discovery import load
from custodiet.register.place_names import in_latin, key, region_key, sounds_alike

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("country", pa.string()),
        ("region", pa.string()),
        ("name", pa.string()),
        ("names", pa.list_(pa.string())),
        ("population", pa.int64()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
    ]
)
_HERE = Path(__file__).parent
_FILE = _HERE / "data" / "gazetteer.parquet"
_ONE_PLACE_KM = 10.0  # the gazetteer lists some settlements twice, a few kilometres apart
_OUTWEIGHS = 30  # a city of this many times the people of its namesakes is meant where nothing else is said
_CITY = 100_000
_VILLAGE = 50_000  # more people than this live in no village


class Territory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A territory that two states claim: where it lies by international law, and how its claimant prints it."""

    name: str
    country: str
    claimed_by: str
    names: list[str]
    source: str
    regions: list[str] = []
    settlements: list[int] = []


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`gazetteer.toml`."""

    city_regions: dict[str, int]
    around: dict[str, str]
    additions: dict[str, list[str]]
    parts: dict[str, dict[str, int]]
    disputed: list[Territory]


class Region(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A first-level region: its code of ISO 3166-2, and its names, the shown one first."""

    iso: str
    names: list[str]


@dataclass(frozen=True, slots=True, eq=False)  # each is held once, and hashing all its names takes time
class Settlement:
    """A settlement of the gazetteer; population None where it is not known."""

    id: int
    country: str
    region: str | None
    name: str
    names: tuple[str, ...]
    population: int | None
    latitude: float
    longitude: float

    @property
    def people(self) -> int:
        """Population for comparing; unknown counts as nobody."""
        return self.population or 0

    def away(self, other: "Settlement") -> float:
        """Kilometres to another one, on a flat map: good enough for neighbours."""
        width = (self.longitude - other.longitude) * math.cos(math.radians(self.latitude))
        return 111.2 * math.hypot(self.latitude - other.latitude, width)


@lru_cache(maxsize=1)
def rules() -> Rules:
    """What is decided by hand about the gazetteer."""
    return load(_HERE / "gazetteer.toml", Rules)


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """The first-level regions by the code of the gazetteer."""
    return load(_HERE / "regions.toml", dict[str, Region])


@lru_cache(maxsize=256)
def country(code: str) -> "Country":
    """The settlements of a country, disputed territories where international law has them."""
    return Country(code)


class Country:
    """The settlements and regions of one country, found by name."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.settlements = {one.id: one for one in _settlements(code)}

    def find(self, name: str, region: str | None = None, *, village: bool = False) -> Settlement | None:
        """The one settlement of that name, in that region where one is given; None where none or several fit."""
        return self.choose(self.named(name), name, region, village=village)

    def named(self, name: str) -> list[Settlement]:
        """All settlements that bear a name, and those of a disputed territory that the country claims."""
        spelled = key(name)
        found = self._by_name.get(spelled, [])
        if not found and self.code == "UZ":
            found = self._by_name.get(key(in_latin(name)), [])
        return [*found, *(one for one in self.claimed if spelled in keys_of(one))]

    def choose(
        self, found: Sequence[Settlement], name: str, region: str | None, *, village: bool = False
    ) -> Settlement | None:
        """The one of several namesakes that is meant; None where that is not certain."""
        if village:
            found = [one for one in found if one.people < _VILLAGE]
        if region is not None:
            found = [one for one in found if one.region is None or region in {one.region, self._around(one.region)}]
        return _certain(found, name)

    def region(self, printed: str) -> str | None:
        """The code of the first-level region that a text names; None where it names none, or several."""
        spelled, says_region = region_key(printed)
        codes = self._regions.get(spelled, set())
        cities = {code for code in codes if code in rules().city_regions}
        chosen = codes - cities if says_region else cities or codes
        return next(iter(chosen)) if len(chosen) == 1 else None

    def city_of(self, region: str) -> Settlement | None:
        """The city that a first-level region consists of."""
        city = rules().city_regions.get(region)
        return None if city is None else country(region[:2]).settlements.get(city)

    @cached_property
    def claimed(self) -> list[Settlement]:
        """Settlements of other countries that this one claims."""
        claims = [one for one in rules().disputed if one.claimed_by == self.code]
        return [
            settlement
            for claim in claims
            for settlement in country(claim.country).settlements.values()
            if settlement.region in claim.regions or settlement.id in claim.settlements
        ]

    @staticmethod
    def _around(region: str) -> str | None:
        return rules().around.get(region)

    @cached_property
    def _by_name(self) -> dict[str, list[Settlement]]:
        return _index(self.settlements.values())

    @cached_property
    def _regions(self) -> dict[str, set[str]]:
        """Codes of regions by every name, those of claimed territories among them."""
        found: dict[str, set[str]] = {}
        claims = [one for one in rules().disputed if one.claimed_by == self.code]
        claimed = {code for claim in claims for code in claim.regions}
        for code, region in regions().items():
            if code[:2] == self.code or code in claimed:
                for name in region.names:
                    found.setdefault(region_key(name)[0], set()).add(code)
        return found


@lru_cache(maxsize=300_000)
def keys_of(one: Settlement) -> frozenset[str]:
    """All names of a settlement as they are compared."""
    return frozenset(key(name) for name in (one.name, *one.names))


def territory(settlement: Settlement) -> Territory | None:
    """The disputed territory in which a settlement lies."""
    for one in rules().disputed:
        if settlement.region in one.regions or settlement.id in one.settlements:
            return one
    return None


def _certain(found: Sequence[Settlement], name: str) -> Settlement | None:
    """The one that is meant: the only one, one listed twice, or a city that outweighs its namesakes."""
    ordered = sorted(found, key=lambda one: (-one.people, one.id))
    if not ordered:
        return None
    first, others = ordered[0], ordered[1:]
    far = [one for one in others if one.country != first.country or first.away(one) > _ONE_PLACE_KM]
    big = first.people >= _CITY and all(first.people >= _OUTWEIGHS * one.people for one in far)
    # A city does not outweigh the villages that bear the name it had a century ago.
    return first if not far or (big and sounds_alike(name, first.name)) else None


def _settlements(code: str) -> list[Settlement]:
    rows = pq.read_table(_FILE, filters=[("country", "=", code)]).to_pylist()
    return [Settlement(**{**row, "names": _all_names(row["id"], row["names"])}) for row in rows]


def _all_names(number: int, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*names, *rules().additions.get(str(number), [])}))


def _index(settlements: Iterable[Settlement]) -> dict[str, list[Settlement]]:
    found: dict[str, list[Settlement]] = {}
    for one in settlements:
        for spelled in sorted(keys_of(one)):
            found.setdefault(spelled, []).append(one)
    return found
