"""The settings of a run, read once and passed: how much machine to use, which files to add, where the limits are."""

import configparser
import datetime as dt
import json
import os
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec

from custodiet.discovery import nearest
from custodiet.errors import UsageError

KIB, MIB, GIB = 1024, 1024**2, 1024**3


EngineName: TypeAlias = Literal["duckdb", "spark"]
Basis: TypeAlias = Literal["identifier", "person", "maker", "name"]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bounds that protect the machine from hostile input; each has its own error and can be raised."""

    input_bytes: int = 64 * GIB
    """Size of one file as delivered."""
    unpacked_bytes: int = 64 * GIB
    """Size of one document after unpacking."""
    unpacked_ratio: int = 250
    """Unpacked bytes for each packed one, judged after the first 32 MiB; real JSON packs 10 to 60 times."""
    members: int = 250_000
    """Members of one archive."""
    nested_archives: int = 2
    """Archives inside archives: an archive in a zip is opened, an archive in an archive in a zip is not."""
    record_bytes: int = 64 * MIB
    """One record (release, record, XML notice, table) that has to be held in memory."""
    depth: int = 900
    """Nesting of JSON and XML."""
    text_chars: int = 1_000_000
    """One text value; a longer one is cut there and reported."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a run is to be carried out; what `published` names can change its result."""

    threads: int = 0
    """Worker processes and engine threads; 0 = as many as the machine has."""
    memory: str = ""
    """Memory for the engine, beyond which it spills to disk; as little as the tables allow where not given."""
    engine: EngineName = "duckdb"
    """What works over whole tables; with `spark` its executors read the inputs too."""
    spark_master: str = ""
    """Address of Spark's master; as Spark is set up, or this machine alone, where not given."""
    mappings: tuple[Path, ...] = ()
    """Further mapping files for tables."""
    plugins: Path | None = None
    """Folder of an outsider's plugin files, one subfolder a room."""
    decisions: Path | None = None
    """Folder of what persons decided: on findings, organisations, audits and safeguards."""
    against: tuple[Path, ...] = ()
    """Outside lists of entities to check the organisations against."""
    updatable: bool = False
    """Keep in the register what was read of each input, so that a later build need not read it again."""
    onto: Path | None = None
    """A register built so, whose inputs are part of this build without being read again."""
    cases: bool = False
    """Add the documented cases."""
    indicators: tuple[str, ...] = ()
    """Codes of the indicators to run; all where none are given."""
    date: dt.date | None = None
    """The day of publication, for countries that publish late; today where not given."""
    delay_days: int | None = None
    """How many days late these countries publish; as their profiles say where not given."""
    merge: tuple[Basis, ...] = ("identifier", "person", "maker", "name")
    """On which bases two mentions may be taken as one organisation."""
    chunk_bytes: int = 8 * MIB
    """How much input one step of a worker takes; part of the settings because tests vary it."""
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        """Lists are taken as tuples: processes know what they have loaded by the settings it was loaded for."""
        for name in ("mappings", "against", "indicators", "merge"):
            msgspec.structs.force_setattr(self, name, tuple(getattr(self, name)))

    @property
    def workers(self) -> int:
        """The number of worker processes to use."""
        return self.threads or os.cpu_count() or 1

    @property
    def keeps_inputs(self) -> bool:
        """Whether the register keeps what was read of each input."""
        return self.updatable or self.onto is not None

    def check(self) -> None:
        """Raises UsageError for a value that cannot be meant."""
        if self.engine not in get_args(EngineName):
            raise UsageError(
                f"--engine: no engine is called {self.engine!r}{nearest(self.engine, get_args(EngineName))}"
            )
        bases = get_args(Basis)
        for basis in self.merge:
            if basis not in bases:
                raise UsageError(f"--merge: no basis is called {basis!r}{nearest(basis, bases)}")
        if self.decisions is not None and not self.decisions.is_dir():
            raise UsageError(f"--decisions {self.decisions}: no such folder")
        for file in self.against:
            if not file.is_file():
                raise UsageError(f"--against {file}: no such file")
        if self.engine == "spark" and (self.updatable or self.onto):
            raise UsageError("--onto and --updatable work with the engine duckdb alone")
        if self.delay_days is not None and self.delay_days < 0:
            raise UsageError(f"--delay {self.delay_days}: give 0 or more days")
        if self.threads < 0:
            raise UsageError(f"--threads {self.threads}: give 0 for all cores, or how many")

    def placed(self) -> "Settings":
        """The same settings for a process that was started in another folder: every path stands whole."""
        return msgspec.structs.replace(
            self,
            mappings=tuple(file.resolve() for file in self.mappings),
            plugins=self.plugins and self.plugins.resolve(),
            decisions=self.decisions and self.decisions.resolve(),
            against=tuple(file.resolve() for file in self.against),
        )

    def published(self) -> dict[str, Any]:
        """The settings that can change the result, as they stand in the manifest."""
        return {
            "merge": list(self.merge),
            "mappings": [file.name for file in self.mappings],
            "decisions": _hashes(self.decisions),
            "plugins": None if self.plugins is None else self.plugins.name,
            "against": [sha256(file.read_bytes()).hexdigest() for file in self.against],
            "cases": self.cases,
            "indicators": list(self.indicators) or "all",
            "date": self.date and self.date.isoformat(),
            "delay_days": self.delay_days,
            "limits": msgspec.to_builtins(self.limits),
        }


