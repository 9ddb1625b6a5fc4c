"""The sync mark: how far a SQLite write-ahead log is on the disk, noted whenever it was flushed.

Only the log needs one. Before a page goes from the log into the database file the log is flushed, and
before the log is begun anew the file is: so the file and the flushed part of the log are always enough,
whatever of the file's last pages has reached the disk (https://sqlite.org/wal.html,
https://sqlite.org/walformat.html).
"""

import fcntl
import os
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path

HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24
_HEADER = struct.Struct(">8xI4x8s8x")
_FRAME = struct.Struct(">8x8s8x")
_MARK = struct.Struct(">8sQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """A part of a log, from its beginning.

    Attributes:
        salt: by which the log tells its own frames from those of before it was begun anew.
        end: in bytes.
    """

    salt: bytes
    end: int


NOTHING = Extent(salt=b"\0" * 8, end=0)


def mark_path(database: Path) -> Path:
    """Give the file in which a database's mark is kept."""
    return Path(f"{database}.synced")


def log_path(database: Path) -> Path:
    """Give the file of a database's log."""
    return Path(f"{database}-wal")


def written(database: Path, known: Extent = NOTHING) -> Extent:
    """Give how far the log has been written.

    Args:
        database: whose log.
        known: a part of which that is known already.
    """
    try:
        log = os.open(log_path(database), os.O_RDONLY)
    except FileNotFoundError:
        return NOTHING
    try:
        header = os.pread(log, HEADER_BYTES, 0)
        if len(header) < HEADER_BYTES:
            return NOTHING
        page_bytes, salt = _HEADER.unpack(header)
        end = known.end if known.salt == salt and known.end else HEADER_BYTES
        while _is_frame(os.pread(log, FRAME_HEADER_BYTES, end), salt):
            end += FRAME_HEADER_BYTES + page_bytes
        return Extent(salt=salt, end=min(end, os.fstat(log).st_size))
    finally:
        os.close(log)


def marked(database: Path) -> Extent:
    """Give the mark: how far the log is on the disk."""
    try:
        return _read(mark_path(database).read_bytes())
    except FileNotFoundError:
        return NOTHING


def mark(database: Path, flushed: Extent) -> None:
    """Note that the log has been flushed so far; a mark never goes back within the same log.

    Args:
        database: whose log.
        flushed: what had been written when the flush began.
    """
    file = os.open(mark_path(database), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        old = _read(os.pread(file, _MARK.size, 0))
        is_older = old.salt == flushed.salt and old.end >= flushed.end
        # Another process may have begun the log anew since.
        if not is_older and written(database, flushed).salt == flushed.salt:
            os.pwrite(file, _MARK.pack(flushed.salt, flushed.end), 0)
    finally:
        os.close(file)


def begin(database: Path, *, is_flushed: bool) -> None:
    """Begin to note, for a database that nobody has open and that is on the disk as it is.

    Args:
        database: that is begun with.
        is_flushed: whether it will be flushed at all. If not, a copy is kept of what there was.
    """
    mark_path(database).unlink(missing_ok=True)
    _copy_path(database).unlink(missing_ok=True)
    if not is_flushed:
        shutil.copyfile(database, _copy_path(database))


def lose(database: Path) -> int:
    """Take away what is not on the disk, from a database that nobody has open, and give its bytes."""
    known = marked(database)
    found = written(database)
    keeps = known.end if known.salt == found.salt else 0
    Path(f"{database}-shm").unlink(missing_ok=True)
    if _copy_path(database).exists():
        shutil.copyfile(_copy_path(database), database)
        keeps = 0
    if log_path(database).exists():
        os.truncate(log_path(database), keeps if keeps > HEADER_BYTES else 0)
    return max(0, found.end - keeps)


def _copy_path(database: Path) -> Path:
    return Path(f"{database}.copy")


def _is_frame(header: bytes, salt: bytes) -> bool:
    return len(header) == FRAME_HEADER_BYTES and _FRAME.unpack(header)[0] == salt


def _read(mark_bytes: bytes) -> Extent:
    if len(mark_bytes) != _MARK.size:
        return NOTHING
    salt, end = _MARK.unpack(mark_bytes)
    return Extent(salt=salt, end=end)
