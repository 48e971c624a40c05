"""A build that is killed leaves the old register whole, and the next build gives what it would have given."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_inputs import write_inputs
from test_determinism import digests

from custodiet.pipeline import build
from custodiet.register.verify import verify
from custodiet.settings import Settings

_BUILD = """
import sys
from pathlib import Path
from custodiet import intake
from custodiet.pipeline import build
from custodiet.settings import Settings
intake._SMALL_INPUT = 0
print("ready", flush=True)
build([sys.argv[1]], Path(sys.argv[2]), Settings(threads=int(sys.argv[3]), chunk_bytes=8192))
"""


def start(inputs: Path, register: Path, threads: int) -> "subprocess.Popen[str]":
    call = [sys.executable, "-c", _BUILD, str(inputs), str(register), str(threads)]
    running = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    return running


def kill_at_random_moments(folder: Path, times: int, seed: int) -> None:
    """Builds over an old register, killed at moments spread over the time that a build takes."""
    write_inputs(folder / "old", 3)
    write_inputs(folder / "new", 4)
    place = folder / "place"
    place.mkdir()
    register = place / "register"
    old = Settings(threads=1, chunk_bytes=8192)
    build([str(folder / "old")], register, old)
    before = digests(register)
    started = time.monotonic()
    build([str(folder / "new")], folder / "expected", old)
    usual = time.monotonic() - started
    expected = digests(folder / "expected")
    moments = random.Random(seed)
    for number in range(times):
        running = start(folder / "new", register, 1 + number % 2)
        time.sleep(moments.uniform(0, 1.2 * usual))
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=20)  # ends when no worker holds the other end any more
        assert not verify(register).faults
        assert digests(register) in (before, expected)
    build([str(folder / "new")], register, old)
    assert digests(register) == expected
    assert [one.name for one in place.iterdir() if not one.name.endswith(".lock")] == ["register"]


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_a_whole_register(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path, 10, seed=1)


@pytest.mark.soak
def test_a_build_killed_fifty_times_leaves_a_whole_register(tmp_path: Path) -> None:
    kill_at_random_moments(tmp_path, 50, seed=2)
