"""Times the build of ever more lean releases, and fits how time and memory grow.

    python benchmarks/growth.py [N ...] [--threads 2] [--store]

N are numbers of releases, 100,000 and 1,000,000 where none are given, made by `make_releases.py --lean --seed 3`,
where that lies beside the project. The exponent is that of the power law nearest to the measurements: 1 where twice the
input takes twice as long. The target is 1.05 at most; at most 1 GiB for a million releases and 3 GiB for three.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from _measure import BUILD, GENERATOR, store, timed


def main() -> None:
    """Builds each size once and prints the figures with their exponents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", type=int, nargs="*")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--store", action="store_true", help="keep the result for the page on performance")
    options = parser.parse_args()
    if not GENERATOR.is_file():
        print(f"not run: {GENERATOR} is not here")
        return
    rows = [_measured(number, options.threads) for number in options.numbers or [100_000, 1_000_000]]
    result = {"rows": rows, "exponents": {key: exponent(rows, key) for key in ("wall_s", "cpu_s", "peak_mib")}}
    print("| releases | MB | wall s | CPU s | peak MiB |")
    print("|---|---|---|---|---|")
    for row in rows:
        figures = f"{row['size_mb']:.0f} | {row['wall_s']:.1f} | {row['cpu_s']:.1f} | {row['peak_mib']:.0f}"
        print(f"| {row['releases']:,} | {figures} |")
    print("exponents: " + ", ".join(f"{key} {value:.2f}" for key, value in result["exponents"].items() if value))
    if options.store:
        store("growth", result)


def exponent(rows: list[dict[str, Any]], key: str) -> float | None:
    """The slope of the line nearest to the logarithms; none for a single size."""
    points = [(math.log(row["releases"]), math.log(row[key])) for row in rows]
    middle_x, middle_y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    spread = sum((x - middle_x) ** 2 for x, _y in points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread if spread else None


def _measured(releases: int, threads: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lean.jsonl"
        subprocess.run([sys.executable, GENERATOR, str(releases), file, "--lean", "--seed", "3"], check=True)
        settings = json.dumps({"threads": threads})
        run = timed([sys.executable, "-c", BUILD, json.dumps([str(file)]), str(Path(folder) / "register"), settings])
        rooms = json.loads(run.output)["rooms"]
        return {"releases": releases, "size_mb": file.stat().st_size / 1e6, **run.numbers(), "rooms": rooms}


if __name__ == "__main__":
    main()
