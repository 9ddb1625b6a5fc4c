"""The recording VFS: SQLite's own way to the disk, on which every flush of a write-ahead log is noted.

It is the VFS that SQLite has, but for one function: files are opened by the original, and of a log
`xSync` is replaced by one that calls the original and then sets the sync mark. Reads and writes go as
they always do (https://sqlite.org/c3ref/vfs.html, https://sqlite.org/c3ref/io_methods.html).
"""

import _sqlite3
import ctypes
import functools
import os
from pathlib import Path
from typing import Any

from mock_site.errors import UsageError
from mock_site.store.sync_mark import mark, marked, written

NAME = "mock_site_recording"
_OK = 0
_IO_ERROR = 10
_OPEN_WAL = 0x00080000
_LOG_ENDING = "-wal"
_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3; what follows `xOpen` is copied and never looked at."""

    _fields_ = (
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", ctypes.c_void_p),
        ("zName", ctypes.c_char_p),
        ("pAppData", ctypes.c_void_p),
        ("xOpen", _OPEN),
        ("rest", ctypes.c_void_p * 15),
    )


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3; of its functions only `xSync` is looked at."""

    _fields_ = (
        ("iVersion", ctypes.c_int),
        ("before", ctypes.c_void_p * 4),
        ("xSync", _SYNC),
        ("after", ctypes.c_void_p * 13),
    )


class _File(ctypes.Structure):
    """`sqlite3_file`."""

    _fields_ = (("pMethods", ctypes.POINTER(_Methods)),)


class _Recorder:
    """What SQLite calls instead; it lives as long as the process.

    Args:
        original: the VFS that SQLite has by itself.
    """

    def __init__(self, original: Any) -> None:  # noqa: ANN401 - a pointer of ctypes
        self._original = original
        self._databases: dict[int, Path] = {}
        self._syncs: dict[int, Any] = {}
        self._methods: dict[int, _Methods] = {}
        self.vfs = _Vfs()
        ctypes.memmove(ctypes.byref(self.vfs), original, ctypes.sizeof(_Vfs))
        self.vfs.zName = NAME.encode("ascii")
        self.vfs.pNext = None
        self.vfs.xOpen = _OPEN(self._open)

    def _open(self, _vfs: int, name: int, file: int, flags: int, out_flags: int) -> int:
        result: int = self._original.contents.xOpen(
            ctypes.addressof(self._original.contents), name, file, flags, out_flags
        )
        if result == _OK and flags & _OPEN_WAL:
            path = os.fsdecode(ctypes.string_at(name))
            self._databases[file] = Path(path.removesuffix(_LOG_ENDING))
            self._replace_methods(_File.from_address(file), file)
        return result

    def _replace_methods(self, opened: _File, file: int) -> None:
        """Give an opened log functions of which one is ours."""
        methods = _Methods()
        ctypes.memmove(ctypes.byref(methods), opened.pMethods, ctypes.sizeof(_Methods))
        self._syncs[file] = opened.pMethods.contents.xSync
        methods.xSync = _SYNC(self._sync)
        # Kept, as SQLite has but a pointer to them.
        self._methods[file] = methods
        opened.pMethods = ctypes.pointer(methods)

    def _sync(self, file: int, flags: int) -> int:
        database = self._databases[file]
        try:
            flushed = written(database, marked(database))
            result: int = self._syncs[file](file, flags)
            if result == _OK:
                mark(database, flushed)
        except OSError:
            return _IO_ERROR
        return result


def recording_vfs() -> str:
    """Register the VFS in this process, once, and give its name.

    Raises:
        UsageError: this Python's SQLite cannot be reached.
    """
    _recorder()
    return NAME


@functools.cache
def _recorder() -> _Recorder:
    """Make and register the recorder, and keep it, as SQLite points to it."""
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        find, register = library.sqlite3_vfs_find, library.sqlite3_vfs_register
    except (AttributeError, OSError) as error:
        raise UsageError(
            f"store: flushes cannot be recorded with this Python's SQLite ({error})"
        ) from None
    find.restype = ctypes.POINTER(_Vfs)
    original = find(None)
    if original.contents.iVersion < 3:  # noqa: PLR2004 - the structures above
        raise UsageError("store: flushes cannot be recorded with an SQLite this old")
    recorder = _Recorder(original)
    if register(ctypes.byref(recorder.vfs), 0) != _OK:
        raise UsageError("store: flushes cannot be recorded; SQLite has refused")
    return recorder
