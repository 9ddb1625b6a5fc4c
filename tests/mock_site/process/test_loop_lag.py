"""The loop's lag is the worst of the last second."""

import asyncio

import pytest

from mock_site.process.loop_lag import LoopLag


def test_the_worst_lateness_of_the_last_second_is_reported() -> None:
    """A worse lateness shows at once and is forgotten after a second."""
    told: list[float] = []
    lag = LoopLag(told.append)
    for now_s, late_s in [(0.0, 0.01), (0.1, 0.3), (0.5, 0.02), (1.05, 0.0), (1.2, 0.01)]:
        lag.note(now_s, late_s)
    assert told == [0.01, 0.3, 0.3, 0.3, 0.02]


def test_a_loop_that_is_early_is_not_late() -> None:
    """Lateness is never below zero."""
    told: list[float] = []
    LoopLag(told.append).note(0.0, -0.001)
    assert told == [0.0]


async def test_a_loop_that_was_held_up_is_seen_to_be_late() -> None:
    """Whatever keeps the loop from running is measured by the next tick."""
    told: list[float] = []
    now_s = 100.0
    held_up_s = iter([0.0, 0.4, 0.1])

    async def sleep(duration_s: float) -> None:
        """Let the clock go on, later than asked where the test says so."""
        nonlocal now_s
        late_s = next(held_up_s, None)
        if late_s is None:
            raise asyncio.CancelledError
        now_s += duration_s + late_s

    with pytest.raises(asyncio.CancelledError):
        await LoopLag(told.append).watch(lambda: now_s, sleep)
    assert told == pytest.approx([0.0, 0.4, 0.4])
