"""The Shelf: a folder whose files are there whole and on the disk, or not at all.

A file is written under another name, and locked for as long as somebody writes it. It gets its own name
when it is on the disk, and the name is on the disk when the folder is. What was begun by a process that
was killed has no lock any more. Everything here waits for the disk, and is called in a thread.
"""

import contextlib
import fcntl
import os
import secrets
from pathlib import Path
from typing import BinaryIO

PRIVATE = 0o700
ENDING = ".part"


class Shelf:
    """Keeps files in a folder that processes share.

    Args:
        folder: made when the first file is begun.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_safe = False

    def begin(self) -> BinaryIO:
        """Begin a file, which is kept or dropped later.

        Raises:
            OSError: it cannot be made.
        """
        self._prepare()
        while True:
            file = (self._folder / f"{secrets.token_hex(16)}{ENDING}").open("xb")
            fcntl.flock(file, fcntl.LOCK_EX)
            if os.fstat(file.fileno()).st_nlink:
                return file
            # Another process cleared the shelf just before it was locked.
            file.close()

    def keep(self, file: BinaryIO, name: str) -> None:
        """Keep a file that was begun, on the disk and under a name, which it takes from any other.

        Raises:
            OSError: it is not certain to be there after a loss of power.
        """
        file.flush()
        os.fsync(file.fileno())
        Path(file.name).replace(self._folder / name)
        _sync(self._folder)

    def drop(self, file: BinaryIO) -> None:
        """Drop a file that was begun, unless it was kept, and let go of it."""
        Path(file.name).unlink(missing_ok=True)
        file.close()

    def clear(self) -> None:
        """Remove what was begun by somebody who is gone; what cannot be removed stays."""
        for begun in self._folder.glob(f"*{ENDING}"):
            with contextlib.suppress(OSError), begun.open("r+b") as file:
                # Whoever still writes it, in whatever process, has the lock.
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                begun.unlink()

    def _prepare(self) -> None:
        """Make the folder, and have it on the disk, whoever made it or one that it is in."""
        if self._is_safe and self._folder.is_dir():
            return
        self._folder.mkdir(PRIVATE, parents=True, exist_ok=True)
        device = self._folder.stat().st_dev
        for above in self._folder.resolve().parents:
            if above.stat().st_dev != device:
                break
            # One that cannot be looked into was there before.
            with contextlib.suppress(PermissionError):
                _sync(above)
        self._is_safe = True


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
