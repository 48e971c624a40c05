"""An empty folder to build in, which takes the place of the last good one in a single step once it is complete.

Beside the target NAME stand, while a build runs and never after it:

    .NAME.lock       held by the one build that may run; the system lets go of it when the process dies
    .NAME.building   what is being built; after the swap, for a moment, the folder that was replaced
    .NAME.old        only where the system cannot exchange two folders in one step

A build that was killed leaves the target as it was, or wholly replaced. What it left beside the target is removed by
the next build. Where two renames were needed and the process died between them, the next build first puts `.NAME.old`
back; until then the last good folder stands whole under that name. Linux and macOS exchange folders in one step.
"""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from custodiet.errors import RegisterError, UsageError

REGISTER_MARK = "manifest.json"

_HERE = -100  # AT_FDCWD: paths are as seen from the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux and RENAME_SWAP on macOS
_CANNOT_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}


@contextmanager
def building(target: Path, *, mark: str = REGISTER_MARK, synced: bool = True) -> Iterator[Path]:
    """An empty folder that replaces `target` when the block ends, and vanishes when the block raises.

    `mark` is the file, written last, that says what the folder holds; without it nothing is swapped in. `synced` has
    the system write each file to the disk before: not needed for a hundred thousand pages that can be made again.

    Raises:
        UsageError: another build of the same target runs, or the target holds what custodiet did not make.
        RegisterError: the block ended without writing `mark`.
    """
    spot = _Spot.of(target)
    with _alone(spot):
        _recover(spot)
        _check_ours(spot.target, mark)
        spot.building.mkdir()
        try:
            yield spot.building
            if not (spot.building / mark).is_file():
                raise RegisterError(f"{target}: the build ended without {mark}; what stood there before is unchanged")
            if synced:
                _sync(spot.building)
            _check_ours(spot.target, mark)
            _swap_in(spot)
        finally:
            shutil.rmtree(spot.building, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A target and the names beside it; symbolic links to the target are followed, so that they stay."""

    target: Path
    lock: Path
    building: Path
    old: Path

    @classmethod
    def of(cls, target: Path) -> "_Spot":
        real = Path(os.path.realpath(target))
        if not real.name:
            raise UsageError(f"{target} cannot be replaced as a whole; name a folder below it")
        beside = [real.with_name(f".{real.name}.{end}") for end in ("lock", "building", "old")]
        return cls(real, *beside)


@contextmanager
def _alone(spot: _Spot) -> Iterator[None]:
    """Hold the lock of the target, or say that another build has it."""
    try:
        spot.target.parent.mkdir(parents=True, exist_ok=True)
        handle = _locked(spot.lock)
    except BlockingIOError:
        raise UsageError(
            f"another build of {spot.target} is running; wait for its end or choose another --to"
        ) from None
    except OSError as error:
        raise UsageError(f"cannot build beside {spot.target}: {error.strerror} ({error.filename})") from error
    try:
        yield
    finally:
        spot.lock.unlink(missing_ok=True)
        os.close(handle)


def _locked(lock: Path) -> int:
    """The open lock file, held; opened again if its last holder removed it in between."""
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        os.close(handle)


def _recover(spot: _Spot) -> None:
    """Put back or clear away what a killed build left."""
    if spot.old.exists():
        if spot.target.exists():
            shutil.rmtree(spot.old)
        else:
            spot.old.rename(spot.target)
    if spot.building.exists():
        shutil.rmtree(spot.building)


def _check_ours(target: Path, mark: str) -> None:
    """Refuse a target with anything in it that custodiet did not make."""
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file; name a folder")
    found = {
        file.relative_to(target).as_posix() for file in target.rglob("*") if not file.is_dir() or file.is_symlink()
    }
    found = {name for name in found if name.rpartition("/")[2] not in _LEFT_BY_SYSTEMS}
    if not found:
        return
    made = _made(target / mark)
    if made is None:
        raise UsageError(f"{target} is not empty and not made by custodiet (no {mark} of ours); name another folder")
    strangers = sorted(found - made - {mark})
    if strangers:
        others = f" and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise UsageError(
            f"{target} also holds {strangers[0]}{others}, which would be lost; move it out or name another"
        )


def _made(mark: Path) -> set[str] | None:
    """The files that a former build wrote, by its own account; nothing where there is no such account."""
    try:
        return set(msgspec.json.decode(mark.read_bytes(), type=_Account).files)
    except (OSError, msgspec.DecodeError):
        return None


class _Account(msgspec.Struct):
    """What every mark states: that custodiet made the folder, and of which files it consists."""

    custodiet: str
    files: dict[str, msgspec.Raw]


def _sync(folder: Path) -> None:
    """Have the system write a folder to the disk, files first."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap_in(spot: _Spot) -> None:
    """Give the built folder the target's name."""
    if not spot.target.exists():
        spot.building.rename(spot.target)
    elif not _exchange(spot.building, spot.target):
        _replace(spot)
    parent = os.open(spot.target.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; false where the system or the disk has no such step."""
    system = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):
        failed = system.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    elif hasattr(system, "renamex_np"):
        failed = system.renamex_np(first, second, _EXCHANGE)
    else:
        return False
    code = ctypes.get_errno() if failed else 0
    if code and code not in _CANNOT_EXCHANGE:
        raise OSError(code, os.strerror(code), str(one), None, str(other))
    return not failed


def _replace(spot: _Spot) -> None:
    """Replace the target by two renames; between them the last good folder is `.NAME.old`."""
    spot.target.rename(spot.old)
    try:
        spot.building.rename(spot.target)
    except OSError:
        spot.old.rename(spot.target)
        raise
    shutil.rmtree(spot.old, ignore_errors=True)
