"""Unwraps gzip and zstd as streams of blocks, with every whole byte of a stream that was cut off, and no bombs."""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from custodiet.errors import CutOffError, LimitError, MalformedError
from custodiet.settings import MIB, Limits

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_STEP = 256 * 1024
_RATIO_FREE = 32 * MIB  # below this a high ratio harms nobody


class _Decompressor(Protocol):
    """What zlib and zstd decompressors share."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def unwrap(blocks: Iterable[bytes], head: bytes, limits: Limits) -> Iterator[bytes]:
    """The unpacked bytes of a gzip or zstd stream whose first bytes are `head`, in blocks.

    Raises, after all whole bytes were handed out: CutOffError at an early end, MalformedError for broken data,
    LimitError for more than `unpacked_bytes` or more than `unpacked_ratio` times the packed bytes.
    """
    start: Callable[[], _Decompressor] = _gunzip if head.startswith(GZIP) else ZstdDecompressor
    packed = unpacked = 0
    inner = start()
    fresh = True
    for block in blocks:
        packed += len(block)
        data = block
        while data:
            if inner.eof:
                if not data.startswith((GZIP, ZSTD)):
                    return  # padding behind the last member
                inner = start()
            for out in _drain(inner, data):
                unpacked += len(out)
                guard(packed, unpacked, limits)
                yield out
            fresh = False
            data = inner.unused_data if inner.eof else b""
    if fresh or not inner.eof:
        raise CutOffError("the packed stream ends early; what was whole was kept. Fetch the file again")


def guard(packed: int, unpacked: int, limits: Limits) -> None:
    """Raises LimitError where unpacking gives more than the limits allow."""
    if unpacked > limits.unpacked_bytes:
        raise LimitError(f"unpacks to more than {limits.unpacked_bytes:,} bytes (limit unpacked_bytes)")
    if unpacked > _RATIO_FREE and unpacked > limits.unpacked_ratio * packed:
        raise LimitError(
            f"unpacks to more than {limits.unpacked_ratio} times its size (limit unpacked_ratio), as a decompression "
            "bomb does; raise it with --limit unpacked_ratio=N if the input is sound"
        )


class _gunzip:  # noqa: N801  (stands beside a foreign class as its equal)
    """zlib's decompressor with the interface of zstd's: input that does not fit into one step is kept inside."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))


def _drain(inner: _Decompressor, data: bytes) -> Iterator[bytes]:
    """All that `data` unpacks to, in steps, so that a bomb is seen before it fills the memory."""
    try:
        out = inner.decompress(data, _STEP)
        while out:
            yield out
            out = b"" if inner.eof else inner.decompress(b"", _STEP)
    except (zlib.error, ZstdError) as error:
        raise MalformedError(f"the packed stream is broken: {error}. Fetch the file again") from error
