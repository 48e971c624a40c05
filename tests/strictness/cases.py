"""Every case for judging JSON as strictly as RFC 8259, alone and as a value inside a release that is not read."""

import json_numbers
import json_strings
import json_structure
from json_case import Case, Verdict

__all__ = ["CASES", "Case", "Verdict", "embed"]

CASES: tuple[Case, ...] = (*json_structure.CASES, *json_strings.CASES, *json_numbers.CASES)

_BEFORE = b'{"ocid":"ocds-1","id":"1","x_extra":'
_AFTER = b',"tag":["tender"]}'


def embed(case: Case) -> bytes | None:
    """A release with the case as value of a field that nobody reads; None where the case is about a whole document.

    The verdict stays the same: no case completes the text around it to something valid.
    """
    return None if case.whole_document else _BEFORE + case.data + _AFTER
