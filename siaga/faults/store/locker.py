"""The Locker: a process that holds the lock of a SQLite file for a while, again and again.

`python -m siaga.faults.store.locker NAME STORE TALLY HOLD_S EVERY_S`: after each time it writes into the
file TALLY how often it has held the lock, and for how many seconds in all.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

from siaga.faults.resource.leash import end_with_it

POLL_S = 0.001
"""SQLite's own wait sleeps for up to 100 ms at a time, and would miss every gap of a busy store."""


def main(store: str, tally: Path, hold_s: float, every_s: float) -> None:
    """Lock until it is ended.

    Args:
        store: the SQLite file, which has to be there.
        tally: the file to tell in.
        hold_s: how long each time.
        every_s: from one beginning to the next, where the lock is to be had so soon.
    """
    end_with_it()
    connection = sqlite3.connect(f"file:{store}?mode=rw", uri=True, timeout=0)
    connection.isolation_level = None
    times, held_s = 0, 0.0
    while True:
        due_s = time.monotonic() + every_s
        try:
            held_s += _held(connection, hold_s)
        except sqlite3.OperationalError:
            time.sleep(POLL_S)
            continue
        times += 1
        fresh = tally.with_suffix(".new")
        fresh.write_text(json.dumps({"times": times, "held_s": held_s}), encoding="utf-8")
        fresh.replace(tally)
        time.sleep(max(0.0, due_s - time.monotonic()))


def _held(connection: sqlite3.Connection, for_s: float) -> float:
    """Hold the lock for so many seconds, and give for how many it was held."""
    connection.execute("BEGIN EXCLUSIVE")
    began_s = time.monotonic()
    time.sleep(for_s)
    connection.execute("ROLLBACK")
    return time.monotonic() - began_s


if __name__ == "__main__":
    main(sys.argv[2], Path(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5]))
