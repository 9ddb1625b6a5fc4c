"""The Duty of a worker: its own share of the plan, and what it takes over of workers that are lost."""

from collections.abc import Callable
from itertools import count

import gevent

from siaga.crowd.lease import Lease
from siaga.scenario.arrivals import Arrivals
from siaga.scenario.shares import Shares


class Duty:
    """Sends whoever is a worker's.

    Args:
        shares: of all workers, none of them lost yet.
        rank: of this one.
        lease: tells of takeovers.
        send: sends some visitors at their times; returns when the last of them has come.
        now_s: run seconds.
    """

    def __init__(
        self,
        shares: Shares,
        rank: int,
        lease: Lease,
        send: Callable[[Arrivals], None],
        now_s: Callable[[], float],
    ) -> None:
        self._shares, self._rank, self._lease = shares, rank, lease
        self._send, self._now_s = send, now_s

    def do(self) -> None:
        """Send everybody; returns when nobody is to come any more, by whichever worker.

        Until then others may be lost whose visitors are to come.
        """
        taking = gevent.spawn(self._take_over)
        try:
            self._send(self._shares.of(self._rank))
            taking.get()
        finally:
            taking.kill()

    def _take_over(self) -> None:
        """Send what others leave, beside the own share, as long as somebody is to come."""
        sending: list[gevent.Greenlet] = []
        try:
            for number in count():
                takeover = self._lease.takeover(number, self._left_s)
                if takeover is None:
                    break
                mine = self._shares.take_over(takeover).get(self._rank)
                if mine is not None:
                    sending.append(gevent.spawn(self._send, mine))
            gevent.joinall(sending, raise_error=True)
        finally:
            gevent.killall(sending)

    def _left_s(self) -> float:
        return self._shares.last_s - self._now_s()
