"""JSON tables: an array of flat objects, or one flat object a line; what is whole is read, what is not is reported."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import orjson

from custodiet.problems import REPAIRED, SET_ASIDE
from custodiet.sources._cells import text_of
from custodiet.sources._converted import Finding
from custodiet.sources._table import Row, Table
from custodiet.sources._table_kind import encoding_of

_SPACE = re.compile(r"[ \t\r\n]*")
_START = re.compile(r"\{\s*\"")
_NEXT = re.compile(r"\}\s*,?\s*(?=\{)")


def read_json(document: bytes) -> Table:
    """The table whose rows are the objects; the pointer of a row is its place in the array (or its line, from 0)."""
    problems: list[Finding] = []
    objects = _strict(document)
    if objects is None:
        text = document.decode(encoding_of(document).name, errors="replace").removeprefix("\ufeff")
        objects = list(_tolerant(text, problems))
    columns = tuple(dict.fromkeys(name for row in objects if isinstance(row, dict) for name in row))
    rows: list[Row] = [_row(n, row, columns, problems) for n, row in enumerate(objects)]
    return Table(columns, rows, prefix="/", first=0, problems=problems)


def _strict(document: bytes) -> list[Any] | None:
    """The array of a document that is JSON from end to end; `None` where it is not, or is JSON Lines."""
    try:
        found = orjson.loads(document.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, list) else [found]


def _row(n: int, found: object, columns: tuple[str, ...], problems: list[Finding]) -> list[str | None]:
    if not isinstance(found, dict):
        problems.append(Finding(f"/{n}", "row-not-an-object", "", SET_ASIDE, "a row must be an object of plain values"))
        return [None] * len(columns)
    cells: list[str | None] = []
    for name in columns:
        value = found.get(name)
        if isinstance(value, dict | list):
            problems.append(Finding(f"/{n}/{name}", "value-not-flat", "", SET_ASIDE, "objects and lists are not read"))
            value = None
        cells.append(text_of(value))
    return cells


def _tolerant(text: str, problems: list[Finding]) -> Iterator[Any]:
    """Each whole object of an array or of lines; what stands between them is reported."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    place = _skip(text, 0)
    in_array = text.startswith("[", place)
    place = _skip(text, place + in_array)
    n = 0
    while text.startswith("{", place):
        try:
            found, place = decoder.raw_decode(text, place)
            yield found
        except (ValueError, RecursionError):
            place = _behind_broken(text, place, n, problems)
            yield {}
        n += 1
        place = _behind_comma(text, place, problems) if in_array else _skip(text, place)
        if not text.startswith("{", place):
            place = _behind_stray(text, place, n, problems, end="]" if in_array else "")


def _behind_broken(text: str, place: int, n: int, problems: list[Finding]) -> int:
    """The place behind a broken object, which is reported: that of the next one, or the end."""
    following = _NEXT.search(text, place)
    kind = "document-cut-off" if following is None else "record-not-readable"
    problems.append(Finding(f"/{n}", kind, "", SET_ASIDE, "the row is not whole; the rows around it are kept"))
    return len(text) if following is None else following.end()


def _behind_comma(text: str, place: int, problems: list[Finding]) -> int:
    """The place behind the comma between two objects; one that no object follows is reported."""
    place = _skip(text, place)
    if not text.startswith(",", place):
        return place
    place = _skip(text, place + 1)
    if text.startswith("]", place):
        problems.append(Finding("", "json-comma-at-end", ",", REPAIRED, "a comma behind the last row is left out"))
    return place


def _behind_stray(text: str, place: int, n: int, problems: list[Finding], end: str) -> int:
    """The place of the next object behind what is neither object nor end, which is reported; else the end."""
    rest = text[place:].rstrip()
    if rest == end or (problems and problems[-1].kind == "document-cut-off"):
        return len(text)
    if not rest:
        detail = "the array does not end; its whole rows are kept"
        problems.append(Finding("", "document-cut-off", "", SET_ASIDE, detail))
        return len(text)
    following = _START.search(text, place)
    detail = "neither a row nor the end of the table; the rows around it are kept"
    problems.append(Finding(f"/{n}", "text-between-rows", "", SET_ASIDE, detail))
    return len(text) if following is None else following.start()


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
