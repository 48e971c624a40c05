"""Commands that read a register: explain, export, verify."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from custodiet.commands.offered import Offered, add_json, add_mappings, add_register


def add(offered: Offered) -> None:
    """Offers the commands of this module."""
    explain = offered.command("explain", _explain, "every statement about one purchase, with its evidence")
    add_register(explain)
    explain.add_argument("id", metavar="ID", help="the ocid, or the number of a notice")
    add_mappings(explain)
    add_json(explain)
    export = offered.command(
        "export", _export, "write tables of a register in another format, completely or not at all"
    )
    add_register(export)
    export.add_argument("--format", required=True, choices=["csv", "xlsx", "jsonl", "parquet"])
    export.add_argument("--to", type=Path, required=True, metavar="PATH", help="a folder, or one file")
    export.add_argument("--table", metavar="T", help="one table; all of them if not given")
    verify = offered.command("verify", _verify, "recompute the hashes, counts and totals of a register")
    add_register(verify)


def _explain(options: argparse.Namespace) -> int:
    from custodiet.places import places_of
    from custodiet.register.explain import explain
    from custodiet.register.explain_lines import lines

    explanation = explain(options.register, options.id, lambda form: places_of(form, tuple(options.mapping)))
    if options.json:
        print(json.dumps(asdict(explanation), ensure_ascii=False, default=str))
    else:
        for line in lines(explanation):
            print(line)
    return 0


def _export(options: argparse.Namespace) -> int:
    from custodiet.exports.export import export

    for exported in export(options.register, options.format, options.to, options.table):
        print(f"{exported.path}  {exported.rows:,} rows  sha256 {exported.sha256}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from custodiet.register.verify import verify

    verification = verify(options.register)
    for line in verification.lines():
        print(line)
    return 0 if verification.ok else 3
