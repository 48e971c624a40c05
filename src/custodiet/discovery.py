"""Finds the public files of a room (one file = one plugin) and reads definition files strictly.

A name that starts with `_` is engine, any other is a plugin. Definitions are TOML, read into frozen msgspec structs
declared with `forbid_unknown_fields=True`; whatever does not fit stops with file, line, key and the nearest known key.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from custodiet.errors import DefinitionError

T = TypeVar("T")

_UNKNOWN_KEY = re.compile(r"unknown field `(?P<key>[^`]+)`(?: - at `(?P<at>[^`]+)`)?")


def plugin_files(folder: Path, suffix: str, plugins: Path | None = None) -> Iterator[Path]:
    """The plugin files of a room, ours then an outsider's (`plugins/NAME-OF-ROOM`), each sorted by name."""
    outside = [] if plugins is None else [plugins / folder.name]
    for place in [folder, *outside]:
        yield from sorted(file for file in place.glob(f"*{suffix}") if not file.name.startswith("_"))


def load(file: Path, kind: type[T]) -> T:
    """The definition in `file` as a `kind`; raises DefinitionError that names file, line and nearest known key."""
    text = file.read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), type=kind)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{file}: not valid TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise DefinitionError(_explain(file, text, str(error), kind)) from error


def load_all(files: Iterable[Path], kind: type[T]) -> dict[str, T]:
    """Every definition by the stem of its file name; all broken files are reported at once."""
    loaded: dict[str, T] = {}
    broken: list[DefinitionError] = []
    for file in files:
        try:
            if file.stem in loaded:
                raise DefinitionError(f"{file}: another definition is already called {file.stem!r}; rename this one")
            loaded[file.stem] = load(file, kind)
        except DefinitionError as error:
            broken.append(error)
    if broken:
        raise DefinitionError("\n".join(str(error) for error in broken))
    return loaded


def nearest(word: str, known: Iterable[str]) -> str:
    """The hint `; did you mean 'x'?` for a mistyped word, or an empty text where nothing is near."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _explain(file: Path, text: str, message: str, kind: type) -> str:
    unknown = _UNKNOWN_KEY.search(message)
    if unknown is None:
        return f"{file}: {message}"
    key = unknown["key"]
    line = next((n for n, row in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[*\"?{re.escape(key)}\b", row)), 0)
    return f"{file}, line {line}: unknown key {key!r}{nearest(key, _field_names(kind, set()))}"


def _field_names(kind: object, seen: set[object]) -> set[str]:
    """The field names of a struct and of every struct inside it."""
    if kind in seen:
        return set()
    seen.add(kind)
    names: set[str] = set()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field in msgspec.structs.fields(kind):
            names |= {field.encode_name} | _field_names(field.type, seen)
    for inner in getattr(kind, "__args__", ()):
        names |= _field_names(inner, seen)
    return names
