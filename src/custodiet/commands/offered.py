"""How a module of commands offers what it has, and the options and inputs that several commands share."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from custodiet.errors import InputError

Run = Callable[[argparse.Namespace], int]
"""What a command does with its options; the result is the exit code."""


class Offered:
    """The commands of `custodiet`, to which each module adds its own."""

    def __init__(self, subparsers: Any) -> None:
        self._subparsers = subparsers

    def command(self, name: str, run: Run, about: str) -> argparse.ArgumentParser:
        """The parser of a new command, to which its options are added."""
        added: argparse.ArgumentParser = self._subparsers.add_parser(
            name, help=about, description=f"{about[0].upper()}{about[1:]}."
        )
        added.set_defaults(run=run)
        return added


def add_register(parser: argparse.ArgumentParser) -> None:
    """The register that a command reads."""
    parser.add_argument("register", type=Path, metavar="DIR", help="the folder of a register")


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option for programs."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_mappings(parser: argparse.ArgumentParser) -> None:
    """Mappings for tables."""
    parser.add_argument(
        "--mapping", type=Path, action="append", default=[], metavar="FILE", help="a mapping for tables"
    )


def add_plugins(parser: argparse.ArgumentParser) -> None:
    """A folder of an outsider's files."""
    parser.add_argument(
        "--plugins", type=Path, metavar="DIR", help="a folder of your own technologies, indicators, ..."
    )


def add_machine(parser: argparse.ArgumentParser) -> None:
    """How much of the machine to use, and the limits that protect it."""
    parser.add_argument("--engine", default="duckdb", choices=["duckdb", "spark"], help="what does the work")
    parser.add_argument(
        "--spark-master", default="", metavar="URL", help="master of a cluster, such as spark://host:7077"
    )
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="workers; all cores if not given")
    parser.add_argument(
        "--memory", default="", metavar="SIZE", help="memory for the engine, such as 2GiB; as little as it can do with"
    )
    parser.add_argument("--limit", action="append", default=[], metavar="NAME=N", help="raise a limit on hostile input")


def readable(files: Sequence[Path]) -> Sequence[Path]:
    """The files themselves; raises InputError for the first that cannot be read."""
    for file in files:
        with opened(str(file)):
            pass
    return files


@contextmanager
def opened(file: str) -> Iterator[BinaryIO]:
    """A file for reading, `-` for standard input; raises InputError where it cannot be read."""
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115  (the error of opening is told from those of reading)
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    with stream:
        yield stream
