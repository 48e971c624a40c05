"""Builds one register after another until it is killed; called as `endless_builds.py aside|in-place TARGET TABLES`."""

import shutil
import sys
from itertools import count
from pathlib import Path

from custodiet.register.manifest import write_manifest
from custodiet.register.swap import building


def build(target: Path, tables: Path, generation: int) -> None:
    """Build aside and swap in, as it should be done."""
    with building(target) as folder:
        fill(folder, tables, generation)


def build_in_place(target: Path, tables: Path, generation: int) -> None:
    """Write over the register that stands, as it must not be done: shows that the test sees half a register."""
    fill(target, tables, generation)


def fill(folder: Path, tables: Path, generation: int) -> None:
    for name in ("problems.csv", "search.sqlite"):
        (folder / name).write_text(f"{generation}\n" * 20_000, encoding="utf-8")
    shutil.copytree(tables, folder / "tables", dirs_exist_ok=True)
    write_manifest(
        folder,
        version="0.1.0",
        settings={},
        inputs=[],
        rows={"lots": 40},
        totals={},
        problems={},
        notes={"generation": str(generation)},
    )


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    way = {"aside": build, "in-place": build_in_place}[sys.argv[1]]
    for number in count(1):
        way(Path(sys.argv[2]), Path(sys.argv[3]), number)
