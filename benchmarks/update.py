"""Times adding one of a hundred inputs to a register beside building it of all hundred, and compares the bytes.

    python benchmarks/update.py [--releases 100000] [--threads 2] [--store]

The releases are made by `make_releases.py N --seed 3`, where that lies beside the project, cut into a hundred files.
The target is a tenth of the full build at most.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from _measure import BUILD, GENERATOR, Run, store, timed

_PARTS = 100


def main() -> None:
    """Builds three registers and prints how long each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--releases", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--store", action="store_true", help="keep the result for the page on performance")
    options = parser.parse_args()
    if not GENERATOR.is_file():
        print(f"not run: {GENERATOR} is not here")
        return
    result = _measured(options.releases, options.threads)
    for name in ("full", "update"):
        print(f"{name}: {result[name]['wall_s']:.1f} s wall, {result[name]['cpu_s']:.1f} s of processors")
    print(f"share of the wall time: {result['share']:.2f}")
    print(f"{result['files']} files compared, {len(result['different'])} different {' '.join(result['different'])}")
    if options.store:
        store("update", result)


def _measured(releases: int, threads: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        files = _cut(folder, releases)
        settings: dict[str, Any] = {"threads": threads, "updatable": True}
        full = _build(files, folder / "all", settings)
        _build(files[:-1], folder / "old", settings)
        update = _build(files[-1:], folder / "new", {"threads": threads, "onto": str(folder / "old")})
        new, every = _contents(folder / "new"), _contents(folder / "all")
        return {
            "releases": releases,
            "full": full.numbers(),
            "update": update.numbers(),
            "rooms": json.loads(update.output)["rooms"],
            "share": update.wall_s / full.wall_s,
            "files": len(new.keys() | every.keys()),
            "different": sorted(name for name in new.keys() | every.keys() if new.get(name) != every.get(name)),
        }


def _cut(folder: Path, releases: int) -> list[Path]:
    whole = folder / "releases.jsonl"
    subprocess.run([sys.executable, GENERATOR, str(releases), whole, "--seed", "3"], check=True)
    lines = whole.read_bytes().splitlines(keepends=True)
    whole.unlink()
    (folder / "inputs").mkdir()
    files = [folder / "inputs" / f"{number:03}.jsonl" for number in range(_PARTS)]
    for number, file in enumerate(files):
        file.write_bytes(b"".join(lines[number * len(lines) // _PARTS : (number + 1) * len(lines) // _PARTS]))
    return files


def _build(files: list[Path], to: Path, settings: dict[str, Any]) -> Run:
    inputs = json.dumps([str(file) for file in files])
    return timed([sys.executable, "-c", BUILD, inputs, str(to), json.dumps(settings)])


def _contents(register: Path) -> dict[str, bytes]:
    files = (file for file in register.rglob("*") if file.is_file())
    return {str(file.relative_to(register)): file.read_bytes() for file in files}


if __name__ == "__main__":
    main()
