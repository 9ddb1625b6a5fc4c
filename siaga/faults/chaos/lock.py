"""The Lock of a job: held for as long as what harms goes on, whoever started it."""

import fcntl
import os
import signal
from contextlib import suppress
from pathlib import Path

from siaga.faults.fault import FaultError
from siaga.faults.waiting import becomes_true

KILLED_WITHIN_S = 5.0


def hold(path: Path) -> int:
    """Hold a lock until this process ends, and write down who holds it.

    Raises:
        OSError: the file cannot be written.
    """
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    return lock


def held(path: Path) -> int | None:
    """Give the process that holds a lock; None: nobody does."""
    try:
        lock = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return int(os.read(lock, 20) or 0)
    finally:
        os.close(lock)
    return None


def wait_for(path: Path, deadline_s: float) -> None:
    """Wait until nobody holds a lock; whoever still does at the deadline is killed with all it started.

    Raises:
        FaultError: it lives on.
    """
    if becomes_true(lambda: held(path) is None, deadline_s):
        return
    holder = held(path)
    if holder:
        with suppress(ProcessLookupError):
            os.killpg(holder, signal.SIGKILL)
    if not becomes_true(lambda: held(path) is None, KILLED_WITHIN_S):
        raise FaultError(f"Chaos Toolkit: process {holder} goes on with what it does, though killed")
