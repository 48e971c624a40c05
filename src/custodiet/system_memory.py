"""How a process takes memory and looks for what can be freed: Arrow's allocator, Python's cycle collector."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa


def take_memory_from_the_system() -> None:
    """What is freed can be used again at once, and a process holds no more than it needs.

    Arrow's own allocator gives pages back a moment after they are freed and asks for them anew at the next chunk: for
    blocks as large as ours that is a tenth of a worker's time and a fifth of the memory.
    """
    pa.set_memory_pool(pa.system_memory_pool())


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
