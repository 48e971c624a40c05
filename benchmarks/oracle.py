"""Compares the indicators in Cardinal's form with the answers of Cardinal itself, value by value.

    python benchmarks/oracle.py [--store]

The input is made by `make_releases.py 6000 --seed 7`; settings and answers lie in `oracle/cardinal` beside it.
Values are compared to four decimals by group, subject and indicator, and with them the quartiles and fences that
Cardinal prints as `Meta`. One that either side alone has is different.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from _measure import GENERATOR, store

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests" / "indicators")]

from answers import entries  # noqa: E402

ORACLE = GENERATOR.parents[1] / "oracle" / "cardinal"
_META = "Meta"


def main() -> None:
    """Prints for each indicator how many values were compared, and how many of them differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", action="store_true", help="keep the result for the page on performance")
    options = parser.parse_args()
    if not ORACLE.is_dir():
        print(f"not run: {ORACLE} is not here")
        return
    result = {"settings": _compared()}
    for name, rows in result["settings"].items():
        for code, (values, different) in rows.items():
            print(f"{name:12} {code:6} {values:7,} values, {different} different")
    if options.store:
        store("oracle", result)


def _compared() -> dict[str, dict[str, tuple[int, int]]]:
    with tempfile.TemporaryDirectory() as place:
        releases = Path(place) / "releases.jsonl"
        subprocess.run([sys.executable, GENERATOR, "6000", releases, "--seed", "7"], check=True)
        return {
            file.stem.removeprefix("settings."): _differences(
                _values(_ours(releases, file)),
                _values(_read(file.with_name(file.name.replace("settings", "expected")))),
            )
            for file in sorted(ORACLE.glob("settings.*.json"))
        }


def _ours(releases: Path, settings: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "custodiet",
        "indicators",
        releases,
        "--format",
        "cardinal",
        "--settings",
        settings,
    ]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return read


def _values(answer: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    """Every value by group, what it is said of and indicator, quartiles and fences among them."""
    meta = {(_META, name, code): value for code, said in answer[_META].items() for name, value in said.items()}
    return entries(answer) | meta


def _differences(ours: dict[tuple[str, str, str], Any], theirs: dict[tuple[str, str, str], Any]) -> dict[str, Any]:
    """For each indicator how many values there are, and how many of them differ."""
    every = ours.keys() | theirs.keys()
    values = Counter(code for _group, _subject, code in every)
    different = Counter(one[2] for one in every if ours.get(one) != theirs.get(one))
    return {code: (values[code], different[code]) for code in sorted(values)}


if __name__ == "__main__":
    main()
