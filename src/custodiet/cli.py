"""The command line: which commands there are, and how their errors end; heavy modules load where they are used."""

import argparse
import os
import sys
from collections.abc import Sequence

from custodiet import __version__
from custodiet.commands import building, looking, persons, serving, signals, texts
from custodiet.commands.offered import Offered, Run
from custodiet.errors import CustodietError

_SUBJECTS = (building, serving, looking, persons, signals, texts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 complete, 2 wrong use, 3 not readable, 4 a door failed."""
    options = _parser().parse_args(arguments)
    run: Run = options.run
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy starts a thread a processor; none is asked
    try:
        code = run(options)
        sys.stdout.flush()
    except CustodietError as error:
        print(f"custodiet: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        _leave_pipe()
        return 0
    except KeyboardInterrupt:
        print("custodiet: stopped; what stood there before is unchanged", file=sys.stderr)
        return 130
    return code


def _leave_pipe() -> None:
    """Turns standard output away: its reader has gone, and what is still buffered must not become an error at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="custodiet",
        description="A public register of surveillance purchases, with the evidence for every statement.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"custodiet {__version__}")
    offered = Offered(parser.add_subparsers(metavar="COMMAND", required=True))
    for subject in _SUBJECTS:
        subject.add(offered)
    return parser
