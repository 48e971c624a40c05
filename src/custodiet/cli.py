"""The command line: results to standard output, all else to standard error; heavy modules where they are used."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from custodiet import __version__
from custodiet.errors import CustodietError, UsageError

_KEYS = ("records", "processes", "purchases", "organisations", "flags", "problems", "documents", "seconds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 complete, 2 wrong use, 3 not readable, 4 a door failed."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except CustodietError as error:
        print(f"custodiet: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone; nothing is left to say
        return 0
    except KeyboardInterrupt:
        print("custodiet: stopped; what stood there before is unchanged", file=sys.stderr)
        return 130


def _build(options: argparse.Namespace) -> int:
    from custodiet.pipeline import build
    from custodiet.progress import shown
    from custodiet.settings import Settings, limits_from

    settings = Settings(
        threads=options.threads,
        memory=options.memory,
        engine=options.engine,
        mappings=tuple(options.mapping),
        plugins=options.plugins,
        merge=tuple(options.merge.split(",")),
        limits=limits_from(options.limit),
    )
    settings.check()
    with shown(quiet=options.json) as progress:
        summary = build(options.inputs, options.to, settings, progress)
    if options.json:
        print(json.dumps({key: getattr(summary, key) for key in _KEYS}))
        return 0
    print(f"{options.to}: {summary.purchases:,} purchases of surveillance technology")
    print(f"  found among {summary.processes:,} processes in {summary.documents:,} documents")
    print(f"  {summary.organisations:,} organisations, {summary.flags:,} indicator results")
    print(f"  {summary.problems:,} values or records set aside, repaired, doubted or removed: see problems.csv")
    print(f"  {summary.seconds:.1f} seconds")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from importlib.resources import files

    sample = files("custodiet") / "samples"
    options.inputs = sorted(str(file) for file in sample.iterdir() if file.name.endswith(".json"))
    code = _build(options)
    if code == 0 and not options.json:
        print(f"\nLook further: custodiet explain {options.to} ocds-03ad3f-287622")
    return code


def _verify(options: argparse.Namespace) -> int:
    from custodiet.register.verify import verify

    verification = verify(options.register)
    for line in verification.lines():
        print(line)
    return 0 if verification.ok else 3


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


def _classify(options: argparse.Namespace) -> int:
    from custodiet.classification import process_jsonl

    with ExitStack() as stack:
        _write_lines(process_jsonl(_input(options.file, stack)))
    return 0


def _match(options: argparse.Namespace) -> int:
    from custodiet.organisations import match_jsonl

    with ExitStack() as stack:
        _write_lines(match_jsonl(_input(options.file, stack)))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from importlib import import_module

    room = {"technologies": "classification", "organisations": "organisations"}[options.what]
    report = import_module(f"custodiet.{room}.evaluation").evaluate(options.gold)
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        for line in report.lines():
            print(line)
    return 0


def _write_lines(lines: Iterable[bytes]) -> None:
    for line in lines:
        sys.stdout.buffer.write(line.rstrip(b"\n") + b"\n")
    sys.stdout.buffer.flush()


def _input(file: str, stack: ExitStack) -> BinaryIO:
    if file == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(file).open("rb"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="custodiet",
        description="A public register of surveillance purchases, with the evidence for every statement.",
    )
    parser.add_argument("--version", action="version", version=f"custodiet {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "build the bundled sample of real purchases")
    demo.add_argument("--to", type=Path, default=Path("demo"), metavar="DIR", help="where the register goes")
    demo.add_argument("--no-serve", action="store_true", help="end when the register is built")
    _add_build_options(demo)
    build = command("build", _build, "read procurement data and write the register")
    build.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob or - for standard input")
    build.add_argument("--to", type=Path, required=True, metavar="DIR", help="where the register goes")
    _add_build_options(build)
    classify = command("classify", _classify, 'JSON Lines {"id","text","codes","lang"?} to labels with their evidence')
    classify.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - for standard input")
    match = command("match", _match, 'JSON Lines {"id","a","b"} of organisations to decisions with their reasons')
    match.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - for standard input")
    evaluate = command("evaluate", _evaluate, "measure against labelled data, beside simple baselines")
    evaluate.add_argument("what", choices=["technologies", "organisations"])
    evaluate.add_argument("gold", nargs="+", type=Path, metavar="GOLD.jsonl")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    explain = command("explain", _explain, "every statement about one purchase, with its evidence")
    explain.add_argument("register", type=Path, metavar="DIR")
    explain.add_argument("id", metavar="ID", help="the ocid")
    explain.add_argument(
        "--mapping", type=Path, action="append", default=[], metavar="FILE", help="a mapping it was read by"
    )
    explain.add_argument("--json", action="store_true", help="print one JSON object")
    export = command("export", _export, "write tables of a register in another format, completely or not at all")
    export.add_argument("register", type=Path, metavar="DIR")
    export.add_argument("--format", required=True, choices=["csv", "xlsx", "jsonl", "parquet"])
    export.add_argument("--to", type=Path, required=True, metavar="PATH")
    export.add_argument("--table", metavar="T", help="one table; all of them if not given")
    verify = command("verify", _verify, "recompute the hashes, counts and totals of a register")
    verify.add_argument("register", type=Path, metavar="DIR")
    return parser


def _add_build_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--mapping", type=Path, action="append", default=[], metavar="FILE", help="a mapping for tables"
    )
    parser.add_argument(
        "--plugins", type=Path, metavar="DIR", help="a folder of your own technologies, indicators, ..."
    )
    parser.add_argument("--engine", default="duckdb", choices=["duckdb"], help="what works over whole tables")
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="workers; all cores if not given")
    parser.add_argument("--memory", default="600MiB", metavar="SIZE", help="memory for the engine, such as 2GiB")
    parser.add_argument(
        "--merge", default="identifier,person,maker,name", metavar="BASES", help="bases that make two mentions one"
    )
    parser.add_argument("--limit", action="append", default=[], metavar="NAME=N", help="raise a limit on hostile input")
    parser.add_argument("--json", action="store_true", help="print one JSON object and no progress")
