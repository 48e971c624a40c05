"""Starts a server, asks it with `wrk` for a while, and tells what that came to."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_WARM_S = 2  # seconds of asking before what counts, so that every worker has read and compiled what it needs
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_LOAD = """
local paths, at = {}, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
request = function() at = at % #paths + 1 return wrk.format("GET", paths[at]) end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests": %d, "us": %d, "errors": %d, "p95_us": %d}\\n', summary.requests,
    summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(95)))
end
"""


@dataclass(frozen=True)
class Load:
    """What one kind of request came to."""

    name: str
    connections: int
    per_second: float
    cpu_ms: float
    p95_ms: float
    errors: int
    resident_mib: float


def asked(
    server: subprocess.Popen[bytes], port: int, kind: tuple[str, int], paths: list[str], scratch: Path, seconds: int
) -> Load:
    """One kind of request, asked for a while."""
    name, connections = kind
    (scratch / "load.lua").write_text(_LOAD)
    (scratch / "paths").write_text("\n".join(paths))
    _wrk(port, connections, scratch, _WARM_S)
    processes = _tree(server.pid)
    before = sum(_cpu_s(pid) for pid in processes)
    told = _wrk(port, connections, scratch, seconds)
    spent = sum(_cpu_s(pid) for pid in processes) - before
    resident = sum(_resident_mib(pid) for pid in processes)
    number = max(told["requests"], 1)
    return Load(
        name, connections, told["requests"] / (told["us"] / 1e6), spent / number * 1e3, told["p95_us"] / 1e3,
        told["errors"], resident,
    )  # fmt: skip


def _wrk(port: int, connections: int, scratch: Path, seconds: int) -> dict[str, int]:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", str(scratch / "load.lua")]
    run = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], env={**os.environ, "PATHS": str(scratch / "paths")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told: dict[str, int] = json.loads(run.stdout.strip().splitlines()[-1])
    return told


@contextmanager
def served(command: list[str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers `path`, ended afterwards."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(240):
            if server.poll() is not None:
                raise SystemExit(f"{' '.join(command)} ended with exit code {server.returncode}")
            try:
                _get(port, path)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.5)
        yield server
    finally:
        for pid in reversed(_tree(server.pid)):
            os.kill(pid, 15)
        server.wait()


def _get(port: int, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        answer.read()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
        return found


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(inner for child in children for inner in _tree(int(child)))]


def _cpu_s(pid: int) -> float:
    """Processor seconds of a process, its own and the system's for it."""
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / _TICKS


def _resident_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
