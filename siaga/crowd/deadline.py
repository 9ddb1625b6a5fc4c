"""The Deadline of a request: one timer a browser, started again for each request."""

from gevent import getcurrent
from gevent.hub import get_hub


class DeadlineError(BaseException):
    """The deadline has passed; below Exception, so that nothing on the way takes it for its own.

    Args:
        missing: what did not come in time; empty: the whole.
        limit_s: how long it might take; 0 where `missing` is empty.
    """

    def __init__(self, missing: str = "", limit_s: float = 0.0) -> None:
        super().__init__(missing)
        self.missing = missing
        self.limit_s = limit_s


class Deadline:
    """Interrupts the greenlet that started it, wherever it waits.

    A timer that is kept costs a fifth of a new timeout for each request.

    Args:
        limit_s: above 0.

    Raises:
        ValueError: the limit is not above 0.
    """

    __slots__ = ("_timer", "limit_s")

    def __init__(self, limit_s: float) -> None:
        if not limit_s > 0:
            raise ValueError(f"deadline_s: is {limit_s!r}; it has to be above 0")
        self._timer = get_hub().loop.timer(limit_s, limit_s)
        self.limit_s = limit_s

    def start(self) -> None:
        """Begin to count for the current greenlet."""
        self._timer.again(getcurrent().throw, DeadlineError)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def close(self) -> None:
        """Give the timer back to the loop."""
        self._timer.stop()
        self._timer.close()
