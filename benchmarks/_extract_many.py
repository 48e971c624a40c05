"""Prints the seconds of one core in which polars finds letters in texts, the best of three; reads both from stdin.

Run by classification.py with the interpreter of `make peers`, since polars is no dependency of custodiet.
"""

import json
import sys
import time

import polars as pl  # type: ignore[import-not-found,unused-ignore]  # in the environment of peers alone


def main() -> None:
    """Reads `{"letters": [...], "texts": [...]}`."""
    given = json.load(sys.stdin)
    series = pl.Series(given["texts"])
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        series.str.extract_many(given["letters"])
        best = min(best, time.process_time() - start)
    print(best, pl.__version__)


if __name__ == "__main__":
    main()
