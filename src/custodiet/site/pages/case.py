"""The page of a documented case: what each source says, claim by claim, contradictions side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.checklist import Checklist, checklist
from custodiet.site.sentences import Sentence, say
from custodiet.site.site import Site


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its claims; `numbers` gives each source the number of its footnote."""

    case: Mapping[str, Any]
    title: Mapping[str, str]
    roles: Sequence[Mapping[str, Any]]
    financing: Sequence[Mapping[str, Any]]
    observations: Sequence[Mapping[str, Any]]
    sources: tuple[tuple[str, tuple[str, ...], str], ...]
    """Name, addresses, and how far each source was seen."""
    numbers: Mapping[str, int]
    checklist: Checklist
    related: Sequence[Mapping[str, Any]]
    not_known: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CasesPage:
    """All documented cases."""

    cases: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]]


def case_page(site: Site, case: str) -> CasePage | None:
    """The page of a case; None where the register has none of that id."""
    told = site.store.case(case)
    if told is None:
        return None
    sources = _sources([*told.roles, *told.financing, *told.observations])
    return CasePage(
        case=told.case,
        title=titles(told.case),
        roles=told.roles,
        financing=told.financing,
        observations=sorted(told.observations, key=lambda row: (row["date"] or "", row["fact"])),
        sources=sources,
        numbers={name: number for number, (name, _, _) in enumerate(sources, 1)},
        checklist=checklist(told.safeguards, site.definitions),
        related=[one for one in site.store.cases() if one["case"] in (told.case["related"] or ())],
        not_known=tuple(_not_known(told.case)),
    )


def cases_page(site: Site, _name: str = "", _pairs: object = ()) -> CasesPage:
    """The list of all cases."""
    return CasesPage([(one, titles(one)) for one in site.store.cases()])


def titles(case: Mapping[str, Any]) -> Mapping[str, str]:
    """The title of a case by language."""
    given = {"en": case["title"], "uk": case["title_uk"], "ru": case["title_ru"], "ky": case["title_ky"]}
    return {language: title or case["title"] for language, title in given.items()}


def _sources(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    found: dict[str, tuple[str, tuple[str, ...], str]] = {}
    for row in rows:
        told = (row["source_name"], tuple(row["source_addresses"] or ()), row["source_confirmed"])
        found.setdefault(row["source_name"], told)
    return tuple(found.values())


def _not_known(case: Mapping[str, Any]) -> Iterator[Sentence]:
    yield from (say(one.replace("%", "%%")) if False else Sentence(one) for one in case["not_known"] or ())
    if not case["purchases"]:
        yield say("No purchase in this register was tied to this case by a person.")
