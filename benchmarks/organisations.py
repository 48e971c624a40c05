"""Decides the labelled pairs beside two baselines, then resolves synthetic parties of known truth; prints both tables.

    python benchmarks/organisations.py [PAIRS] [--mentions 100000 1000000 5000000] [--seed 3] [--write]

`--write` keeps what takes minutes or needs ICU in organisations.measured.json, from which the page on accuracy is made.
The second baseline, logic-v2 of nomenklatura, runs in the environment that `make peers` builds, where there is one.

The parties are made to be hard: frequent company names in many towns, numbered schools, two scripts, legal forms in
three languages, typing slips, lost zeros, numbers shared by several firms, numbers of somebody else, missing towns.
Each size runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import hashlib
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from custodiet.model.tables import PARTIES
from custodiet.organisations import resolve
from custodiet.organisations.evaluation import LOGIC_V2_SAME, evaluate

PROJECT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("CUSTODIET_SHARED", PROJECT.parent / "shared"))
PEERS = PROJECT / ".venv" / "peers" / "bin" / "python"
MEASURED = PROJECT / "benchmarks" / "organisations.measured.json"

COUNTRIES = {
    "UA": ("UA-EDR", 8, ("ТОВ", "ПП", "ПАТ"), ("Київ", "Харків", "Одеса", "Дніпро", "Львів", "Запоріжжя", "Вінниця",
    "Полтава", "Суми", "Рівне", "Луцьк", "Чернігів")),
    "KZ": ("KZ-BIN", 12, ("ТОО", "АО", "ЖШС"), ("Алматы", "Астана", "Шымкент", "Караганда", "Актобе", "Тараз",
    "Павлодар", "Костанай", "Атырау", "Семей")),
    "KG": ("KG-INN", 14, ("ОсОО", "ОАО", "ЖЧК"), ("Бишкек", "Ош", "Каракол", "Нарын", "Талас", "Токмок", "Баткен")),
    "RU": ("RU-INN", 10, ("ООО", "АО", "ЗАО"), ("Москва", "Казань", "Самара", "Омск", "Уфа", "Пермь", "Тверь",
    "Тула", "Рязань", "Воронеж", "Томск", "Киров")),
}  # fmt: skip
SAME_FORM = {
    "ТОВ": ("ТОВ", "ТзОВ", "Товариство з обмеженою відповідальністю", "ООО", "LLC"), "ПП": ("ПП",), "ПАТ": ("ПАТ",
    "Публічне акціонерне товариство", "PJSC"),
    "ТОО": ("ТОО", "Товарищество с ограниченной ответственностью", "ЖШС", "LLP"), "ЖШС": ("ЖШС", "ТОО", "LLP"),
    "АО": ("АО", "Акционерное общество", "JSC"),
    "ОсОО": ("ОсОО", "Общество с ограниченной ответственностью", "ЖЧК", "LLC"), "ЖЧК": ("ЖЧК", "ОсОО"),
    "ОАО": ("ОАО", "Открытое акционерное общество", "OJSC"),
    "ООО": ("ООО", "Общество с ограниченной ответственностью", "LLC"), "ЗАО": ("ЗАО",
    "Закрытое акционерное общество", "CJSC"),
}  # fmt: skip
LATIN_FORM = {
    "ПП": "PP",
    "ПАТ": "PJSC",
    "АО": "JSC",
    "ОАО": "OJSC",
    "ЗАО": "CJSC",
    "ТОВ": "LLC",
    "ТОО": "LLP",
    "ЖШС": "LLP",
    "ОсОО": "LLC",
    "ЖЧК": "LLC",
    "ООО": "LLC",
}
FREQUENT = (
    "Альфа",
    "Вектор",
    "Гарант",
    "Лидер",
    "Стандарт",
    "Прогресс",
    "Феникс",
    "Атлант",
    "Импульс",
    "Олимп",
    "Нур",
    "Алтын",
    "Манас",
    "Восток",
    "Сервис Плюс",
    "Строй Инвест",
    "Мега Трейд",
    "Авто Люкс",
    "Техно Центр",
    "Медиа Групп",
)
TRADES = (
    "Строй",
    "Сервис",
    "Трейд",
    "Монтаж",
    "Инвест",
    "Системы",
    "Энерго",
    "Авто",
    "Мед",
    "Видео",
    "Телеком",
    "Агро",
)
ROLES = (["buyer"], ["supplier"], ["supplier", "tenderer"])
SYLLABLES = tuple(consonant + vowel for consonant in "бвгдзклмнпрст" for vowel in "аеиоу")
LATIN_TOWN = {"Київ": "Kyiv", "Чернігів": "Chernihiv", "Луцьк": "Lutsk", "Астана": "Nur-Sultan", "Москва": "Moscow"}
LATIN = str.maketrans(
    {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n",
     "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch",
     "ш": "sh", "щ": "shch", "ы": "y", "ь": "",
     "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "i", "є": "ye", "ъ": ""}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation of the made-up world."""

    key: int
    country: str
    town: str
    core: str
    form: str
    number: str | None


