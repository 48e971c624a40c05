"""How a process takes memory and looks for what can be freed: Arrow's allocator, Python's cycle collector."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of `mallopt` in glibc's malloc.h
_MIB = 1024**2


def take_memory_from_the_system() -> None:
    """What is freed can be used again at once, and a process holds no more than it needs.

    Arrow's own allocator gives pages back a moment after they are freed and asks for them anew at the next chunk: for
    blocks as large as ours that is a tenth of a worker's time and a fifth of the memory.
    """
    pa.set_memory_pool(pa.system_memory_pool())


def keep_what_a_chunk_needs() -> None:
    """Lets a worker keep what one chunk freed for the next, where the allocator is glibc's.

    Else it gives most of it back and asks for it anew: 800,000 page faults and two seconds for a gigabyte of input.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, 32 * _MIB)
        mallopt(_MMAP_THRESHOLD, 32 * _MIB)  # the largest there is


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Switches the cycle collector off: millions of small objects without a cycle would be searched again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
