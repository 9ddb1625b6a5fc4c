"""Claims about the duty of a worker: its own share, what others leave, and how long it stays."""

from collections.abc import Callable

import gevent
import numpy as np
import pytest

from siaga.crowd.duty import Duty
from siaga.crowd.lease import Lease
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals
from siaga.scenario.shares import Shares

LOST = Takeover(lost=1, noticed_s=2.0, from_s=4.0, takers=(0, 2), visitors=(2, 1))
LOST_TOO = Takeover(lost=2, noticed_s=5.0, from_s=7.0, takers=(0,), visitors=(3,))


class Day:
    """Twelve visitors, one a second, of three workers; its clock stands where a test puts it."""

    def __init__(self) -> None:
        index = np.arange(12)
        everybody = Arrivals(index=index, at_s=index.astype(float), population=index * 0)
        self.shares = Shares(everybody, 3)
        self.lease = Lease("t")
        self.now_s = 0.0
        self.sent: list[tuple[list[int], list[float]]] = []

    def send(self, some: Arrivals) -> None:
        """Note who was to be sent."""
        self.sent.append((some.index.tolist(), some.at_s.tolist()))

    def duty(self, rank: int, send: Callable[[Arrivals], None] | None = None) -> Duty:
        """Give the duty of a worker."""
        return Duty(self.shares, rank, self.lease, send or self.send, lambda: self.now_s)

    def tell(self, *takeovers: Takeover) -> None:
        """Have the master tell of takeovers."""
        told = [one.as_json() for one in takeovers]
        self.lease.hear({"token": "t", "until_s": 99.0, "takeovers": told})


def settle() -> None:
    """Let everybody have a few turns."""
    for _ in range(5):
        gevent.sleep(0)


def test_a_worker_sends_its_share_and_stays_until_nobody_is_to_come() -> None:
    """Its own last visitor is due in second 9; the last of all in second 11."""
    day = Day()
    doing = gevent.spawn(day.duty(0).do)
    settle()
    assert day.sent == [([0, 3, 6, 9], [0.0, 3.0, 6.0, 9.0])]
    day.now_s = 10.9
    day.tell()
    settle()
    assert not doing.ready()
    day.now_s = 11.0
    day.tell()
    doing.get(timeout=5)


def test_a_worker_takes_over_what_is_its_part_of_each_loss_in_turn() -> None:
    """At their own times, and each once, though it is told of the same loss again and again."""
    day = Day()
    doing = gevent.spawn(day.duty(0).do)
    settle()
    day.tell(LOST)
    day.tell(LOST)
    settle()
    assert day.sent[1:] == [([4, 10], [4.0, 10.0])]
    day.tell(LOST, LOST_TOO)
    settle()
    assert day.sent[2:] == [([7, 8, 11], [7.0, 8.0, 11.0])]
    day.now_s = 12.0
    day.tell(LOST, LOST_TOO)
    doing.get(timeout=5)


def test_whoever_takes_nothing_over_sends_nothing_more() -> None:
    """Of a loss that others see to, and of its own."""
    day = Day()
    day.tell(LOST, LOST_TOO)
    day.now_s = 12.0
    day.duty(2).do()
    assert [sent[0] for sent in day.sent] == [[2, 5, 8, 11], [7]]


def test_what_is_taken_over_is_waited_for_and_stopped_with_the_rest() -> None:
    """The duty is not done before, and nobody is sent by one that was ended."""
    day, held = Day(), gevent.event.Event()
    day.tell(LOST)
    day.now_s = 12.0
    ended: list[int] = []

    def send(some: Arrivals) -> None:
        try:
            if some.index[0] == 4:
                held.wait()
        finally:
            ended.append(int(some.index[0]))

    doing = gevent.spawn(day.duty(0, send).do)
    settle()
    assert not doing.ready()
    assert ended == [0]
    doing.kill()
    assert ended == [0, 4]


def test_what_breaks_while_taking_over_breaks_the_duty() -> None:
    """It must not go unseen that somebody did not come."""
    day = Day()
    day.tell(LOST)
    day.now_s = 12.0

    def send(some: Arrivals) -> None:
        if some.index[0] == 4:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        day.duty(0, send).do()