def bodies(count: int, seed: int) -> Iterator[Body]:
    """Organisations: seven of ten with a name of their own, two with a frequent name, one a numbered school."""
    chance = random.Random(seed)
    towns_of = {country: (*given[3], *(_town_name(chance) for _ in range(250))) for country, given in COUNTRIES.items()}
    taken: set[tuple[str, str, str, str]] = set()
    key = 0
    while key < count:
        country = chance.choice(tuple(COUNTRIES))
        _, digits, forms, _ = COUNTRIES[country]
        towns = towns_of[country]
        core, form = _name(chance, forms)
        town = towns[int(len(towns) * chance.random() ** 2)]
        number = "".join(chance.choice("0123456789") for _ in range(digits)) if chance.random() < 0.85 else None
        if (number is None or not form) and (country, town, core, form) in taken:
            continue  # a town has one school of a number; two bodies that nothing tells apart are no fair question
        taken.add((country, town, core, form))
        yield Body(key, country, town, core, form, number)
        key += 1


def _town_name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize() + chance.choice(
        ("ск", "во", "град", "поль")
    )


def _name(chance: random.Random, forms: tuple[str, ...]) -> tuple[str, str]:
    kind = chance.random()
    if kind < 0.7:
        word = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(3, 5))).capitalize()
        return (f"{word} {chance.choice(TRADES)}" if chance.random() < 0.5 else word), chance.choice(forms)
    if kind < 0.88:
        return chance.choice(FREQUENT), chance.choice(forms)
    return f"Средняя школа № {chance.randint(1, 250)}", ""


