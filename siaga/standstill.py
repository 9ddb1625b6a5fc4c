"""A Standstill: the time for which a process has been stopped, as SIGSTOP and Ctrl-Z stop it."""

import time
from collections.abc import Callable
from pathlib import Path

LONGEST_S = 10.0
"""A process that others rely on and that stands still for longer is as good as dead."""

_STOPPED = "T"


def is_stopped(pid: int, processes: Path = Path("/proc")) -> bool:
    """Tell whether a process is stopped; one that is gone, or that nobody can see, is not.

    Args:
        pid: of the process.
        processes: where the kernel shows them.
    """
    try:
        shown = (processes / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    # The name before it stands in brackets, and may hold brackets itself.
    return shown.rpartition(")")[2].split()[:1] == [_STOPPED]


class Standstill:
    """Knows how long one process has stood still, by looking at it again and again.

    Args:
        pid: of the process.
        clock: monotonic clock in seconds.
        look: tells whether a process is stopped.
    """

    def __init__(
        self,
        pid: int,
        clock: Callable[[], float] = time.monotonic,
        look: Callable[[int], bool] = is_stopped,
    ) -> None:
        self._pid, self._clock, self._look = pid, clock, look
        self._since_s: float | None = None

    @property
    def is_too_long(self) -> bool:
        """Look, and tell whether it was stopped at every look for longer than `LONGEST_S`."""
        if not self._look(self._pid):
            self._since_s = None
            return False
        if self._since_s is None:
            self._since_s = self._clock()
        return self._clock() - self._since_s > LONGEST_S
