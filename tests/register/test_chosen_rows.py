"""Rows chosen from a file, row group by row group: the same rows as a filter over the whole table."""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from custodiet.model.chosen_rows import groups_where, rows_of, rows_where

ROWS = pa.table(
    {
        "ocid": [f"ocds-{number // 3:04}" for number in range(900)],
        "title": [None if number % 7 == 0 else f"camera {number % 5}" for number in range(900)],
        "amount": [number if number % 4 else None for number in range(900)],
        "roles": [["buyer"] * (number % 3) for number in range(900)],
    }
)


@pytest.fixture(params=[True, ["title"], False], ids=["all as dictionaries", "one as a dictionary", "no dictionary"])
def file(tmp_path, request):
    pq.write_table(ROWS, tmp_path / "rows.parquet", row_group_size=100, use_dictionary=request.param)
    return tmp_path / "rows.parquet"


@pytest.mark.parametrize("columns", [None, ["amount", "ocid"], ["title"]])
def test_rows_of_chosen_processes_are_those_of_a_filter_in_their_order(file, columns):
    chosen = pa.array(["ocds-0299", "ocds-0001", "ocds-0150", "ocds-9999"])
    expected = ROWS.filter(pc.is_in(ROWS["ocid"], chosen)).select(columns or ROWS.column_names)
    assert rows_of(file, chosen, columns).equals(expected)


def test_nothing_chosen_gives_a_table_without_rows(file):
    assert rows_of(file, pa.array([], pa.string())).equals(ROWS.schema.empty_table())


def test_groups_without_a_chosen_row_are_left_out(file):
    in_two = {"ocds-0000", "ocds-0002"}
    groups = groups_where(file, ["ocid"], lambda rows: pc.is_in(rows["ocid"], pa.array(sorted(in_two))), ["title"])
    assert [(group.num_rows, group.column_names) for group in groups] == [(6, ["title"])]


def test_rows_are_chosen_by_several_columns(file):
    found = rows_where(
        file, ["amount", "title"], lambda rows: pc.and_(pc.is_valid(rows["title"]), pc.less(rows["amount"], 10))
    )
    assert found["amount"].to_pylist() == [1, 2, 3, 5, 6, 9]
