"""A million rows are exported in the memory of a small machine."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from custodiet.model.declared import declared_tables
from custodiet.model.parquet import TableWriter
from custodiet.register.manifest import write_manifest

ROWS, STEP = 1_000_000, 10_000
MOST_MIB = 300
EXPORT = """
import re, sys
from pathlib import Path
from custodiet.exports.export import export
rows = [entry.rows for entry in export(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))]
# Not ru_maxrss: a process inherits that of the one that started it.
print(*rows, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    (folder / "tables").mkdir()
    table = declared_tables()["bids"]
    with TableWriter(table, folder / "tables") as writer:
        for first in range(0, ROWS, STEP):
            numbers = range(first, first + STEP)
            rows = [
                {
                    "ocid": f"ocds-{number:09d}",
                    "document_id": "d" * 64,
                    "pointer": f"/releases/{number}/bids/details/0",
                    "bid_id": "=1+1",
                    "tenderer_ids": ["ТОВ «Око»", str(number)],
                    "bid_amount": Decimal(number),
                    "bid_currency": "UAH",
                }
                for number in numbers
            ]
            writer.write(pa.Table.from_pylist(rows, schema=table.schema))
    write_manifest(folder, version="0.1.0", settings={}, inputs=[], rows={"bids": ROWS}, totals={}, problems={})
    return folder


@pytest.mark.soak
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_million_rows_need_little_memory(register: Path, tmp_path: Path, form: str) -> None:
    if sys.platform != "linux":
        pytest.skip("the system does not tell the peak of a process")
    command = [sys.executable, "-c", EXPORT, register, form, tmp_path / "out"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, peak_mib = map(int, run.stdout.split())
    assert rows == ROWS
    assert peak_mib <= MOST_MIB
