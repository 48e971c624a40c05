"""Finds whole records behind a place where the brackets do not match: one bad record does not cost its neighbours."""

from collections.abc import Iterator
from typing import Any

import msgspec

from custodiet.errors import LimitError
from custodiet.settings import Limits
from custodiet.sources._json_split import JsonSplitter

_FIRST_STEP = 4096


def recovered(data: bytes, more: Iterator[bytes], opening: bytes, limits: Limits) -> Iterator[bytes]:
    """The records in `data` and the blocks that follow: valid JSON objects that begin as the sound ones do.

    Args:
        data: what follows the last sound record.
        more: the rest of the document.
        opening: the first bytes of a sound record, brace and first key.
        limits: bounds of record size and depth.
    """
    start = data.find(opening)
    while True:
        if start < 0:
            block = next(more, None)
            if block is None:
                return
            data = data[-len(opening) :] + block
            start = data.find(opening)
            continue
        size = _whole(data, start, limits)
        while not size and len(data) - start < limits.record_bytes and (block := next(more, None)) is not None:
            data, start = data[start:] + block, 0
            size = _whole(data, start, limits)
        if size and strict(data[start : start + size]) is not None:
            yield data[start : start + size]
            start += size - 1
        start = data.find(opening, start + 1)


def strict(data: bytes) -> Any:
    """The JSON value of `data`, or None where it is not valid (or null)."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def _whole(data: bytes, start: int, limits: Limits) -> int:
    """The size of the object that begins at `start`; 0 where it does not end in `data`."""
    scan = JsonSplitter(limits.record_bytes, limits.depth)
    step, fed = _FIRST_STEP, 0
    try:
        while start + fed < len(data) and not scan.closed:
            list(scan.feed(data[start + fed : start + fed + step]))
            fed, step = min(fed + step, len(data) - start), step * 2
    except LimitError:
        return 0
    return fed - len(scan.rest) if scan.closed else 0
