"""Claims about the run clock: it counts from the run's beginning, and nobody sets it."""

from siaga.crowd.run_clock import RunClock


def test_the_seconds_count_from_the_beginning_and_are_negative_before() -> None:
    """As the clock goes that nobody sets, which may have begun anywhere."""
    ticks_s = iter([50.0, 50.0, 52.5, 53.0])
    clock = RunClock(1_002.5, wall=lambda: 1_000.0, monotonic=ticks_s.__next__)
    assert [clock.now_s() for _ in range(3)] == [-2.5, 0.0, 0.5]


def test_a_wall_clock_that_is_set_later_moves_nothing() -> None:
    """It was read once."""
    wall_s = iter([1_000.0])
    clock = RunClock(1_000.0, wall=wall_s.__next__, monotonic=lambda: 7.0)
    assert (clock.now_s(), clock.now_s()) == (0.0, 0.0)
