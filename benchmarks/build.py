"""Times the complete build of one file beside what else reads it: `wc -l`, msgspec, DuckDB, Cardinal.

    python benchmarks/build.py [FILE] [--runs 3] [--threads 2] [--releases 200000] [--cardinal PROGRAM] [--store]

FILE is JSON Lines; without one it is made by `make_releases.py N --seed 3`, where that lies beside the project, and
removed at the end. Memory is the largest sum over samples of the proportional set size of the process and its children,
watched in a run of its own.
`wc -l` only counts lines, msgspec decodes each record to its typed shape on one core, and DuckDB reads the same file
with top-level columns and writes Parquet: none of them checks, merges, minimises, classifies or resolves. Of Cardinal
its Python package offers `coverage`, which parses every document and counts its fields; `make peers` installs it.

Cardinal's eleven indicators are a program that no registry has ready: `cargo build --release` makes it, as
`target/release/ocdscardinal`, of the source of `ocdscardinal` on PyPI. Give it by `--cardinal` and it runs in turn with
the others, all indicators with their defaults, with one thread and with as many as the build; else it is left out.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from _measure import BUILD, GENERATOR, PEERS, Run, store, timed

_COLUMNS = ("ocid", "id", "date", "language", "buyer", "planning", "tender", "bids", "awards", "contracts", "parties")
_TEXT = {"ocid", "id", "date", "language"}
_DUCKDB = """
import duckdb, sys
columns = "{" + ", ".join(f"{name}: '{kind}'" for name, kind in eval(sys.argv[3])) + "}"
connection = duckdb.connect(config={"threads": int(sys.argv[4])})
connection.execute(f"copy (select * from read_json('{sys.argv[1]}', format='newline_delimited', columns={columns})) "
                   f"to '{sys.argv[2]}' (format parquet, compression zstd)")
"""
_MSGSPEC = """
import msgspec, sys
from custodiet.model.release import Release
decode = msgspec.json.Decoder(Release).decode
with open(sys.argv[1], "rb") as file:
    for line in file:
        decode(line)
"""
_COVERAGE = "import ocdscardinal, sys; ocdscardinal.coverage(sys.argv[1])"
OURS = "custodiet build, complete"
PEER = "DuckDB `read_json` to Parquet"
COVERAGE = "Cardinal `coverage`: parse and count fields"
INDICATORS = "Cardinal `indicators`: eleven, threads: "
_ELEVEN = ("R003", "R018", "R024", "R025", "R028", "R030", "R035", "R036", "R038", "R048", "R058")


def main() -> None:
    """Runs all commands in turn and prints the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--releases", type=int, default=200_000, help="how many to make where no FILE is given")
    parser.add_argument("--indicators", default="", help="codes of the indicators to run; all if not given")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cardinal", type=Path, help="the program `ocdscardinal`, built from its source")
    parser.add_argument("--store", action="store_true", help="keep the result for the page on performance")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = options.file or _made(Path(folder), options.releases)
        if file is None:
            print(f"not run: no FILE given, and {GENERATOR} is not here to make one")
            return
        size_mb = file.stat().st_size / 1e6
        commands = {
            **_readers(file, Path(folder), options.threads),
            **_cardinal(file, Path(folder), options.threads, options.cardinal),
            OURS: _build(file, Path(folder), options.threads, options.indicators),
        }
        peaks = {name: timed(command).peak_mib for name, command in commands.items()}
        runs: dict[str, list[Run]] = {name: [] for name in commands}
        for _ in range(options.runs):
            for name, command in commands.items():
                runs[name].append(timed(command, watched=False))
    result = _result(size_mb, runs, peaks)
    _print(result)
    if options.store:
        store("build", result)


def _made(folder: Path, releases: int) -> Path | None:
    if not GENERATOR.is_file():
        return None
    file = folder / "releases.jsonl"
    subprocess.run([sys.executable, GENERATOR, str(releases), file, "--seed", "3"], check=True)
    return file


def _readers(file: Path, folder: Path, threads: int) -> dict[str, list[str]]:
    columns = [(name, "VARCHAR" if name in _TEXT else "JSON") for name in _COLUMNS]
    python = [sys.executable, "-c"]
    return {
        "`wc -l`": ["wc", "-l", str(file)],
        "msgspec, typed, one core": [*python, _MSGSPEC, str(file)],
        PEER: [*python, _DUCKDB, str(file), str(folder / "peer.parquet"), repr(columns), str(threads)],
    }


def _cardinal(file: Path, folder: Path, threads: int, program: Path | None) -> dict[str, list[str]]:
    """What there is of Cardinal: `coverage` where its package is installed, `indicators` where the program is given."""
    found = {COVERAGE: [str(PEERS), "-c", _COVERAGE, str(file)]} if PEERS.is_file() else {}
    if program is not None:
        settings = folder / "cardinal.ini"
        settings.write_text("".join(f"[{code}]\n" for code in _ELEVEN))
        command = [str(program.resolve()), "indicators", str(file), "--settings", str(settings)]
        for number in sorted({1, threads}):
            found[f"{INDICATORS}{number}"] = ["env", f"RAYON_NUM_THREADS={number}", *command]
    return found


def _build(file: Path, folder: Path, threads: int, indicators: str) -> list[str]:
    settings = {"threads": threads, "indicators": [code for code in indicators.split(",") if code]}
    return [sys.executable, "-c", BUILD, json.dumps([str(file)]), str(folder / "register"), json.dumps(settings)]


def _result(size_mb: float, runs: dict[str, list[Run]], peaks: dict[str, float]) -> dict[str, Any]:
    """The medians, the ratio of wall times to DuckDB's pair by pair, and where the last build spent its time."""
    medians = {
        name: Run(*(statistics.median(getattr(one, key) for one in ran) for key in ("wall_s", "cpu_s")), peaks[name])
        for name, ran in runs.items()
    }
    ratios = [one.wall_s / other.wall_s for one, other in zip(runs[OURS], runs[PEER], strict=True)]
    told = json.loads(runs[OURS][-1].output)
    return {
        "size_mb": round(size_mb, 1),
        "runs": len(ratios),
        "rows": {name: run.numbers() for name, run in medians.items()},
        "ratio": {"median": statistics.median(ratios), "least": min(ratios), "most": max(ratios)},
        "rooms": told["rooms"],
        "purchases": told["purchases"],
    }


def _print(result: dict[str, Any]) -> None:
    size_mb, ratio, rooms = result["size_mb"], result["ratio"], result["rooms"]
    print(f"{size_mb:,.0f} MB, {os.cpu_count()} processors, medians of {result['runs']} runs in turn\n")
    print("| | wall s | CPU s | MB/s | peak MiB |")
    print("|---|---|---|---|---|")
    for name, row in result["rows"].items():
        wall = max(row["wall_s"], 0.01)
        print(f"| {name} | {wall:.1f} | {row['cpu_s']:.1f} | {size_mb / wall:.0f} | {row['peak_mib']:.0f} |")
    spread = f"{ratio['least']:.2f} to {ratio['most']:.2f}"
    print(f"\nratio of wall times to DuckDB's, pair by pair: {ratio['median']:.2f} ({spread})\n")
    total = sum(rooms.values())
    print(f"{result['purchases']:,} purchases; share of wall time by room in the last run:")
    for room, spent in rooms.items():
        print(f"  {spent / total:5.1%}  {spent:6.2f} s  {room}")


if __name__ == "__main__":
    main()
