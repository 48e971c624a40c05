"""Finds whole JSON objects in text that is not valid JSON as a whole: one bad record does not cost its neighbours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_BEHIND = re.compile(r"trailing characters \(byte (\d+)\)$")
_BROKEN_AT = re.compile(r"\(byte (\d+)\)$")
_FIRST_KEY = re.compile(rb'\{\s*"([^"\\]*)"\s*:')
_BETWEEN = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*")  # of objects that files put together leave on one line
_LONGEST_OPENING = 300
_WORK = 16  # bytes looked at for each byte of text: broken text never takes longer than this many sound ones
_FREE_WORK = 1 << 26


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a JSON object goes: its `size` and `keys`; `keys` is None for one that breaks off or is broken there."""

    size: int
    keys: frozenset[str] | None = None
    cut: bool = False


def whole_objects(
    data: bytes, more: Iterator[bytes], first_key: bytes, keys: frozenset[str], most_bytes: int
) -> Iterator[tuple[int, bytes]]:
    """Place and text of each valid JSON object in `data` and the blocks that follow that has one of `keys`.

    Args:
        data: text that holds objects between something else.
        more: what follows it.
        first_key: the key that the objects begin with; objects that begin with one of `keys` are found too.
        keys: an object without any of them is not what is looked for.
        most_bytes: a larger object is passed over.
    """
    opening = _opening(keys | {first_key.decode("utf-8", "replace")})
    position = offset = spent = 0
    allowed = _FREE_WORK + _WORK * len(data)
    while spent < allowed:
        match = opening.search(data, position)
        if match is None:
            block = next(more, None)
            if block is None:
                return
            gone = max(position, len(data) - _LONGEST_OPENING)
            data, position, offset, allowed = data[gone:] + block, 0, offset + gone, allowed + _WORK * len(block)
            continue
        start = match.start()
        found = extent(memoryview(data)[start:])
        spent += found.size
        if found.cut and len(data) - start < most_bytes and (block := _next_blocks(more, len(data) - start)):
            data, position, offset, allowed = data[start:] + block, 0, offset + start, allowed + _WORK * len(block)
        elif found.keys is not None and found.keys & keys and found.size <= most_bytes:
            yield offset + start, data[start : start + found.size]
            position = start + found.size
        else:
            position = match.end()


def run_together(data: bytes) -> list[tuple[int, bytes]]:
    """Place and text of each object, where the text is nothing but objects one behind the other; else none.

    All have keys and are whole; only behind these the last may be broken, and goes to the end.
    """
    found: list[tuple[int, bytes]] = []
    view, place = memoryview(data), 0
    while (place := _behind_blanks(data, place)) < len(data):
        whole = extent(view[place:])
        if not whole.keys:
            return [*found, (place, data[place:])] if found and data.startswith(b"{", place) else []
        found.append((place, data[place : place + whole.size]))
        place += whole.size
    return found


def _behind_blanks(data: bytes, place: int) -> int:
    match = _BETWEEN.match(data, place)
    return match.end() if match else place


def first_key(data: bytes) -> bytes | None:
    """The key that the first object in `data` begins with."""
    match = _FIRST_KEY.search(data)
    return match[1] if match else None


def extent(data: bytes | memoryview) -> Extent:
    """How far the JSON object goes that `data` begins with."""
    try:
        return Extent(len(data), frozenset(_OBJECT.decode(data)))
    except RecursionError:
        return Extent(len(data))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        said = str(error)
    behind = _BEHIND.search(said)
    if behind:
        size = int(behind[1]) - 1
        whole = bytes(data[:size]).rstrip()
        return Extent(len(whole), frozenset(_OBJECT.decode(whole)))
    broken = _BROKEN_AT.search(said)
    return Extent(int(broken[1])) if broken else Extent(len(data), cut="truncated" in said)


def _opening(keys: frozenset[str]) -> re.Pattern[bytes]:
    alternatives = b"|".join(re.escape(key.encode()) for key in sorted(keys))
    return re.compile(rb'\{\s*"(?:' + alternatives + rb')"\s*:')


def _next_blocks(more: Iterator[bytes], held: int) -> bytes:
    """As much again as is held, so that an object that goes on and on is not looked at once for each block."""
    first = next(more, b"")
    return first + b"".join(islice(more, held // len(first))) if first else b""
