"""Holds back what a country at war does not publish, before organisations and purchases are made of it.

A profile of `custodiet.countries` names the rule: which buyers are left out, and after how many days all others appear.
What is held back stands in no table of the register; `coverage` counts it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet.countries import Profile, load_countries, withhold
from custodiet.engine import Later
from custodiet.model.declared import declared_tables
from custodiet.model.pointer import above
from custodiet.model.tables import PROBLEMS, PROCESSES
from custodiet.run import Run


def held_back(run: Run) -> pa.Table:
    """The ocids of processes that are not to be published; why and how many is noted in the run."""
    rules = {code: profile for code, profile in load_countries().items() if profile.publication is not None}
    countries = set(pc.unique(run.read(PROCESSES, ["country"])["country"]).to_pylist())
    concerned = {code: rule for code, rule in sorted(rules.items()) if code in countries}
    held: set[str] = set()
    for code, profile in concerned.items():
        held |= _held(run, code, profile)
    return pa.table({"ocid": pa.array(sorted(held), pa.string())})


def remove(run: Run, ocids: pa.Table) -> None:
    """Takes the processes out of every table made so far, and the problems found in them."""
    if not ocids.num_rows:
        return
    chosen = ocids["ocid"].combine_chunks()
    processes = run.read(PROCESSES, ["ocid", "document_id", "pointer"])
    places = processes.filter(pc.is_in(processes["ocid"], chosen)).to_pylist()
    _remove_problems(run, {(one["document_id"], one["pointer"]) for one in places})
    for file in sorted(run.tables.glob("*.parquet")):
        if "ocid" in pq.read_schema(file).names and file.stem != "decisions":
            rows = pq.read_table(file)
            run.write(declared_tables()[file.stem], rows.filter(pc.invert(pc.is_in(rows["ocid"], chosen))))


def _held(run: Run, code: str, profile: Profile) -> set[str]:
    today = run.settings.date or dt.datetime.now(tz=dt.UTC).date()
    with run.asked() as (engine, tables):
        dated = engine.read(Later(f"dated_{code}", lambda: _dated(tables, code)), ("ocid",))
    published = withhold(dated, profile, today, run.settings.delay_days)
    reasons: Counter[str] = Counter()
    for row in published.counts.to_pylist():
        reasons[row["reason"]] += row["purchases"]
    delay = profile.publication.delay_days if profile.publication and run.settings.delay_days is None else None
    run.notes.setdefault("held_back", {})[code] = {
        "date": today.isoformat(),
        "delay_days": run.settings.delay_days if delay is None else delay,
        "processes": dict(sorted(reasons.items())),
    }
    return set(dated["ocid"].to_pylist()) - set(published.published["ocid"].to_pylist())


def _dated(tables: Mapping[str, Any], code: str) -> Any:
    from custodiet.register.dated_rows import dated  # noqa: PLC0415  (brings Ibis)

    return dated(tables, code)


def _remove_problems(run: Run, places: Iterable[tuple[str, str]]) -> None:
    """Drops the problems at or below these places: their originals may tell what is held back."""
    below = {(document, pointer.rstrip("/")) for document, pointer in places}
    problems = run.read(PROBLEMS)
    pairs = zip(problems["document_id"].to_pylist(), problems["pointer"].to_pylist(), strict=True)
    kept = [not any((document, part) in below for part in above(pointer or "")) for document, pointer in pairs]
    run.write(PROBLEMS, problems.filter(pa.array(kept, pa.bool_())))
