"""Loads a site with requests, beside Datasette on the same purchases in the same run.

    python benchmarks/site.py [--purchases 20000] [--folder DIR] [--seconds 8] [--workers 2] [--published 10000]
                              [--datasette PROGRAM]

A register of invented purchases is made (`--purchases 1000000` takes a quarter of an hour of CPU), and kept in DIR or
taken from there. `custodiet serve` answers with so many workers; `wrk` asks with 8 and with 16 connections for
purchases, each another one, for lists with totals and facets, and for two words. Printed per kind: requests per second,
CPU milliseconds of the server per request, the time that 95 of 100 requests stay below, errors, and the largest
resident memory of all workers together.

With `--published` a register of so many purchases is published anew, without a change and with few, and nginx answers
with its pages. Datasette 0.65.5 is no dependency: give the program of an environment that has it, else its rows are
left out. Absolute numbers mean little on a shared machine: compare those of one run.
"""

import argparse
import os
import random
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pyarrow.parquet as pq
from _load import Load, asked, free_port, served
from _publication import loaded_files, publication
from _synthetic_register import make_register

from custodiet.site.links import key

_CONNECTIONS = (8, 16)
_PATHS = 2_000
_WORDS = (
    "камери",
    "видеонаблюдения",
    "surveillance",
    "videokuzatuv",
    "розпізнавання",
    "drones",
    "распознавание",
    "number",
)
_COLUMNS = (
    "ocid",
    "title",
    "buyer_name",
    "settlement",
    "country",
    "state",
    "date",
    "tendered_amount",
    "tendered_currency",
)


