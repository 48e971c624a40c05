"""Compares every expression of the rooms on DuckDB and on Spark, row by row, over the tables of the engine suite.

    python benchmarks/engines.py [--store]

Needs Spark (`make spark`) and Java 17; takes a few minutes. The tables hold what engines are known to see differently,
and the examples of all indicators; `make test` and `make soak` compare empty tables, other settings and other rows too.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from _measure import store

from custodiet.engine import open_engine

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests" / "engine")]

from expressions import LOW, Compared, compared, indicator_expressions, register_expressions  # noqa: E402
from nasty import nasty_tables  # noqa: E402
from small_spark import missing, small_spark  # noqa: E402


def main() -> None:
    """Prints for each expression how many rows were compared, and how many of them differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", action="store_true", help="keep the result for the page on performance")
    options = parser.parse_args()
    lacking = missing()
    if lacking is not None:
        print(f"not run: {lacking}")
        return
    result = {one.name: (one.rows, len(one.different)) for one in _compared()}
    for name, (rows, different) in result.items():
        print(f"{name:20} {rows:6,} rows, {different} different")
    if options.store:
        store("engines", {"expressions": result})


def _compared() -> list[Compared]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("conf", "tables", "duckdb", "spark"):
            (folder / name).mkdir()
        tables = nasty_tables(folder / "tables")
        with (
            small_spark(folder / "conf"),
            open_engine("duckdb", "300MiB", 2, folder / "duckdb") as duckdb,
            open_engine("spark", "1GiB", 2, folder / "spark") as spark,
        ):
            return [
                one
                for expressions in (register_expressions, indicator_expressions(LOW))
                for one in compared(expressions, (duckdb, spark), tables)
            ]


if __name__ == "__main__":
    main()
