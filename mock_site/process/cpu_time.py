"""The CPU time of a process: what all its threads have used, told on as it grows."""

from collections.abc import Callable


class CpuTime:
    """Tells a counter what it does not know yet.

    Args:
        add: is told seconds of CPU time, 0 or more.
        timer: CPU seconds of the process since it began.
    """

    def __init__(self, add: Callable[[float], None], timer: Callable[[], float]) -> None:
        self._add = add
        self._timer = timer
        self._told_s = 0.0

    def tell(self) -> None:
        """Tell what has been used since the last time; at first, since the process began."""
        now_s = self._timer()
        self._add(now_s - self._told_s)
        self._told_s = now_s
