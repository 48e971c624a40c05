"""Unwraps gzip, zstd, xz and bzip2 as streams of blocks, with every whole byte of one cut off, and no bombs."""

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from custodiet.errors import CutOffError, LimitError, MalformedError
from custodiet.settings import MIB, Limits

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

_STEP = 256 * 1024
_RATIO_FREE = 32 * MIB  # below this a high ratio harms nobody
_XZ_MEMORY = 256 * MIB  # four times what the strongest setting of xz needs; a stream may ask for 4 GiB
_BZIP2 = b"BZh"
_BZIP2_GOES_ON = (b"1AY&SY", b"\x17rE8P\x90")  # behind the digit: a block, or the end of an empty stream
_MARK = 10  # bytes that tell how a stream is packed; no whole stream is shorter


class _Decompressor(Protocol):
    """What the decompressors share."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


def unwrap(blocks: Iterable[bytes], limits: Limits) -> Iterator[bytes]:
    """The unpacked bytes of packed streams that stand one behind the other, in blocks.

    Raises, after all whole bytes were handed out: CutOffError at an early end, MalformedError for broken data,
    LimitError for more than `unpacked_bytes` or more than `unpacked_ratio` times the packed bytes.
    """
    packed = unpacked = 0
    inner: _Decompressor | None = None
    data = b""
    for block in blocks:
        packed += len(block)
        data += block
        while data and (inner is not None or len(data) >= _MARK):
            if inner is None:
                opened = _opener(data)
                if opened is None:
                    return  # padding behind the last stream
                inner = opened()
            for out in _drain(inner, data):
                unpacked += len(out)
                guard(packed, unpacked, limits)
                yield out
            data, inner = (inner.unused_data, None) if inner.eof else (b"", inner)
    if inner is not None or not packed or _begins(data):
        raise CutOffError("the packed stream ends early; what was whole was kept. Fetch the file again")


def is_packed(head: bytes) -> bool:
    """Whether a document with these first bytes is a packed stream."""
    return _opener(head) is not None


def _opener(head: bytes) -> Callable[[], _Decompressor] | None:
    """What unpacks a stream with these first bytes."""
    if head.startswith(_BZIP2):
        return bz2.BZ2Decompressor if any(mark.startswith(head[4:_MARK]) for mark in _BZIP2_GOES_ON) else None
    return next((opened for mark, opened in _OPENERS.items() if head.startswith(mark)), None)


def _begins(data: bytes) -> bool:
    """Whether the last bytes, fewer than a mark, are the beginning of one more stream."""
    return bool(data) and any(data.startswith(mark[: len(data)]) for mark in (*_OPENERS, _BZIP2))


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
    except (zlib.error, ZstdError, lzma.LZMAError, OSError, ValueError) as error:  # the last two are bzip2's
        if "Memory usage limit" in str(error):
            needed = f"unpacking needs more than {_XZ_MEMORY // MIB} MiB of memory; unpack it first"
            raise LimitError(needed) from error
        raise MalformedError(f"the packed stream is broken: {error}. Fetch the file again") from error


_OPENERS: dict[bytes, Callable[[], _Decompressor]] = {
    b"\x1f\x8b": _gunzip,
    b"\x28\xb5\x2f\xfd": ZstdDecompressor,
    b"\xfd7zXZ\0": partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _XZ_MEMORY),
}
