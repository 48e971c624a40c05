"""A register, open for reading: everything that a page shows, each thing by its own key in a read or two.

Rows are dictionaries with the declared columns of their table (`docs/reference/tables.md`), amounts exact decimals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from custodiet.register.card import Card
from custodiet.register.explain import Explanation, Places, explained
from custodiet.register.explain_case import CaseExplanation
from custodiet.register.index_layout import NONE
from custodiet.register.manifest import read_manifest
from custodiet.register.rows import Row
from custodiet.site.facets import Facets
from custodiet.site.index import Index, PurchaseRows
from custodiet.site.links import HASHED, name_of
from custodiet.site.links import key as made_key
from custodiet.site.words import Terms

if TYPE_CHECKING:
    from types import TracebackType


_IDS = {
    "purchase": ("purchase", "ocid"),
    "request": ("purchase", "ocid"),
    "organisation": ("kept_organisations", "organisation_id"),
    "place": ("kept_places", "place_id"),
    "case": ("kept_cases", "case"),
}
"""Where the ids of things stand that data name: by kind of page, table and column."""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a purchase: where it lies, what it is for, what else its money buys, the cases it belongs to."""

    place_id: str | None
    place: Row | None
    where: Row | None
    purpose: Row | None
    comparisons: list[Row]
    cases: list[Row]


