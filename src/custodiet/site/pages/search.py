"""The search: what was asked, what was found of how many, and the choices that narrow it down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from custodiet.site.find import Found, find
from custodiet.site.languages import marked
from custodiet.site.narrowing import Narrowing
from custodiet.site.query import Query, Sort
from custodiet.site.site import Site

FORMS = (
    ("csv", "CSV"),
    ("xlsx", "XLSX"),
    ("jsonl", "JSON Lines"),
    ("parquet", "Parquet"),
    ("ftm", "FtM"),
    ("geojson", "GeoJSON"),
)
_SORTS: tuple[tuple[Sort, str], ...] = (
    ("relevance", marked("best match first")),
    ("date", marked("newest first")),
    ("oldest", marked("oldest first")),
    ("amount", marked("largest amount first")),
)
_OWN = frozenset({"cursor", "limit"})


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A query and its result."""

    query: Query
    found: Found
    chosen: tuple[tuple[str, str, str], ...]
    """Facet, value and label of each choice."""
    cancelled: int
    documents: int
    sorts: tuple[tuple[Sort, str], ...]
    paged: bool
    """Whether this is a later page of the result."""
    forms: tuple[tuple[str, str], ...] = FORMS

    def narrowing(self, base: str) -> Narrowing:
        """The addresses of narrower and wider questions; `base` is the address of the search."""
        return Narrowing(self.query, base)

    def sorted_by(self, sort: Sort) -> list[tuple[str, str]]:
        """The query in another order."""
        return replace(self.query, sort=sort).pairs()


def search_page(site: Site, _name: str, pairs: Sequence[tuple[str, str]]) -> SearchPage:
    """The page of a query string; raises QueryError for one that cannot be meant."""
    cursor = next((value for name, value in pairs if name == "cursor" and value), None)
    query = Query.read(pairs, _OWN)
    found = find(site.store, query, cursor=cursor)
    chosen = [
        (name, one.value, one.label) for name, facet in found.facets.items() for one in facet.values if one.selected
    ]
    states = found.facets.get("state")
    cancelled = sum(one.count for one in states.values if one.value == "cancelled") if states else 0
    return SearchPage(
        query=query,
        found=found,
        chosen=tuple(chosen),
        cancelled=cancelled,
        documents=site.store.manifest.rows.get("documents", 0),
        paged=cursor is not None,
        sorts=_SORTS if query.words else _SORTS[1:],
    )
