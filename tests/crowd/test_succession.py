"""Claims about the succession: who is given up, who takes over from when on, and nobody comes twice."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.crowd.lease import Lease
from siaga.crowd.succession import NOTICE_S, SPARE_S, Succession
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import Arrivals
from siaga.scenario.shares import Shares

LIFELINE_S = 2.0
LEASE_S = LIFELINE_S + SPARE_S


def day(many: int = 60) -> Arrivals:
    """Give visitors of whom two are due each second."""
    index = np.arange(many)
    return Arrivals(index=index, at_s=index / 2, population=index * 0)


@dataclass
class Clock:
    """A clock that a test puts forward."""

    now_s: float = -2.0

    def __call__(self) -> float:
        """Give the run second."""
        return self.now_s


def made(workers: int = 3) -> tuple[Succession, Clock]:
    """Give the succession of a day that begins in two seconds."""
    clock = Clock()
    return Succession(day(), workers, LIFELINE_S, clock), clock


def test_a_lease_lasts_longer_than_a_lifeline_and_is_as_new_with_each_word() -> None:
    """It gets no shorter, not even by a clock that goes back."""
    succession, clock = made()
    assert succession.until_s(1) == -2.0 + LEASE_S
    clock.now_s = 4.5
    assert succession.renew(1)
    clock.now_s = 4.0
    assert succession.renew(1)
    assert [succession.until_s(rank) for rank in (0, 1)] == [-2.0 + LEASE_S, 4.5 + LEASE_S]


def test_a_silent_worker_is_given_up_when_its_lease_is_over_and_others_are_told_in_time() -> None:
    """They take over after the lease and after they can have heard of it; it gets no lease any more."""
    succession, clock = made()
    clock.now_s = 4.0
    assert [succession.renew(rank) for rank in range(3)] == [True] * 3
    clock.now_s = 6.9
    assert succession.look([1], [0, 2]) == []
    clock.now_s = 7.0
    # Of its visitors 1, 4, … 58 those from second 9.0 on: 19, 22, … 58.
    expected = Takeover(lost=1, noticed_s=7.0, from_s=7.0 + NOTICE_S, takers=(0, 2), visitors=(7, 7))
    assert succession.look([1], [2, 0]) == [expected]
    assert succession.look([1], [0, 2]) == []
    assert (succession.is_lost(1), succession.is_lost(0)) == (True, False)
    assert not succession.renew(1)
    assert succession.until_s(1) == 7.0
    assert succession.takeovers == [expected]


def test_nobody_is_given_up_where_nobody_could_take_over_or_nobody_is_to_come() -> None:
    """Should it be heard of again, it goes on."""
    succession, clock = made()
    clock.now_s = 10.0
    assert succession.look([0, 1, 2], []) == []
    clock.now_s = 28.0
    assert succession.look([1], [0, 2]) == []
    assert succession.renew(1)


def test_two_that_are_lost_at_once_leave_all_to_the_third_and_a_lost_one_takes_nothing() -> None:
    """Also where it is heard of again, before it has closed."""
    succession, clock = made(4)
    for rank in range(4):
        succession.renew(rank)
    clock.now_s = 6.0
    assert [(one.lost, one.takers) for one in succession.look([2, 0], [1, 3])] == [
        (0, (1, 3)),
        (2, (1, 3)),
    ]
    clock.now_s = 10.0
    (last,) = succession.look([1], [0, 2, 3])
    assert (last.lost, last.takers) == (1, (3,))
    # From second 12 on: its own, and half of what each of the others had left.
    assert sum(last.visitors) == 9 + 5 + 5


class State(StrEnum):
    """How a worker is for half a second."""

    WELL = "well"
    CUT = "cut off"
    HUNG = "hung"
    DEAD = "dead"


@dataclass
class Play:
    """A worker as the world has it: what it knows, what waits for it, whom it has sent."""

    rank: int
    shares: Shares
    lease: Lease
    sent: list[int] = field(default_factory=list)
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    known: int = 0
    heard_s: float = -2.0

    def turn(self, now_s: float) -> None:
        """Send whoever is due and allowed, late or not, before it hears what waits and after that."""
        self._send(now_s)
        while self.waiting:
            self.lease.hear(self.waiting.popleft())
        while (one := self.lease.takeover(self.known, lambda: 0.0)) is not None:
            self.shares.take_over(one)
            self.known += 1
        self._send(now_s)

    def _send(self, now_s: float) -> None:
        mine = self.shares.of(self.rank)
        for visitor, at_s in zip(mine.index.tolist(), mine.at_s.tolist(), strict=True):
            if at_s <= now_s and self.lease.allows(at_s) and visitor not in self.sent:
                self.sent.append(visitor)


def play(fates: Sequence[Sequence[State]]) -> tuple[list[Play], list[Takeover]]:
    """Play a day whose workers have fates, one state each half second; the last one goes on."""
    clock = Clock()
    succession = Succession(day(), len(fates), LIFELINE_S, clock)
    workers = [
        Play(rank, Shares(day(), len(fates)), Lease("t", succession.until_s(rank)))
        for rank in range(len(fates))
    ]
    for step in range(90):
        clock.now_s = -2.0 + step / 2
        states = [fate[min(step // 4, len(fate) - 1)] for fate in fates]
        for one, state in zip(workers, states, strict=True):
            if state is State.WELL:
                one.heard_s = clock.now_s
        silent = [one.rank for one in workers if clock.now_s - one.heard_s > 1.0]
        succession.look(silent, [one.rank for one in workers if one.rank not in silent])
        for one, state in zip(workers, states, strict=True):
            if state is State.WELL and succession.renew(one.rank):
                takeovers = [each.as_json() for each in succession.takeovers]
                until_s = succession.until_s(one.rank)
                one.waiting.append({"token": "t", "until_s": until_s, "takeovers": takeovers})
            if state in {State.WELL, State.CUT}:
                one.turn(clock.now_s)
    return workers, succession.takeovers


fates = st.lists(st.sampled_from([State.WELL, State.WELL, State.CUT, State.HUNG]), max_size=12)
ends = st.sampled_from([State.WELL, State.CUT, State.HUNG, State.DEAD])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(lambda fate, end: [*fate, end], fates, ends), min_size=1, max_size=5))
def test_whatever_befalls_the_workers_nobody_comes_twice(given_fates: list[list[State]]) -> None:
    """Cut off, hung for a while or for ever, killed, back again: each visitor comes by one at most.

    And whoever is in the end a worker's that was never given up, and is well at last, has come.
    """
    workers, takeovers = play(given_fates)
    times = Counter(visitor for one in workers for visitor in one.sent)
    assert max(times.values(), default=1) == 1
    shares = Shares(day(), len(workers))
    for one in takeovers:
        shares.take_over(one)
    lost = {one.lost for one in takeovers}
    for worker, fate in zip(workers, given_fates, strict=True):
        due = set(shares.of(worker.rank).index.tolist())
        assert set(worker.sent) <= due
        if fate[-1] is State.WELL and worker.rank not in lost:
            assert set(worker.sent) == due


def test_a_worker_that_hangs_and_comes_back_sends_nobody_who_was_handed_over() -> None:
    """It catches up with those it was leased, late as they are, and nobody else."""
    well, hung = [State.WELL], [State.WELL] * 5 + [State.HUNG] * 6 + [State.WELL]
    workers, (one,) = play([well, hung, well])
    assert one.lost == 1
    assert max(workers[1].sent) / 2 < one.from_s
    assert sum(one.visitors) == len([v for v in range(1, 60, 3) if v / 2 >= one.from_s])
    assert {v for v in range(60) if v / 2 >= one.from_s} <= {*workers[0].sent, *workers[2].sent}