class Store:
    """One register; safe for many threads at once."""

    def __init__(self, folder: Path, places: Places) -> None:
        """Opens the register in `folder`; `places` tells where columns stand in documents of a format."""
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.index = Index(folder)
        self.purchases = int(self.index.part("purchases"))
        self.facets = Facets(self.index, self.purchases)
        self.terms = Terms(self.index.connection)
        self._places = places
        self._hashes: dict[str, dict[str, str]] = {}

    def close(self) -> None:
        """Closes the register."""
        self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.close()

    def named(self, kind: str, key: str) -> str | None:
        """The id that a key in an address of a kind of page stands for; None where it stands for none."""
        if not key.startswith(HASHED) or kind not in _IDS:
            return name_of(key)
        return self._hashed(*_IDS[kind]).get(key)

    def _hashed(self, table: str, column: str) -> dict[str, str]:
        """The ids that are named by a hash, by that key; looked for once, when the first of them is asked for."""
        if table not in self._hashes:
            keys = {made_key(name): name for name in self.index.unnamed(table, column)}
            self._hashes[table] = {key: name for key, name in keys.items() if key.startswith(HASHED)}
        return self._hashes[table]

    @cached_property
    def alike(self) -> frozenset[str]:
        """The ids of which another differs in capital letters alone: many disks do not tell these apart."""
        return frozenset(name for place in set(_IDS.values()) for name in self.index.alike(*place))

    def purchase(self, ocid: str) -> Explanation | None:
        """Everything the register says of a purchase; None where it has none of that ocid."""
        rows = self.index.rows_of(ocid)
        return None if rows is None else explained(rows, ocid, self._places)

    def card(self, ocid: str) -> Card | None:
        """A purchase in few words."""
        number = self.index.number(ocid)
        return None if number is None else self.index.cards([number])[0]

    def cards(self, ocids: Sequence[str]) -> list[Card]:
        """The purchases among these ocids, in the order given."""
        numbers = [number for ocid in ocids if (number := self.index.number(ocid)) is not None]
        return self.index.cards(numbers)

    def around(self, ocid: str) -> Around | None:
        """What surrounds a purchase."""
        rows = self.index.rows_of(ocid)
        return None if rows is None else self._around(rows, ocid)

    def whole(self, ocid: str) -> tuple[Explanation, Around] | None:
        """A purchase and what surrounds it, in one read."""
        rows = self.index.rows_of(ocid)
        return None if rows is None else (explained(rows, ocid, self._places), self._around(rows, ocid))

    def _around(self, rows: PurchaseRows, ocid: str) -> Around:
        where, purpose = (rows.rows(name, "ocid", {ocid}) for name in ("process_places", "process_purposes"))
        place_id = where[0]["place_id"] if where else None
        return Around(
            place_id,
            self.place(place_id) if place_id else None,
            where[0] if where else None,
            purpose[0] if purpose else None,
            rows.rows("comparisons", "ocid", {ocid}),
            self._cases_of.get(ocid, []),
        )

    @cached_property
    def _cases_of(self) -> dict[str, list[Row]]:
        """The cases by the purchases that belong to them."""
        found: dict[str, list[Row]] = {}
        for case in self.cases():
            for ocid in case["purchases"] or ():
                found.setdefault(ocid, []).append(case)
        return found

    def place(self, place_id: str) -> Row | None:
        """A row of `places`."""
        return self._one("places", "place_id", place_id)

    def places(self) -> list[tuple[Row, int]]:
        """Every settlement with purchases, and how many it has, most first."""
        counted = {value: count for value, _label, count in self.facets.listed("place") if value != NONE}
        rows = {row["place_id"]: row for row in self.index.kept("places", "place_id", counted)}
        return [(rows[place_id], count) for place_id, count in counted.items() if place_id in rows]

    def places_in(self, country: str) -> list[Row]:
        """The places of a country, those without purchases too."""
        return self.index.kept("places", "country", {country})

    def spending(self, place_id: str) -> list[Row]:
        """The rows of `spending` on a place."""
        return self.index.kept("spending", "place_id", {place_id})

    def organisation(self, organisation_id: str) -> Row | None:
        """A row of `organisations`, of those that stand in a purchase or beside one that does."""
        return self._one("organisations", "organisation_id", organisation_id)

    def links(self, organisation_id: str) -> list[Row]:
        """The rows of `links` on an organisation, with `other` and `other_name`: whom it is linked with."""
        rows = self.index.kept("links", "organisation_a", {organisation_id})
        rows += self.index.kept("links", "organisation_b", {organisation_id})
        sides = [
            (row, row["organisation_a" if row["organisation_b"] == organisation_id else "organisation_b"])
            for row in rows
        ]
        names = {
            row["organisation_id"]: row["name"]
            for row in self.index.kept("organisations", "organisation_id", {other for _row, other in sides})
        }
        return [{**row, "other": other, "other_name": names.get(other)} for row, other in sides]

    def list_hits(self, organisation_id: str) -> list[Row]:
        """The rows of `list_hits` on an organisation."""
        return self.index.kept("list_hits", "organisation_id", {organisation_id})

    def flags_of(self, subject_id: str) -> list[Row]:
        """The rows of `flags` on an organisation."""
        return self.index.kept("flags", "subject_id", {subject_id})

    def indicator_counts(self, code: str) -> list[Row]:
        """The rows of `indicator_counts` of an indicator."""
        return self.index.kept("indicator_counts", "indicator", {code})

    def cases(self) -> list[Row]:
        """The rows of `cases`."""
        return [row for _at, row in self.index.all_kept("cases")]

    def case(self, case: str) -> CaseExplanation | None:
        """What the register says of a documented case."""
        found = self._one("cases", "case", case)
        if found is None:
            return None
        parts = {name: self.index.kept(name, "case", {case}) for name in ("roles", "financing", "observations")}
        return CaseExplanation(
            found,
            **parts,
            safeguards=self.index.kept("safeguards", "ocid", {case}),
            documents=self.index.kept("documents", "document_id", {found["document_id"]}),
        )

    def coverage(self, country: str | None = None) -> list[Row]:
        """How much was read, all documents together: one row per country and year."""
        if country is not None:
            return self.index.kept("coverage", "country", {country})
        return [row for _at, row in self.index.all_kept("coverage")]

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries of which anything was read, or of which a case tells."""
        read = {row["country"] for row in self.coverage() if row["country"]}
        return frozenset(read.union(*(case["countries"] or () for case in self.cases())))

    def document(self, document_id: str) -> Row | None:
        """A row of `documents`."""
        return self._one("documents", "document_id", document_id)

    def documents(self, limit: int = 100, after: int = 0) -> list[tuple[int, Row]]:
        """Rows of `documents` with their numbers; `after` is the last number of the page before."""
        return list(self.index.all_kept("documents", limit, after))

    def changes(self) -> list[Row]:
        """What differs from the register before, where the build was told of one."""
        file = self.folder / "tables" / "changes.parquet"
        if not file.is_file():
            return []
        import pyarrow.parquet as pq  # noqa: PLC0415  (few registers have such a table)

        found: list[Row] = pq.read_table(file).to_pylist()
        return found

    def _one(self, table: str, column: str, value: str) -> Row | None:
        found = self.index.kept(table, column, {value})
        return found[0] if found else None


def _other_side(link: Row, organisation_id: str) -> str:
    """Whom an organisation is linked with."""
    other: str = link["organisation_a" if link["organisation_b"] == organisation_id else "organisation_b"]
    return other
