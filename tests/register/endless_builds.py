"""Builds one register after another until it is killed; called as `endless_builds.py TARGET TABLES`."""

import shutil
import sys
from itertools import count
from pathlib import Path

from custodiet.register.manifest import write_manifest
from custodiet.register.swap import building


def build(target: Path, tables: Path, generation: int) -> None:
    with building(target) as folder:
        for name in ("problems.csv", "search.sqlite"):
            (folder / name).write_text(f"{generation}\n" * 20_000, encoding="utf-8")
        shutil.copytree(tables, folder / "tables")
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
    for number in count(1):
        build(Path(sys.argv[1]), Path(sys.argv[2]), number)
