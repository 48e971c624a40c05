"""The corridor: the rooms in order, and the doors between them.

    sources -> releases -> classification     chunk by chunk, in worker processes (`intake`)
    decisions -> organisations -> indicators -> safeguards -> register     over whole tables, by the engine

`ROOMS` is that order. A room that fails, or a door that finds that something does not add up, stops the run, and the
register that stood there before stays.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from custodiet import __version__, cases, doors, indicators, organisations, safeguards
from custodiet.auditing import audited, flagged
from custodiet.classification.decisions import PersonDecision, decided
from custodiet.classification.term_table import term_table
from custodiet.classification.vocabulary import load_vocabulary
from custodiet.decided import contradictions, read_decided, strangers
from custodiet.engine import Engine, Later
from custodiet.errors import CustodietError, NotUnderstoodError, UsageError
from custodiet.intake import Progress, Taken, take_in
from custodiet.judging import nothing_understood
from custodiet.keeping import account_of, asides_in, holding, keep, leave_out
from custodiet.model.case_tables import CASES
from custodiet.model.chosen_rows import rows_of, rows_where
from custodiet.model.declared import declared_tables
from custodiet.model.document import Document
from custodiet.model.indicator_tables import INDICATOR_COUNTS, INDICATOR_TABLES
from custodiet.model.organisation_tables import LINKS, LIST_HITS, MAKERS_NAMED, ORGANISATIONS, PARTY_ORGANISATIONS
from custodiet.model.place_tables import (
    COMPARISONS,
    PLACES,
    PROCESS_PLACES,
    PROCESS_PURPOSES,
    SPENDING,
    UNIT_PRICES,
)
from custodiet.model.register_tables import COVERAGE, DECISIONS, PURCHASES
from custodiet.model.safeguard_tables import SAFEGUARDS
from custodiet.model.tables import (
    DOCUMENTS,
    PARTIES,
    PROBLEMS,
    PROCESSES,
    READINGS,
    TECHNOLOGIES,
)
from custodiet.model.vocabulary_tables import TERMS
from custodiet.problems import SET_ASIDE, Problem
from custodiet.publishing import held_back, remove
from custodiet.register.comparisons import comparisons
from custodiet.register.manifest import Input, write_manifest
from custodiet.register.places import locate, places_in
from custodiet.register.problems_csv import write_problems_csv
from custodiet.register.purposes import process_purposes
from custodiet.register.recount import money_totals
from custodiet.register.search import write_search
from custodiet.register.spending import spending_batches
from custodiet.register.swap import building
from custodiet.register.unit_prices import price_table, priced, prices
from custodiet.releases import drop_repeated, minimise
from custodiet.run import Run, Summary, kept_tidy
from custodiet.settings import Settings
from custodiet.sources import Reader
from custodiet.system_memory import take_memory_from_the_system
from custodiet.updating import plan, take_in_onto
from custodiet.without_pandas import look_for_pandas_in_vain
from custodiet.work import Worker


def build(
    inputs: Sequence[str], to: Path, settings: Settings | None = None, progress: Progress | None = None
) -> Summary:
    """Builds a register at `to` from files, folders, globs or `-`, and swaps it in when it is complete.

    Raises:
        UsageError: wrong settings, or `to` holds something that is no register.
        InputError: an input is missing, or nothing in the inputs was understood.
        DoorError: what a room handed on does not add up.
    """
    settings = settings or Settings()
    started = time.monotonic()
    settings.check()
    look_for_pandas_in_vain()
    take_memory_from_the_system()
    reader = Reader(inputs, settings)
    if reader.reads_standard_input and (settings.updatable or settings.onto):
        raise UsageError("--onto and --updatable need files: what comes on standard input has no name to know it by")
    persons = read_decided(settings.decisions, settings.plugins)
    with building(to) as folder:
        run = Run(reader, settings, folder, progress or _silent)
        run.decided = persons
        for name, room in ROOMS:
            _step(run, name, room)
        return run.summary(time.monotonic() - started)


def _step(run: Run, name: str, room: Callable[[Run], None]) -> None:
    """Runs one room; an unforeseen error names the room it came from."""
    run.progress(name, run.taken.records.total(), run.reader.bytes_done, run.reader.bytes_total)
    start = time.monotonic()
    try:
        with kept_tidy():
            room(run)
    except CustodietError:
        raise
    except Exception as error:
        error.add_note(f"in the room {name!r}; the register that stood there before is unchanged")
        raise
    run.seconds[name] = time.monotonic() - start


def _intake(run: Run) -> None:
    """Sources, releases and classification: the flat tables of all inputs."""
    run.taken = taken = _read(run)
    doors.balance("sources", taken.records.total(), {"releases": taken.releases, "set aside": taken.set_aside})
    if not run.taken.rows[PROCESSES.name]:
        names = {document_id: document.name for document_id, document in run.reader.documents.items()}
        raise NotUnderstoodError(nothing_understood(run.read(PROBLEMS), names))


def _read(run: Run) -> Taken:
    """The inputs, read or known from the register that this one builds on; what a later build needs is kept."""
    place = (run.settings, run.tables, run.work, run.progress)
    if run.settings.onto is not None:
        chosen = plan(run.reader, run.settings.onto, run.settings)
        taken, account = take_in_onto(chosen, run.reader, *place)
        keep(run.folder, account, taken, run.settings)
        return taken
    taken = take_in(run.reader, *place)
    if run.settings.updatable:
        keep(run.folder, account_of(run.reader, asides_in(run.work)), taken, run.settings)
    return taken


def _merging(run: Run) -> None:
    """One row a process: of several compiled releases the last one stays."""
    repeated = drop_repeated(run.tables)
    if repeated:
        run.taken.extract = None  # it holds rows that were dropped
        _classify_again(run, repeated)
    # In the order of their key, so that it shows nowhere what was read side by side.
    for table in (TECHNOLOGIES, READINGS):
        run.write(table, run.read(table).sort_by([(name, "ascending") for name in table.key]))
    superseded = pc.sum(pc.equal(run.read(PROBLEMS, ["kind"]).column("kind"), "release-superseded")).as_py() or 0
    merged = pc.sum(run.read(PROCESSES, ["releases"]).column("releases")).as_py() or 0
    doors.balance("releases", run.taken.releases, {"merged": merged, "superseded": superseded})


def _classify_again(run: Run, ocids: list[str]) -> None:
    """Decides anew on processes of which rows were dropped, since their decision saw too much."""
    chosen = pa.array(ocids, pa.string())
    tables = {}
    for name in ("processes", "lots", "items", "awards", "contracts"):
        tables[name] = rows_of(run.tables / f"{name}.parquet", chosen)
    found = Worker(run.settings).classify(tables)
    for table in (TECHNOLOGIES, READINGS):
        before = run.read(table)
        others = before.filter(pc.invert(pc.is_in(before.column("ocid"), chosen)))
        run.write(table, pa.concat_tables([others, found[table.name].cast(table.schema)]))


def _persons(run: Run) -> None:
    """What persons decided about findings, before anything rests on these; each contradiction is a problem.

    The recall is that of the findings without the purchases that only the audit brought to light.
    """
    persons = run.decided
    run.write(DECISIONS, persons.table())
    if not (persons.findings or persons.audited or persons.missed):
        return
    processes = run.read(PROCESSES, ["ocid"])["ocid"].to_pylist()
    _decide(run, persons.findings, frozenset(processes))
    if persons.audited:
        run.recall = audited(persons.audited, processes, flagged(run.read(TECHNOLOGIES)))
    _decide(run, persons.missed, frozenset(processes))


def _decide(run: Run, decisions: Sequence[PersonDecision], processes: frozenset[str]) -> None:
    if not decisions:
        return
    technologies, against = decided(run.read(TECHNOLOGIES), [one for one in decisions if one.ocid in processes])
    run.write(TECHNOLOGIES, technologies)
    unread = [one for one in decisions if one.ocid not in processes]
    run.report([*contradictions(against, run.decided), *strangers(unread, run.decided)])


def _publication(run: Run) -> None:
    """How much was read, and what of it is held back; this is gone from every table then."""
    held = held_back(run)
    estimate = None if run.recall is None else (run.recall.recall.recall, run.recall.basis)
    with run.asked() as (engine, tables):
        engine.keep("held_back", held)
        # A recall that a person measured is part of the expression: that of most registers has none.
        rows = Later(
            "coverage" if estimate is None else "coverage_audited",
            lambda: _said().coverage({**tables, "held_back": engine.given("held_back")}, estimate),
        )
        engine.write(rows, run.tables / "coverage.parquet", COVERAGE)
    if held.num_rows and run.settings.keeps_inputs:
        leave_out(run.folder, holding(run.folder, held["ocid"].combine_chunks()))
    remove(run, held)


def _said() -> ModuleType:
    """The expressions of the register; they bring Ibis, so they are asked for where no statement was compiled ahead."""
    from custodiet.register import assemble  # noqa: PLC0415

    return assemble


def _organisations(run: Run) -> None:
    """Who is who among the parties, which makers the texts of purchases name, and who stands with whom in them."""
    with ThreadPoolExecutor(1) as meanwhile:
        resolved = _resolve(run, meanwhile)
        written = meanwhile.submit(run.write, PARTY_ORGANISATIONS, resolved.parties_to_organisation)
        run.report(run.decided.placed(resolved.problems))
        run.write(ORGANISATIONS, resolved.organisations)
        hits = [organisations.check_against(resolved.organisations, file) for file in run.settings.against]
        run.write(LIST_HITS, pa.concat_tables([LIST_HITS.schema.empty_table(), *hits]))
        run.write(MAKERS_NAMED, organisations.recognise(_texts_found(run)))
        written.result()
    mentions = pq.read_metadata(run.tables / "parties.parquet").num_rows
    doors.balance("organisations", mentions, {"resolved": resolved.parties_to_organisation.num_rows})
    named = run.read(MAKERS_NAMED)
    telling = {
        "processes": rows_where(run.tables / "processes.parquet", *organisations.by_two_bodies()),
        "awards": rows_where(run.tables / "awards.parquet", *organisations.by_suppliers(named)),
    }
    shown = organisations.relations(telling, resolved.parties_to_organisation, named)
    links = pa.concat_tables([resolved.links, shown.cast(LINKS.schema)])
    run.write(LINKS, links.sort_by([(name, "ascending") for name in LINKS.key]))


def _resolve(run: Run, meanwhile: ThreadPoolExecutor) -> organisations.Resolved:
    """The organisations behind the parties, which are read while the lists of this room are loaded."""
    parties = meanwhile.submit(run.read, PARTIES, repeated=organisations.REPEATED)
    lists = organisations.Lists.ours()
    return organisations.resolve(parties.result(), run.decided.organisations, run.settings.merge, lists)


def _texts_found(run: Run) -> dict[str, pa.Table]:
    """The texts of the processes in which something was found."""
    chosen = run.read(TECHNOLOGIES, ["ocid"]).column("ocid")
    return {name: run.rows_of(name, chosen, columns) for name, columns in organisations.TEXTS.items()}


def _purchases(run: Run) -> None:
    """The processes that buy surveillance technology, joined with what is known of them."""
    with run.asked(about=run.read(TECHNOLOGIES, ["ocid"]).column("ocid")) as (engine, tables):
        engine.write(Later("purchases", lambda: _said().purchases(tables)), run.tables / "purchases.parquet", PURCHASES)


def _places(run: Run) -> None:
    """Where each process lies and what it is for, the money of each place by purpose, and what it bought elsewhere.

    Prices are compared here while the engine, which does not wait for Python, is asked for the rest.
    """
    with run.asked() as (engine, tables), ThreadPoolExecutor(1) as meanwhile:
        compared = meanwhile.submit(_compare, run, engine, engine.read(priced(engine, tables)))
        for table, rows in ((PROCESS_PLACES, locate), (PROCESS_PURPOSES, process_purposes)):
            engine.write(rows(engine, tables), run.tables / f"{table.name}.parquet", table)
            tables.add(run.tables / f"{table.name}.parquet")
        places = places_in(engine, tables)
        run.write(PLACES, places)
        engine.write(spending_batches(engine, tables, places), run.tables / "spending.parquet", SPENDING)
        compared.result()


def _compare(run: Run, engine: Engine, stated: pa.Table) -> None:
    """What things cost, by the prices stated, and what the amount of each purchase bought of them elsewhere."""
    known = prices(stated)
    run.write(UNIT_PRICES, price_table(known))
    engine.write(comparisons(run.read(PURCHASES), known), run.tables / "comparisons.parquet", COMPARISONS)


def _indicators(run: Run) -> None:
    """Signals: all that are flagged, and every state for purchases."""
    options = {
        "indicators": run.settings.indicators or None,
        "purchases": run.read(PURCHASES, ["ocid"]).column("ocid").to_pylist(),
        "plugins": run.settings.plugins,
        "beside": run.beside(pa.concat_tables(run.read(one, ["ocid"]) for one in (TECHNOLOGIES, MAKERS_NAMED))["ocid"]),
    }
    with run.engine() as engine:
        indicators.write(engine, run.tables, run.work, **options)
    for table in INDICATOR_TABLES:
        (run.work / f"{table.name}.parquet").rename(run.tables / f"{table.name}.parquet")
    run.implausible = pc.count(run.read(INDICATOR_COUNTS, ["warning"]).column("warning")).as_py()


def _cases(run: Run) -> None:
    """The documented cases, where they are asked for."""
    run.cases = cases.load_cases(run.settings.plugins) if run.settings.cases else {}
    for name, rows in cases.tables(run.cases).items():
        run.write(declared_tables()[name], rows)


def _safeguards(run: Run) -> None:
    """For every purchase and case the questions that apply, each in one of nine states.

    Attached documents and the cases propose claims; what a person assessed stands before them.
    """
    questions = safeguards.load_questions(run.settings.plugins)
    subjects = _subjects(run)
    chosen = run.read(PURCHASES, ["ocid"]).column("ocid")
    read = {name: run.rows_of(name, chosen, columns) for name, columns in safeguards.READ.items()}
    claims = [safeguards.propose(read["attachments"], read["contracts"], questions), cases.claims(run.cases)]
    assessments = run.decided.assessments
    run.write(SAFEGUARDS, safeguards.assess(subjects, questions, assessments, pa.concat_tables(claims)))
    run.report([_unplaced(one) for one in safeguards.unplaced(subjects, assessments)])


def _subjects(run: Run) -> pa.Table:
    """Purchases, then cases, as what safeguards are asked about."""
    purchases = run.read(PURCHASES, ["ocid", "technologies"])
    documented = run.read(CASES, ["case", "technologies"]).rename_columns(["ocid", "technologies"])
    return pa.concat_tables([purchases, documented.cast(purchases.schema)]).combine_chunks()


def _unplaced(one: safeguards.Assessment) -> Problem:
    detail = f"the assessment of {one.question} concerns no purchase or case of this register"
    return Problem("", "decisions/safeguards", "decision-names-nothing", one.ocid, SET_ASIDE, detail)


def _register(run: Run) -> None:
    """Documents, problems, search index, manifest: the folder is complete."""
    documents = [_counted(document, run.taken) for document in run.reader.documents.values()]
    documents += run.decided.documents
    columns = [[getattr(document, name) for document in documents] for name in DOCUMENTS.names]
    run.write(DOCUMENTS, pa.table(columns, schema=DOCUMENTS.schema))
    run.add(DOCUMENTS, cases.documents(run.cases))
    run.write(TERMS, term_table(load_vocabulary(run.settings.plugins)))
    write_problems_csv(run.folder)
    with ThreadPoolExecutor(1) as meanwhile:
        totals = meanwhile.submit(money_totals, run.folder)
        write_search(run.folder, run.beside(run.read(PURCHASES, ["ocid"]).column("ocid")))
    shutil.rmtree(run.work)
    run.rows = {file.stem: pq.read_metadata(file).num_rows for file in sorted(run.tables.glob("*.parquet"))}
    kinds = Counter(run.read(PROBLEMS, ["kind"]).column("kind").to_pylist())
    write_manifest(
        run.folder,
        version=__version__,
        settings=run.settings.published(),
        inputs=[
            Input(one.name, one.document_id, one.bytes, one.format or "not understood", one.records)
            for one in documents
        ],
        rows=run.rows,
        totals=totals.result(),
        problems=dict(sorted(kinds.items())),
        notes=run.notes,
    )


ROOMS: tuple[tuple[str, Callable[[Run], None]], ...] = (
    ("sources, releases, classification", _intake),
    ("merging", _merging),
    ("decisions", _persons),
    ("publication", _publication),
    ("organisations", _organisations),
    ("purchases", _purchases),
    ("places", _places),
    ("indicators", _indicators),
    ("cases", _cases),
    ("safeguards", _safeguards),
    ("register", _register),
)


def _counted(document: Document, taken: Taken) -> Document:
    return replace(
        document,
        records=taken.records.get(document.document_id, 0),
        format=taken.formats.get(document.document_id, document.format),
        uri=document.uri and minimise.address(document.uri),
        publisher=document.publisher and minimise.original(document.publisher),
    )


def _silent(_step: str, _records: int, _done: int, _total: int) -> None:
    """Shows no progress."""
