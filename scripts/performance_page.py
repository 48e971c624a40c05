"""Writes docs/explanation/performance.md from benchmarks/results.json; `--check` only compares.

`make bench` measures, keeps what it measured in that file, and writes the page. The check needs no measuring: it says
whether the page shows what was kept.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from written import settle

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "explanation" / "performance.md"
RESULTS = PROJECT / "benchmarks" / "results.json"

TOP = """# Performance

How long a build takes, how time and memory grow, what an update saves, and that the answers stay the same meanwhile, as
last measured by `make bench`.

<!-- Written by scripts/performance_page.py from benchmarks/results.json; run `make bench` to measure anew. -->

Times on two machines, or on one that others use, say little beside each other. Read the ratios, which come from runs
that took turns.
"""
BUILD = """
## A complete build beside what else reads the file

The input is JSON Lines of synthetic releases by `make_releases.py --seed 3`, {size_mb:,.0f} MB; medians of {runs} runs
in turn. custodiet reads, checks, merges, minimises, classifies, resolves, flags and writes the register. The others
only read: `wc -l` counts lines, msgspec decodes each record to its typed shape, DuckDB writes top-level columns as
Parquet.

| | wall s | processor s | MB/s | peak MiB |
|---|---|---|---|---|
{rows}

The build takes {median:.1f} times as long as DuckDB ({least:.1f} to {most:.1f}, pair by pair), {wc:.0f} times as long
as `wc -l` and {msgspec:.1f} times as long as msgspec on one core.
{coverage}{indicators}
Measured on {machine}.

### Where the time goes

| room | wall s | share |
|---|---|---|
{rooms}
"""
COVERAGE = "Cardinal `coverage`: parse and count fields"
COVERAGE_RAN = """
Of Cardinal its package for Python offers one command, `coverage`, which parses every document and counts its fields:
the build takes {times:.1f} times as long.
"""
INDICATORS = "Cardinal `indicators`: eleven, threads: "
INDICATORS_RAN = """
Cardinal's `indicators` parses every document and judges eleven indicators, each with its defaults, and prints what it
flagged. Its time with {threads} threads is the aim of the complete build, which takes {times:.1f} times as long. It is
no package to install: its program was built from the source of `ocdscardinal` on PyPI, with a stand-in for the library
that gives quantiles of type 8.
"""
INDICATORS_NOT_RUN = """
Cardinal's `indicators` is no package to install, and was not measured here: build the program from the source of
`ocdscardinal` on PyPI and give it to `benchmarks/build.py --cardinal PROGRAM`.
"""
GROWTH = """
## Growth

Lean releases by `make_releases.py --lean --seed 3`, one build of each number. The exponent is that of the power law
nearest to the figures: 1 where twice the input takes twice as much. The targets are 1.05 for time, 1 GiB for a million
releases and 3 GiB for three.

| releases | MB | wall s | processor s | peak MiB |
|---|---|---|---|---|
{rows}
| exponent | | {wall_s} | {cpu_s} | {peak_mib} |

Measured on {machine}.
"""
UPDATE = """
## An update

{releases:,} releases in a hundred files; the last file is added to a register of the other ninety-nine
([how](../how-to/update-a-register.md)). The target is a tenth of the full build.

| | wall s | processor s | peak MiB |
|---|---|---|---|
| build of all hundred | {full} |
| update by the last one | {update} |

The update takes {share:.0%} of the full build. Its register and that of all hundred, compared byte for byte:

| files | different |
|---|---|
| {files} | {different} |

What an update takes are the rooms over whole tables, which run again on all rows:

| room | wall s | share |
|---|---|---|
{rooms}

Measured on {machine}.
"""
ORACLE = """
## The answers of Cardinal

`benchmarks/oracle.py` asks for Cardinal's eleven indicators in its own form and compares every value, by group, subject
and indicator and to four decimals, with what Cardinal 0.0.8 answered to the same file and settings: 6,000 releases by
`make_releases.py 6000 --seed 7`. Quartiles and fences are among the values.

| indicator | {names} |
|---|{lines}
{rows}

Measured on {machine}.
"""
ENGINES = """
## Both engines

`benchmarks/engines.py` runs every expression of the register and of the indicators on DuckDB and on Spark, over tables
made to tell the two apart, and compares their answers row by row. `make test` and `make soak` do so too, with other
settings, other rows, and none.

| expression | rows | different |
|---|---|---|
{rows}

