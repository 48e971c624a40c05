"""What was read of each input, kept in a register so that a later build need not read it again.

    inputs/files.json        the inputs in their order, with documents, notes, problems and numbers of rows
    inputs/asides.parquet    which releases waited for others of their process, and where they stand
    inputs/TABLE.parquet     the rows of the first three rooms: those of each input in turn, then those of processes
                               that were merged from several releases

Nothing stands there that may not stand in a register: releases that waited are named, not held, so where a new one
comes to them their documents have to be read again. The rows of an input in which something is held back are left out.
"""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import custodiet
from custodiet.errors import RegisterError, UsageError
from custodiet.intake import TABLES, Taken
from custodiet.model.document import Document
from custodiet.model.parquet import TableWriter
from custodiet.model.pointer import nearest
from custodiet.model.tables import PROBLEMS, PROCESSES, Table
from custodiet.problems import Problem
from custodiet.register.manifest import fingerprint, read_manifest
from custodiet.settings import Settings
from custodiet.sources import Reader

FOLDER = "inputs"
ASIDES = pa.schema([(name, pa.string()) for name in ("ocid", "document_id", "pointer")])
"""One row per release that waited for others of its process."""

_ROOMS = ("classification", "countries", "model", "releases", "sources", "text")
_OWN = ("technologies", "sources", "mappings")  # what an outsider may add to these rooms


class FileRead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One input: its documents as read, before notes beside them; `kept` says whether its rows stand here."""

    name: str
    sha256: str
    kept: bool
    documents: list[Document] = []
    notes: list[tuple[str, dict[str, str]]] = []
    problems: list[Problem] = []
    rows: dict[str, int] = {}


class KeptInputs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`files.json`; `rules` stands for all that decides how an input is read."""

    rules: str
    passed_over: list[Problem]
    files: list[FileRead]
    chunked: dict[str, int]
    """Rows by table that stand before those of merged processes."""


@dataclass
class Account:
    """What a build knows of its inputs after reading: the files in order, and the releases that waited."""

    passed_over: list[Problem]
    files: list[FileRead]
    asides: pa.Table
    joined: frozenset[str] = field(default_factory=frozenset)
    """Documents whose rows stand behind those of all files, because several files gave them together."""
    behind: list[Problem] = field(default_factory=list)
    """Problems found in these."""


def rules_of(settings: Settings) -> str:
    """The sha256 of everything that decides how an input is read: these rooms, mappings, plugins and limits."""
    home = Path(custodiet.__file__).parent
    files = [file for room in _ROOMS for file in (home / room).rglob("*") if file.suffix != ".pyc" and file.is_file()]
    own = [file for room in _OWN if settings.plugins for file in (settings.plugins / room).rglob("*") if file.is_file()]
    digest = hashlib.sha256(msgspec.json.encode([settings.limits, custodiet.__version__]))
    for file in [*sorted(files), *sorted(own), *settings.mappings]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def asides_in(work: Path) -> pa.Table:
    """Which releases were laid aside in a folder."""
    found = [
        pq.ParquetFile(file).read(columns=ASIDES.names).cast(ASIDES) for file in sorted(work.glob("aside-*.parquet"))
    ]
    return pa.concat_tables([ASIDES.empty_table(), *found])


def account_of(reader: Reader, asides: pa.Table) -> Account:
    """What a reader that has come to its end knows; `asides` are the releases it laid aside."""
    documents: dict[str, list[Document]] = {name: [] for name in reader.accounts}
    for document in reader.before_notes.values():
        documents[_file_of(document.name, documents)].append(document)
    notes: dict[str, list[tuple[str, dict[str, str]]]] = {name: [] for name in documents}
    for name, note in reader.notes:
        notes[_file_of(name, documents)].append((name, note))
    starts = [start for _sha256, start in reader.accounts.values()]
    ends = [*starts, reader.problems_before_joining][1:]
    files = [
        FileRead(name, sha256 or "", bool(sha256), documents[name], notes[name], reader.problems[start:end])
        for (name, (sha256, start)), end in zip(reader.accounts.items(), ends, strict=True)
    ]
    behind = reader.problems[reader.problems_before_joining :]
    return Account(reader.problems[: starts[0] if starts else None], files, asides, reader.joined, behind)