def _hashes(folder: Path | None) -> dict[str, str] | None:
    """The sha256 of each file of a folder by its path below it; None where no folder was given."""
    if folder is None:
        return None
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def limits_from(pairs: list[str]) -> Limits:
    """The default limits with `NAME=VALUE` pairs of the command line applied; an unknown name is an error."""
    known = {field.name for field in msgspec.structs.fields(Limits)}
    changes: dict[str, int] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in known:
            raise UsageError(f"--limit {pair}: no limit is called {name!r}{nearest(name, known)}")
        if not value.isdigit():
            raise UsageError(f"--limit {pair}: expected a whole number behind '=', found {value!r}")
        changes[name] = int(value)
    return msgspec.structs.replace(Limits(), **changes)


def day_from(text: str | None) -> dt.date | None:
    """The day of a `YYYY-MM-DD` of the command line; None where none is given."""
    try:
        return None if text is None else dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date {text}: expected a day such as 2026-11-23") from error


def indicator_settings(file: Path) -> dict[str, Any]:
    """The settings of the indicators in a .toml, .json or .ini file; which names there may be, the room knows.

    Raises:
        UsageError: the file is of no such kind, cannot be read or is broken.
    """
    read = _READERS.get(file.suffix.lower())
    if read is None:
        raise UsageError(f"--settings {file}: settings are .toml, .json or .ini")
    try:
        settings = read(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"--settings {file}: cannot be read: {error.strerror}") from error
    except (ValueError, configparser.Error) as error:
        raise UsageError(f"--settings {file}: {error}") from error
    if not isinstance(settings, dict):
        raise UsageError(f"--settings {file}: expected names and values")
    return settings


def _ini(text: str) -> dict[str, Any]:
    """An INI file: what stands before the first section applies to all; `[A.B]` is the section B of the section A."""
    parser = configparser.ConfigParser(interpolation=None, default_section=_NOBODY)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    parser.read_string(f"[{_TOP}]\n{text}")
    settings: dict[str, Any] = dict(parser.items(_TOP))
    for name in parser.sections()[1:]:
        section = settings
        for part in name.split("."):
            section = section.setdefault(part, {})
            if not isinstance(section, dict):
                raise configparser.Error(f"[{name}]: {part!r} stands there as a value already")
        section.update(parser.items(name))
    return settings


_TOP, _NOBODY = " top ", " nobody "  # no section of a file is called so: names are stripped
_READERS: dict[str, Callable[[str], Any]] = {".toml": tomllib.loads, ".json": json.loads, ".ini": _ini}