def main() -> None:
    """Makes the register, asks for its pages, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--purchases", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the register is, or is made and kept")
    parser.add_argument("--seconds", type=int, default=8, help="how long each kind is asked for")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--published", type=int, default=0, help="purchases of a register that is published as well")
    parser.add_argument("--datasette", help="the program `datasette` of an environment that has it")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print("not run: `wrk` is not installed; on Debian: apt-get install -y wrk")
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = options.folder or scratch / "loaded"
        if not (folder / "manifest.json").is_file():
            make_register(folder, options.purchases)
        ours = _ours(folder, scratch, options)
        theirs = _theirs(folder, scratch, options) if options.datasette else []
        files, lines = _published(scratch, options) if options.published else ([], [])
    _print(folder.name, ours, theirs, files)
    print("", *lines, sep="\n")


def _published(scratch: Path, options: argparse.Namespace) -> tuple[list[Load], list[str]]:
    """What nginx answers of a published folder, and how long that took to publish."""
    site, lines = publication(scratch, options.published, options.workers)
    return loaded_files(site, scratch, options.workers, options.seconds), lines


def _ours(folder: Path, scratch: Path, options: argparse.Namespace) -> list[Load]:
    port = free_port()
    command = [sys.executable, "-m", "custodiet", "serve", folder, "--port", port, "--workers", options.workers]
    rows, places = _sample(folder)
    chance = random.Random(1)
    paths = {
        "purchase page": [f"/en/purchase/{key(row)}" for row in rows],
        "list with totals and facets": [f"/en/search?{urlencode(_filters(chance))}" for _ in range(_PATHS)],
        "search of two words": [f"/en/search?{urlencode({'q': _two_words(chance, places)})}" for _ in range(_PATHS)],
    }
    with served([str(part) for part in command], port, "/en/") as server:
        return [asked(server, port, name, found, scratch, options.seconds) for name, found in _each(paths)]


def _theirs(folder: Path, scratch: Path, options: argparse.Namespace) -> list[Load]:
    database = scratch / "purchases.db"
    _fill(database, folder)
    port = free_port()
    limits = ["--setting", "sql_time_limit_ms", "60000", "--setting", "facet_time_limit_ms", "60000"]
    command = [options.datasette, "serve", str(database), "--port", str(port), *limits]
    rows, places = _sample(folder)
    chance = random.Random(1)
    facets = [("_facet", name) for name in ("country", "state", "year")]
    table = "/purchases/purchases"
    paths = {
        "Datasette: row page": [f"{table}/{row}" for row in rows],
        "Datasette: list with facets": [f"{table}?{urlencode([*_named(chance), *facets])}" for _ in range(_PATHS)],
        "Datasette: search": [f"{table}?{urlencode({'_search': _two_words(chance, places)})}" for _ in range(_PATHS)],
    }
    with served(command, port, "/") as server:
        return [asked(server, port, name, found, scratch, options.seconds) for name, found in _each(paths)]


def _each(paths: dict[str, list[str]]) -> list[tuple[tuple[str, int], list[str]]]:
    """Every kind of request with each number of connections."""
    return [((name, connections), found) for name, found in paths.items() for connections in _CONNECTIONS]


def _filters(chance: random.Random) -> list[tuple[str, str]]:
    """Values of one to three facets."""
    known = [
        ("country", ["UA", "KZ", "MD", "FR"]), ("state", ["contracted", "awarded", "tendered"]),
        ("year", [str(year) for year in range(2010, 2026)]), ("flag", ["R003", "C101", "none"]),
        ("technology", ["video.cctv_fixed", "traffic.anpr", "aerial.drone", "biometric.face_live"]),
    ]  # fmt: skip
    return [(name, chance.choice(values)) for name, values in chance.sample(known, chance.randint(1, 3))]


def _named(chance: random.Random) -> list[tuple[str, str]]:
    """The same for a table that has fewer columns."""
    return [("country", chance.choice(["UA", "KZ", "MD", "FR"])), ("state", chance.choice(["contracted", "awarded"]))]


def _two_words(chance: random.Random, places: list[str]) -> str:
    return f"{chance.choice(_WORDS)} {chance.choice(places)}"


def _sample(folder: Path) -> tuple[list[str], list[str]]:
    """Some ocids and some names of places, drawn alike for both."""
    chance = random.Random(2)
    with pq.ParquetFile(folder / "tables" / "purchases.parquet") as table:
        groups = chance.sample(range(table.num_row_groups), min(8, table.num_row_groups))
        read = [table.read_row_group(group, columns=["ocid", "settlement"]).to_pylist() for group in groups]
    rows = [chance.choice(chance.choice(read)) for _ in range(_PATHS)]
    return [row["ocid"] for row in rows], [row["settlement"] for row in rows]


def _fill(database: Path, folder: Path) -> None:
    """The purchases as a table with indexes and a full-text index, as Datasette's documentation advises."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"CREATE TABLE purchases ({', '.join(_COLUMNS)}, year, PRIMARY KEY (ocid))")
        with pq.ParquetFile(folder / "tables" / "purchases.parquet") as table:
            for batch in table.iter_batches(columns=list(_COLUMNS)):
                rows = [(*(str(row[name]) for name in _COLUMNS), row["date"][:4]) for row in batch.to_pylist()]
                connection.executemany(f"INSERT INTO purchases VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})", rows)
        for column in ("country", "state", "year"):
            connection.execute(f"CREATE INDEX by_{column} ON purchases ({column})")
        connection.execute("CREATE VIRTUAL TABLE purchases_fts USING fts5(title, buyer_name, content='purchases')")
        connection.execute("INSERT INTO purchases_fts (purchases_fts) VALUES ('rebuild')")
        connection.commit()


def _print(name: str, ours: list[Load], theirs: list[Load], files: list[Load]) -> None:
    print(f"{name}, {os.cpu_count()} processors\n")
    print("| what | connections | requests/s | CPU ms each | p95 ms | errors | resident MiB |")
    print("|---|---|---|---|---|---|---|")
    for one in (*ours, *files, *theirs):
        print(
            f"| {one.name} | {one.connections} | {one.per_second:,.1f} | {one.cpu_ms:.2f} | {one.p95_ms:,.1f} "
            f"| {one.errors} | {one.resident_mib:.0f} |"
        )
    for mine, other in zip(ours, theirs, strict=False):
        least = max(other.per_second, 1 / 60)  # where it answered nothing in the time given: one a minute
        times = f"{mine.per_second / least:,.1f} times Datasette, {other.cpu_ms / mine.cpu_ms:,.1f} times by CPU"
        print(f"\n{mine.name}, {mine.connections} connections: {times}")


if __name__ == "__main__":
    main()
