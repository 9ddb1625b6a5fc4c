"""Claims about rounds: they go on whatever the store says, at a pace that is spread."""

import asyncio
import logging
import random

import pytest

from mock_site.rounds import Rounds
from mock_site.store.role import StoreError


def _dice() -> random.Random:
    return random.Random(7)  # noqa: S311 - spreads looks


class _Morning:
    """Sleeps by noting for how long, and looks as often as it is told."""

    def __init__(self, *, looks: int, failing: int = 0) -> None:
        self.slept_s: list[float] = []
        self.looks = 0
        self._most, self._failing = looks, failing

    async def sleep(self, pause_s: float) -> None:
        """Note it."""
        self.slept_s.append(pause_s)

    async def look(self) -> None:
        """Fail the first times, and end them all after the last."""
        self.looks += 1
        if self.looks >= self._most:
            raise asyncio.CancelledError
        if self.looks <= self._failing:
            raise StoreError("store: is gone", certain=True)


async def _go(morning: _Morning, time_scale: float = 1.0) -> None:
    rounds = Rounds(morning.look, "seats", _dice(), time_scale, morning.sleep)
    with pytest.raises(asyncio.CancelledError):
        await rounds.go()


async def test_a_store_that_fails_is_told_of_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """As often as it fails."""
    morning = _Morning(looks=4, failing=2)
    with caplog.at_level(logging.WARNING, logger="mock_site.rounds"):
        await _go(morning)
    assert (morning.looks, [one.message for one in caplog.records]) == (4, ["seats: store: is gone"] * 2)


@pytest.mark.parametrize(("time_scale", "pause_s"), [(1.0, 1.0), (3.0, 3.0), (0.01, 0.2)])
async def test_looks_are_spread_around_a_second_of_the_day(time_scale: float, pause_s: float) -> None:
    """By a half in either direction, and never so close that looking is all that is done."""
    morning = _Morning(looks=400)
    await _go(morning, time_scale)
    assert min(morning.slept_s) == pytest.approx(pause_s / 2, rel=0.02)
    assert max(morning.slept_s) == pytest.approx(pause_s * 1.5, rel=0.02)


async def test_what_is_no_failure_of_the_store_ends_the_rounds() -> None:
    """A mistake of ours is not repeated every second for ever."""

    async def look() -> None:
        raise ValueError("look: is wrong")

    with pytest.raises(ValueError, match="look: is wrong"):
        await Rounds(look, "seats", _dice(), sleep=_Morning(looks=1).sleep).go()
