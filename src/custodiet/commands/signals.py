"""The command that runs the indicators alone: indicators."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from custodiet.commands.offered import Offered, add_machine, add_mappings, add_plugins
from custodiet.errors import UsageError

_DECIMALS = 4


def add(offered: Offered) -> None:
    """Offers the command of this module."""
    command = offered.command("indicators", _indicators, "signals in procurement data, without building a register")
    command.add_argument("inputs", nargs="*", metavar="INPUT", help="file, folder, glob or - for standard input")
    command.add_argument("--settings", type=Path, metavar="FILE", help="settings as .toml, .json or .ini")
    command.add_argument(
        "--format",
        default="table",
        choices=["table", "json", "cardinal"],
        help="lines for people, one JSON object, or that of Cardinal",
    )
    command.add_argument("--list", action="store_true", help="what each indicator looks for, and its settings")
    add_mappings(command)
    add_plugins(command)
    add_machine(command)


def _indicators(options: argparse.Namespace) -> int:
    if options.list:
        return _list(options)
    if not options.inputs:
        raise UsageError("indicators: give INPUT... to read, or --list to see what there is")
    from custodiet.judging import judge, judge_as_cardinal
    from custodiet.progress import shown
    from custodiet.settings import Settings, indicator_settings, limits_from

    given = indicator_settings(options.settings) if options.settings else {}
    settings = Settings(
        threads=options.threads,
        memory=options.memory,
        engine=options.engine,
        spark_master=options.spark_master,
        mappings=tuple(options.mapping),
        plugins=options.plugins,
        limits=limits_from(options.limit),
    )
    if options.format == "cardinal":
        with shown(quiet=True) as progress:
            found = judge_as_cardinal(options.inputs, settings, given, progress)
        print(json.dumps(found, ensure_ascii=False, sort_keys=True))
        return 0
    with shown(quiet=options.format == "json") as progress:
        flags, counts = judge(options.inputs, settings, given, progress)
    if options.format == "json":
        print(json.dumps({"counts": counts.to_pylist(), "flags": flags.to_pylist()}, ensure_ascii=False))
        return 0
    for line in _lines(flags.to_pylist(), counts.to_pylist()):
        print(line)
    return 0


def _lines(flags: list[dict[str, Any]], counts: list[dict[str, Any]]) -> Iterator[str]:
    """How many subjects show which signal, then each that does; a signal is no accusation."""
    yield f"{'indicator':<11}{'subject':<18}{'flagged':>9}{'judged':>9}{'share':>8}{'not computable':>16}"
    summed: dict[tuple[str, str], list[int]] = {}
    for row in counts:
        sums = summed.setdefault((row["indicator"], row["subject_kind"]), [0, 0, 0])
        for place, name in enumerate(("flagged", "judged", "not_computable")):
            sums[place] += row[name]
    for (indicator, kind), (flagged, judged, unknown) in summed.items():
        share = f"{flagged / judged:.1%}" if judged else "-"
        yield f"{indicator:<11}{kind:<18}{flagged:>9,}{judged:>9,}{share:>8}{unknown:>16,}"
    for row in counts:
        if row["warning"]:
            where = ", ".join(str(row[name]) for name in ("source", "country", "year") if row[name] is not None)
            told = f"{row['flagged']:,} of {row['judged']:,} flagged"
            yield f"{row['indicator']} {row['subject_kind']} ({where or 'all'}): {told}; {row['warning']}"
    yield "\nA signal is a reason to look, never an accusation."
    for row in flags:
        value = "" if row["value"] is None else f" {round(row['value'], _DECIMALS):g}"
        yield f"{row['indicator']} {row['subject_kind']} {row['subject_id']}{value}: {row['reason']}"


def _list(options: argparse.Namespace) -> int:
    from custodiet.indicators import load_indicators

    described: list[dict[str, Any]] = [
        {"code": one.code, "title": one.title, "settings": _defaults(one.settings)}
        for one in load_indicators(options.plugins).values()
    ]
    if options.format != "table":
        print(json.dumps(described, ensure_ascii=False))
        return 0
    for one in described:
        print(f"{one['code']}  {one['title']}")
        if one["settings"]:
            print(f"      {', '.join(f'{name} = {value!r}' for name, value in one['settings'].items())}")
    return 0


def _defaults(kind: Any) -> dict[str, Any]:
    """The settings of an indicator with their defaults; one that must be given has none."""
    import msgspec

    default = kind()
    return {name: msgspec.to_builtins(getattr(default, name)) for name in kind.__struct_fields__}
