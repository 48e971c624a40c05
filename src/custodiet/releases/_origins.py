"""Where the values of merged releases come from: those that another release stated than the one their row points to."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from custodiet.model.release import Award, Bid, Contract, Part, Release, Tender
from custodiet.model.tables import ORIGINS, PROCESSES, RELEASE_TABLES
from custodiet.releases._parts import Columns
from custodiet.releases.gathered import Gathered

_PLACES = {table.name: table.places for table in RELEASE_TABLES}
_Row = tuple[str, str, str, str, str, str]


def origins(chunk: Gathered, processes: Columns) -> Columns:
    """The columns of `origins`: a row for each value of a merged release that its row's place does not show."""
    rows: list[_Row] = []
    for number, merged in enumerate(chunk.merged):
        if merged > 1:
            rows += _Merged(chunk, number).rows(processes)
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(ORIGINS.names)
    return dict(zip(ORIGINS.names, columns, strict=True))


class _Merged:
    """One merged release, walked in the order of its rows."""

    def __init__(self, chunk: Gathered, number: int) -> None:
        self.release: Release = chunk.releases[number]
        self.number, self.ocid = number, self.release.ocid or ""
        self.base, self.document_id = chunk.pointers[number], chunk.documents[number]

    def rows(self, processes: Columns) -> Iterator[_Row]:
        release, tender, planning = self.release, self.release.tender or Tender(), self.release.planning
        yield from self._each(release.parties, "parties", "/parties")
        yield from self._tender(tender)
        for n, bid in enumerate((release.bids.details if release.bids else None) or ()):
            yield from self._bid(bid, f"/bids/details/{n}")
        for n, award in enumerate(release.awards or ()):
            yield from self._award(award, f"/awards/{n}")
        for n, contract in enumerate(release.contracts or ()):
            yield from self._contract(contract, f"/contracts/{n}")
        if planning is not None:
            yield from self._each(planning.documents, "attachments", "/planning/documents")
        yield from self._of(release, "processes", "")
        yield from self._of(tender, "processes", "", "/tender")
        if planning is not None:
            yield from self._of(planning, "processes", "", "/planning")
        yield from self._elsewhere(tender, "/tender", processes)
        yield from self._elsewhere(planning, "/planning", processes)

    def _tender(self, tender: Tender) -> Iterator[_Row]:
        yield from self._each(tender.lots, "lots", "/tender/lots")
        yield from self._each(tender.items, "items", "/tender/items")
        yield from self._each(tender.documents, "attachments", "/tender/documents")
        yield from self._each(tender.amendments, "amendments", "/tender/amendments")

    def _bid(self, bid: Bid, place: str) -> Iterator[_Row]:
        yield from self._of(bid, "bids", place)
        yield from self._each(bid.documents, "attachments", f"{place}/documents")

    def _award(self, award: Award, place: str) -> Iterator[_Row]:
        yield from self._of(award, "awards", place)
        yield from self._each(award.items, "items", f"{place}/items")
        yield from self._each(award.documents, "attachments", f"{place}/documents")
        yield from self._each(award.amendments, "amendments", f"{place}/amendments")

    def _contract(self, contract: Contract, place: str) -> Iterator[_Row]:
        yield from self._of(contract, "contracts", place)
        yield from self._each(contract.items, "items", f"{place}/items")
        yield from self._each(contract.documents, "attachments", f"{place}/documents")
        yield from self._each(contract.amendments, "amendments", f"{place}/amendments")
        if contract.implementation is not None:
            done = f"{place}/implementation"
            yield from self._each(contract.implementation.transactions, "transactions", f"{done}/transactions")
            yield from self._each(contract.implementation.documents, "attachments", f"{done}/documents")

    def _each(self, parts: Iterable[Part] | None, table: str, place: str) -> Iterator[_Row]:
        for n, part in enumerate(parts or ()):
            yield from self._of(part, table, f"{place}/{n}")

    def _of(self, part: Part, table: str, place: str, inside: str = "") -> Iterator[_Row]:
        """A row for each column whose value another release stated than the one the row points to."""
        row_pointer = (part.pointer if part.pointer and not inside else None) or f"{self.base}{place}"
        for key, (document_id, pointer) in (part.origins or {}).items():
            for column, stands_at in _PLACES[table].items():
                below = f"{inside}/{key}"
                if stands_at == below or stands_at.startswith(f"{below}/"):
                    value = f"{pointer}{stands_at[len(inside) :]}"
                    yield self.ocid, table, row_pointer, column, document_id, value

    def _elsewhere(self, part: Part | None, inside: str, processes: Columns) -> Iterator[_Row]:
        """A row for each column of the process from a part that the last release did not state at all."""
        if part is None or part.pointer is None:
            return
        document_id = part.document or self.document_id
        if document_id == self.document_id and f"{part.pointer}/".startswith(f"{self.base}/"):
            return
        is_ocds = part.pointer.endswith(inside)  # in other formats a value's place is known below its own row alone
        for column in PROCESSES.columns:
            below = column.place.removeprefix(f"{inside}/")
            if not column.place.startswith(f"{inside}/") or not _is_stated(processes[column.name], self.number):
                continue
            if not any(f"{below}/".startswith(f"{path}/") for path in part.origins or {}):
                value = f"{part.pointer}{column.place.removeprefix(inside) if is_ocds else ''}"
                yield self.ocid, "processes", self.base, column.name, document_id, value


def _is_stated(column: Sequence[Any] | pa.Array, row: int) -> bool:
    value = column[row]
    return bool(value.is_valid) if isinstance(value, pa.Scalar) else value is not None
