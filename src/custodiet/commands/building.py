"""Commands that make a register: demo, build."""

import argparse
import json
from pathlib import Path

from custodiet.commands.offered import Offered, add_json, add_machine, add_mappings, add_plugins
from custodiet.commands.serving import add_serving, serve_register

_KEYS = ("records", "processes", "purchases", "organisations", "flags", "problems", "documents", "seconds")


def add(offered: Offered) -> None:
    """Offers the commands of this module."""
    demo = offered.command("demo", _demo, "build the bundled sample of real purchases and serve it")
    demo.add_argument("--to", type=Path, default=Path("demo"), metavar="DIR", help="where the register goes")
    demo.add_argument("--no-serve", action="store_true", help="end when the register is built")
    add_serving(demo)
    _add_options(demo)
    demo.set_defaults(cases=True, onto=None, updatable=False)
    build = offered.command("build", _build, "read procurement data and write the register")
    build.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob or - for standard input")
    build.add_argument("--to", type=Path, required=True, metavar="DIR", help="where the register goes")
    build.add_argument(
        "--onto", type=Path, metavar="OLD", help="an updatable register whose inputs belong to this one unread"
    )
    build.add_argument("--updatable", action="store_true", help="keep what was read, for a later build --onto this one")
    build.add_argument("--cases", action="store_true", help="add the documented cases")
    _add_options(build)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_mappings(parser)
    add_plugins(parser)
    parser.add_argument("--decisions", type=Path, metavar="DIR", help="a folder of what persons decided")
    parser.add_argument(
        "--merge", default="identifier,person,maker,name", metavar="BASES", help="bases that make two mentions one"
    )
    parser.add_argument(
        "--against", type=Path, action="append", default=[], metavar="FILE", help="a list of entities to check against"
    )
    parser.add_argument(
        "--indicators", default="", metavar="CODES", help="indicators to run, such as R003,R018; or all"
    )
    parser.add_argument("--date", metavar="YYYY-MM-DD", help="day of publication, for countries that publish late")
    parser.add_argument("--delay", type=int, metavar="DAYS", help="how many days late these countries publish")
    add_machine(parser)
    add_json(parser)


def _build(options: argparse.Namespace) -> int:
    from custodiet.pipeline import build
    from custodiet.progress import shown
    from custodiet.settings import Settings, day_from, limits_from

    settings = Settings(
        threads=options.threads,
        memory=options.memory,
        engine=options.engine,
        spark_master=options.spark_master,
        mappings=tuple(options.mapping),
        plugins=options.plugins,
        decisions=options.decisions,
        against=tuple(options.against),
        cases=options.cases,
        updatable=options.updatable,
        onto=options.onto,
        indicators=tuple(code for code in options.indicators.split(",") if code),
        date=day_from(options.date),
        delay_days=options.delay,
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
    if summary.cases:
        print(f"  {summary.cases:,} documented cases beside them")
    print(f"  {summary.organisations:,} organisations, {summary.flags:,} indicator results")
    if summary.implausible:
        told = "of the signals' shares, by source, country and year, are implausible"
        print(f"  {summary.implausible:,} {told}: see `warning` in indicator_counts")
    print(f"  {summary.problems:,} values or records set aside, repaired, doubted or removed: see problems.csv")
    print(f"  {summary.seconds:.1f} seconds")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from importlib.resources import files

    sample = files("custodiet") / "samples"
    options.inputs = sorted(str(file) for file in sample.iterdir() if file.name.endswith(".json"))
    code = _build(options)
    if code != 0 or options.json:
        return code
    print(f"\nLook further: custodiet explain {options.to} ted:492647-2021", flush=True)
    if options.no_serve:
        return code
    options.register = options.to
    return serve_register(options)
