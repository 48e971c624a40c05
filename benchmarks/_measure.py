"""Runs a command and measures it: wall time, processor time, and the largest memory of all its processes together."""

import json
import os
import platform
import resource
import subprocess
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "bench" / "make_releases.py"
PEERS = Path(__file__).resolve().parents[1] / ".venv" / "peers" / "bin" / "python"
"""The interpreter of the environment that `make peers` builds."""
RESULTS = Path(__file__).with_name("results.json")
BUILD = """
import json, sys
from pathlib import Path
from custodiet.pipeline import build
from custodiet.settings import Settings
inputs, to, options = json.loads(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
if "onto" in options:
    options["onto"] = Path(options["onto"])
summary = build(inputs, to, Settings(**options))
print(json.dumps({"purchases": summary.purchases, "rooms": summary.seconds_by_room}))
"""


@dataclass(frozen=True)
class Run:
    """One run of one command as a whole."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    output: str = ""

    def numbers(self) -> dict[str, float]:
        """The figures, rounded as they are shown."""
        return {name: round(value, 2) for name, value in asdict(self).items() if name != "output"}


def timed(command: list[str], *, watched: bool = True) -> Run:
    """Runs a command to its end; stops everything where it fails.

    Watching its memory takes time from it, so where time is compared it is not `watched`, and has no peak.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    # As on any machine of a user: what was compiled to bytecode in the first run is found in the next ones.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    peak = _Peak(process.pid) if watched else None
    output, _ = process.communicate()
    wall = time.monotonic() - start
    if peak is not None:
        peak.stop()
    if process.returncode:
        raise SystemExit(f"{command[0]} ... ended with exit code {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, 0.0 if peak is None else peak.mib, output)


def store(name: str, result: dict[str, Any]) -> None:
    """Keeps the result of a benchmark, with the machine it ran on, for the page on performance."""
    known = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    known[name] = {"machine": machine(), **result}
    RESULTS.write_text(json.dumps(dict(sorted(known.items())), indent=2) + "\n")


def machine() -> str:
    """The machine in a few words: processors, memory, system, and how busy it was."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    busy = os.getloadavg()[2]
    return (
        f"{os.cpu_count()} processors ({platform.machine()}), {memory_gib:.0f} GiB, {platform.system()}, "
        f"Python {platform.python_version()}, load over 15 minutes at the end {busy:.1f}"
    )


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
