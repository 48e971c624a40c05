"""A documented case as its own file in this folder states it, and the checks that a file has to pass."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from custodiet.cases._facts import Country, Evidence, Fact, Financing, Observation, Role, Sentence, Source, When
from custodiet.discovery import load_all, nearest, plugin_files
from custodiet.errors import DefinitionError

FOLDER = Path(__file__).parent


class Titles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The title in the languages of the register; none is derived from another."""

    en: Sentence
    uk: Sentence
    ru: Sentence
    ky: Sentence


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country, or a settlement in it with the names by which data may know it; never finer."""

    country: Country
    settlement: Sentence | None = None
    names: tuple[Sentence, ...] = ()


class ConfirmedPurchase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A purchase in the data that a person has found to belong to the case; `confirmed_by` is a role, never a name."""

    ocid: Sentence
    confirmed_by: Sentence
    on: When


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file; without `places` where a claim is about the whole world.

    `rejected` names purchases that were proposed and do not belong to the case.
    """

    id: Sentence
    title: Titles
    summary: Sentence
    technologies: tuple[Sentence, ...]
    sources: dict[str, Source]
    places: tuple[Place, ...] = ()
    started: When | None = None
    ended: When | None = None
    roles: tuple[Role, ...] = ()
    financing: tuple[Financing, ...] = ()
    observations: tuple[Observation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    not_known: tuple[Sentence, ...] = ()
    related: tuple[Sentence, ...] = ()
    purchases: tuple[ConfirmedPurchase, ...] = ()
    rejected: tuple[Sentence, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the file: roles, financing, observations."""
        return (*self.roles, *self.financing, *self.observations)


@dataclass(frozen=True, slots=True)
class Case:
    """A case and the file that states it; `document_id` is the sha256 of the file."""

    content: CaseFile
    file_name: str
    document_id: str
    bytes: int

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.content.id


def load_cases(plugins: Path | None = None) -> dict[str, Case]:
    """The cases by id, in order of id, ours and an outsider's; all faulty files are reported at once."""
    files = {file.stem: file for file in plugin_files(FOLDER, ".toml", plugins)}
    loaded = load_all(plugin_files(FOLDER, ".toml", plugins), CaseFile)
    cases = {content.id: _case(files[stem], content) for stem, content in sorted(loaded.items())}
    faults = [
        f"{_where(files[stem], word)}{fault}"
        for stem, content in loaded.items()
        for word, fault in _faults(stem, content, cases)
    ]
    if faults:
        raise DefinitionError("\n".join(faults))
    return dict(sorted(cases.items()))


def _case(file: Path, content: CaseFile) -> Case:
    data = file.read_bytes()
    return Case(content, file.name, hashlib.sha256(data).hexdigest(), len(data))


def _where(file: Path, word: str) -> str:
    """FILE, line N: of the first line that holds the word."""
    rows = file.read_text(encoding="utf-8").splitlines()
    line = next((number for number, row in enumerate(rows, 1) if f'"{word}"' in row), 0)
    return f"{file}, line {line}: " if line else f"{file}: "


Fault = tuple[str, str]
"""The word that is at fault, and what is wrong with it."""


def _faults(stem: str, content: CaseFile, cases: Mapping[str, Case]) -> Iterator[Fault]:
    """What keeps a file from standing for what it says."""
    if stem != content.id.replace("-", "_"):
        yield content.id, f"the file of the case {content.id!r} is to be called {content.id.replace('-', '_')}.toml"
    for key in ("technologies", "sources"):
        if not getattr(content, key):
            yield key, f"{key!r} is empty; a case names at least one"
    if not content.facts:
        yield content.id, "the case states no fact; give it a role, financing or an observation with a source"
    for other in content.related:
        if other not in cases:
            yield other, f"no case is called {other!r}{nearest(other, cases)}"
    yield from _source_faults(content)
    yield from _contradiction_faults(content)
    yield from _amount_faults(content)


def _source_faults(content: CaseFile) -> Iterator[Fault]:
    used = [*(fact.source for fact in content.facts), *(evidence.source for evidence in content.evidence)]
    for name in used:
        if name not in content.sources:
            yield name, f"no source is called {name!r}{nearest(name, content.sources)}"
    for name, source in content.sources.items():
        if name not in used:
            yield name, f"the source {name!r} is used by no fact; use it or take it out"
        if not source.addresses and source.published is None:
            yield source.name, f"the source {name!r} has neither 'addresses' nor 'published'; say where it was read"


def _contradiction_faults(content: CaseFile) -> Iterator[Fault]:
    """A contradiction names facts of its own file, and whatever is said to be contradicted has somebody who does."""
    ids = [fact.id for fact in content.facts]
    named = {other for fact in content.facts for other in fact.contradicts}
    for fact in content.facts:
        if ids.count(fact.id) > 1:
            yield fact.id, f"the id {fact.id!r} stands for two facts; give each its own"
        if fact.id in fact.contradicts:
            yield fact.id, f"{fact.id!r} cannot contradict itself"
        if fact.state == "contradicted" and not fact.contradicts and fact.id not in named:
            yield fact.id, f"{fact.id!r} is contradicted, but by no fact: name the two in 'contradicts' of either"
    for other in sorted(named - set(ids)):
        yield other, f"no fact is called {other!r}{nearest(other, ids)}"


def _amount_faults(content: CaseFile) -> Iterator[Fault]:
    ids = [money.id for money in content.financing]
    for money in content.financing:
        if (money.amount is None) != (money.currency is None):
            yield money.id, f"{money.id!r}: an amount and its currency stand together"
        if money.part_of is not None and money.part_of not in ids:
            yield money.part_of, f"no financing is called {money.part_of!r}{nearest(money.part_of, ids)}"
    for seen in content.observations:
        if (seen.value is None) != (seen.unit is None) or (seen.precision is not None and seen.value is None):
            yield seen.id, f"{seen.id!r}: a value and its unit stand together, and a precision needs both"
