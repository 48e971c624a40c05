"""What the typed decoder does not see to by itself in JSON that it skips: the encoding, and a depth below its own."""

import re

import numpy as np
import pyarrow as pa

PARSED_DEPTH = 900  # up to here the parser itself sees to the depth, and refuses what is deeper than about 950
_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)


def depth_of(data: bytes | memoryview) -> int:
    """How deep the brackets of JSON are nested."""
    depth = deepest = 0
    for bracket in _BRACKETS.findall(data):
        if bracket in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in b"}]":
            depth -= 1
    return deepest


def is_utf8(data: bytes | memoryview) -> bool:
    """Whether the bytes are valid UTF-8, which the typed decoder does not look at in what it skips."""
    offsets = np.array([0, len(data)], "i8")
    array = pa.Array.from_buffers(pa.large_string(), 1, [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(data)])
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