Measured on {machine}.
"""


def page() -> str:
    """The page as the results have it; a benchmark that was not run has no section."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    sections = [made(results[name]) for name, made in SECTIONS.items() if name in results]
    return TOP + "".join(sections)


def build(result: dict[str, Any]) -> str:
    """The section on the build of one file."""
    size_mb = result["size_mb"]
    walls = {name: max(row["wall_s"], 0.01) for name, row in result["rows"].items()}
    rows = [
        f"| {name} | {walls[name]:.1f} | {row['cpu_s']:.1f} | {size_mb / walls[name]:,.0f} | {row['peak_mib']:,.0f} |"
        for name, row in result["rows"].items()
    ]
    *_others, ours = walls.values()
    return BUILD.format(
        size_mb=size_mb,
        runs=result["runs"],
        rows="\n".join(rows),
        wc=ours / walls["`wc -l`"],
        msgspec=ours / walls["msgspec, typed, one core"],
        coverage=COVERAGE_RAN.format(times=ours / walls[COVERAGE]) if COVERAGE in walls else "",
        indicators=_indicators(walls, ours),
        machine=result["machine"],
        rooms=shares(result["rooms"]),
        **result["ratio"],
    )


def _indicators(walls: dict[str, float], ours: float) -> str:
    """The build beside Cardinal's indicators with the most threads that they were given."""
    ran = [name for name in walls if name.startswith(INDICATORS)]
    if not ran:
        return INDICATORS_NOT_RUN
    return INDICATORS_RAN.format(threads=ran[-1].removeprefix(INDICATORS), times=ours / walls[ran[-1]])


def growth(result: dict[str, Any]) -> str:
    """The section on growth."""
    rows = [f"| {row['releases']:,} | {row['size_mb']:,.0f} | {_figures(row)} |" for row in result["rows"]]
    exponents = {name: "" if value is None else f"{value:.2f}" for name, value in result["exponents"].items()}
    return GROWTH.format(rows="\n".join(rows), machine=result["machine"], **exponents)


def update(result: dict[str, Any]) -> str:
    """The section on updates."""
    figures = {name: _figures(result[name]) for name in ("full", "update")}
    return UPDATE.format(
        releases=result["releases"],
        share=result["share"],
        files=result["files"],
        different=len(result["different"]),
        rooms=shares(result["rooms"]),
        machine=result["machine"],
        **figures,
    )


def oracle(result: dict[str, Any]) -> str:
    """The section on the answers of Cardinal."""
    settings = result["settings"]
    codes = sorted({code for rows in settings.values() for code in rows})
    cells = {code: [rows.get(code, (0, 0)) for rows in settings.values()] for code in codes}
    cells["all"] = [tuple(map(sum, zip(*rows.values(), strict=True))) for rows in settings.values()]
    return ORACLE.format(
        names=" | ".join(f"{name}: values | different" for name in settings),
        lines="---|---|" * len(settings),
        rows="\n".join(f"| {code} | {_pairs(pairs)} |" for code, pairs in cells.items()),
        machine=result["machine"],
    )


def engines(result: dict[str, Any]) -> str:
    """The section on the two engines; flags and counts of an indicator are one row."""
    found: dict[str, tuple[int, ...]] = {}
    for expression, (rows, different) in result["expressions"].items():
        name = expression.removesuffix(" counts").removesuffix(" flags")
        known = found.get(name, (0, 0))
        found[name] = (known[0] + rows, known[1] + different)
    found["all"] = tuple(map(sum, zip(*found.values(), strict=True)))
    rows = "\n".join(f"| {name} | {_pairs([pair])} |" for name, pair in found.items())
    return ENGINES.format(rows=rows, machine=result["machine"])


def _pairs(pairs: Iterable[tuple[int, ...]]) -> str:
    return " | ".join(f"{compared:,} | {different:,}" for compared, different in pairs)


def shares(rooms: dict[str, float]) -> str:
    """The rows of a table of rooms with the share of the wall time that each took."""
    total = sum(rooms.values())
    return "\n".join(f"| {room} | {spent:.1f} | {spent / total:.0%} |" for room, spent in rooms.items())


def _figures(row: dict[str, Any]) -> str:
    return f"{row['wall_s']:.1f} | {row['cpu_s']:.1f} | {row['peak_mib']:,.0f}"


SECTIONS = {"build": build, "growth": growth, "update": update, "oracle": oracle, "engines": engines}

if __name__ == "__main__":
    sys.exit(settle(PAGE, page(), sys.argv[1:]))
