"""Tables handed from process to process through a file are the same tables."""

from pathlib import Path

import pyarrow as pa

from custodiet.handover import lay_down, pick_up
from custodiet.model.tables import BIDS, PROCESSES


def rows(number: int) -> dict[str, pa.RecordBatch]:
    """Rows of two tables, the second part of a longer one."""
    processes = [{"ocid": f"ocds-{n}", "title": "Камера" if n % 2 else None} for n in range(number)]
    bids = [{"ocid": f"ocds-{n}", "tenderer_ids": [f"t-{n}", "t"]} for n in range(number + 5)]
    return {
        "processes": pa.RecordBatch.from_pylist(processes, schema=PROCESSES.schema),
        "bids": pa.RecordBatch.from_pylist(bids, schema=BIDS.schema).slice(3, number),
    }


def test_tables_come_back_as_they_were_laid_down_also_over_longer_ones(tmp_path: Path) -> None:
    file = tmp_path / "result"
    file.touch()
    for number in (900, 20, 0, 400):
        given = rows(number)
        assert pick_up(lay_down(given, file), file, (PROCESSES, BIDS)) == given


def test_tables_picked_up_stay_when_the_file_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "result"
    file.touch()
    given = rows(50)
    taken = pick_up(lay_down(given, file), file, (PROCESSES, BIDS))
    lay_down(rows(60), file)
    assert taken == given
