"""What is looked for to find the terms of our vocabulary, worked out ahead: `_sought.json`, which `make pages` writes.

It depends on the vocabulary and the code alone. The file says by which it was made; where these are not those of the
run, as with an outsider's technologies, it is worked out anew, so that a file behind the code costs time alone.
"""

import hashlib
from pathlib import Path

import msgspec

import custodiet
from custodiet.classification.meanings import meanings, misspelt
from custodiet.classification.sought import Sought, sought
from custodiet.classification.vocabulary import Vocabulary
from custodiet.errors import DefinitionError

AHEAD = Path(__file__).with_name("_sought.json")
_SOURCES = ("classification/sought.py", "classification/terms.py", "classification/misspelt.py", "text/fold.py")


class Ahead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds."""

    rules: str
    sought: Sought


def sought_in(vocabulary: Vocabulary) -> Sought:
    """What is looked for to find the terms of a vocabulary."""
    try:
        ahead = msgspec.json.decode(AHEAD.read_bytes(), type=Ahead) if AHEAD.is_file() else None
    except msgspec.DecodeError as error:
        raise DefinitionError(f"{AHEAD}: the file is damaged: {error}; write it anew by `make pages`") from error
    return ahead.sought if ahead is not None and ahead.rules == rules(vocabulary) else work_out(vocabulary)


def work_out(vocabulary: Vocabulary) -> Sought:
    """The same, worked out from the vocabulary."""
    return sought(meanings(vocabulary), misspelt(vocabulary))


def rules(vocabulary: Vocabulary) -> str:
    """The sha256 of all that decides what is looked for: the terms with their meanings, and the code."""
    home = Path(custodiet.__file__).parent
    given = msgspec.json.encode([list(meanings(vocabulary)), list(misspelt(vocabulary))])
    parts = [given, *((home / name).read_bytes() for name in _SOURCES)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
