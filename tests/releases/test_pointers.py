"""Every stored value is found at its document and pointer, with the text or number that stands there."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from custodiet.model.tables import AMOUNT, COUNT, RELEASE_TABLES, SHARE, Column
from custodiet.releases._draft_2014 import PLACES as DRAFT_PLACES
from first_rooms import Read, compiled, lines, package, read_and_merge, release

# Derived from several values, or given where the source states none.
DERIVED = {"country", "language", "party_id", "more_codes", "tenderer_ids", "supplier_ids", "lot_ids", "roles"}
DERIVED |= {"more_identifiers", "buyer_id", "procuring_entity_id"}
_MISSING = object()


def resolve(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer, or _MISSING."""
    for part in pointer.split("/")[1:]:
        if isinstance(document, list) and part.isdigit() and int(part) < len(document):
            document = document[int(part)]
        elif isinstance(document, dict) and part in document:
            document = document[part]
        else:
            return _MISSING
    return document


def same(stored: Any, stated: Any, column: Column) -> bool:
    """Whether a cell says what the document says."""
    if stated is _MISSING or stated is None:
        return False
    if column.type == AMOUNT:
        return isinstance(stated, int | float) and stored == Decimal(repr(stated)).quantize(Decimal("0.0001"))
    if column.type in (COUNT, SHARE):
        return bool(stored == stated)
    return bool(stored == (stated if isinstance(stated, str) else str(stated)))


def wrong_cells(
    found: Read, documents: dict[str, Any], *, draft: bool = False
) -> Iterator[tuple[str, str, str, Any, Any]]:
    """Each cell that is not what stands at its place, unless a problem says that it was changed."""
    said = {(one.document_id, one.pointer) for one in found.problems}
    origins = {
        (row["table"], row["row_pointer"], row["column"]): (row["document_id"], row["pointer"])
        for row in found.tables.get("origins", [])
    }
    for table in RELEASE_TABLES[:-1]:
        for row in found.tables.get(table.name, []):
            for column in table.columns:
                stored = row[column.name]
                if not column.place or stored is None or column.name in DERIVED:
                    continue
                places = DRAFT_PLACES.get(table.name, {}).get(column.name, column.place) if draft else column.place
                key = (table.name, row["pointer"], column.name)
                at = [(row["document_id"], f"{row['pointer']}{place}") for place in places.split(" | ")]
                at = [origins[key]] if key in origins else at
                if any(same(stored, lookup(documents, *place), column) for place in at):
                    continue
                if not any(place in said or is_changed(place, said) for place in at):
                    yield table.name, column.name, at[0][1], stored, lookup(documents, *at[0])


def lookup(documents: dict[str, Any], document_id: str, pointer: str) -> Any:
    document = documents[document_id]
    if pointer.startswith("line="):
        number, _, below = pointer.removeprefix("line=").partition("/")
        return resolve(document[int(number) - 1], f"/{below}" if below else "")
    return resolve(document, pointer)


def is_changed(place: tuple[str, str], said: set[tuple[str, str]]) -> bool:
    """Whether a problem stands at the place, or above it: a list for an object, a natural person."""
    document_id, pointer = place
    parts = pointer.split("/")
    return any((document_id, "/".join(parts[:n])) in said for n in range(len(parts), 1, -1))


FULL = {
    "language": "uk",
    "buyer": {"id": "b", "name": "City council"},
    "parties": [
        {"id": "b", "name": "City council", "identifier": {"scheme": "UA-EDR", "id": 12345678, "legalName": "Council"}},
        {"id": 7, "name": "Supplier LLC", "address": {"locality": "Kyiv", "region": "Kyiv", "countryName": "Ukraine"}},
    ],
    "planning": {"rationale": "safety", "budget": {"amount": {"amount": 5.25, "currency": "UAH"}, "description": "d"}},
    "tender": {
        "title": "Cameras",
        "value": {"amount": 10, "currency": "UAH"},
        "tenderPeriod": {"startDate": "2024-01-01", "endDate": "2024-01-20"},
        "items": [
            {"id": "1", "description": "camera", "quantity": 2.5, "unit": {"name": "piece", "value": {"amount": 4}}}
        ],
        "lots": [{"id": 1, "title": "lot", "value": {"amount": 3, "currency": "UAH"}}],
        "documents": [{"id": "d", "title": "file", "url": "https://example.org/f"}],
        "amendments": [{"id": "m", "description": "later"}],
    },
    "bids": {"details": [{"id": 3, "value": {"amount": 9}, "tenderers": [{"id": 7, "name": "Supplier LLC"}]}]},
    "awards": [
        {"id": "a", "date": "2024-02-01", "suppliers": [{"id": 7, "name": "Supplier LLC"}], "items": [{"id": "1"}]}
    ],
    "contracts": [
        {"id": "c", "awardID": "a", "implementation": {"transactions": [{"id": "t", "value": {"amount": 1.1}}]}}
    ],
}


def parsed_lines(data: bytes) -> list[Any]:
    return [msgspec.json.decode(line) for line in data.splitlines() if line.strip()]


def test_the_values_of_compiled_releases_stand_where_their_pointers_lead(tmp_path: Path) -> None:
    data = package(*(compiled(f"p-{n}", **FULL) for n in range(3)))
    (tmp_path / "package").write_bytes(data)
    found = read_and_merge(tmp_path / "package")
    (document,) = found.documents.values()
    assert list(wrong_cells(found, {document.document_id: msgspec.json.decode(data)})) == []
    assert all(found.tables[table.name] for table in RELEASE_TABLES[:-1]), "every table has rows to check"


def test_the_values_of_merged_releases_stand_where_their_origins_lead(tmp_path: Path) -> None:
    later = {
        "tender": {"status": "active", "value": {"currency": "USD"}, "items": [{"id": "1", "description": "new"}]},
        "awards": [{"id": "a", "status": "active"}, {"id": "b", "title": "second"}],
        "contracts": [{"id": "c", "implementation": {"transactions": [{"id": "t", "date": "2024-05-05"}]}}],
        "parties": [{"id": 7, "identifier": {"scheme": "UA-EDR"}}],
        "bids": {"details": [{"id": 3, "status": "valid"}]},
    }
    texts = {
        "first": lines(release("p", **FULL)),
        "second": package(release("p", date="2024-06-01", **later), release("q", **FULL)),
        "third": lines(release("other"), release("p", date="2024-07-01", buyer={"id": "b", "name": "City"})),
    }
    documents: dict[str, Any] = {}
    for name, data in texts.items():
        (tmp_path / name).write_bytes(data)
    found = read_and_merge(tmp_path)
    for name, document in found.documents.items():
        data = texts[name.rpartition("/")[2]]
        documents[document.document_id] = parsed_lines(data) if name.endswith("third") else msgspec.json.decode(data)
    assert list(wrong_cells(found, documents)) == []
    assert len(found.tables["origins"]) > 10


def test_a_value_at_a_wrong_place_is_noticed(tmp_path: Path) -> None:
    data = package(compiled("p", **FULL))
    (tmp_path / "package").write_bytes(data)
    found = read_and_merge(tmp_path / "package")
    found.tables["processes"][0]["title"] = "another"
    (document,) = found.documents.values()
    assert [cell[1] for cell in wrong_cells(found, {document.document_id: msgspec.json.decode(data)})] == ["title"]