def keep(folder: Path, account: Account, taken: Taken, settings: Settings) -> None:
    """Writes what a register keeps of its inputs, once the tables of the first three rooms stand in `folder/tables`."""
    (folder / FOLDER).mkdir()
    files = [_kept(one, account.joined) for one in account.files]
    counted = {table.name: rows_by_file(folder / "tables", table, taken.chunked[table.name], files) for table in TABLES}
    whole = [
        msgspec.structs.replace(one, kept=one.kept and all(runs.contiguous(n) for runs in counted.values()))
        for n, one in enumerate(files)
    ]
    rows = [{name: int(runs.rows[n]) for name, runs in counted.items()} for n in range(len(files))]
    told = [_with_counts(one, taken, of) for one, of in zip(whole, rows, strict=True)]
    for table in TABLES:
        _link(folder, table, taken.chunked[table.name] + taken.merged[table.name])
    asides = account.asides.sort_by([(name, "ascending") for name in ASIDES.names]).combine_chunks()
    pq.write_table(asides, folder / FOLDER / "asides.parquet", compression="zstd")
    _store(
        folder,
        KeptInputs(
            rules_of(settings), account.passed_over, told, {name: rows for name, rows in taken.chunked.items() if rows}
        ),
    )
    left_out = {one.name for one in told if not one.kept}
    if left_out:
        leave_out(folder, left_out)


def holding(folder: Path, ocids: pa.Array) -> set[str]:
    """The names of the inputs that tell anything of these processes."""
    processes = pq.ParquetFile(folder / FOLDER / f"{PROCESSES.name}.parquet").read(columns=["ocid", "document_id"])
    asides = pq.ParquetFile(folder / FOLDER / "asides.parquet").read(columns=["ocid", "document_id"])
    both = pa.concat_tables([processes, asides])
    documents = set(both.filter(pc.is_in(both["ocid"], ocids))["document_id"].to_pylist())
    return {one.name for one in _load(folder).files if documents & {known.document_id for known in one.documents}}


def leave_out(folder: Path, names: set[str]) -> None:
    """Takes the rows of inputs out of what is kept, and the merged processes of which they hold a release."""
    kept = _load(folder)
    gone = {known.document_id for one in kept.files if one.name in names for known in one.documents}
    asides = pq.ParquetFile(folder / FOLDER / "asides.parquet").read()
    of_gone = pc.is_in(asides["document_id"], pa.array(sorted(gone), pa.string()))
    ocids = pc.unique(asides.filter(of_gone)["ocid"])
    chunked: dict[str, int] = {}
    for table in TABLES:
        rows = pq.ParquetFile(folder / FOLDER / f"{table.name}.parquet").read()
        before = kept.chunked.get(table.name, 0)
        first, merged = rows.slice(0, before), rows.slice(before)
        first = first.filter(pc.invert(pc.is_in(first["document_id"], pa.array(sorted(gone), pa.string()))))
        merged = merged.filter(pc.invert(pc.is_in(ocids_of(merged, asides), ocids)))
        with TableWriter(table, folder / FOLDER) as writer:
            writer.write(pa.concat_tables([first, merged]))
        chunked[table.name] = first.num_rows
    pq.write_table(
        asides.filter(pc.invert(of_gone)).combine_chunks(), folder / FOLDER / "asides.parquet", compression="zstd"
    )
    files = [one if one.name not in names else FileRead(one.name, one.sha256, kept=False) for one in kept.files]
    _store(folder, msgspec.structs.replace(kept, files=files, chunked=chunked))


def ocids_of(rows: pa.Table, asides: pa.Table) -> pa.ChunkedArray:
    """The process of each row; of a problem, that of the release at or above its place."""
    if "ocid" in rows.column_names:
        return rows["ocid"]
    places = zip(*(asides[name].to_pylist() for name in ("document_id", "pointer", "ocid")), strict=True)
    known = {(document, pointer): ocid for document, pointer, ocid in places}
    asked = zip(rows["document_id"].to_pylist(), rows["pointer"].to_pylist(), strict=True)
    return pa.chunked_array([[nearest(document, pointer, known) for document, pointer in asked]], pa.string())


