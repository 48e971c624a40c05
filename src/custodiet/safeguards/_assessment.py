"""What is documented about each purchase, question by question: `not_checked` until somebody has looked."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.model.tables import TEXT, TEXTS
from custodiet.safeguards._assessment_files import Assessment
from custodiet.safeguards._question import Question

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

DEFAULTS = ("not_checked", "not_applicable")


def assess(
    purchases: pa.Table,
    questions: Mapping[str, Question],
    assessments: Sequence[Assessment] = (),
    proposals: pa.Table | None = None,
) -> pa.Table:
    """One row per purchase (`ocid`, `technologies`) and question, in the order of both, as `SAFEGUARDS` declares.

    A proposal stands where the question applies and nobody has assessed it; an assessment stands before everything.
    A purchase whose technology is not stated gets every question, since none can be ruled out.
    """
    order = list(questions)
    applies = _applies(purchases["technologies"], list(questions.values()))
    table = _unchecked(purchases["ocid"], questions, applies)
    if proposals is not None:
        rows = _row_numbers(purchases["ocid"], order, proposals)
        placed = (rows >= 0) & applies.ravel()[rows]
        table = _replace(table, rows[placed], proposals.filter(pa.array(placed)))
    if assessments:
        given = _as_table(assessments)
        rows = _row_numbers(purchases["ocid"], order, given)
        table = _replace(table, rows[rows >= 0], given.filter(pa.array(rows >= 0)))
    return table


def unplaced(purchases: pa.Table, assessments: Sequence[Assessment]) -> list[Assessment]:
    """The assessments of purchases that these data do not hold; they are to be reported, never dropped in silence."""
    held = pc.is_in(pa.array([each.ocid for each in assessments], TEXT), value_set=purchases["ocid"].combine_chunks())
    return [each for each, here in zip(assessments, held.to_pylist(), strict=True) if not here]


def _applies(technologies: pa.ChunkedArray, questions: Sequence[Question]) -> Flags:
    """For each purchase and question, whether it concerns one of the purchase's technologies."""
    lists = technologies.cast(TEXTS).combine_chunks()
    codes = pc.list_flatten(lists).dictionary_encode()
    stated = codes.is_valid().to_numpy(zero_copy_only=False)
    purchase = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)[stated]
    has = np.zeros((len(lists), len(codes.dictionary)), dtype=np.float32)
    has[purchase, codes.indices.drop_null().to_numpy()] = 1
    concerns = [[question.concerns(kind) for question in questions] for kind in codes.dictionary.to_pylist()]
    matching = has @ np.array(concerns, dtype=np.float32).reshape(has.shape[1], len(questions)) > 0
    none_stated = ~has.any(axis=1, keepdims=True)
    return matching | none_stated


def _unchecked(ocids: pa.ChunkedArray, questions: Mapping[str, Question], applies: Flags) -> pa.Table:
    """Every question of every purchase before anybody has looked at it."""
    purchases, width = applies.shape
    number = np.tile(np.arange(width, dtype=np.int32), purchases)
    reasons = [f"the technology is none of: {', '.join(question.applies_to)}" for question in questions.values()]
    columns = {
        "ocid": ocids.cast(TEXT).take(pa.array(np.repeat(np.arange(purchases), width))),
        "question": _spelt(pa.array(number), list(questions)),
        "state": _spelt(pa.array(1 - applies.ravel().astype(np.int8)), DEFAULTS),
        "reason": _spelt(pa.array(number, mask=applies.ravel()), reasons),
    }
    empty = pa.nulls(purchases * width, TEXT)
    return pa.table([columns.get(name, empty) for name in SAFEGUARDS.names], schema=SAFEGUARDS.schema)


def _spelt(codes: pa.Array, words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(codes, pa.array(words, TEXT)).cast(TEXT)


def _row_numbers(ocids: pa.ChunkedArray, order: list[str], given: pa.Table) -> Rows:
    """The row of each given answer in the whole table, -1 where its purchase or its question is not in it."""
    purchase = pc.index_in(given["ocid"], value_set=ocids.cast(TEXT).combine_chunks())
    question = pc.index_in(given["question"], value_set=pa.array(order, TEXT))
    numbers = pc.add(pc.multiply(purchase.cast(pa.int64()), len(order)), question.cast(pa.int64()))
    rows: Rows = pc.fill_null(numbers, -1).to_numpy()
    return rows


def _replace(table: pa.Table, rows: Rows, given: pa.Table) -> pa.Table:
    """The table with the given answers in place of its own at these rows."""
    source = np.arange(table.num_rows)
    source[rows] = table.num_rows + np.arange(given.num_rows)
    return pa.concat_tables([table, given]).take(pa.array(source))


def _as_table(assessments: Sequence[Assessment]) -> pa.Table:
    def cell(each: Assessment, name: str) -> Any:
        value = getattr(each, name)
        return value.isoformat() if name == "date" and value is not None else value

    columns = {name: [cell(each, name) for each in assessments] for name in SAFEGUARDS.names}
    return pa.table(columns, schema=SAFEGUARDS.schema)
