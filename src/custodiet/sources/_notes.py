"""Reads the note that lies beside data: where it is from, under which licence, when it was fetched.

Such a note is a short text of lines `key: value`, at least two of them with a key that is known here.
"""

import re
from typing import TypeAlias

Note: TypeAlias = dict[str, str]

_LINE = re.compile(r"([A-Za-z ]{2,20}):[ \t]+(\S.*)")
_KEYS = {
    "repo": "uri",
    "uri": "uri",
    "url": "uri",
    "source": "uri",
    "licence": "licence",
    "license": "licence",
    "fetched": "retrieved_at",
    "retrieved": "retrieved_at",
    "publisher": "publisher",
}
_MOST_BYTES = 8192
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_note(content: bytes) -> Note | None:
    """What a note says, by column of `documents`; None where the content is no note."""
    if len(content) > _MOST_BYTES or b"\0" in content:
        return None
    found = [_LINE.fullmatch(line.strip()) for line in content.decode("utf-8", "replace").splitlines()]
    stated = [(match[1].strip().lower(), match[2].strip()) for match in found if match]
    note: Note = {}
    for key, value in stated:
        if key in _KEYS:
            note.setdefault(_KEYS[key], value)
    if "retrieved_at" in note:
        date = _DATE.search(note["retrieved_at"])
        note["retrieved_at"] = date[0] if date else note["retrieved_at"]
    return note if sum(key in _KEYS for key, _ in stated) > 1 else None
