"""Packs bytes in every way that is read, and in ways that are a trap."""

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import zipfile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


def zstandard(data: bytes) -> bytes:
    return zstd.compress(data)


def xzipped(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)


def bzipped(data: bytes) -> bytes:
    return bz2.compress(data, 1)


def zipped(data: bytes, name: str = "a.json") -> bytes:
    return zip_of({name: data})


def tarred_and_gzipped(data: bytes, name: str = "a.json") -> bytes:
    return gzipped(tar_of({name: data}))


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def tar_of(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def zip_with_link(name: str, target: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, target)
    return packed.getvalue()


def tar_with_link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        link = tarfile.TarInfo(name)
        link.type, link.linkname = kind, target
        archive.addfile(link)
    return packed.getvalue()


def zip_called_encrypted(members: dict[str, bytes], secret: str) -> bytes:
    """A zip whose member `secret` is marked as encrypted, in its local header and in the directory."""
    packed = bytearray(zip_of(members, zipfile.ZIP_STORED))
    for mark, flags, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = packed.find(mark)
        while at >= 0:
            if packed[at + name_at :].startswith(secret.encode()):
                packed[at + flags] |= 1
            at = packed.find(mark, at + 4)
    return bytes(packed)


def zip_of_overlapping_members(data: bytes, times: int) -> bytes:
    """A zip whose directory names the same packed bytes many times, as the bombs without recursion do."""
    packed = zip_of({"a": data})
    directory = packed.find(b"PK\x01\x02")
    end = packed.find(b"PK\x05\x06")
    entry = packed[directory:end]
    size = len(entry) * times
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, size, directory, 0)
    return packed[:directory] + entry * times + tail


PACKED = {
    "gz": gzipped,
    "zst": zstandard,
    "xz": xzipped,
    "bz2": bzipped,
    "zip": zipped,
    "tar.gz": tarred_and_gzipped,
}
"""Each way to pack one document, by how its name ends."""
