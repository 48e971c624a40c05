"""Computes again what a manifest says: hashes, row counts, unique keys and money totals, straight from the files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from custodiet.errors import RegisterError
from custodiet.model.declared import declared_tables
from custodiet.register import manifest as manifests
from custodiet.register.manifest import Manifest
from custodiet.register.recount import Totals, repeated_keys, table_totals
from custodiet.register.swap import REGISTER_MARK


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome of computing everything in a manifest again; `faults` names each thing that differs."""

    folder: Path
    files: int
    rows: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the register holds what its manifest says."""
        return not self.faults

    def lines(self) -> list[str]:
        """The outcome for a person: each fault, then one line that sums up."""
        if self.ok:
            return [f"{self.folder}: {self.files} files and {self.rows} rows are as the manifest says"]
        number = f"{len(self.faults)} difference{'s' if len(self.faults) > 1 else ''}"
        return [*self.faults, f"{self.folder}: {number} from the manifest; build it again or fetch a whole copy"]


def verify(folder: Path) -> Verification:
    """Everything in which a register differs from its manifest; raises RegisterError where there is no manifest."""
    content = manifests.manifest_bytes(folder)
    try:
        manifest = manifests.decoded(folder, content)
    except RegisterError as error:
        return Verification(folder, 0, 0, (str(error),))
    faults = list(_seal_faults(manifest, content))
    damaged = dict(_file_faults(folder, manifest))
    faults += damaged.values()
    faults += _table_faults(folder, manifest, set(damaged))
    return Verification(folder, len(manifest.files) + 1, sum(manifest.rows.values()), tuple(faults))


def _seal_faults(manifest: Manifest, content: bytes) -> Iterator[str]:
    if content != manifests.encoded(manifest) or manifest.seal != manifests.seal(manifest):
        yield f"{REGISTER_MARK}: changed after it was written (its seal does not fit)"


def _file_faults(folder: Path, manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Name and fault of each file that is missing, changed, or not in the manifest."""
    found = set(manifests.contents(folder))
    for name in sorted(found | set(manifest.files)):
        stated = manifest.files.get(name)
        if stated is None:
            yield name, f"{name}: not in the manifest"
        elif name not in found:
            yield name, f"{name}: missing"
        elif (folder / name).is_symlink() or not (folder / name).is_file():
            yield name, f"{name}: no regular file"
        elif (now := manifests.fingerprint(folder / name)) != stated:
            yield name, f"{name}: changed: {_spelled(now)} instead of {_spelled(stated)}"


def _spelled(file: manifests.File) -> str:
    return f"sha256 {file.sha256[:16]}... of {file.bytes} bytes"


def _table_faults(folder: Path, manifest: Manifest, damaged: set[str]) -> Iterator[str]:
    """What the tables say against the manifest and the declarations; a damaged file has its own fault already."""
    files = {Path(name).stem: name for name in sorted(manifest.files) if name.startswith("tables/")}
    for name in sorted(manifest.rows.keys() - files):
        yield f"tables/{name}.parquet: its rows stand in the manifest, the file does not"
    unread = {name for name, file in files.items() if file in damaged}
    totals: Totals = {}
    for name in sorted(files.keys() - unread):
        try:
            with pq.ParquetFile(folder / files[name]) as table:
                yield from (
                    f"{files[name]}: {fault}" for fault in _one_table_faults(name, table, manifest.rows.get(name))
                )
                totals |= table_totals(name, table)
        except (pa.ArrowException, OSError) as error:
            yield f"{files[name]}: cannot be read as Parquet: {error}"
            unread.add(name)
    yield from _total_faults(manifest.totals, totals, unread)


def _one_table_faults(name: str, table: pq.ParquetFile, stated_rows: int | None) -> Iterator[str]:
    rows = table.metadata.num_rows
    if rows != stated_rows:
        yield f"{rows} rows instead of {stated_rows}"
    declared = declared_tables().get(name)
    if declared is None:
        yield "no table of this name is declared"
    elif not table.schema_arrow.equals(declared.schema):
        yield f"its columns are not the declared ones ({_first_difference(table.schema_arrow, declared.schema)})"
    elif (repeated := repeated_keys(table, declared.key)) > 0:
        yield f"{repeated} rows repeat the key {', '.join(declared.key)} of another row"


def _first_difference(found: pa.Schema, declared: pa.Schema) -> str:
    for number, expected in enumerate(declared):
        if number >= len(found) or not found.field(number).equals(expected):
            actual = str(found.field(number)) if number < len(found) else "nothing"
            return f"expected {expected}, found {actual}"
    return f"found also {', '.join(found.names[len(declared) :])}"


def _total_faults(stated: Totals, found: Totals, unread: set[str]) -> Iterator[str]:
    """Sums that differ, of the tables that could be read."""
    for name in sorted(stated.keys() | found.keys()):
        table = name.partition(".")[0]
        if table not in unread and stated.get(name) != found.get(name):
            yield f"tables/{table}.parquet: {name} is {_sums(found.get(name))} instead of {_sums(stated.get(name))}"


def _sums(sums: dict[str, str] | None) -> str:
    return ", ".join(f"{amount} {currency}" for currency, amount in sorted((sums or {}).items())) or "nothing"
