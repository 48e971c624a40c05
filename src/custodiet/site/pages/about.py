"""About the data: sources, coverage, accuracy, method, privacy, corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from custodiet.site.pages.start import TOTALS, coverage_totals
from custodiet.site.site import Site

_MOST_DOCUMENTS = 100


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the register was made of and how far it can be trusted."""

    rows: Mapping[str, int]
    totals: Mapping[str, int]
    recall: float | None
    """Estimated share of such purchases that are found, where an audit was read; the lowest of several."""
    countries: Sequence[Mapping[str, Any]]
    documents: Sequence[Mapping[str, Any]]
    more_documents: int
    problems: tuple[tuple[str, int], ...]
    notes: Mapping[str, Any]
    settings: Mapping[str, Any]


def about_page(site: Site, _name: str = "", _pairs: object = ()) -> AboutPage:
    """The page about the data."""
    manifest = site.store.manifest
    recalls = [row["estimated_recall"] for row in site.store.coverage() if row.get("estimated_recall") is not None]
    documents = [row for _, row in site.store.documents(_MOST_DOCUMENTS)]
    return AboutPage(
        rows=manifest.rows,
        totals=coverage_totals(site),
        recall=min(recalls) if recalls else None,
        countries=_by_country(site.store.coverage()),
        documents=documents,
        more_documents=max(0, manifest.rows.get("documents", 0) - len(documents)),
        problems=tuple(sorted(manifest.problems.items(), key=lambda one: (-one[1], one[0]))),
        notes=manifest.notes,
        settings=manifest.settings,
    )


def _by_country(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The coverage of all years together, by country."""
    codes = sorted({row["country"] or "" for row in rows})
    return [
        {
            "country": code or None,
            **{column: sum(row[column] or 0 for row in rows if (row["country"] or "") == code) for column in TOTALS},
            "years": _years([row["year"] for row in rows if (row["country"] or "") == code and row["year"]]),
        }
        for code in codes
    ]


def _years(years: Sequence[str]) -> str:
    if not years:
        return ""
    first, last = min(years), max(years)
    return first if first == last else f"{first}–{last}"
