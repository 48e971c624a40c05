"""A folder of small but nasty tables: every declared flat table, with values that engines are known to see differently.

Rows are drawn from pools by a fixed seed, so that ties, nulls and empty texts meet in every combination; the examples
of all indicators stand beside them, each under an ocid of its own, so that each indicator finds what it looks for.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.indicators import load_indicators
from custodiet.model.organisation_tables import LIST_HITS, ORGANISATION_TABLES
from custodiet.model.tables import RELEASE_TABLES, TECHNOLOGIES, Table

TABLES = {table.name: table for table in (*RELEASE_TABLES, *ORGANISATION_TABLES, LIST_HITS, TECHNOLOGIES)}
PROCESSES = [f"p{n:02}" for n in range(40)]
ROWS = {"processes": 40, "bids": 110, "awards": 70, "contracts": 60, "items": 120, "parties": 110}
OTHERS = 45

DATES = [
    None, "", "2024-02-29", "2024-02-29T10:00:00Z", "2024-03-01T00:30:00+06:00", "2024-02-29T18:30:00+0000",
    "2024-02-29T23:59:59.999Z", "2024-13-45", "2023-02-29", "0207-01-01", "not a date", "2024", "2024-03", "20240301",
    "2024-03-15T10:00:00", "2017-05-01", "2017-05-01T08:00:00+03:00", "٢٠٢٤-01-01", "2024-03-02 10:00:00",
]  # fmt: skip
TEXTS = [
    None, "", " ", "Камери відеоспостереження", "КАМЕРИ  відеоспостереження ", "İstanbul ışık kamera", "ΟΔΟΣ ΣΊΣΥΦΟΣ",
    "Straße, façade\u00a0camera", "cafe\u0301 camera", "Kamera oder gleichwertig", "tab\tnew\nline", "a'b\"c\\d",
    "Viorel or equivalent", "%_", "zero\u200bwidth", "antecamera", "фінансування зі штрафів", "кредит",
]  # fmt: skip
AMOUNTS = [
    None, 0, 1, -5, "0.0001", "33.3333", "66.6667", 100, 100, 110, 199999, 200000, "199999.9999", 120000,
    "12345678901234567890.1234", "1e9", "0.1", "0.2",
]  # fmt: skip
CURRENCIES = [None, "UAH", "UAH", "KGS", "kgs", "USD", "EUR", ""]
POOLS: dict[str, Sequence[Any]] = {
    "country": [None, "UA", "UA", "KG", "kg", "RS", ""],
    "language": [None, "uk", "en"],
    "status": [None, "", "active", "active", "valid", "valid", "pending", "disqualified", "cancelled", "unsuccessful",
               "withdrawn", "complete", "planning", "planned"],
    "method": [None, "open", "selective", "limited", "direct", "odd"],
    "method_details": [None, "Допорогова закупівля", "negotiation without publication", "accelerated", ""],
    "method_rationale": [None, "надзвичайна ситуація", "urgency", "one supplier"],
    "category": [None, "goods", "services", "works", "odd"],
    "award_criteria": [None, "priceOnly", "lowestCost", "ratedCriteria", "bestProposal", "qualityOnly", ""],
    "scheme": [None, "CPV", "ДК021", "ДК 021", "UNSPSC", "odd", ""],
    "code": [None, "34121000-1", "32323500-8", "32323500", "35125300-2", "45233142-6", "60100000-9", "3", "x1", "",
             "32 323500"],
    "unit": [None, "шт", "шт.", "штука", "km", "one", "ПОСЛУГА", ""],
    "stage": ["tender", "award", "contract", "planning"],
    "role": [None, "main", "component"],
    "label": ["yes", "part", "no", "review"],
    "technology": ["video.cctv_fixed", "video.analytics", "biometric.face"],
    "type": [None, "tenderNotice", "awardNotice", "contractNotice", "biddingDocuments", "technicalSpecifications"],
    "format": [None, "application/pdf"],
    "locality": [None, "Київ", "м. Київ", "Бишкек", "г. Ош", "Novi Sad", "Kiev", "", "nowhere"],
    "region": [None, "Київська область", "Чуйская область", "", "odd"],
    "decision": ["same", "possible", "different"],
    "list": ["sanctions", "debarred"],
    "maker": ["a-maker", "b-maker"],
    "product": ["", "x-1"],
    "table": ["processes", "lots", "items", "awards", "contracts"],
    "column": ["title", "description"],
    "tenderers": [None, 0, 1, 2, 7],
    "quantity": [None, 0.0, 0.1, 0.2, 0.3, 1.0, 2.0, 3.0, 1e9, -1.0],
    "score": [0.0, 0.1, 0.5, 0.9, 1.0],
    "releases": [1, 2],
    "url": [None, "https://example.org/a", "https://example.org/b", ""],
    "organisation_id": ["org-1", "org-2", "org-3", "Org-1", "орг"],
}  # fmt: skip
BUSES = {"scheme": "CPV", "code": "34121000-1", "unit": "шт"}
"""Items whose price for one can be compared."""
PARTIES = [None, "A", "B", "C", "a", "Ä", "D", ""]


def nasty_tables(folder: Path, seed: int = 5) -> Path:
    """Writes the tables into the folder."""
    drawn = random.Random(seed)
    examples = _examples()
    for name, table in TABLES.items():
        rows = _without_repeated_keys([*_rows(table, drawn), *examples.get(name, [])], table.key)
        drawn.shuffle(rows)
        columns = {one.name: pa.array([row.get(one.name) for row in rows], one.type) for one in table.columns}
        pq.write_table(pa.table(columns, schema=table.schema), folder / f"{name}.parquet")
    return folder


def empty_tables(folder: Path) -> Path:
    """Writes every table without a row into the folder."""
    for name, table in TABLES.items():
        pq.write_table(table.schema.empty_table(), folder / f"{name}.parquet")
    return folder


def _rows(table: Table, drawn: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(ROWS.get(table.name, OTHERS)):
        row = {column.name: _value(table.name, column.name, column.type, number, drawn) for column in table.columns}
        yield row | BUSES if table.name == "items" and number % 2 else row


def _value(table: str, column: str, kind: pa.DataType, number: int, drawn: random.Random) -> Any:
    if column == "ocid" and table == "processes":
        return PROCESSES[number]
    if column == "ocid":  # the later half buys no surveillance technology
        return drawn.choice([*PROCESSES[: 20 if table == "technologies" else None], "stray"])
    if column in {"document_id", "pointer"}:
        return drawn.choice(["d1", "d2", "Ж"]) if column == "document_id" else f"/{number}"
    if column in POOLS:
        return drawn.choice(POOLS[column])
    if pa.types.is_decimal(kind):
        amount = drawn.choice(AMOUNTS)
        return None if amount is None else Decimal(amount).quantize(Decimal("0.0001"))
    if column.endswith("currency"):
        return drawn.choice(CURRENCIES)
    if pa.types.is_list(kind):
        return drawn.choice([None, [], ["A"], ["B"], ["C"], ["B", "A"], ["A", "A"], ["Ä", "a", "C"], ["E"]])
    if pa.types.is_integer(kind):
        return drawn.choice([0, 1, 5])
    if pa.types.is_floating(kind):
        return drawn.choice([None, 0.1, 0.5])
    return _text(column, drawn)


def _text(column: str, drawn: random.Random) -> str | None:
    if column in {"date", "published", "tender_start", "tender_end", "start", "end", "date_signed", "release_date"}:
        return drawn.choice(DATES)
    if column in {"party_id", "buyer_id", "procuring_entity_id"}:
        return drawn.choice(PARTIES)
    if column.endswith("_id") or column == "identifier":
        return drawn.choice([None, "1", "2", "3", "10", "é"])
    return drawn.choice(TEXTS)


def _without_repeated_keys(rows: Sequence[dict[str, Any]], key: Sequence[str]) -> list[dict[str, Any]]:
    """The rows whose key is theirs alone and stated where another table would look for it."""
    found = {tuple(row.get(name) for name in key): row for row in rows}
    return [row for row in found.values() if row.get("ocid", "") is not None] if key else list(rows)


def _examples() -> dict[str, list[dict[str, Any]]]:
    """The rows of all examples of all indicators, each example under ocids and organisations of its own."""
    found: dict[str, list[dict[str, Any]]] = {}
    for code, indicator in load_indicators().items():
        for number, example in enumerate(indicator.examples):
            prefix = f"{code}-{number}-"
            for name, rows in example.tables.items():
                placed = enumerate(rows, len(found.get(name, [])))
                found.setdefault(name, []).extend(_example(TABLES[name], prefix, row, at) for at, row in placed)
                known = found.setdefault("party_organisations", [])
                known[:0] = [_resolved(prefix, row["ocid"], party) for row in rows for party in _parties(row)]
    return found


def _parties(row: Mapping[str, Any]) -> set[str]:
    """The organisations that a row names."""
    named = {row.get("buyer_id"), row.get("procuring_entity_id")}
    return {party for party in named.union(row.get("tenderer_ids") or (), row.get("supplier_ids") or ()) if party}


def _resolved(prefix: str, ocid: str, party: str) -> dict[str, str]:
    return {"ocid": prefix + ocid, "party_id": party, "organisation_id": prefix + party}


def _example(table: Table, prefix: str, row: Mapping[str, Any], at: int) -> dict[str, Any]:
    given = dict(row)
    if "ocid" in given:
        given["ocid"] = prefix + given["ocid"]
    for column in table.columns:
        if pa.types.is_decimal(column.type) and given.get(column.name) is not None:
            given[column.name] = Decimal(str(given[column.name]))
    places = {"document_id": "doc", "pointer": f"/e{at}"} if "pointer" in table.names else {}
    return places | given
