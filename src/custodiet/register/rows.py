"""Rows of a register by their keys: what an explanation asks for, whatever they are read from."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from custodiet.discovery import nearest
from custodiet.model.pointer import above

Row = dict[str, Any]
_ALIKE = 5
_ALPHA_2 = 2  # letters of a country code


class Rows(Protocol):
    """Reads the tables of a register; rows come in the order of their table, and none of a table that is missing."""

    def rows(self, table: str, column: str, values: Iterable[str]) -> list[Row]:
        """The rows whose `column` is one of `values`."""

    def problems(self, places: Iterable[tuple[str, str]]) -> list[Row]:
        """The problems at or below these places, each a document and a pointer."""

    def decisions(self, ocid: str, references: Iterable[str]) -> list[Row]:
        """The decisions of persons on a process, or on an organisation that one of the references names."""


class ParquetRows:
    """The tables of a register folder, read by key from their files."""

    def __init__(self, folder: Path) -> None:
        self._tables = folder / "tables"

    def rows(self, table: str, column: str, values: Iterable[str]) -> list[Row]:
        """The rows whose `column` is one of `values`."""
        import pyarrow as pa  # noqa: PLC0415  (a reader of the index alone does without)
        import pyarrow.compute as pc  # noqa: PLC0415
        import pyarrow.parquet as pq  # noqa: PLC0415

        path, wanted = self._tables / f"{table}.parquet", sorted(set(values))
        if not path.is_file() or not wanted:
            return []
        found: list[Row] = pq.read_table(path, filters=pc.field(column).isin(pa.array(wanted, pa.string()))).to_pylist()
        return found

    def problems(self, places: Iterable[tuple[str, str]]) -> list[Row]:
        """The problems at or below these places."""
        bases = {(document, pointer) for document, pointer in places if pointer}
        rows = self.rows("problems", "document_id", {document for document, _pointer in bases})
        return [one for one in rows if any((one["document_id"], part) in bases for part in above(one["pointer"]))]

    def decisions(self, ocid: str, references: Iterable[str]) -> list[Row]:
        """The decisions on a process, or on an organisation that one of the references names."""
        named = set(references)
        path = self._tables / "decisions.parquet"
        return [row for row in _all(path) if row["ocid"] == ocid or named & set(concerned(row))]

    def near(self, asked: str) -> str:
        """Ids of purchases and cases that hold the text asked for, else the one most like it."""
        ids = [*self._column("purchases", "ocid"), *self._column("cases", "case")]
        holding = [one for one in ids if asked.lower() in one.lower()][:_ALIKE]
        if holding:
            return f"; did you mean {', '.join(holding)}?"
        return nearest(asked, ids) or "; `custodiet export` lists all"

    def _column(self, table: str, column: str) -> list[str]:
        return [row[column] for row in _all(self._tables / f"{table}.parquet", [column])]


def highest(places: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """The places, each a document and a pointer, that stand below no other; a whole document is none."""
    # With a stroke at its end a pointer comes right before all that stand below it.
    ordered = sorted((document, f"{pointer}/") for document, pointer in places if pointer is not None)
    found: list[tuple[str, str]] = []
    top, below = "", "\0"
    for document, pointer in ordered:
        if document != top or not pointer.startswith(below):
            top, below = document, pointer
            found.append((document, pointer[:-1]))
    return [place for place in found if place[1]]


def concerned(decision: Mapping[str, Any]) -> list[str]:
    """The organisations that a decision is on, as references without the country that may stand behind a name."""
    return [_without_country(decision[side]) for side in ("a", "b") if decision[side]]


def references(party: Mapping[str, Any]) -> list[str]:
    """How a decision may name a party: by its name, and by its number in a register."""
    name = [f"name:{party['name']}"] if party["name"] else []
    return name + ([f"{party['scheme'] or ''}:{party['identifier']}"] if party["identifier"] else [])


def _without_country(reference: str) -> str:
    name, at, country = reference.rpartition("@")
    return name if at and len(country) == _ALPHA_2 and reference.startswith("name:") else reference


def _all(path: Path, columns: list[str] | None = None) -> list[Row]:
    import pyarrow.parquet as pq  # noqa: PLC0415  (a reader of the index alone does without)

    found: list[Row] = pq.read_table(path, columns=columns).to_pylist() if path.is_file() else []
    return found
