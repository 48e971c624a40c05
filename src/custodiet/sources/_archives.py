"""Opens zip and tar archives: each member as a stream of blocks, its name never used as a path."""

import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from custodiet.errors import CutOffError, LimitError, MalformedError
from custodiet.settings import MIB, Limits
from custodiet.sources._unpack import guard

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
_BLOCK = MIB
# What the readers of packed members raise for broken data, depending on how it was packed.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, NotImplementedError)
_TAR_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `blocks` may be read once, before the next member is asked for."""

    name: str
    blocks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that is not read, with the reason."""

    name: str
    kind: str
    reason: str


def is_tar(head: bytes) -> bool:
    """Whether the first 512 bytes are a tar header."""
    return head[257:262] == b"ustar"


def zip_members(file: BinaryIO, size: int, limits: Limits) -> Iterator[Member | Refused]:
    """The members of a zip archive of `size` bytes, in its own order; a zip without its directory is salvaged."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        yield from _salvaged(file, limits)
        raise CutOffError(
            "the zip archive has no directory at its end: it was cut off; its whole members were kept"
        ) from None
    with archive:
        total = _Total(size, limits)
        entries = archive.infolist()
        if len(entries) > limits.members:
            raise LimitError(f"{len(entries):,} members, more than {limits.members:,} (limit members)")
        for entry in entries:
            if not entry.is_dir():
                yield _zip_member(archive, entry, total)


def tar_members(file: IO[bytes], size: int, limits: Limits) -> Iterator[Member | Refused]:
    """The members of a tar stream, in its own order."""
    total = _Total(size, limits)
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for number, entry in enumerate(archive, 1):
                if number > limits.members:
                    raise LimitError(f"more than {limits.members:,} members (limit members)")
                if entry.isdir():
                    continue
                stream = archive.extractfile(entry) if entry.isreg() else None
                if stream is None:
                    yield Refused(entry.name, "member-not-a-file", "links and devices are not followed")
                else:
                    yield Member(entry.name, total.counted(_blocks(stream)))
        _check_end(file, archive.offset)
    except tarfile.ReadError as error:
        raise CutOffError(f"the tar archive ends early ({error}); its whole members were kept") from error
    except (tarfile.TarError, EOFError) as error:
        raise MalformedError(f"the tar archive is broken: {error}") from error


def _check_end(file: IO[bytes], offset: int) -> None:
    """Raises an error where the last header is none, at which `tarfile` ends as if it were the end of the archive."""
    file.seek(offset)
    mark = file.read(tarfile.BLOCKSIZE)
    if len(mark) < tarfile.BLOCKSIZE:
        raise CutOffError("the tar archive ends without its end mark; its whole members were kept. Fetch it again")
    if mark.count(0) < tarfile.BLOCKSIZE:
        raise MalformedError("the header of a member of the tar archive is broken; the members before it were kept")


@dataclass
class _Total:
    """Bytes unpacked from one archive so far, held against its size."""

    packed: int
    limits: Limits
    unpacked: int = 0

    def counted(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        for block in blocks:
            self.unpacked += len(block)
            guard(self.packed, self.unpacked, self.limits)
            yield block


def _zip_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: _Total) -> Member | Refused:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Refused(entry.filename, "member-not-a-file", "links are not followed")
    if entry.flag_bits & 1:
        return Refused(entry.filename, "member-encrypted", "unpack it with its password and give the files")
    try:
        stream = archive.open(entry)
    except (*_BROKEN, RuntimeError) as error:
        return Refused(entry.filename, "member-not-readable", str(error))
    return Member(entry.filename, total.counted(_blocks(stream)))


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    try:
        while block := stream.read(_BLOCK):
            yield block
    except tarfile.ReadError as error:
        raise CutOffError("the archive ends inside this member") from error
    except _BROKEN as error:
        raise MalformedError(f"the member is broken: {error}") from error
    finally:
        stream.close()


def _salvaged(file: BinaryIO, limits: Limits) -> Iterator[Member | Refused]:
    """Members read by their local headers, for a zip whose directory is missing (PKWARE APPNOTE 4.3.7)."""
    file.seek(0)
    header = file.read(30)
    found = 0
    while header.startswith(ZIP) and len(header) == 30:  # noqa: PLR2004  (size of a local header)
        flags, method = int.from_bytes(header[6:8], "little"), int.from_bytes(header[8:10], "little")
        packed = int.from_bytes(header[18:22], "little")
        name_size, extra_size = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
        name = file.read(name_size).decode("utf-8", "replace")
        file.read(extra_size)
        if flags & 0b1001 or method not in _METHODS or found >= limits.members:
            yield Refused(name, "member-not-readable", "cannot be salvaged from an archive without its directory")
            return
        start = file.tell()
        found += 1
        if not name.endswith("/"):
            yield Member(name, _Total(max(packed, 1), limits).counted(_METHODS[method](file, packed)))
        file.seek(start + packed)
        header = file.read(30)


def _stored(file: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0:
        block = file.read(min(size, _BLOCK))
        if not block:
            raise CutOffError("the archive ends inside this member")
        size -= len(block)
        yield block


def _deflated(file: BinaryIO, size: int) -> Iterator[bytes]:
    inner = zlib.decompressobj(wbits=-15)
    try:
        for block in _stored(file, size):
            data = block
            while data and not inner.eof:
                yield inner.decompress(data, _BLOCK)
                data = inner.unconsumed_tail
    except zlib.error as error:
        raise MalformedError(f"the member is broken: {error}") from error


_METHODS: dict[int, Callable[[BinaryIO, int], Iterator[bytes]]] = {0: _stored, 8: _deflated}


def refuse_nesting(depth: int, limits: Limits) -> None:
    """Raises LimitError where archives lie in archives deeper than allowed."""
    if depth > limits.nested_archives:
        raise LimitError(
            f"an archive inside {depth} others (limit nested_archives); unpack the outer ones and give the files"
        )
