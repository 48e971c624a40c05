"""Commands for persons who check a register: review, audit."""

import argparse
import sys
from pathlib import Path

from custodiet.commands.offered import Offered, add_register
from custodiet.errors import UsageError


def add(offered: Offered) -> None:
    """Offers the commands of this module."""
    review = offered.command("review", _review, "what a person should look at, as a table to fill in")
    add_register(review)
    review.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new .csv or .xlsx")
    audit = offered.command("audit", _audit, "a random sample of what was not flagged, and the recall it shows")
    add_register(audit)
    audit.add_argument("--sample", type=int, metavar="N", help="draw N processes")
    audit.add_argument("--to", type=Path, metavar="FILE", help="a new .csv or .xlsx for the sample")
    audit.add_argument("--answers", type=Path, metavar="FILE", help="the sample filled in: print the recall")


def _review(options: argparse.Namespace) -> int:
    from custodiet.worklists import review, write

    table, left_out = review(options.register)
    write(table, "review", options.to)
    print(f"{options.to}: {table.num_rows:,} rows to look at")
    if left_out:
        print(
            f"custodiet: {left_out:,} possible links left out: no number or name tells the two apart", file=sys.stderr
        )
    print("Fill in decision, who, when and why, put the file into a folder, and build with --decisions FOLDER")
    return 0


def _audit(options: argparse.Namespace) -> int:
    if options.answers is not None:
        return _recall(options)
    if options.sample is None or options.to is None:
        raise UsageError("audit: give --sample N and --to FILE to draw a sample, or --answers FILE for its recall")
    from custodiet.worklists import audit, write

    table = audit(options.register, options.sample)
    write(table, "audit", options.to)
    print(f"{options.to}: {table.num_rows:,} processes drawn from those that are no purchase")
    print("Fill in decision (yes, part or no), who and when for each of them, then: custodiet audit --answers")
    return 0


def _recall(options: argparse.Namespace) -> int:
    from custodiet.worklists import recall

    found = recall(options.register, options.answers)
    if found.unanswered:
        raise UsageError(
            f"{options.answers}: {found.unanswered:,} processes have no decision: a sample tells when whole"
        )
    estimate = found.recall
    if estimate.recall is None or estimate.low is None or estimate.high is None:
        raise UsageError(f"{options.answers}: nothing to estimate from: {estimate.basis}")
    print(f"recall {estimate.recall:.3f}, 95% interval {estimate.low:.3f} to {estimate.high:.3f}")
    print(f"  {estimate.basis}")
    return 0
