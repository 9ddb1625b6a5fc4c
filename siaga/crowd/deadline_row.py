"""The Row of deadlines that are all as long: they pass in the order in which they began.

One timer waits for the first of them, whoever it is of. A timer of its own for each request took as long
as to read an answer does, and each visitor had one.
"""

import time
from typing import Any, Final, Protocol

from gevent import getcurrent
from gevent.hub import get_hub

from siaga.crowd.deadline import DeadlineError

# What is looked up once; as names of modules it would be for each request.
_current: Final[Any] = getcurrent
_now_s: Final[Any] = time.monotonic


class Silent(Protocol):
    """Somebody who may have heard something."""

    silent: bool


class Entry:
    """One deadline; it knows who comes next, as no container of a row is as cheap.

    Attributes:
        at_s: when it passes, monotonic seconds.
        greenlet: whom it interrupts; None: nobody any more.
        reader: who has to be silent then; None: that does not matter.
        following: that began next; None: none has.
    """

    __slots__ = ("at_s", "following", "greenlet", "reader")

    def __init__(self, at_s: float, greenlet: Any, reader: Silent | None) -> None:  # noqa: ANN401 - of gevent's
        self.at_s = at_s
        self.greenlet = greenlet
        self.reader = reader
        self.following: Entry | None = None


class DeadlineRow:
    """Interrupts the greenlets that started a deadline and did not stop it, wherever they wait.

    Args:
        limit_s: of each of them, above 0.
        missing: what has not come when one passes; empty: the whole.

    Raises:
        ValueError: the limit is not above 0.
    """

    __slots__ = ("_first", "_last", "_missing", "_timer", "limit_s")

    def __init__(self, limit_s: float, missing: str = "") -> None:
        if not limit_s > 0:
            raise ValueError(f"deadline_s: is {limit_s!r}; it has to be above 0")
        self._first: Entry | None = None
        self._last: Entry | None = None
        self._timer: Any = None
        self._missing = missing
        self.limit_s = limit_s

    def __len__(self) -> int:
        length, entry = 0, self._first
        while entry is not None:
            length, entry = length + 1, entry.following
        return length

    def start(self, reader: Silent | None = None) -> Entry:
        """Begin to count for the current greenlet; gives what `stop` is told.

        Args:
            reader: nobody is interrupted once it has heard something; None: whatever was heard.
        """
        now_s: float = _now_s()
        entry = Entry(now_s + self.limit_s, _current(), reader)
        first, last = self._first, self._last
        while first is not None and first.greenlet is None:
            first = first.following
        if first is None or last is None:
            self._first = entry
        else:
            self._first = first
            last.following = entry
        self._last = entry
        if self._timer is None:
            self._await(self._first)
        return entry

    @staticmethod
    def stop(entry: Entry) -> None:
        """Count no more; twice is harmless."""
        entry.greenlet = entry.reader = None

    def _await(self, first: Entry) -> None:
        loop = get_hub().loop
        # The loop has the time of its last turn, from which a timer would be counted.
        loop.update_now()
        self._timer = loop.timer(max(first.at_s - _now_s(), 0.0))
        self._timer.start(self._ring)

    def _ring(self) -> None:
        """Interrupt those whose time is over, and wait for the next."""
        self._timer.close()
        self._timer = None
        first, over = self._first, list[Entry]()
        while first is not None and (first.greenlet is None or first.at_s <= _now_s()):
            over.append(first)
            first = first.following
        self._first = first
        if first is not None:
            self._await(first)
        for entry in over:
            # Whoever was interrupted may have stopped another one meanwhile.
            greenlet, reader = entry.greenlet, entry.reader
            self.stop(entry)
            if greenlet is not None and (reader is None or reader.silent):
                greenlet.throw(DeadlineError(self._missing, self.limit_s if self._missing else 0.0))
