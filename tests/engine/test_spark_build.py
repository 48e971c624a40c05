"""A whole build on Spark gives the register of DuckDB, byte for byte: in one process, and on two workers."""

import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from custodiet.pipeline import build
from custodiet.settings import Settings
from custodiet.sources import Reader
from custodiet.updating import plan, take_in_onto

pytestmark = pytest.mark.xdist_group("spark")

SMALL_CHUNKS = 64 * 1024
MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"
SLOWEST_START_S = 120
FEW = ("C107", "R018")
"""Every indicator is compared in another test; here the way of the data counts."""

Differences = Callable[[Path, Path], list[str]]


@pytest.fixture
def releases(tmp_path: Path) -> str:
    """Releases of 30 processes, three of each far apart, so that they come in different chunks; and broken lines."""
    lines = [
        json.dumps(
            {
                "ocid": f"ocds-x-{number:02}",
                "id": f"{number}-{turn}",
                "date": f"2024-0{turn + 1}-01T00:00:00Z",
                "tag": ["tender"],
                "initiationType": "tender",
                "tender": {"id": "1", "title": f"Камера {number}", "description": "відеоспостереження " * 200 * turn},
            },
            ensure_ascii=False,
        )
        for turn in range(3)
        for number in range(30)
    ]
    file = tmp_path / "releases.jsonl"
    file.write_text("\n".join([*lines, '{"ocid": 7', "", "null"]), encoding="utf-8")
    return str(file)


@pytest.fixture
def cluster(spark: Path, tmp_path: Path) -> Iterator[tuple[str, list[Path]]]:
    """The address of a master with two workers of one core on the loopback, and the folders of the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, folders = f"spark://127.0.0.1:{port}", [tmp_path / "worker-1", tmp_path / "worker-2"]
    with ExitStack() as running:
        start(running, MASTER, "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        wait_for(port)
        for folder in folders:
            place = ("--work-dir", str(folder), "--webui-port", "0")
            start(running, WORKER, "--host", "127.0.0.1", "--cores", "1", "--memory", "1g", *place, address)
        yield address, folders


def start(running: ExitStack, what: str, *options: str) -> None:
    """Starts a part of the cluster, which ends with the test."""
    import pyspark

    home = Path(pyspark.__file__).parent
    process = subprocess.Popen([home / "bin" / "spark-class", what, *options], env=environment(), stderr=sys.stderr)
    running.callback(process.wait, 30)
    running.callback(process.terminate)


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
    }


def wait_for(port: int) -> None:
    until = time.monotonic() + SLOWEST_START_S
    while time.monotonic() < until:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail("the master did not start")


def test_one_machine_builds_the_same_register(
    spark: Path, samples: list[str], releases: str, tmp_path: Path, differences: Differences
) -> None:
    few: dict[str, Any] = {"chunk_bytes": SMALL_CHUNKS, "threads": 2, "indicators": FEW}
    for engine in ("duckdb", "spark"):
        build([*samples, releases], tmp_path / engine, Settings(engine=engine, **few))
    assert differences(tmp_path / "duckdb", tmp_path / "spark") == []
    problems = pq.read_table(tmp_path / "spark" / "tables" / "problems.parquet").column("document_id")
    assert pq.read_table(tmp_path / "spark" / "tables" / "processes.parquet").num_rows > 400
    assert len(problems) > 0


def test_an_update_reads_again_an_old_input_of_which_a_new_one_holds_a_document(spark: Path, tmp_path: Path) -> None:
    shared = json.dumps({"ocid": "shared", "tag": ["compiled"], "tender": {"title": "Camera"}})
    files = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for file in files:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("shared.json", shared)
            archive.writestr("own.json", shared.replace("shared", file.name))
    old, tables, work = (tmp_path / name for name in ("old", "tables", "work"))
    build([str(files[1])], old, Settings(threads=1, updatable=True, indicators=FEW))
    tables.mkdir()
    work.mkdir()
    settings = Settings(engine="spark", threads=2)
    reader = Reader([str(file) for file in files], settings)

    taken, _ = take_in_onto(plan(reader, old, settings), reader, settings, tables, work, lambda *_: None)

    assert taken.rows["processes"] == 3
    assert [(one.kind, one.pointer) for one in reader.problems] == [("document-repeated", "b.zip!/shared.json")]


@pytest.mark.soak
def test_a_cluster_of_two_workers_builds_the_same_register(
    cluster: tuple[str, list[Path]], samples: list[str], releases: str, tmp_path: Path, differences: Differences
) -> None:
    address, folders = cluster
    build([*samples, releases], tmp_path / "duckdb", Settings(threads=2, cases=True, indicators=FEW))
    custodiet = [sys.executable, "-m", "custodiet"]
    options = [
        "--engine",
        "spark",
        "--spark-master",
        address,
        "--memory",
        "1GiB",
        "--cases",
        "--indicators",
        ",".join(FEW),
    ]
    told = [*custodiet, "build", *samples, releases, "--to", str(tmp_path / "spark"), *options]
    subprocess.run(told, env=environment(), check=True)
    assert differences(tmp_path / "duckdb", tmp_path / "spark") == []
    subprocess.run([*custodiet, "verify", str(tmp_path / "spark")], check=True)
    assert [len(list(folder.glob("app-*/*"))) > 0 for folder in folders] == [True, True]
