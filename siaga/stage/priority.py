"""The Priority of a process: how far it lets others go first.

Where the kernel shares a core out by sessions (sched(7), autogroup), which it does on most machines that
are not told otherwise, a nice value counts within a session alone. Whoever leads a session of its own
lowers that as well: without it, an exporter that is nice would get as much as the site.
"""

import os
from contextlib import suppress
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")
HIGHEST = 19


def lower(nice: int, autogroup: Path = AUTOGROUP) -> None:
    """Let others go first, this process and, where it leads one, its session.

    Args:
        nice: by how much, 0 to 19.
        autogroup: file by which the kernel is told of the session; it need not be there.

    Raises:
        ValueError: it is no such number.
    """
    if not 0 <= nice <= HIGHEST:
        raise ValueError(f"priority: {nice} is none; 0 to {HIGHEST} is allowed")
    os.nice(nice)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            autogroup.write_text(str(nice), encoding="ascii")
