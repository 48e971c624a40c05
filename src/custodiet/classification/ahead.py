"""What follows from our vocabulary, worked out ahead: `_ahead.json`, which `make pages` writes.

It depends on the files of the vocabulary and the code alone. The file says by which it was made; where these are not
those of the run everything is worked out anew, so that a file behind the code costs time alone.
"""

import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

from custodiet.errors import DefinitionError

T = TypeVar("T")

_HOME = Path(__file__).parent
AHEAD = _HOME / "_ahead.json"
_SOURCES = (
    *("vocabulary", "meanings", "codes", "terms", "misspelt", "sought", "term_table"),  # of this room
    *("../text/fold", "../text/search_words"),
)


class Ahead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds; each part is read by who asks for it."""

    rules: str
    vocabulary: msgspec.Raw
    sought: msgspec.Raw
    terms: msgspec.Raw


def worked_out(part: str, kind: type[T]) -> T | None:
    """A part of what was worked out for our vocabulary; None where it was for another, or by other code.

    Raises DefinitionError where the file is damaged.
    """
    if not AHEAD.is_file():
        return None
    try:
        ahead = msgspec.json.decode(AHEAD.read_bytes(), type=Ahead)
        return msgspec.json.decode(getattr(ahead, part), type=kind) if ahead.rules == rules() else None
    except msgspec.DecodeError as error:
        raise DefinitionError(f"{AHEAD}: the file is damaged: {error}; write it anew by `make pages`") from error


def rules() -> str:
    """The sha256 of all that decides what is worked out: the files of the vocabulary, and the code."""
    code = [_HOME / f"{name}.py" for name in _SOURCES]
    digest = hashlib.sha256()
    for file in (*sorted((_HOME / "technologies").glob("*.toml")), *code):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
