"""The Row of deadlines that are all as long: they pass in the order in which they began.

One timer waits for the first of them, whoever it is of. A timer of its own for each request took as long
as to read an answer does, and each visitor had one.
"""

import time
from collections import deque
from typing import Any, Protocol

from gevent import getcurrent
from gevent.hub import get_hub

from siaga.crowd.deadline import DeadlineError

Entry = list[Any]
"""When a deadline passes, monotonic seconds; whom it interrupts, None: nobody any more; and who has to
be silent then, None: that does not matter."""


class Silent(Protocol):
    """Somebody who may have heard something."""

    silent: bool


class DeadlineRow:
    """Interrupts the greenlets that started a deadline and did not stop it, wherever they wait.

    Args:
        limit_s: of each of them, above 0.
        missing: what has not come when one passes; empty: the whole.

    Raises:
        ValueError: the limit is not above 0.
    """

    __slots__ = ("_missing", "_timer", "_waiting", "limit_s")

    def __init__(self, limit_s: float, missing: str = "") -> None:
        if not limit_s > 0:
            raise ValueError(f"deadline_s: is {limit_s!r}; it has to be above 0")
        self._waiting: deque[Entry] = deque()
        self._timer: Any = None
        self._missing = missing
        self.limit_s = limit_s

    def __len__(self) -> int:
        return len(self._waiting)

    def start(self, reader: Silent | None = None) -> Entry:
        """Begin to count for the current greenlet; gives what `stop` is told.

        Args:
            reader: nobody is interrupted once it has heard something; None: whatever was heard.
        """
        waiting = self._waiting
        while waiting and waiting[0][1] is None:
            waiting.popleft()
        entry = [time.monotonic() + self.limit_s, getcurrent(), reader]
        waiting.append(entry)
        if self._timer is None:
            self._await_first()
        return entry

    @staticmethod
    def stop(entry: Entry) -> None:
        """Count no more; twice is harmless."""
        entry[1] = None

    def _await_first(self) -> None:
        loop = get_hub().loop
        # The loop has the time of its last turn, from which a timer would be counted.
        loop.update_now()
        self._timer = loop.timer(max(self._waiting[0][0] - time.monotonic(), 0.0))
        self._timer.start(self._ring)

    def _ring(self) -> None:
        """Interrupt those whose time is over, and wait for the next."""
        self._timer.close()
        self._timer = None
        waiting, over = self._waiting, list[Entry]()
        while waiting and (waiting[0][1] is None or waiting[0][0] <= time.monotonic()):
            over.append(waiting.popleft())
        if waiting:
            self._await_first()
        for entry in over:
            # Whoever was interrupted may have stopped another one meanwhile.
            (_, greenlet, reader), entry[1] = entry, None
            if greenlet is not None and (reader is None or reader.silent):
                greenlet.throw(DeadlineError(self._missing, self.limit_s if self._missing else 0.0))