def parties(mentions: int, seed: int) -> tuple[pa.Table, list[int]]:
    """A parties table with the true organisation of each row."""
    chance = random.Random(seed + 1)
    world = list(bodies(max(mentions // 5, 10), seed))
    columns: dict[str, list[object]] = {name: [] for name in PARTIES.names}
    truth: list[int] = []
    for row in range(mentions):
        body = world[int(len(world) * chance.random() ** 1.3)]
        truth.append(body.key)
        number = _number(body, world, chance)
        values = {
            "ocid": f"ocds-{row}", "document_id": "d", "pointer": f"/{row}", "party_id": "p",
            "name": _printed(body, chance), "legal_name": None,
            "scheme": COUNTRIES[body.country][0] if number else None, "identifier": number, "more_identifiers": None,
            "locality": _town(body, chance), "region": None, "country": body.country, "roles": chance.choice(ROLES),
        }  # fmt: skip
        for name, value in values.items():
            columns[name].append(value)
    return pa.table({name: pa.array(columns[name], PARTIES.schema.field(name).type) for name in PARTIES.names}), truth


def _number(body: Body, world: list[Body], chance: random.Random) -> str | None:
    """The number as printed: missing, with its prefix, without its zeros, shared, or somebody else's."""
    if body.number is None or chance.random() < 0.3:
        return None
    luck = chance.random()
    if luck < 0.003:
        return world[chance.randrange(len(world))].number  # copied from another form
    if luck < 0.006:
        return "0" * COUNTRIES[body.country][1]  # a placeholder
    if luck < 0.009:
        return (
            COUNTRIES[body.country][0] + "-" + world[0].number
            if world[0].number and world[0].country == body.country
            else body.number
        )
    if luck < 0.05:
        return f"{COUNTRIES[body.country][0]}-{body.number}"
    return body.number.lstrip("0") if luck < 0.1 else body.number


def _printed(body: Body, chance: random.Random) -> str:
    core = _slip(body.core, chance) if chance.random() < 0.03 else body.core
    if not body.form:
        return core.upper() if chance.random() < 0.1 else core
    form = chance.choice(SAME_FORM[body.form])
    style = chance.random()
    if style < 0.12:
        return f"{core.lower().translate(LATIN).title()} {LATIN_FORM[body.form]}"
    if style < 0.16:
        return core
    if style < 0.3:
        return f"{form} «{core}»"
    return f'{form} "{core.upper() if style < 0.5 else core}"'


def _slip(core: str, chance: random.Random) -> str:
    """One letter left out, doubled or swapped with the next."""
    place = chance.randrange(1, max(len(core) - 2, 2))
    kind = chance.random()
    if kind < 0.35:
        return core[:place] + core[place + 1 :]
    if kind < 0.7:
        return core[:place] + core[place] + core[place:]
    return core[:place] + core[place + 1 : place + 2] + core[place] + core[place + 2 :]


def _town(body: Body, chance: random.Random) -> str | None:
    luck = chance.random()
    if luck < 0.07:
        return None
    if luck < 0.17:
        return LATIN_TOWN.get(body.town) or body.town.lower().translate(LATIN).title()
    return f"г. {body.town}" if luck < 0.3 else body.town


def scores(truth: list[int], found: list[str]) -> tuple[float, float]:
    """Precision and recall over pairs of mentions."""
    both = _pairs(Counter(zip(truth, found, strict=True)))
    return both / max(_pairs(Counter(found)), 1), both / max(_pairs(Counter(truth)), 1)


def _pairs(counts: Counter[object]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def measure(mentions: int, seed: int) -> dict[str, float]:
    """One run: scores, seconds of `resolve` alone, peak memory of the process with its input."""
    table, truth = parties(mentions, seed)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, cpu = time.perf_counter(), time.process_time()
    resolved = resolve(table)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    precision, recall = scores(truth, resolved.parties_to_organisation["organisation_id"].to_pylist())
    return {
        "mentions": mentions, "organisations": resolved.organisations.num_rows, "true": len(set(truth)),
        "possible": resolved.links.num_rows,
        "precision": round(precision, 5), "recall": round(recall, 5), "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1), "peak_mib": peak // 1024, "input_mib": before // 1024,
    }  # fmt: skip


def labelled(pairs: Path) -> dict[str, object] | None:
    """Prints the table on labelled pairs; the peer's result, or None where its environment is not built."""
    python = PEERS if PEERS.is_file() else Path(sys.executable)
    code = f"from benchmarks.organisations import peer; peer({str(pairs)!r})"
    paths = f"{PROJECT}{os.pathsep}{PROJECT / 'src'}"
    ran = subprocess.run(
        [python, "-c", code], check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths}
    )
    *table, found = ran.stdout.splitlines()
    print("\n".join(table))
    return json.loads(found)


def peer(pairs: str) -> None:
    """Prints the measurement with every baseline that is installed here, and last the peer's result as JSON."""
    report = evaluate([Path(pairs)])
    print("\n".join(report.lines()))
    score = report.baselines["nomenklatura logic-v2"]
    kept = score and {
        "pairs_sha256": hashlib.sha256(Path(pairs).read_bytes()).hexdigest(),
        "version": version("nomenklatura"),
        "threshold": LOGIC_V2_SAME,
        "score": asdict(score),
    }
    print(json.dumps(kept))


def synthetic(sizes: list[int], seed: int) -> list[dict[str, float | None]]:
    """Prints a row for each size, run in a process of its own, with the power with which the cost grows."""
    rows: list[dict[str, float | None]] = []
    for mentions in sizes:
        command = [sys.executable, __file__, "--one", str(mentions), "--seed", str(seed)]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        row["growth"] = round(_power(rows[-1], row), 2) if rows else None
        rows.append(row)
        print(json.dumps(row), flush=True)
    return rows


def _power(smaller: dict[str, float], larger: dict[str, float]) -> float:
    """The power of the size with which the processor seconds grow: 1 is in proportion."""
    return math.log(larger["cpu_seconds"] / smaller["cpu_seconds"]) / math.log(larger["mentions"] / smaller["mentions"])


def main() -> None:
    """Prints both tables, and keeps them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="?", type=Path, default=SHARED / "pairs" / "dev.jsonl")
    parser.add_argument("--mentions", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="keep the results for docs/explanation/accuracy.md")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.seed)))
        return
    found = labelled(given.pairs) if given.pairs.is_file() else print(f"no labelled pairs at {given.pairs}")
    rows = synthetic(given.mentions, given.seed)
    if given.write and found:
        MEASURED.write_text(json.dumps({"peer": found, "synthetic": rows}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
