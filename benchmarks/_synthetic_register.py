"""Makes a register of invented purchases, as large as wanted and the same every time, to load a site with.

Every purchase has what a real one has: a process, a lot, two items, two bids, an award, a contract, two parties, a
class, the states of thirty indicators and of twenty-eight questions. Words, buyers, suppliers and places are drawn so
that a few are frequent and most are rare. Purchases are numbered by date, as publishers number them.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.classification.term_table import term_table
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.model.declared import declared_tables
from custodiet.model.parquet import TableWriter
from custodiet.register.manifest import write_manifest
from custodiet.register.search import write_search

_SLICE = 50_000
_THINGS = (
    "Камери відеоспостереження", "Система видеонаблюдения", "Video surveillance system", "Caméras de vidéoprotection",
    "Бейнебақылау жүйесі", "Videokuzatuv tizimi", "Розпізнавання облич", "Распознавание лиц", "Number plate readers",
    "Sisteme de supraveghere video", "Видеокөзөмөл системасы", "Kamerasysteme", "Центр керування Безпечне місто",
    "Нагрудні відеореєстратори", "Face recognition software", "Drones for patrol",
)  # fmt: skip
_FOR = (
    "для школи", "для больницы", "for the city", "pour la ville", "облыс үшін", "pentru primărie", "для вокзалу",
    "для полиции", "for the airport", "шаар үчүн", "для дорог", "am Bahnhof", "для ринку", "for public transport",
)  # fmt: skip
_SYLLABLES = (
    "ba",
    "ro",
    "ki",
    "le",
    "mu",
    "na",
    "po",
    "sha",
    "ti",
    "vo",
    "zu",
    "cha",
    "der",
    "lin",
    "gor",
    "mir",
    "sta",
    "kal",
)
_COUNTRIES = np.array(["UA", "KZ", "MD", "KG", "UZ", "FR", "DE", "GB", "RO", "AM"])
_CURRENCIES = np.array(["UAH", "KZT", "MDL", "KGS", "UZS", "EUR", "EUR", "GBP", "RON", "AMD"])
_STATES = np.array(["contracted", "awarded", "tendered", "cancelled", "planned", "paid"])
_QUESTION_STATES = np.array(["not_checked", "claimed", "documented", "partly_documented", "not_found"])
_BUYERS, _SUPPLIERS, _PLACES, _DOCUMENTS = 20_000, 30_000, 3_000, 2_000


def make_register(folder: Path, purchases: int, seed: int = 7, changed: int = 0) -> None:
    """Writes a register of so many purchases into `folder`, index and manifest included.

    So many as are `changed`, of the newest, cost more than in a register of the same seed without a change.
    """
    (folder / "tables").mkdir(parents=True)
    making = _Making(folder / "tables", purchases, np.random.default_rng(seed), changed)
    rows = making.write()
    write_search(folder)
    write_manifest(folder, version="0", settings={}, inputs=[], rows=rows, totals={}, problems={}, notes={})


class _Making:
    def __init__(self, tables: Path, purchases: int, draw: np.random.Generator, changed: int) -> None:
        self.tables, self.purchases, self.draw, self.changed = tables, purchases, draw, changed
        self.classes = np.array(sorted(load_vocabulary().technologies))
        names = ["".join(draw.choice(_SYLLABLES, 3)).title() for _ in range(_PLACES)]
        self.place_names = np.array(names)
        self.buyers = np.array([f"{names[n % _PLACES]} міська рада {n}" for n in range(_BUYERS)])
        self.suppliers = np.array([f"ТОВ «{names[n % _PLACES]} Техно {n}»" for n in range(_SUPPLIERS)])
        self.rows: dict[str, int] = {}

    def write(self) -> dict[str, int]:
        """The number of rows by table."""
        writers = {name: TableWriter(declared_tables()[name], self.tables) for name in _PER_PURCHASE}
        for start in range(0, self.purchases, _SLICE):
            one = _Slice(self, start, min(_SLICE, self.purchases - start))
            for name, make in _PER_PURCHASE.items():
                writers[name].write(_table(name, make(one)))
        for name, writer in writers.items():
            writer.close()
            self.rows[name] = writer.rows
        self._whole("organisations", self._organisations())
        ids = [f"geonames:{n}" for n in range(_PLACES)]
        country = _COUNTRIES[np.arange(_PLACES) % len(_COUNTRIES)]
        self._whole(
            "places", {"place_id": ids, "kind": ["settlement"] * _PLACES, "name": self.place_names, "country": country}
        )
        documents = [f"{n:064x}" for n in range(_DOCUMENTS)]
        self._whole("documents", {"document_id": documents, "name": [f"releases-{n}.json" for n in range(_DOCUMENTS)],
                                  "format": ["ocds"] * _DOCUMENTS, "bytes": [1_000_000] * _DOCUMENTS})  # fmt: skip
        terms = term_table(load_vocabulary())
        pq.write_table(terms, self.tables / "terms.parquet")
        self.rows["terms"] = terms.num_rows
        return self.rows

    def _organisations(self) -> dict[str, Any]:
        names = np.concatenate([self.buyers, self.suppliers])
        ids = [f"b{n}" for n in range(_BUYERS)] + [f"s{n}" for n in range(_SUPPLIERS)]
        return {"organisation_id": ids, "name": names, "names": [[name] for name in names.tolist()]}

    def _whole(self, name: str, columns: dict[str, Any]) -> None:
        table = _table(name, columns)
        pq.write_table(table, self.tables / f"{name}.parquet")
        self.rows[name] = table.num_rows

    def frequent(self, of: int, size: int) -> Any:
        """Numbers below `of`, the low ones far more often."""
        return np.minimum((self.draw.random(size) ** 3 * of).astype(np.int64), of - 1)


class _Slice:
    """Some purchases, the newest first, and the columns of their rows."""

    def __init__(self, making: _Making, start: int, size: int) -> None:
        draw = making.draw
        self.making, self.size = making, size
        number = np.arange(start, start + size)
        self.ocid = np.char.add("ocds-synth0-", np.char.zfill((10_000_000 - number).astype(str), 8))
        days = (number * (16 * 365) // max(making.purchases, 1)).astype("timedelta64[D]")
        self.date = (np.datetime64(dt.date(2025, 12, 31)) - days).astype(str)
        self.buyer, self.supplier = making.frequent(_BUYERS, size), making.frequent(_SUPPLIERS, size)
        self.place = self.buyer % _PLACES
        self.country = self.place % len(_COUNTRIES)
        self.technology = making.frequent(len(making.classes), size)
        self.state = _STATES[making.frequent(len(_STATES), size)]
        self.amount = np.round(10 ** (3 + 4 * draw.random(size)), 2)
        self.amount[: max(0, making.changed - start)] += 1
        self.document = np.char.zfill(np.vectorize(lambda n: f"{n:x}")(number % _DOCUMENTS), 64)
        self.pointer = np.char.add("/releases/", (number // _DOCUMENTS).astype(str))
        thing, whom = making.frequent(len(_THINGS), size), draw.integers(0, len(_FOR), size)
        where = making.place_names[self.place]
        parts = (np.array(_THINGS)[thing], np.array(_FOR)[whom], where, (number % 997).astype(str))
        self.title = np.array([" ".join(part) for part in zip(*parts, strict=True)], dtype=object)
        self.flagged = draw.random((size, len(_INDICATORS)))
        self.answered = draw.random((size, len(_QUESTIONS)))

    def names(self, which: str) -> Any:
        """Buyers or suppliers as printed."""
        making = self.making
        return making.buyers[self.buyer] if which == "buyer" else making.suppliers[self.supplier]

    @property
    def key(self) -> dict[str, Any]:
        """The columns that every row has."""
        return {"ocid": self.ocid, "document_id": self.document, "pointer": self.pointer}

    def below(self, place: str) -> dict[str, Any]:
        """The key of rows below the process."""
        return {**self.key, "pointer": np.char.add(self.pointer, place)}

    def repeated(self, columns: dict[str, Any], times: int) -> dict[str, Any]:
        """Each row so many times."""
        return {name: np.repeat(values, times) for name, values in columns.items()}


_INDICATORS = np.array([f"R{n:03}" for n in range(3, 60, 5)] + [f"C{n}" for n in range(101, 119)])
_QUESTIONS = np.array([f"SG{n:02}" for n in range(1, 29)])


def _purchase_rows(one: _Slice) -> dict[str, Any]:
    furthest = np.isin(one.state, ["contracted", "paid"])
    classes = one.making.classes[one.technology]
    return {
        **one.key,
        "label": np.where(one.amount > 2000, "yes", "part"),
        "technologies": [[name] for name in classes],
        "confidence": np.full(one.size, 1.0),
        "title": one.title,
        "language": np.full(one.size, "uk"),
        "country": _COUNTRIES[one.country],
        "settlement": one.making.place_names[one.place],
        "buyer": np.char.add("b", one.buyer.astype(str)),
        "buyer_name": one.names("buyer"),
        "suppliers": [[f"s{n}"] for n in one.supplier],
        "supplier_names": [[name] for name in one.names("supplier")],
        "makers": [["hikvision"] if n % 9 == 0 else [] for n in one.supplier],
        "state": one.state,
        "method": np.full(one.size, "open"),
        "tenderers": one.supplier % 5,
        "date": one.date,
        "tendered_amount": one.amount,
        "tendered_currency": _CURRENCIES[one.country],
        "contracted_amount": np.where(furthest, one.amount, np.nan),
        "contracted_currency": np.where(furthest, _CURRENCIES[one.country], None),
    }


def _process_rows(one: _Slice) -> dict[str, Any]:
    texts = [f"{title}. Поставка, монтаж та обслуговування обладнання" for title in one.title]
    return {
        **one.key,
        "release_id": np.char.add(one.ocid, "-1"),
        "release_date": one.date,
        "country": _COUNTRIES[one.country],
        "title": one.title,
        "description": texts,
        "buyer_name": one.names("buyer"),
        "status": np.full(one.size, "complete"),
        "method": np.full(one.size, "open"),
        "published": one.date,
        "tender_start": one.date,
        "tender_end": one.date,
        "tender_amount": one.amount,
        "tender_currency": _CURRENCIES[one.country],
    }


def _item_rows(one: _Slice) -> dict[str, Any]:
    rows = one.repeated({**one.below("/tender/items/0"), "description": one.title}, 2)
    size = one.size * 2
    return {
        **rows,
        "stage": np.full(size, "tender"),
        "item_id": np.tile(["1", "2"], one.size),
        "scheme": np.full(size, "CPV"),
        "code": np.full(size, "32323500-8"),
        "quantity": np.full(size, 4.0),
    }


def _bid_rows(one: _Slice) -> dict[str, Any]:
    rows = one.repeated({**one.below("/bids/details/0"), "bid_amount": one.amount}, 2)
    return {
        **rows,
        "bid_id": np.tile(["1", "2"], one.size),
        "tenderer_ids": [["s"]] * (one.size * 2),
        "bid_currency": np.repeat(_CURRENCIES[one.country], 2),
    }


def _party_rows(one: _Slice) -> dict[str, Any]:
    rows = one.repeated(one.below("/parties/0"), 2)
    names = np.stack([one.names("buyer"), one.names("supplier")], axis=1).ravel()
    return {
        **rows,
        "party_id": np.tile(["b", "s"], one.size),
        "name": names,
        "roles": [["buyer"], ["supplier"]] * one.size,
    }


def _organisation_rows(one: _Slice) -> dict[str, Any]:
    ids = np.stack([np.char.add("b", one.buyer.astype(str)), np.char.add("s", one.supplier.astype(str))], axis=1)
    return {"ocid": np.repeat(one.ocid, 2), "party_id": np.tile(["b", "s"], one.size), "organisation_id": ids.ravel()}


def _flag_rows(one: _Slice) -> dict[str, Any]:
    times = len(_INDICATORS)
    chance = one.flagged.ravel()
    states = np.where(chance < 0.03, "flagged", np.where(chance < 0.4, "not flagged", "not computable"))
    rows = one.repeated({"ocid": one.ocid}, times)
    codes = np.tile(_INDICATORS, one.size)
    reasons = np.tile(np.array([f"what {code} measures is beyond its threshold" for code in _INDICATORS]), one.size)
    return {
        **rows,
        "subject_id": rows["ocid"],
        "indicator": codes,
        "subject_kind": np.full(len(codes), "process"),
        "state": states,
        "value": np.round(chance * 30),
        "threshold": np.full(len(codes), 15.0),
        "reason": reasons,
    }


def _safeguard_rows(one: _Slice) -> dict[str, Any]:
    times = len(_QUESTIONS)
    states = _QUESTION_STATES[np.minimum((one.answered.ravel() ** 12 * 5).astype(int), 4)]
    return {"ocid": np.repeat(one.ocid, times), "question": np.tile(_QUESTIONS, one.size), "state": states}


def _technology_rows(one: _Slice) -> dict[str, Any]:
    words = [title.split()[0] for title in one.title]
    return {
        **one.key,
        "technology": one.making.classes[one.technology],
        "label": np.full(one.size, "yes"),
        "role": np.full(one.size, "main object"),
        "score": np.full(one.size, 1.0),
        "rule": np.full(one.size, "term"),
        "words": words,
        "table": np.full(one.size, "processes"),
        "column": np.full(one.size, "title"),
        "why": np.full(one.size, "yes: the title names it"),
    }


def _award_rows(one: _Slice) -> dict[str, Any]:
    return {
        **one.below("/awards/0"),
        "award_id": np.full(one.size, "1"),
        "title": one.title,
        "date": one.date,
        "supplier_ids": [["s"]] * one.size,
        "award_amount": one.amount,
        "award_currency": _CURRENCIES[one.country],
    }


def _contract_rows(one: _Slice) -> dict[str, Any]:
    return {
        **one.below("/contracts/0"),
        "contract_id": np.full(one.size, "1"),
        "award_id": np.full(one.size, "1"),
        "date_signed": one.date,
        "contract_amount": one.amount,
        "contract_currency": _CURRENCIES[one.country],
    }


def _place_rows(one: _Slice) -> dict[str, Any]:
    return {
        "ocid": one.ocid,
        "place_id": np.char.add("geonames:", one.place.astype(str)),
        "country": _COUNTRIES[one.country],
        "basis": np.full(one.size, "locality"),
    }


def _lot_rows(one: _Slice) -> dict[str, Any]:
    return {**one.below("/tender/lots/0"), "lot_id": np.full(one.size, "1"), "title": one.title}


_PER_PURCHASE: dict[str, Callable[[_Slice], dict[str, Any]]] = {
    "purchases": _purchase_rows,
    "processes": _process_rows,
    "lots": _lot_rows,
    "items": _item_rows,
    "bids": _bid_rows,
    "awards": _award_rows,
    "contracts": _contract_rows,
    "parties": _party_rows,
    "party_organisations": _organisation_rows,
    "technologies": _technology_rows,
    "flags": _flag_rows,
    "safeguards": _safeguard_rows,
    "process_places": _place_rows,
}


def _table(name: str, columns: dict[str, Any]) -> pa.Table:
    """The declared table with these columns, all others unstated."""
    schema = declared_tables()[name].schema
    size = len(next(iter(columns.values())))
    arrays = []
    for field in schema:
        if field.name not in columns:
            arrays.append(pa.nulls(size, field.type))
        elif pa.types.is_decimal(field.type):
            values = pa.array(np.asarray(columns[field.name], dtype=float), from_pandas=True)
            arrays.append(pc.cast(pc.round(values, 2), field.type, safe=False))
        else:
            values = columns[field.name]
            given = values.tolist() if isinstance(values, np.ndarray) and values.dtype.kind in "UO" else values
            arrays.append(pa.array(given, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
