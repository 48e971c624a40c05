"""What a document is, by its content: which kind of table, in which encoding, cut by which delimiter."""

import csv
import enum
import io
import itertools
import json
import re
from dataclasses import dataclass
from typing import Literal

_HEAD = 65_536  # what is looked at; the format shows in the first records
_JSON = re.compile(rb"\s*(?:\[\s*)?\{")
_DELIMITERS = ",;\t|"
_LOOKED_AT = 20  # records that must agree on the number of cells
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_CYRILLIC_RUN = 3  # letters in a row: Cyrillic words are runs of high bytes, accents in Latin words stand alone
_MOST = 2  # more than one in two


class TableKind(enum.Enum):
    """A kind of document that holds tables."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSON = "json-table"


@dataclass(frozen=True, slots=True)
class Encoding:
    """A character encoding; `certain` is false where nothing in the document states it."""

    name: str
    certain: bool


def sniff(head: bytes) -> TableKind | None:
    """The kind of table a document begins like; `None` where it begins like none."""
    head = head[:_HEAD]
    if head.startswith(b"PK\x03\x04"):
        return TableKind.XLSX if b"[Content_Types].xml" in head or b"xl/" in head else None
    encoding = encoding_of(head)
    text = head.decode(encoding.name, errors="replace").removeprefix("\ufeff")
    if text.lstrip()[:1] in ("{", "[", "<", ""):
        return TableKind.JSON if _JSON.match(text.encode()) and _flat_object(text) else None
    mark = None if _BINARY.search(text) else delimiter_of(text)
    if mark is None:
        return None
    return TableKind.TSV if mark == "\t" else TableKind.CSV


def encoding_of(content: bytes) -> Encoding:
    """The encoding, by byte order mark, by validity as UTF-8, else by how the high bytes stand together."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return Encoding(name, certain=True)
    if content[1:2] == b"\x00" or content[:1] == b"\x00":
        return Encoding("utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", certain=True)
    broken = content.decode("utf-8", errors="replace").count("\ufffd")
    if not broken:
        return Encoding("utf-8", certain=True)
    runs = [len(run) for run in _NOT_ASCII.findall(content)]
    # A character cut off at the end of the head, or few broken ones among many whole: still UTF-8.
    if broken * 10 <= len(runs) or (broken == 1 and _cut_at_end(content)):
        return Encoding("utf-8", certain=True)
    cyrillic = sum(run for run in runs if run >= _CYRILLIC_RUN) * _MOST > sum(runs)
    return Encoding("cp1251" if cyrillic else "cp1252", certain=False)


def delimiter_of(text: str) -> str | None:
    """The mark that cuts the first records into the same number of cells, the largest number; `None` if none does.

    Where none does, quotation marks are taken as part of the text: one that nothing closes hides the records behind it.
    """
    return _delimiter(text[:_HEAD], csv.QUOTE_MINIMAL) or _delimiter(text[:_HEAD], csv.QUOTE_NONE)


def _delimiter(text: str, quoting: Literal[0, 3]) -> str | None:
    best: tuple[int, str | None] = (1, None)
    for mark in (mark for mark in _DELIMITERS if text.count(mark) >= best[0]):
        records = _first_records(text, mark, quoting)
        width = len(records[0]) if records else 0
        if width > best[0] and sum(len(record) == width for record in records) * _MOST > len(records):
            best = (width, mark)
    return best[1]


def _first_records(text: str, mark: str, quoting: Literal[0, 3]) -> list[list[str]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, quoting=quoting)
        records = list(itertools.islice(reader, _LOOKED_AT + 1))
    except csv.Error:
        return []
    if 1 < len(records) <= _LOOKED_AT and not text.endswith(("\n", "\r")) and len(records[-1]) < len(records[0]):
        records.pop()  # it is cut, by the end of what is looked at or of the document
    return [record for record in records if record]


def _flat_object(text: str) -> bool:
    start = text.index("{")
    try:
        first, _end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return False
    return bool(first) and not any(isinstance(value, dict | list) for value in first.values())


def _cut_at_end(content: bytes) -> bool:
    try:
        content[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(content) - 8
    return True
