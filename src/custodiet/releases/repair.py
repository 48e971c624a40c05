"""A release from JSON that does not fit its shape: each value that can be read is kept, each other one is a problem."""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from custodiet.model.release import Release
from custodiet.problems import DOUBTED, REPAIRED, SET_ASIDE
from custodiet.releases._shape import Field, Holds, shape

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f',]\d{3})*(?:\.\d+)?|[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SEPARATORS = re.compile(r"[ \u00a0\u202f',]")
_LONE = re.compile(
    rb"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
    rb"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_SHOWN = 200
_LONGEST_NUMBER = 300  # digits; the largest double has 309
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a record that was repaired, doubted or set aside; `pointer` starts at the record."""

    pointer: str
    kind: str
    original: str
    action: str
    detail: str = ""


@dataclass
class Repair:
    """Fits JSON to the shape of a release that stands at `base`, and notes what it had to change.

    `placed` says whether what objects tell of their own place holds.
    """

    base: str = ""
    placed: bool = False
    found: list[Found] = field(default_factory=list)

    def release(self, value: dict[str, Any]) -> Release:
        """The release; every value that fits its field after repair."""
        return msgspec.convert(self._object(value, Release, ""), Release)

    def _object(self, value: dict[str, Any], struct: type[msgspec.Struct], pointer: str) -> dict[str, Any]:
        fields = shape(struct)
        fitted: dict[str, Any] = {}
        for key, inner in value.items():
            known = fields.get(key)
            if known is not None and inner is not None and (self.placed or not key.startswith("@")):
                fitted[key] = self._value(inner, known, f"{pointer}/{key}")
        return fitted

    def _value(self, value: Any, known: Field, pointer: str) -> Any:
        return _FITTERS[known.holds](self, value, known, pointer)

    def text(self, value: Any, _known: Field, pointer: str) -> str | None:
        """A text; a number becomes its digits."""
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self._note(pointer, "number-as-text", value, REPAIRED, str(value))
        if isinstance(value, list) and value and all(isinstance(inner, str) for inner in value):
            return self._note(pointer, "list-as-text", value, REPAIRED, "; ".join(value))
        return self._note(pointer, "not-a-text", value, SET_ASIDE, None)

    def id(self, value: Any, known: Field, pointer: str) -> str | int | None:
        """An id: a text or a whole number."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self.text(value, known, pointer)

    def number(self, value: Any, _known: Field, pointer: str) -> int | float | None:
        """A number; a text is read where it is one without doubt."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        if isinstance(value, str):
            if not value.strip():
                return None
            if _NUMBER.fullmatch(value.strip()):
                digits = _SEPARATORS.sub("", value.strip())
                number: float | str = float(digits) if re.search(r"[.eE]", digits) else _whole_number(digits)
                if isinstance(number, str) or math.isinf(number):
                    return self._note(pointer, "number-too-large", value, SET_ASIDE, None)
                return self._note(pointer, "number-as-text", value, REPAIRED, number)
        return self._note(pointer, "not-a-number", value, SET_ASIDE, None)

    def object(self, value: Any, known: Field, pointer: str) -> dict[str, Any] | None:
        """An object; the only one of a list is taken."""
        struct = known.struct
        if isinstance(value, dict) and struct is not None:
            return self._object(value, struct, pointer)
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            only: dict[str, Any] | None = self._value(value[0], known, f"{pointer}/0")
            return self._note(pointer, "list-for-object", None, REPAIRED, only)
        if value in ("", []):
            return None
        return self._note(pointer, "not-an-object", value, SET_ASIDE, None)

    def objects(self, value: Any, known: Field, pointer: str) -> list[dict[str, Any]] | None:
        """A list of objects; a single object, or objects by number, become one."""
        single = Field(Holds.OBJECT, known.struct)
        if isinstance(value, list):
            fitted = [self._placed(inner, single, pointer, str(n), n) for n, inner in enumerate(value)]
            return [inner for inner in fitted if inner is not None]
        if isinstance(value, dict):
            numbered = bool(value) and all(key.isdigit() and isinstance(inner, dict) for key, inner in value.items())
            self._note(pointer, "object-for-list", None, REPAIRED, None)
            if not numbered:
                return [inner for inner in [self._placed(value, single, pointer, "", -1)] if inner is not None]
            fitted = [self._placed(inner, single, pointer, key, -1) for key, inner in value.items()]
            return [inner for inner in fitted if inner is not None]
        return None if value == "" else self._note(pointer, "not-a-list", value, SET_ASIDE, None)

    def _placed(self, value: Any, single: Field, pointer: str, key: str, position: int) -> dict[str, Any] | None:
        """An object of a list; one that stands elsewhere than its position says carries its own place."""
        place = f"{pointer}/{key}" if key else pointer
        if value is None:
            return None
        fitted = self.object(value, single, place)
        if fitted is not None and position < 0:
            fitted["@pointer"] = f"{self.base}{place}"
        return fitted

    def texts(self, value: Any, _known: Field, pointer: str) -> list[str] | None:
        """A list of texts; a single one becomes a list."""
        if isinstance(value, str | int):
            return self._note(pointer, "text-for-list", value, REPAIRED, [str(value)])
        if isinstance(value, list):
            fitted = [self._single(inner, f"{pointer}/{n}") for n, inner in enumerate(value) if inner is not None]
            return [inner for inner in fitted if inner is not None]
        return self._note(pointer, "not-a-list", value, SET_ASIDE, None)

    def _single(self, value: Any, pointer: str) -> str | None:
        """A text of a list; an object with one text in it, such as `{"lotId": "1"}`, is that text."""
        if isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), str):
            return self._note(pointer, "object-for-text", str(value), REPAIRED, inner)
        return self.text(value, Field(Holds.TEXT), pointer)

    def ours(self, value: Any, _known: Field, _pointer: str) -> Any:
        """What custodiet wrote itself."""
        return value

    def _note(self, pointer: str, kind: str, original: Any, action: str, result: T) -> T:
        self.found.append(Found(pointer, kind, _shown(original), action))
        return result


def _shown(value: Any) -> str:
    """The value as it was read; of what has parts only which, since they may name persons."""
    if isinstance(value, dict):
        return f"object of {', '.join(map(str, value))}"[:_SHOWN]
    if isinstance(value, list):
        return f"list of {len(value)}"
    return "" if value is None else str(value)[:_SHOWN]


_FITTERS: dict[Holds, Callable[[Repair, Any, Field, str], Any]] = {
    Holds.TEXT: Repair.text,
    Holds.ID: Repair.id,
    Holds.NUMBER: Repair.number,
    Holds.OBJECT: Repair.object,
    Holds.OBJECTS: Repair.objects,
    Holds.TEXTS: Repair.texts,
    Holds.IDS: Repair.texts,
    Holds.ORIGIN: Repair.ours,
}


def read_json(data: bytes) -> tuple[Any, list[Found]]:
    """The JSON value, strictly; lone surrogates, which no text can hold, are replaced and reported.

    A number beyond the range of a double stays its text. Raises msgspec.DecodeError, UnicodeDecodeError or
    RecursionError for what is not JSON or too deep.
    """
    try:
        return msgspec.json.decode(data), []
    except msgspec.ValidationError:  # a number out of range
        return _with_large_numbers(data), []
    except msgspec.DecodeError:
        mended, count = _LONE.subn(rb"\1\\ufffd", data)
        if not count:
            raise
        value = msgspec.json.decode(mended)
    return value, [Found("", "lone-surrogate", "", DOUBTED, f"{count} half characters were replaced by U+FFFD")]


def _with_large_numbers(data: bytes) -> Any:
    msgspec.json.decode(data, type=msgspec.Raw)  # judges all but the range of numbers
    return json.loads(data.decode(), parse_int=_whole_number, parse_float=_fraction)


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _fraction(digits: str) -> float | str:
    number = float(digits)
    return digits if math.isinf(number) else number
