"""Shared words: numbers in a file that processes change together, each change whole or not at all.

The file is mapped into the memory of every process. A change is made under the file's lock. It is first
written down beside the words as what is to be set, then said to be complete, then done; whoever takes
the lock next does again what a process that was killed may have left half done (redo logging, as in
Gray and Reuter, Transaction Processing, 1993, chapter 10). A word is stored by one machine instruction.
What the machine loses when it stops, as opposed to a process, is not secured.
"""

import fcntl
import mmap
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

WORD_BYTES = 8
MOST_CHANGES = 4_096
"""Words that one change may set."""
MAGIC = 0x7369_6167_6157_0001
_HEADING_WORDS = 3
_COMPLETE = _HEADING_WORDS
_LOG = _COMPLETE + 1
_BODY = _LOG + 2 * MOST_CHANGES
_LOCK_ATTEMPTS = 50
_LOCK_PAUSE_S = 0.0005
_OPENING_ATTEMPTS = 20_000
"""Ten seconds: nobody is served yet, and a process that makes the file may lack a CPU for a while."""

JAMMED_S = 0.25
"""For so long after nobody let go of the lock it is tried and not waited for."""


class WordsBusyError(Exception):
    """Another process holds the lock for longer than anybody needs it."""


class Change(dict[int, int]):
    """Words as they will be once the change is made.

    What it holds are the words that were looked at, which nobody else changes meanwhile: a move of the
    queue looks at some of them a dozen times.

    Args:
        read: gives a word as it is.
    """

    __slots__ = ("_read", "wanted")

    def __init__(self, read: Callable[[int], int]) -> None:
        super().__init__()
        self._read = read
        self.wanted: dict[int, int] = {}

    def __missing__(self, index: int) -> int:
        found = self._read(index)
        super().__setitem__(index, found)
        return found

    def __setitem__(self, index: int, value: int) -> None:
        self.wanted[index] = value
        super().__setitem__(index, value)


class SharedWords:
    """Words of 64 bits without sign, all 0 in a new file.

    A file of another size or kind is replaced by a new one.

    Args:
        path: of the file; made if there is none.
        count: of words.
        kind: what they mean, as a number.

    Raises:
        OSError: the file cannot be opened or made.
        WordsBusyError: another process holds its lock.
    """

    def __init__(self, path: Path, count: int, kind: int = 0) -> None:
        size_bytes = (_BODY + count) * WORD_BYTES
        self._file = _opened(path, _heading(count, kind), size_bytes)
        self._map = mmap.mmap(self._file, size_bytes)
        self._words = memoryview(self._map).cast("Q")
        self._body = self._words[_BODY:]
        self._jammed_until_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._body.release()
        self._words.release()
        self._map.close()
        os.close(self._file)

    def __getitem__(self, index: int) -> int:
        """Read one word as it is now; two that belong together are read in a change."""
        return self._body[index]

    def span(self, first: int, count: int) -> list[int]:
        """Read words that stand in a row as each of them is now."""
        return self._body[first : first + count].tolist()

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Let nobody else change the words, and set what was wanted unless an error is raised.

        Raises:
            WordsBusyError: another process holds the lock.
        """
        self._take_lock()
        try:
            self._redo()
            change = Change(self._body.__getitem__)
            yield change
            self._make(change.wanted)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _take_lock(self) -> None:
        """Take the lock; a process that cannot have it must not stand still for every request."""
        is_jammed = time.monotonic() < self._jammed_until_s
        try:
            _lock(self._file, attempts=1 if is_jammed else _LOCK_ATTEMPTS)
        except WordsBusyError:
            if not is_jammed:
                self._jammed_until_s = time.monotonic() + JAMMED_S
            raise

    def _make(self, wanted: Mapping[int, int]) -> None:
        if len(wanted) > MOST_CHANGES:
            raise ValueError(f"change: sets {len(wanted)} words; at most {MOST_CHANGES} are allowed")
        if len(wanted) > 1:
            words, at = self._words, _LOG
            for index, value in wanted.items():
                words[at] = index
                words[at + 1] = value
                at += 2
            words[_COMPLETE] = len(wanted)
        for index, value in wanted.items():
            self._words[_BODY + index] = value
        if len(wanted) > 1:
            self._words[_COMPLETE] = 0

    def _redo(self) -> None:
        words = self._words
        complete = words[_COMPLETE]
        if not complete:
            return
        for at in range(_LOG, _LOG + 2 * complete, 2):
            words[_BODY + words[at]] = words[at + 1]
        words[_COMPLETE] = 0


def _opened(path: Path, heading: bytes, size_bytes: int) -> int:
    """Open the file that has this shape, and make it unless it is there."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(file, attempts=_OPENING_ATTEMPTS)
            if not os.path.samestat(os.fstat(file), path.stat()):
                os.close(file)
            elif _has_shape(file, heading, size_bytes):
                fcntl.flock(file, fcntl.LOCK_UN)
                return file
            else:
                _replace(path, heading, size_bytes)
                os.close(file)
        except BaseException:
            os.close(file)
            raise


def _has_shape(file: int, heading: bytes, size_bytes: int) -> bool:
    return os.fstat(file).st_size == size_bytes and os.pread(file, len(heading), 0) == heading


def _replace(path: Path, heading: bytes, size_bytes: int) -> None:
    """Put a new file in the place of the old one, which others may still have mapped."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    file = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(file, size_bytes)
        os.pwrite(file, heading, 0)
    finally:
        os.close(file)
    fresh.replace(path)


def _heading(count: int, kind: int) -> bytes:
    return b"".join(number.to_bytes(WORD_BYTES, "little") for number in (MAGIC, count, kind))


def _lock(file: int, attempts: int = _LOCK_ATTEMPTS) -> None:
    for left in reversed(range(attempts)):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if left:
                time.sleep(_LOCK_PAUSE_S)
        else:
            return
    raise WordsBusyError("words: another process holds their lock")
