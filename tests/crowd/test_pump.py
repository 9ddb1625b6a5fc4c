"""Claims about the pump: the clock decides when an arrival starts, and nothing else."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.pump import Share, pump


@dataclass
class _Clock:
    """A clock that only sleeping moves, and that oversleeps by a fixed time."""

    at_s: float = 0.0
    over_s: float = 0.0

    def now(self) -> float:
        """Give the time."""
        return self.at_s

    def sleep(self, pause_s: float) -> None:
        """Move the time."""
        self.at_s += pause_s + self.over_s


@dataclass
class _Crowd:
    """Writes down who came when; has room for so many."""

    clock: _Clock
    room: int = 10**9
    came: list[tuple[int, float, float]] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    def admit(self, index: int, at_s: float, population: int) -> bool:
        """Take the arrival if there is room."""
        del population
        if len(self.came) >= self.room:
            return False
        self.came.append((index, at_s, self.clock.now()))
        return True

    def drop(self, population: int) -> None:
        """Count it."""
        self.dropped.append(population)


def _share(times_s: list[float]) -> Share:
    return Share(index=list(range(len(times_s))), at_s=times_s, population=[0] * len(times_s))


@given(st.lists(st.floats(min_value=0, max_value=1e4), max_size=50).map(sorted))
def test_with_a_perfect_clock_everybody_starts_at_the_intended_time(times_s: list[float]) -> None:
    """Nobody starts early, nobody late, in order."""
    clock = _Clock()
    crowd = _Crowd(clock)
    pump(_share(times_s), crowd, clock.now, clock.sleep)
    assert [index for index, _, _ in crowd.came] == list(range(len(times_s)))
    assert all(abs(started - at_s) < 1e-6 for _, at_s, started in crowd.came)


def test_lateness_does_not_add_up() -> None:
    """A loop that oversleeps 10 ms makes everybody 10 ms late at most, not the hundredth one 1 s."""
    clock = _Clock(over_s=0.01)
    crowd = _Crowd(clock)
    pump(_share([number * 0.1 for number in range(100)]), crowd, clock.now, clock.sleep)
    assert max(started - at_s for _, at_s, started in crowd.came) < 0.0101


def test_after_a_stall_the_overdue_start_at_once() -> None:
    """Arrivals due during a stall are not forgiven: they all start when it is over."""
    clock = _Clock(at_s=5.0)
    crowd = _Crowd(clock)
    pump(_share([1.0, 2.0, 3.0, 6.0]), crowd, clock.now, clock.sleep)
    assert [started for _, _, started in crowd.came] == [5.0, 5.0, 5.0, 6.0]


def test_an_arrival_can_be_handed_over_before_its_time() -> None:
    """So much before, that the visitor is ready when it comes; the overdue still at once."""
    clock = _Clock(at_s=0.999)
    crowd = _Crowd(clock)
    pump(_share([1.0, 2.0, 3.0]), crowd, clock.now, clock.sleep, lead_s=0.002)
    assert [started for _, _, started in crowd.came] == pytest.approx([0.999, 1.998, 2.998])


def test_an_arrival_without_room_is_dropped_and_counted() -> None:
    """What was due and could not be sent is told by whose it was."""
    clock = _Clock()
    crowd = _Crowd(clock, room=2)
    share = replace(_share([0.0, 1.0, 2.0, 3.0]), population=[0, 1, 2, 3])
    pump(share, crowd, clock.now, clock.sleep)
    assert (len(crowd.came), crowd.dropped) == (2, [2, 3])


def test_whoever_comes_soon_after_another_is_handed_over_together_with_it() -> None:
    """The pump is woken once for them, and once more for whom it would be too soon."""
    clock = _Clock(at_s=0.5)
    crowd = _Crowd(clock)
    times_s = [1.0, 1.0005, 1.0009, 1.0015, 1.0016]
    pump(_share(times_s), crowd, clock.now, clock.sleep, lead_s=0.002, together_s=0.001)
    assert [started for _, _, started in crowd.came] == pytest.approx([0.998] * 3 + [0.9995] * 2)


def test_an_arrival_waits_for_leave_and_those_behind_it_with_it() -> None:
    """It is asked for by the intended time; who had to wait for it starts as soon as it is given."""
    clock = _Clock()
    crowd = _Crowd(clock)
    asked: list[float] = []

    def allow(at_s: float) -> None:
        asked.append(at_s)
        if at_s == 2.0:
            clock.sleep(7.5)

    pump(_share([1.0, 2.0, 3.0, 12.0]), crowd, clock.now, clock.sleep, allow=allow)
    assert asked == [1.0, 2.0, 3.0, 12.0]
    assert [started for _, _, started in crowd.came] == [1.0, 9.5, 9.5, 12.0]
