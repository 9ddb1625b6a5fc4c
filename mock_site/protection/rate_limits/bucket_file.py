"""The bucket file: the buckets of all processes of a site on one machine.

As `bucket`, but the moment at which each is full again stands in a file that all processes have mapped.
A key is in one of the eight places that a digest of it names; what it takes is empty, full, or nearest
to being full. Nobody takes a lock: two who change a place at the same instant may count one too few.
"""

import hashlib
import mmap
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from mock_site.protection.rate_limits.bucket import ROUNDING_RATIO, Rate

ROWS, PLACES = 16_384, 8
"""Rows, and places in each: 131,072 buckets that are not full, in two megabytes."""
SALT_BYTES = 64
_WORD_BYTES = 8
_ROW = 2 * PLACES
"""Words of a row: of each place the mark of its key, and the moment."""
SIZE_BYTES = SALT_BYTES + ROWS * _ROW * _WORD_BYTES


class BucketFile:
    """The file.

    Its digests are salted, so that nobody finds keys that drive another's out.

    Args:
        path: of the file; made if there is none, replaced if it has another shape.

    Raises:
        OSError: it cannot be opened or made.
    """

    def __init__(self, path: Path) -> None:
        file = _opened(path)
        try:
            self._map = mmap.mmap(file, SIZE_BYTES)
        finally:
            os.close(file)
        self._salt = self._map[:SALT_BYTES]
        self._body = memoryview(self._map)[SALT_BYTES:]
        self._marks = self._body.cast("Q")
        self._moments = self._body.cast("d")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for view in (self._marks, self._moments, self._body):
            view.release()
        self._map.close()

    def find(self, name: str) -> tuple[int, int, float]:
        """Look for the bucket of a name.

        Returns:
            its place, or the one that it may take; its mark; the moment that is noted of it, 0 for none.
        """
        said = hashlib.blake2b(name.encode(), digest_size=2 * _WORD_BYTES, key=self._salt).digest()
        mark = int.from_bytes(said[_WORD_BYTES:], "little") or 1
        first = int.from_bytes(said[:_WORD_BYTES], "little") % ROWS * _ROW
        moments = self._moments[first + 1 : first + _ROW : 2].tolist()
        for turn, one in enumerate(self._marks[first : first + _ROW : 2].tolist()):
            if one == mark:
                return first + 2 * turn, mark, moments[turn]
        return first + 2 * moments.index(min(moments)), mark, 0.0

    def put(self, place: int, mark: int, full_at_s: float) -> None:
        """Note a moment; whose place it was is forgotten."""
        if self._marks[place] != mark:
            self._marks[place] = 0
        self._moments[place + 1] = full_at_s
        self._marks[place] = mark


class SharedBuckets:
    """A bucket for each key, the same in all processes.

    Args:
        file: that they are in.
        name: of what is counted, which no other buckets in it have.
        rate: of each.
        timer: monotonic seconds, the same for all processes.
    """

    def __init__(self, file: BucketFile, name: str, rate: Rate, timer: Callable[[], float]) -> None:
        self._file = file
        self._name = name
        self._gap_s = 1 / rate.per_s
        self._burst_s = rate.burst * self._gap_s
        self._timer = timer

    def take(self, key: str) -> float:
        """Take one from the bucket of a key.

        Returns:
            0 where there was one; else the seconds until there is one, and nothing is taken.
        """
        now_s = self._timer()
        place, mark, noted_s = self._file.find(f"{self._name} {key}")
        # What is later than a bucket can be is of another start of the machine, or of another rate.
        is_sound = now_s < noted_s <= now_s + self._burst_s * (1 + ROUNDING_RATIO)
        full_at_s = (noted_s if is_sound else now_s) + self._gap_s
        wait_s = full_at_s - now_s - self._burst_s
        if wait_s > self._gap_s * ROUNDING_RATIO:
            return wait_s
        self._file.put(place, mark, full_at_s)
        return 0.0


def _opened(path: Path) -> int:
    """Open the file, and make it unless one of this shape is there."""
    for _ in range(2):
        with suppress(FileNotFoundError):
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            if os.fstat(file).st_size == SIZE_BYTES:
                return file
            os.close(file)
            path.unlink(missing_ok=True)
        _make(path)
    return os.open(path, os.O_RDWR | os.O_CLOEXEC)


def _make(path: Path) -> None:
    """Make a file with a salt of its own, unless somebody else was quicker."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    file = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(file, SIZE_BYTES)
        os.pwrite(file, secrets.token_bytes(SALT_BYTES), 0)
    finally:
        os.close(file)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
