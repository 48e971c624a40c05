"""Times the complete main job, beside DuckDB reading the same file, in turn and in the same run.

    python benchmarks/build.py [FILE.jsonl] [--runs 3] [--threads 2] [--indicators R003,R018,R028]

FILE is OCDS JSON Lines; without one, 200,000 releases are made by the shared folder's `bench/make_releases.py`. Printed
are medians: wall seconds, processor seconds of all processes, MB/s, peak memory of the whole process tree (sampled),
and for custodiet the share of each room. Absolute times mean little on a shared machine; the ratio is what counts.
DuckDB reads top-level columns and writes Parquet: it neither checks, merges, minimises, classifies nor resolves.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_COLUMNS = ("ocid", "id", "date", "language", "buyer", "planning", "tender", "bids", "awards", "contracts", "parties")
_GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "make_releases.py"
_TEXT = {"ocid", "id", "date", "language"}
_DUCKDB = """
import duckdb, sys
columns = "{" + ", ".join(f"{name}: '{kind}'" for name, kind in eval(sys.argv[3])) + "}"
connection = duckdb.connect(config={"threads": int(sys.argv[4])})
connection.execute(f"copy (select * from read_json('{sys.argv[1]}', format='newline_delimited', columns={columns})) "
                   f"to '{sys.argv[2]}' (format parquet, compression zstd)")
"""
_BUILD = """
import json, sys
from pathlib import Path
from custodiet.pipeline import build
from custodiet.settings import Settings
chosen = tuple(sys.argv[4].split(",")) if sys.argv[4] else ()
summary = build([sys.argv[1]], Path(sys.argv[2]), Settings(threads=int(sys.argv[3]), indicators=chosen))
print(json.dumps({"purchases": summary.purchases, "rooms": summary.seconds_by_room}))
"""


@dataclass(frozen=True)
class Run:
    """One run of one command as a whole."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    output: str


def main() -> None:
    """Runs both commands in turn and prints the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--releases", type=int, default=200_000, help="how many to make where no FILE is given")
    parser.add_argument("--indicators", default="", help="codes of the indicators to run; all if not given")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    ours: list[Run] = []
    theirs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        file = options.file or _made(Path(folder), options.releases)
        if file is None:
            print(f"not run: no FILE given, and {_GENERATOR} is not here to make one")
            return
        size_mb = file.stat().st_size / 1e6
        for _ in range(options.runs):
            theirs.append(_timed(_duckdb(file, Path(folder), options.threads)))
            ours.append(_timed(_custodiet(file, Path(folder), options.threads, options.indicators)))
            shutil.rmtree(Path(folder) / "register", ignore_errors=True)
    _print(size_mb, ours, theirs)


def _made(folder: Path, releases: int) -> Path | None:
    if not _GENERATOR.is_file():
        return None
    file = folder / "releases.jsonl"
    subprocess.run([sys.executable, _GENERATOR, str(releases), file, "--seed", "3"], check=True)
    return file


def _print(size_mb: float, ours: list[Run], theirs: list[Run]) -> None:
    print(f"{size_mb:,.0f} MB, {os.cpu_count()} processors, medians of {len(ours)} runs in turn\n")
    print("| | wall s | CPU s | MB/s | peak MiB |")
    print("|---|---|---|---|---|")
    for name, runs in (("custodiet build, complete", ours), ("DuckDB read_json to Parquet", theirs)):
        wall, cpu, peak = (
            statistics.median(getattr(run, key) for run in runs) for key in ("wall_s", "cpu_s", "peak_mib")
        )
        print(f"| {name} | {wall:.1f} | {cpu:.1f} | {size_mb / wall:.0f} | {peak:.0f} |")
    ratios = [one.wall_s / other.wall_s for one, other in zip(ours, theirs, strict=True)]
    median, least, most = statistics.median(ratios), min(ratios), max(ratios)
    print(f"\nratio of wall times, pair by pair: {median:.2f} ({least:.2f} to {most:.2f})\n")
    told = json.loads(ours[-1].output)
    rooms = told["rooms"]
    total = sum(rooms.values())
    print(f"{told['purchases']:,} purchases; share of wall time by room in the last run:")
    for room, spent in rooms.items():
        print(f"  {spent / total:5.1%}  {spent:6.2f} s  {room}")


def _duckdb(file: Path, folder: Path, threads: int) -> list[str]:
    columns = [(name, "VARCHAR" if name in _TEXT else "JSON") for name in _COLUMNS]
    return [sys.executable, "-c", _DUCKDB, str(file), str(folder / "peer.parquet"), repr(columns), str(threads)]


def _custodiet(file: Path, folder: Path, threads: int, indicators: str) -> list[str]:
    return [sys.executable, "-c", _BUILD, str(file), str(folder / "register"), str(threads), indicators]


def _timed(command: list[str]) -> Run:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = _Peak(process.pid)
    output, _ = process.communicate()
    wall = time.monotonic() - start
    peak.stop()
    if process.returncode:
        raise SystemExit(f"{command[0]} ... ended with exit code {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, peak.mib, output)


class _Peak:
    """The largest sum, over samples, of the proportional memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        self.mib = 0.0
        self._pid, self._stopped = pid, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(0.2):
            self.mib = max(self.mib, sum(_memory_mib(pid) for pid in _tree(self._pid)))


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(inner for child in children for inner in _tree(int(child)))]


def _memory_mib(pid: int) -> float:
    """Proportional set size: memory that several processes share is counted once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


if __name__ == "__main__":
    main()
