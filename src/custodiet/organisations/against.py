"""Checks organisations against an outside list of entities; every hit is `possible` and for a person to look at.

Lists: OpenSanctions CSV (`targets.simple.csv`), and FollowTheMoney entities as JSON lines or one JSON array. Entities
that are natural persons are not read.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa

from custodiet.errors import MalformedError, NotUnderstoodError
from custodiet.model.organisation_tables import LIST_HITS
from custodiet.organisations.decide import decide
from custodiet.organisations.identifiers import numbers_of
from custodiet.organisations.mention import Mention
from custodiet.organisations.names import take_apart, variants
from custodiet.organisations.pair import Lists

BODIES = frozenset({"LegalEntity", "Company", "Organization", "PublicBody", "Asset"})
_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_NUMBERS = (
    "registrationNumber",
    "taxNumber",
    "innCode",
    "ogrnCode",
    "vatCode",
    "idNumber",
    "leiCode",
    "uniqueEntityId",
)
_COUNTRIES = ("country", "jurisdiction", "mainCountry")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of a list: names, countries in capitals, numbers."""

    id: str
    names: tuple[str, ...]
    countries: tuple[str, ...]
    numbers: tuple[str, ...]


def check_against(organisations: pa.Table, file: Path, lists: Lists | None = None) -> pa.Table:
    """The table `list_hits`: organisations that may be an entity of the list in `file`."""
    index = _Index(read_list(file))
    lists = lists or Lists.ours()
    rows = []
    for row in organisations.to_pylist():
        mention = _mention(row)
        for entity in index.candidates(mention):
            hit = _hit(mention, entity, lists)
            if hit is not None:
                score, name, why = hit
                rows.append({
                    "organisation_id": row["organisation_id"], "list": file.name, "entity_id": entity.id,
                    "entity_name": name, "decision": "possible", "score": score, "why": why,
                })  # fmt: skip
    rows.sort(key=lambda row: (str(row["organisation_id"]), str(row["entity_id"])))
    return pa.Table.from_pylist(rows, schema=LIST_HITS.schema)


def read_list(file: Path) -> list[Entity]:
    """The bodies of a list; its format is found by its content."""
    head = file.read_bytes()[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head:
        raise NotUnderstoodError(f"{file}: the list is empty")
    if head[:1] in b"{[":
        return [entity for value in _json_values(file) if (entity := _from_ftm(value)) is not None]
    if b"schema" in head.splitlines()[0] and b"name" in head.splitlines()[0]:
        return list(_from_csv(file))
    raise NotUnderstoodError(f"{file}: neither FollowTheMoney JSON nor a CSV with the columns id, schema and name")


class _Index:
    """Entities by number and by the sound of their names."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._by: dict[str, list[int]] = defaultdict(list)
        self._entities = entities
        for place, entity in enumerate(entities):
            for key in sorted({*entity.numbers, *(key for name in entity.names for key in _keys(name, None))}):
                self._by[key].append(place)

    def candidates(self, mention: Mention) -> list[Entity]:
        names = (mention.name, *mention.alt_names)
        keys = {key for name in names for key in _keys(name, mention.country)}
        keys |= {number for _, number in mention.identifiers}
        places = sorted({place for key in keys for place in self._by.get(key, ())})
        return [self._entities[place] for place in places]


def _keys(name: str, country: str | None) -> Iterator[str]:
    """What two names must share to be compared: all their sounds, or one word of them that is in no list."""
    for variant in variants(name):
        parts = take_apart(variant, country)
        if parts.joined:
            yield f"sound:{parts.joined}"
        yield from (f"word:{token}" for token in parts.tokens if token[0] not in "#~@=?" and len(token) > 5)  # noqa: PLR2004 - rare words are long


def _hit(mention: Mention, entity: Entity, lists: Lists) -> tuple[float, str, str] | None:
    """Score, agreeing name and reason, where the entity may be the organisation."""
    country = mention.country if mention.country in entity.countries else next(iter(entity.countries), None)
    shared = sorted({number for _, number in mention.identifiers} & set(entity.numbers))
    other = Mention(entity.id, entity.names[0], alt_names=entity.names[1:], country=country)
    found = decide(mention, other, lists)
    abroad = bool(mention.country and entity.countries) and mention.country not in entity.countries
    if shared and not abroad:  # registers of two countries give out the same numbers
        return 0.9, entity.names[0], f"the number {shared[0]} stands in the list; names: {found.why}"
    if found.decision in {"same", "possible"}:
        return min(found.score, 0.8), entity.names[0], found.why
    return None


def _mention(row: Mapping[str, object]) -> Mention:
    names = [str(name) for name in row["names"]]  # type: ignore[attr-defined]
    identifiers = [str(value).partition(":") for value in row["identifiers"]]  # type: ignore[attr-defined]
    name = str(row["name"] or "")  # an organisation may be known by its number alone
    return Mention(
        key=str(row["organisation_id"]),
        name=name,
        alt_names=tuple(other for other in names if other != name),
        identifiers=tuple((scheme, number) for scheme, _, number in identifiers),
        locality=None,
        country=row["country"] if isinstance(row["country"], str) else None,
    )


def _json_values(file: Path) -> Iterator[object]:
    data = file.read_bytes().lstrip(b"\xef\xbb\xbf \r\n\t")
    if data[:1] == b"[":
        try:
            yield from orjson.loads(data)
        except ValueError as error:
            raise MalformedError(f"{file}: not valid JSON: {error}") from error
        return
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                yield orjson.loads(line)
            except ValueError as error:
                raise MalformedError(f"{file}, line {number}: not valid JSON: {error}") from error


def _from_ftm(value: object) -> Entity | None:
    if not isinstance(value, dict) or value.get("schema") not in BODIES:
        return None
    properties = value.get("properties")
    if not isinstance(properties, dict):
        return None
    names = _values(properties, _NAMES)
    countries = tuple(code.upper() for code in _values(properties, _COUNTRIES))
    return _entity(str(value.get("id", "")), names, countries, _values(properties, _NUMBERS))


def _values(properties: Mapping[str, object], keys: Sequence[str]) -> tuple[str, ...]:
    found = []
    for key in keys:
        values = properties.get(key)
        found += [str(item) for item in values] if isinstance(values, list) else []
    return tuple(dict.fromkeys(found))


def _from_csv(file: Path) -> Iterator[Entity]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row.get("schema") in BODIES:
                names = (row.get("name") or "", *_split(row.get("aliases")))
                countries = tuple(code.upper() for code in _split(row.get("countries")))
                entity = _entity(row.get("id") or "", names, countries, _split(row.get("identifiers")))
                if entity is not None:
                    yield entity


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


def _entity(key: str, names: tuple[str, ...], countries: tuple[str, ...], numbers: tuple[str, ...]) -> Entity | None:
    named = tuple(name for name in names if name.strip())
    if not named:
        return None
    identifiers = tuple(("", number) for number in numbers)
    country = next(iter(countries), None)
    cleaned = {number.number for number in numbers_of(identifiers, named, country)}
    return Entity(key, named, countries, tuple(sorted({*cleaned, *numbers})))
