"""Problems of data: values that were repaired, doubted or set aside; recorded, counted and published, never raised."""

from dataclasses import dataclass

REPAIRED = "repaired"
SET_ASIDE = "set aside"
DOUBTED = "doubted"
REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was found wrong in a document, and what was done about it.

    `kind` is a short stable word (`amount-not-a-number`), `action` one of the four constants above, `original` the
    value as found, cut to 200 characters and empty where it would show a person.
    """

    document_id: str
    pointer: str
    kind: str
    original: str
    action: str
    detail: str = ""
