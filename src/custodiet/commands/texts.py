"""Commands that judge texts and names without a register: classify, match, evaluate, vocabulary."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from custodiet.commands.offered import Offered, add_json, add_plugins, opened, readable
from custodiet.errors import NotUnderstoodError


def add(offered: Offered) -> None:
    """Offers the commands of this module."""
    classify = offered.command(
        "classify", _classify, 'JSON Lines {"id","text","codes","lang"?} to labels with their evidence'
    )
    classify.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - for standard input")
    match = offered.command("match", _match, 'JSON Lines {"id","a","b"} of organisations to decisions with reasons')
    match.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON Lines; - for standard input")
    evaluate = offered.command("evaluate", _evaluate, "measure against labelled data, beside simple baselines")
    evaluate.add_argument("what", choices=["technologies", "organisations"])
    evaluate.add_argument("gold", nargs="+", type=Path, metavar="GOLD.jsonl", help="labelled records or pairs")
    add_json(evaluate)
    vocabulary = offered.command("vocabulary", _vocabulary, "the classes of surveillance technology and their words")
    vocabulary.add_argument(
        "--format",
        default="turtle",
        choices=["turtle", "json-ld", "thin"],
        help="SKOS in Turtle or JSON-LD; thin: what is known too little about, by language",
    )
    add_plugins(vocabulary)


def _classify(options: argparse.Namespace) -> int:
    from custodiet.classification import process_jsonl

    with opened(options.file) as lines:
        _write_lines(process_jsonl(lines))
    return 0


def _match(options: argparse.Namespace) -> int:
    from custodiet.organisations import match_jsonl

    with opened(options.file) as lines:
        _write_lines(match_jsonl(lines))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    gold = readable(options.gold)
    lines, as_json = _of_technologies(gold) if options.what == "technologies" else _of_organisations(gold)
    if options.json:
        print(as_json)
        return 0
    for line in lines:
        print(line)
    return 0


def _of_technologies(gold: Iterable[Path]) -> tuple[Iterable[str], str]:
    from custodiet.classification import Classifier, evaluate

    report = evaluate(gold, Classifier.load())
    return report.lines(), report.as_json().decode()


def _of_organisations(gold: Iterable[Path]) -> tuple[Iterable[str], str]:
    from custodiet.organisations.evaluation import evaluate

    report = evaluate(gold)
    return report.lines(), json.dumps(report.as_json(), ensure_ascii=False)


def _vocabulary(options: argparse.Namespace) -> int:
    for line in _as(options.format, options.plugins):
        print(line)
    return 0


def _as(form: str, plugins: Path | None) -> Iterator[str]:
    from custodiet.classification import skos, thin
    from custodiet.classification.vocabulary import load_vocabulary

    vocabulary = load_vocabulary(plugins)
    if form == "thin":
        yield from thin.report(vocabulary)
    else:
        yield skos.turtle(vocabulary) if form == "turtle" else skos.json_ld(vocabulary)


def _write_lines(lines: Iterable[bytes]) -> None:
    """Writes answers as they come; raises NotUnderstoodError where each line read was answered with an error."""
    written = errors = 0
    for line in lines:
        sys.stdout.buffer.write(line.rstrip(b"\n") + b"\n")
        written += 1
        errors += line.startswith(_ERROR)
    sys.stdout.buffer.flush()
    if errors and errors == written:
        raise NotUnderstoodError(f"none of {errors:,} lines was understood; what is wrong with each is in the answers")


_ERROR = b'{"line":'
