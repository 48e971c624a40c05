"""What the query of an indicator gives: rows of numbers, few bytes each, and the names that these stand for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.engine import Engine
from custodiet.model.indicator_tables import FLAGGED, FLAGS, NOT_COMPUTABLE, NOT_FLAGGED, SUBJECTS
from custodiet.model.tables import COUNT, TEXT

KINDS = tuple(sorted(SUBJECTS))
"""Kinds of subjects; in the rows of a query each goes by its place here, which is that of its name among them."""
COHORT = ("source", "country", "year")
"""What processes that are counted together share."""
COUNTED = {"flagged": FLAGGED, "not_flagged": NOT_FLAGGED, "not_computable": NOT_COMPUTABLE}
"""The states, by the columns that count them."""
_SAME = ("state", "value", "threshold", "fence", "peer_group", "peers", "reason", "evidence")
FOUND = pa.schema(
    [
        ("kind", pa.int8()),
        ("process", pa.int32()),
        ("subject_id", TEXT),
        ("example", pa.int32()),
        ("cells", TEXT),
        *(FLAGS.schema.field(name) for name in _SAME),
        ("cohort", pa.int32()),
        *((name, COUNT) for name in COUNTED),
    ]
)
"""What the one query of an indicator gives: rows of flags, and rows that count, which alone have a number `flagged`.

Processes go by their numbers, so that few bytes of a row wait while all are put in order: what stands at these numbers
is said by `Names`. `example` is the process that has the places, which are those of its columns in `cells`.
"""
ORDER = ("kind", "process", "subject_id", "cohort")
_PLACED = pa.schema(
    [("process", pa.int32()), ("ocid", TEXT), ("document_id", pa.dictionary(pa.int32(), TEXT)), ("pointer", TEXT)]
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers in the rows of a query stand for.

    Attributes:
        processes: ocid, document and pointer of every process, in any order.
        rows: the row of `processes` for each number.
        cohorts: source, country and year of each number.
    """

    processes: pa.Table
    rows: pa.Array
    cohorts: Sequence[Mapping[str, Any]]

    def cohort(self, number: int | None) -> Mapping[str, Any]:
        """Source, country and year; all empty without a number, as for organisations."""
        return dict.fromkeys(COHORT) if number is None else self.cohorts[number]

    def told(self, code: str, rows: pa.RecordBatch) -> pa.RecordBatch:
        """Rows of `flags`, with the numbers and cells of these rows told by name."""
        ocid = self._at("ocid", rows["process"])
        told = {name: rows[name] for name in _SAME} | {
            "indicator": pa.repeat(code, rows.num_rows),
            "subject_kind": pa.array(KINDS).take(rows["kind"]),
            "subject_id": pc.coalesce(ocid, rows["subject_id"]),
            "ocid": ocid,
            "evidence": self._evidence(rows),
        }
        return pa.RecordBatch.from_arrays([told[name] for name in FLAGS.names], schema=FLAGS.schema)

    def _evidence(self, rows: pa.RecordBatch) -> pa.Array:
        """The places of each row: of its cells in the process that is its example, else those that it brings."""
        cells = rows["cells"]
        parts, placed = [rows["evidence"].slice(0, 0)], []
        for one in pc.unique(cells).to_pylist():
            mask = pc.is_null(cells) if one is None else pc.equal(cells, one)
            some = rows.filter(mask)
            parts.append(some["evidence"] if one is None else self._places(one.split(), some["example"]))
            placed.append(pc.indices_nonzero(mask))
        evidence = pa.concat_arrays(parts)
        # Nearly always all rows of a batch have the same cells, and stand in order.
        return evidence if len(placed) <= 1 else evidence.take(pc.sort_indices(pa.concat_arrays(placed)))

    def _places(self, cells: Sequence[str], examples: pa.Array) -> pa.Array:
        """For each process a list of the places of its cells."""
        document, pointer = self._at("document_id", examples), self._at("pointer", examples)
        by_cell = [pc.binary_join_element_wise(f"processes.{cell}", document, pointer, " ") for cell in cells]
        count = len(examples)
        order = np.arange(count * len(cells)).reshape(len(cells), count).T.ravel()
        ends = np.arange(0, count * len(cells) + 1, len(cells), dtype=np.int32)
        return pa.ListArray.from_arrays(
            ends, pa.concat_arrays(by_cell).take(order), FLAGS.schema.field("evidence").type
        )

    def _at(self, column: str, numbers: pa.Array) -> pa.Array:
        """The texts of a column of processes; empty where there is no number."""
        found = self.processes[column].take(self.rows.take(numbers)).combine_chunks()
        return found.dictionary_decode() if pa.types.is_dictionary(found.type) else found


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of one indicator's query in the order of ORDER, batch by batch, and what their numbers stand for."""

    code: str
    rows: Iterator[pa.RecordBatch]
    names: Names


def names_of(engine: Engine) -> Names:
    """The names of the kept tables of numbers; of each process hardly more than ocid and pointer are held."""
    placed = pa.Table.from_batches(
        [_packed(batch) for batch in engine.held("indicator_numbers", _PLACED.names)], _PLACED
    )
    whole = placed.unify_dictionaries().combine_chunks()
    rows = np.empty(whole.num_rows, np.int32)
    rows[whole["process"].to_numpy()] = np.arange(whole.num_rows, dtype=np.int32)
    cohorts = [row for batch in engine.held("indicator_cohorts", ("cohort", *COHORT)) for row in batch.to_pylist()]
    return Names(whole.drop_columns("process"), pa.array(rows), sorted(cohorts, key=itemgetter("cohort")))


def _packed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with each document said once."""
    columns = [pc.dictionary_encode(batch[name]) if name == "document_id" else batch[name] for name in _PLACED.names]
    return pa.RecordBatch.from_arrays(columns, _PLACED.names).cast(_PLACED)
