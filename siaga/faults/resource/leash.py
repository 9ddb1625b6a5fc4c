"""The Leash of a process: its standard input, whose other end ends with the process that holds it."""

import os
import sys
import threading


def end_with_it() -> None:
    """Have this process end as soon as nobody holds the other end, in whatever way that came."""
    threading.Thread(target=_wait, name="leash", daemon=True).start()


def _wait() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
