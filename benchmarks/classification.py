"""Times the classification: texts where nothing matches, where everything does, pathological ones, a whole chunk.

    python benchmarks/classification.py [--texts 200000]

Seconds are of the processor of one core, so that they compare on a shared machine; no text is seen twice, and garbage
is looked for no more than in the workers of a build. Beside ours stands the floor: polars `extract_many` of the same
letters from such texts, folded before, which finds words but decides nothing; polars is installed by `make peers`.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pyarrow as pa
from _measure import PEERS

from custodiet.classification import Classifier, Text, classify
from custodiet.model.tables import ITEMS, PROCESSES
from custodiet.text.fold import fold

PROJECT = Path(__file__).resolve().parent.parent
FLOOR = PROJECT / "benchmarks" / "_extract_many.py"

NOTHING = (
    "Supply of asphalt and dense bitumen macadam for the repair of rural roads, lot {}",
    "Поставка лекарственных препаратов для нужд городской больницы, извещение {}",
    "Закупівля бензину та дизельного палива, ДК 021:2015: 09130000-9, номер {}",
    "Fourniture de denrées alimentaires pour les cantines scolaires, lot {}",
    "Lieferung von Büromöbeln und Druckerpapier, Los {}",
)
EVERYTHING = (
    "Монтаж и техническое обслуживание системы видеонаблюдения школы {}",
    "Послуги з обслуговування камер відеоспостереження на вулицях міста {}",
    "CCTV maintenance and number plate recognition for the town centre, lot {}",
    "Videoüberwachung am Bahnhof: Lieferung, Montage und Wartung, Los {}",
    "Vidéoprotection et caméras-piétons de la police municipale, lot {}",
)
PATHOLOGICAL = {"one letter": "a", "nested quotes": '«"', "one term": "видеонаблюдение ", "hyphens": "на-"}


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that the work takes, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def texts(patterns: tuple[str, ...], count: int, first: int = 0) -> list[str]:
    """That many different texts, numbered from `first`."""
    return [pattern.format(first + number) for number, pattern in enumerate(islice(cycle(patterns), count))]


def decide_all(classifier: Classifier, lines: list[str]) -> None:
    """The whole decision of each line: quick look, then care for what remains."""
    for number in classifier.candidates(lines):
        classifier.decide([Text(lines[number], "/title", "title")])


def rates(classifier: Classifier, count: int) -> None:
    """Texts a second on one core, nothing and everything matching, beside the floor on texts of the same patterns."""
    for name, patterns, part in (("nothing", NOTHING, count), ("everything", EVERYTHING, count // 10)):
        runs = iter([texts(patterns, part, run * part) for run in range(3)])
        took = seconds(lambda runs=runs: decide_all(classifier, next(runs)))
        print(f"{name:<12} matches: {part / took:>10,.0f} texts/s on one core")
        print(f"{'':<12} {floor(classifier, texts(patterns, part), took)}")


def floor(classifier: Classifier, lines: list[str], took: float) -> str:
    """The rate of polars alone on these texts, and how many times its time the decision took."""
    python = PEERS if PEERS.is_file() else Path(sys.executable)
    given = json.dumps({"letters": classifier.matcher.letters, "texts": [fold(line).text for line in lines]})
    one_core = {**os.environ, "POLARS_MAX_THREADS": "1"}
    told = subprocess.run([python, FLOOR], input=given, capture_output=True, text=True, env=one_core, check=False)
    if told.returncode:
        return "polars is not installed (`make peers`): no floor"
    alone, version = told.stdout.split()
    rate, times = len(lines) / float(alone), took / float(alone)
    return f"polars {version} extract_many alone: {rate:>10,.0f} texts/s; the decision takes {times:.1f} times as long"


def pathological(classifier: Classifier) -> None:
    """Seconds for texts of three sizes: twice the letters, twice the time."""
    for name, piece in PATHOLOGICAL.items():
        took = []
        for size in (100_000, 200_000, 400_000):
            text = [Text((piece * (size // len(piece) + 1))[:size], "/title", "title")]
            took.append(seconds(lambda text=text: classifier.decide(text)))
        print(f"{name:<14}" + "".join(f"{second:>9.3f} s" for second in took) + "  at 100, 200, 400 thousand letters")


def chunk(classifier: Classifier, processes: int) -> None:
    """Seconds of the door for processes with five items each, one in a hundred a purchase."""
    titles = texts((*NOTHING * 20, EVERYTHING[0]), processes)
    rows = [{"ocid": f"o{number:07}", "title": title, "pointer": ""} for number, title in enumerate(titles)]
    goods = [
        {"ocid": f"o{n // 5:07}", "description": f"Item {n % 9000} of the bill", "pointer": ""}
        for n in range(5 * processes)
    ]
    tables = {
        "processes": pa.Table.from_pylist(rows, schema=PROCESSES.schema),
        "items": pa.Table.from_pylist(goods, schema=ITEMS.schema),
    }
    took = seconds(lambda: classify(tables, classifier))
    print(f"a chunk of {processes:,} processes with {5 * processes:,} items: {took:.2f} s on one core")


def main() -> None:
    """Runs all timings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=200_000)
    count = parser.parse_args().texts
    start = time.process_time()
    classifier = Classifier.load()
    classifier.candidates(["warm"])
    classifier.decide([Text("warm", "", "title")])
    gc.freeze()
    gc.disable()
    print(f"vocabulary read and automata built: {time.process_time() - start:.2f} s")
    rates(classifier, count)
    pathological(classifier)
    chunk(classifier, count // 4)


if __name__ == "__main__":
    main()
