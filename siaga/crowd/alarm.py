"""The Alarm of a worker: wakes and calls at their moments, to a fraction of a millisecond.

The timers of gevent's loop go by the whole milliseconds of epoll_wait(2), rounded up, and so wake half a
millisecond too late on average: as much as a fast page takes. A timerfd(2) rings when it is time.
"""

import ctypes
import os
import time
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from itertools import count

import gevent
from gevent.hub import Waiter

READABLE = 1
"""What gevent's loop calls a descriptor that can be read."""

NANOSECONDS = 1_000_000_000
AT_A_MOMENT = 1
"""TFD_TIMER_ABSTIME: the time is one of the clock, and none from now on."""


class _Span(ctypes.Structure):
    """A timespec: seconds and nanoseconds."""

    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Setting(ctypes.Structure):
    """An itimerspec: how often the timer rings, here never again, and when."""

    _fields_ = (("interval", _Span), ("value", _Span))


class Alarm:
    """Puts greenlets of one hub to sleep and wakes them in the order of their moments.

    Where the system has no timerfd, sleepers sleep as gevent has them.
    """

    def __init__(self) -> None:
        self._calls: list[tuple[int, int, Callable[[], object]]] = []
        self._number = count()
        self._ringing = False
        self._timer = _Timer.made()
        if self._timer is not None:
            self._watcher = gevent.get_hub().loop.io(self._timer.descriptor, READABLE)

    def sleep(self, pause_s: float) -> None:
        """Sleep so many seconds; of a pause of nothing, let the others have their turn."""
        if self._timer is None or pause_s <= 0:
            gevent.sleep(max(pause_s, 0.0))
            return
        waiter = Waiter()
        self.call(pause_s, partial(waiter.switch, None))
        waiter.get()

    def call(self, pause_s: float, what: Callable[[], object]) -> None:
        """Call something in so many seconds, in the hub: it must not wait, and not fail."""
        if self._timer is None:
            gevent.spawn_later(max(pause_s, 0.0), what)
            return
        # At a moment that is past the timer would not ring before the next one.
        due_ns = time.monotonic_ns() + max(round(pause_s * NANOSECONDS), 1)
        call = (due_ns, next(self._number), what)
        if not self._calls:
            self._watcher.start(self._ring)
        heappush(self._calls, call)
        if self._calls[0] is call and not self._ringing:
            self._timer.set(due_ns)

    def close(self) -> None:
        """Give the descriptor back; nobody may be asleep any more. Closing twice is harmless."""
        if self._timer is not None:
            self._watcher.stop()
            self._watcher.close()
            self._timer.close()
            self._timer = None

    def _ring(self) -> None:
        """Call whatever moment has come; a sleeper that was killed meanwhile is nobody any more."""
        self._ringing = True
        while self._calls and self._calls[0][0] <= time.monotonic_ns():
            _due_ns, _number, call = heappop(self._calls)
            call()
        self._ringing = False
        if self._timer is None:
            return  # whoever was woken has closed it
        if self._calls:
            self._timer.set(self._calls[0][0])
        else:
            self._watcher.stop()


class _Timer:
    """A timer of the kernel that a loop can watch; Python has none of its own before 3.13."""

    def __init__(self, libc: ctypes.CDLL, descriptor: int) -> None:
        self.descriptor = descriptor
        self._settime = libc.timerfd_settime
        self._setting = _Setting()
        self._address = ctypes.byref(self._setting)

    @classmethod
    def made(cls) -> "_Timer | None":
        """Make one; None where the system has none."""
        libc = ctypes.CDLL(None, use_errno=True)
        if not hasattr(libc, "timerfd_create"):
            return None
        descriptor = libc.timerfd_create(time.CLOCK_MONOTONIC, os.O_NONBLOCK | os.O_CLOEXEC)
        return cls(libc, descriptor) if descriptor >= 0 else None

    def set(self, due_ns: int) -> None:
        """Have it ring at a moment of the monotonic clock, above 0; that it has rung is forgotten.

        Raises:
            OSError: the system refuses.
        """
        value = self._setting.value
        value.seconds, value.nanoseconds = divmod(due_ns, NANOSECONDS)
        if self._settime(self.descriptor, AT_A_MOMENT, self._address, None) != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"timer: cannot be set to {due_ns} ns ({os.strerror(number)})")

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self.descriptor)
