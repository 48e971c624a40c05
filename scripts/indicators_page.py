"""Writes docs/reference/indicators/*.md from the indicators themselves; `--check` only compares."""

import sys
from collections.abc import Iterator

import msgspec
from written import REFERENCE, settle

from custodiet.indicators import Example, Indicator, load_indicators

FOLDER = REFERENCE / "indicators"
WRITTEN = "<!-- Written by scripts/indicators_page.py from src/custodiet/indicators; change the file there. -->"

TOP = f"""# Indicators

Each indicator looks for one pattern and says of every subject whether it shows it, does not, or cannot be judged.

{WRITTEN}

A flag is a signal: a reason to look, not a finding about anybody. `flagged`, `not flagged` and `not computable` stand
in the table [`flags`](../tables.md#flags) with value, bound, peer group, reason and places; how many of how many stands
in [`indicator_counts`](../tables.md#indicator_counts), with a warning where the share is implausible. Codes that begin
with R are those of the Open Contracting Partnership as Cardinal uses them; those that begin with C are custodiet's.

## Settings for all indicators

| setting | default | what it does |
|---|---|---|
| `currency` | none | read amounts in this currency alone; without it each currency is a peer group of its own |
| `no_price_comparison_procurement_methods` | none | procedures (`method_details`) with prices set by the buyer |
| `price_comparison_procurement_methods` | all | the only procedures (`method_details`) with prices to compare |
| `exclusions.procurement_method_details` | none | procedures that no indicator judges |
| `resolved` | `true` | count organisations as resolved, not ids as published |
| `literal` | `false` | judge to the letter as Cardinal does, where a page says that an indicator departs from it |

A process whose tender was cancelled is not judged. An unknown setting is an error that names the nearest known one.

## All indicators

| code | what it looks for | tables it reads |
|---|---|---|
"""


def index(found: list[Indicator]) -> str:
    """The page that lists them all."""
    rows = (
        f"| [{one.code}]({one.code.lower()}.md) | {one.title} | {', '.join(f'`{name}`' for name in one.tables)} |"
        for one in found
    )
    return TOP + "\n".join(rows) + "\n"


def page(one: Indicator) -> str:
    """The page of one indicator: its text, settings, tables and examples."""
    summary, _, rest = one.text.partition("\n\n")
    tables = ", ".join(f"[`{name}`](../tables.md#{name})" for name in one.tables)
    parts = [f"# {one.title} ({one.code})", summary, WRITTEN, rest.strip()]
    parts += ["## Settings", settings(one), "## Tables", f"It reads {tables}.", "## Examples"]
    parts += [example(shown) for shown in one.examples]
    return "\n\n".join(parts) + "\n"


def settings(one: Indicator) -> str:
    """The settings as a table, or the sentence that there are none."""
    fields = msgspec.structs.fields(one.settings)
    if not fields:
        return "It has no settings."
    rows = "\n".join(f"| `{part.name}` | {default(part)} | {about(part)} |" for part in fields)
    return f"| setting | default | what it does |\n|---|---|---|\n{rows}"


def default(part: msgspec.structs.FieldInfo) -> str:
    """The default as it is written in a settings file."""
    value = part.default if part.default is not msgspec.NODEFAULT else part.default_factory()
    return "none" if value is None or value in ((), {}) else f"`{msgspec.json.encode(value).decode()}`"


def about(part: msgspec.structs.FieldInfo) -> str:
    """What a setting does, from its declaration."""
    for meta in getattr(part.type, "__metadata__", ()):
        if meta.description:
            return str(meta.description)
    raise SystemExit(f"setting {part.name} has no description")


def example(shown: Example) -> str:
    """One example: what it shows, and the state of each of its subjects."""
    rows = "\n".join(f"| {subject} | {state} |" for subject, state in shown.states.items())
    given = ", ".join(f"`{name} = {msgspec.json.encode(value).decode()}`" for name, value in shown.settings.items())
    kind = shown.kind.replace("_", " ")
    head = shown.title[0].upper() + shown.title[1:]
    return f"{head}{f' ({given})' if given else ''}:\n\n| {kind} | state |\n|---|---|\n{rows}"


def pages() -> Iterator[tuple[str, str]]:
    """Each page by its file name."""
    found = list(load_indicators().values())
    yield "index.md", index(found)
    for one in found:
        yield f"{one.code.lower()}.md", page(one)


def main(arguments: list[str]) -> int:
    """The exit code: 0 where every page was written or is fresh; pages of indicators that are gone count as behind."""
    FOLDER.mkdir(exist_ok=True)
    made = dict(pages())
    gone = [file for file in sorted(FOLDER.glob("*.md")) if file.name not in made]
    for file in gone:
        if arguments:
            print(f"{file.name} has no indicator any more; run `make pages`", file=sys.stderr)
        else:
            file.unlink()
    worst = max(settle(FOLDER / name, text, arguments) for name, text in made.items())
    return max(worst, 1 if gone and arguments else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
