"""Fixed windows count what they are known to count, with the fault that they are known for."""

from mock_site.protection.rate_limits.window import FixedWindows
from mock_site.testing import SetClock


def test_more_than_so_many_in_a_window_are_refused() -> None:
    """Until the next one begins."""
    clock = SetClock(130.0)
    windows = FixedWindows(2, 60.0, clock)
    assert [windows.take("a") for _ in range(3)] == [0, 0, 50.0]
    assert windows.take("b") == 0
    clock.now_s = 180.0
    assert windows.take("a") == 0


def test_twice_as_many_get_through_at_the_turn_of_a_window() -> None:
    """This is the fault: ten within two seconds, where five a minute are allowed."""
    clock = SetClock(59.0)
    windows = FixedWindows(5, 60.0, clock)
    taken = [windows.take("a") for _ in range(5)]
    clock.now_s = 61.0
    taken += [windows.take("a") for _ in range(5)]
    assert taken == [0.0] * 10