def open_kept(register: Path, settings: Settings) -> KeptInputs:
    """What a register keeps, sure to be as its build left them.

    Raises:
        UsageError: it keeps none, or it was read by other rules.
        RegisterError: they were changed after it was built.
    """
    manifest = read_manifest(register)
    names = [name for name in manifest.files if name.startswith(f"{FOLDER}/")]
    if not names:
        raise UsageError(f"--onto {register}: it keeps nothing of its inputs; build it with --updatable")
    changed = [name for name in names if fingerprint(register / name) != manifest.files[name]]
    if changed:
        raise RegisterError(f"{register / changed[0]} was changed after the build; build the register again")
    found = _load(register)
    if found.rules != rules_of(settings):
        raise UsageError(
            f"--onto {register}: it was read by another version, or with other mappings, plugins or limits; "
            "build it again from all its inputs"
        )
    return found


@dataclass(frozen=True)
class Runs:
    """How many rows each file gave, and how many runs these are."""

    rows: np.ndarray
    runs: np.ndarray

    def contiguous(self, number: int) -> bool:
        """Whether the rows of a file stand together."""
        return bool(self.runs[number] <= 1)


def rows_by_file(tables: Path, table: Table, chunked: int, files: Sequence[FileRead]) -> Runs:
    """How many of the first `chunked` rows of a table each file gave."""
    place = {known.document_id: n for n, one in enumerate(files) for known in one.documents}
    column = pq.ParquetFile(tables / f"{table.name}.parquet", read_dictionary=["document_id"]).read(["document_id"])
    codes = column.slice(0, chunked)["document_id"].combine_chunks()
    if not len(codes):
        return Runs(np.zeros(len(files), int), np.zeros(len(files), int))
    encoded = codes.chunk(0) if isinstance(codes, pa.ChunkedArray) else codes
    of_code = np.array([place.get(one, len(files)) for one in encoded.dictionary.to_pylist()] or [len(files)])
    numbers = of_code[encoded.indices.to_numpy(zero_copy_only=False)]
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    return Runs(np.bincount(numbers, minlength=len(files) + 1), np.bincount(numbers[starts], minlength=len(files) + 1))


def _kept(one: FileRead, joined: frozenset[str]) -> FileRead:
    """A file whose rows others share is not kept."""
    shared = any(known.document_id in joined for known in one.documents)
    return msgspec.structs.replace(one, kept=one.kept and not shared)


def _with_counts(one: FileRead, taken: Taken, rows: dict[str, int]) -> FileRead:
    documents = [
        replace(
            known,
            records=taken.records.get(known.document_id, 0),
            format=taken.formats.get(known.document_id, known.format),
        )
        for known in one.documents
    ]
    return msgspec.structs.replace(one, documents=documents, rows=rows)


def _link(folder: Path, table: Table, rows: int) -> None:
    """The table as it stands now; later rooms write theirs anew and leave this one."""
    path = folder / "tables" / f"{table.name}.parquet"
    if table is not PROBLEMS:
        os.link(path, folder / FOLDER / path.name)
        return
    with TableWriter(table, folder / FOLDER) as writer:
        writer.write(pq.ParquetFile(path).read().slice(0, rows))


def _file_of(document: str, files: Iterable[str]) -> str:
    """The file in which a document lies, by its name."""
    known = set(files)
    name = document
    while name not in known:
        name = name.rpartition("!/")[0]
        if not name:
            raise RegisterError(f"the document {document} lies in none of the inputs")
    return name


def _load(register: Path) -> KeptInputs:
    try:
        return msgspec.json.decode((register / FOLDER / "files.json").read_bytes(), type=KeptInputs)
    except (OSError, msgspec.DecodeError) as error:
        raise RegisterError(f"{register / FOLDER}: what was kept cannot be read: {error}") from error


def _store(folder: Path, kept: KeptInputs) -> None:
    (folder / FOLDER / "files.json").write_bytes(msgspec.json.format(msgspec.json.encode(kept, order="sorted")))
