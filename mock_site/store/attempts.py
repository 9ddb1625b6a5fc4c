"""Attempts: the accounts whose wish for a seat is with a writer, as all processes of a site see them.

Each process has one byte for each place that an account can have, and writes to no other's, so nobody
needs a lock. Accounts that have the same place count as one. What a process leaves behind when it is
killed stays until another has taken its part and has written: whatever the store was still committing
has ended by then, since one transaction follows the other.
"""

import fcntl
import mmap
import os
import struct
import zlib
from collections import Counter
from pathlib import Path

PLACES = 2_048
"""Of accounts: with two hundred under way, one in ten others may be taken for one of them."""
PARTS = 128
"""Processes that share a file, those that are about to be relieved among them."""
_NOBODY = bytes(PARTS)


class Attempts:
    """The accounts.

    Args:
        path: of a file that processes share, made if there is none; None: there is one process.

    Raises:
        OSError: the file cannot be opened or made, or too many processes share it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._counts: Counter[int] = Counter()
        self.part = 0
        """Of the file, that is this process's."""
        self._bytes: bytearray | mmap.mmap
        self._may_be_stale = path is not None
        if path is None:
            self._bytes = bytearray(PLACES * PARTS)
            return
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self.part = _free_part(file)
            os.ftruncate(file, PLACES * PARTS)
            # The map keeps the file open by itself, and with it the lock.
            self._bytes = mmap.mmap(file, PLACES * PARTS)
        finally:
            os.close(file)

    def __contains__(self, account_id: str) -> bool:
        """Tell whether an account's wish is with the writer of some process, or may be."""
        at = _place(account_id) * PARTS
        return self._bytes[at : at + PARTS] != _NOBODY

    def begin(self, account_id: str) -> None:
        """Note that an account's wish goes to the writer of this process."""
        place = _place(account_id)
        self._counts[place] += 1
        self._bytes[place * PARTS + self.part] = 1

    def end(self, account_id: str) -> None:
        """Note that it is known what became of a wish that had gone there."""
        place = _place(account_id)
        self._counts[place] -= 1
        if not self._counts[place]:
            del self._counts[place]
            self._bytes[place * PARTS + self.part] = 0

    def settle(self) -> None:
        """Note that this process has written: what the one before it was at has ended."""
        if not self._may_be_stale:
            return
        self._may_be_stale = False
        for place, is_noted in enumerate(self._bytes[self.part :: PARTS]):
            if is_noted and place not in self._counts:
                self._bytes[place * PARTS + self.part] = 0

    def close(self) -> None:
        """Let go of the file; what is under way stays noted."""
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()


def _place(account_id: str) -> int:
    return zlib.crc32(account_id.encode("utf-8")) % PLACES


def _free_part(file: int) -> int:
    """Give a part that no living process has, and keep it for as long as the file is open somewhere.

    Raises:
        OSError: there is none.
    """
    for part in range(PARTS):
        # A lock of the open file, not of the process: nobody else's closing it lets go of it.
        lock = struct.pack("@hhqqi", fcntl.F_WRLCK, os.SEEK_SET, part, 1, 0)
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock + bytes(4))
        except BlockingIOError:
            continue
        return part
    raise OSError(f"attempts: {PARTS} processes share them already; no more may")
